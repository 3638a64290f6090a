"""The notebooks of the corpus show what is expected when they are run, in the sandbox like any
hand-in.
"""

from __future__ import annotations

import pytest
from gives import CORPUS, MATRICES, OLD_STACK, ROWS
from together import Measuring, run_together
from traits.drawn import DRAWN
from traits.elsewhere import ELSEWHERE, OTHER_DATA
from traits.old import OLD
from traits.training import TRAINING

from grader.model.events import RecorderFault
from grader.pipeline import load_everything

LAST = "old_graph"
"""Turns off what the others need."""
ORDER = [
    *(name for name in (*OLD, *ELSEWHERE, *TRAINING, *OTHER_DATA, *DRAWN) if name != LAST),
    LAST,
]
SLOW = {
    "old_predict_classes", "old_wrapper", "old_file_names", "old_input_data", "old_fetch_mldata",
    "colab_upload", "colab_sample_data", "package_decorates",
    "train_on_batches", "train_by_eager_tape", "train_thrown_away", "train_one_name",
    "train_subclassed", "train_ready_made",
    "data_fashion", "data_cifar", "data_npz_elsewhere",
    "draw_imshow", "draw_tensorflow", "draw_printed", "draw_shares",
}  # fmt: skip
"""One of several of a kind, whose like is run here, and which unit tests hold in all its forms."""
MEASURED = {
    "kaggle_csv", "colab_sample_data", "package_tfds", "old_convolution", "old_fetch_mldata",
    "train_on_batches", "train_on_test_batches", "train_by_tape", "train_by_eager_tape",
    "train_perceptron", "train_ready_made",
    "data_named_mnist", "data_subset", *(name for name in DRAWN if name != "draw_curves"),
}  # fmt: skip
AGAIN = {"data_subset", "train_perceptron"}
"""Where a test looks at what further draws say of a claim."""


def each(names):
    """Parameters for a test of each notebook, the slow ones marked."""
    return [pytest.param(name, marks=[pytest.mark.slow] if name in SLOW else []) for name in names]


@pytest.fixture(scope="module")
def executed(request, tmp_path_factory):
    """One kernel, one scorer and one set of trainers for all of them; the slow ones run where slow
    tests do.
    """
    slow_too = any(
        item.path == request.path and item.get_closest_marker("slow")
        for item in request.session.items
    )

    names = [name for name in ORDER if slow_too or name not in SLOW]
    with Measuring(load_everything("mnist")) as measuring:
        return run_together(
            names,
            folder=tmp_path_factory.mktemp("together"),
            measuring=measuring,
            measured=MEASURED,
            again=AGAIN,
        )


def test_every_live_notebook_is_expected_to_give_something():
    """No notebook is run for nothing."""
    assert set(CORPUS) == set(ORDER)


@pytest.mark.parametrize("name", each(CORPUS))
def test_trainings(name, executed):
    """Every way to train is seen, and answers the role that it answers; only what can't run here
    ends with an error.
    """
    gives, gave = CORPUS[name], executed[name]

    runs = gave.evidence.runs
    assert [
        event.traceback for event in gave.recording.events if isinstance(event, RecorderFault)
    ] == []
    assert gave.failed == list(gives.errors)
    assert tuple((run.role, run.compiled.optimizer, run.epochs_run) for run in runs) == gives.runs
    assert all(run.source == "reproduced" and run.weights_changed for run in runs)
    if gives.differences:
        assert runs[-1].match.differences == gives.differences
    assert {metric: len(runs[-1].history[metric]) for metric in gives.history} == gives.history


@pytest.mark.parametrize("name", each(CORPUS))
def test_what_is_reported(name, executed):
    """What was stood in for, left out, served or missed is recognised by its name, and what was old with
    today's words.
    """
    gives, gave = CORPUS[name], executed[name]

    for part in gives.reported:
        (notice,) = [notice for notice in gave.evidence.notices if part in notice]
        assert OLD_STACK not in notice or "Today: " in notice
    observations = [(doubt.kind, doubt.message) for doubt in gave.integrity]
    for kind, part in gives.observations:
        assert [message for found, message in observations if found == kind and part in message], (
            observations
        )
    if not any(kind == "trained_on_test" for kind, _ in gives.observations):
        assert "trained_on_test" not in dict(observations)


@pytest.mark.parametrize("name", each(name for name, gives in CORPUS.items() if gives.curves))
def test_curves(name, executed):
    """A line is a learning curve because its values are a recorded history, whatever it is
    called.
    """
    gave = executed[name]
    roles = {run.number: run.role for run in gave.evidence.runs}

    shown = {(roles[curve.run], curve.metric) for curve in gave.evidence.curves}

    assert shown == set(CORPUS[name].curves)


@pytest.mark.parametrize("name", each(MATRICES))
def test_matrices(name, executed):
    """However it is drawn or printed, it is held against the measured one, and what is unusual
    about it is said.
    """
    verdict = executed[name].finding("todo3.matrix")

    assert (verdict.status, verdict.message.endswith(MATRICES[name])) == ("passed", True), (
        verdict.message
    )


def test_mistakes(executed):
    """Ten pictures of held-out digits, each with both labels."""
    verdict = executed["draw_mistakes"].finding("todo4.mistakes")

    assert verdict.status == "passed"
    assert len(executed["draw_mistakes"].evidence.digits) == 10


@pytest.mark.parametrize("name", each(ROWS))
def test_rows_are_recognised(name, executed):
    """Subsets, copies in CSV, batches of loops and pipelines: the rows tell what they are."""
    _run, score = executed[name].last_run

    assert (score.training_rows_recognised, score.trained_on_held_out) == ROWS[name]
    assert score.verified


def test_other_data_are_named(executed):
    """A file called mnist.npz that holds other pictures is not taken for MNIST."""
    _run, score = executed["data_named_mnist"].last_run

    assert score.other_data == "Fashion-MNIST"


def test_the_kernel_of_an_old_convolution(executed):
    """Three by three with a stride of one, as the student meant it."""
    run, score = executed["old_convolution"].last_run

    kernels = [
        (layer.config["kernel_size"], layer.config["strides"])
        for layer in run.model.layers
        if "Conv" in layer.class_name
    ]
    assert kernels == [([3, 3], [1, 1])] * 2
    assert run.model.parameters == 34_826
    assert score.verified


def test_several_fits_are_reported_apart(executed):
    """Each continues the one before, and a curve of all three joined belongs to the last."""
    first, second, third = executed["train_several_fits"].evidence.runs

    assert (first.continues, second.continues, third.continues) == (
        None,
        first.number,
        second.number,
    )
    assert [curve.run for curve in executed["train_several_fits"].evidence.curves] == [third.number]


def test_claims_stand_beside_what_ran(executed):
    """A log that the training doesn't give, by further seeds of it too, is to be looked at; one
    that is true raises no doubt.
    """
    run, _score = executed["data_subset"].last_run
    observations = {doubt.kind: doubt.severity for doubt in executed["data_subset"].integrity}

    assert run.claimed("val_accuracy") == pytest.approx(0.6701)
    assert observations == {"claim_mismatch": "warning"}
    assert "claim_mismatch" not in {doubt.kind for doubt in executed["train_perceptron"].integrity}
