"""The notebooks of the corpus show what is expected when they are run, in the sandbox like any
hand-in.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest
from live import DRAWN, ELSEWHERE, OLD, OTHER_DATA, TRAINING
from together import Measuring, run_together

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
    "colab_upload", "package_decorates",
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


@dataclass(frozen=True)
class Gives:
    """What running one notebook must give; what is left out is not looked at."""

    runs: tuple[tuple[str | None, str, int], ...] = ()
    """Role, optimizer and epochs of every training."""
    reported: tuple[str, ...] = ()
    """What the report tells, each a part of one notice."""
    errors: tuple[str, ...] = ()
    """With which the cells end that can't run here."""
    doubts: tuple[tuple[str, str], ...] = ()
    """Integrity findings: kind, and a part of the message."""
    curves: tuple[tuple[str | None, str], ...] = ()
    """Role and metric."""
    differences: tuple[str, ...] = ()
    """Of the last run from what was asked."""
    history: dict[str, int] = field(default_factory=dict)
    """By metric, how many values the last run has."""


SGD2 = (("baseline", "SGD", 2),)
FEW = ("trained on 1,000 of the 60,000 training examples",)
SERVED = "mnist.npz was served"
OLD_STACK = "is not part of today's stack"

CORPUS = {
    "old_np_utils": Gives(SGD2, reported=("keras.utils.np_utils is not", "keras.layers.core is not")),
    "old_arguments": Gives(
        (("baseline", "SGD", 3),),
        reported=("Dense(output_dim=…)", "Dense(init=…)", "SGD(lr=…)", "SGD(decay=…)", "model.fit(nb_epoch=…)"),
    ),
    "old_predict_classes": Gives(SGD2, reported=("model.predict_classes(x)", "model.predict_proba(x)")),
    "old_fit_generator": Gives(SGD2, reported=("model.fit_generator(…)", "keras.preprocessing.image.ImageDataGenerator")),
    "old_history_acc": Gives(
        SGD2,
        reported=("history['acc']", "history['val_acc']"),
        curves=(("baseline", "accuracy"), ("baseline", "val_accuracy")),
    ),
    "old_wrapper": Gives((("baseline", "SGD", 1),), reported=("keras.wrappers.scikit_learn is not",)),
    "old_file_names": Gives(
        SGD2, reported=("ModelCheckpoint('best-{epoch:02d}.hdf5')", "saving to 'weights'", "monitor='val_acc'")
    ),
    "old_convolution": Gives(
        (("cnn", "Adam", 1),),
        reported=("Convolution2D(n, 3, 3)",),
        differences=("trained on 200 of the 60,000 training examples",),
    ),
    "old_input_data": Gives(
        SGD2,
        reported=("tensorflow.examples.tutorials no longer exists. Today: (x_train",),
        errors=("ModuleNotFoundError",),
        doubts=(("package_missing", "tensorflow.examples.tutorials"),),
    ),
    "old_fetch_mldata": Gives((("adam", "Adam", 3),), reported=("fetch_mldata", "MNIST original was served")),
    "old_graph": Gives(reported=("graph mode of TensorFlow 1",), doubts=(("other_framework", "graph mode"),)),
    "colab_drive": Gives(SGD2, reported=("`%tensorflow_version 2.x` was not run", "`!nvidia-smi` was not", "google.colab is not")),
    "colab_upload": Gives(SGD2, errors=("FileNotFoundError",)),
    "colab_sample_data": Gives(SGD2, reported=("mnist_train_small.csv is not here",), history={"val_loss": 2}),
    "shell_installs": Gives(
        SGD2, reported=("`!pip install -q keras", "`%pip install seaborn`", "`%pip install plotly`", "`!wget https://example.org")
    ),
    "kaggle_csv": Gives(
        (("baseline", "SGD", 1),),
        reported=("train.csv is not here; the assignment's own images", "test.csv is not here"),
        differences=("trained on 4,200 of the 60,000 training examples",),
    ),
    "package_decorates": Gives(
        SGD2, reported=tuple(f"The package {name} is not installed" for name in ("livelossplot", "visualkeras", "wandb"))
    ),
    "package_missing": Gives(
        SGD2,
        reported=("The package jax is imported but not installed here.",),
        errors=("ModuleNotFoundError",),
        doubts=(("package_missing", "jax"),),
    ),
    "package_tfds": Gives(SGD2, reported=("tensorflow_datasets handed out",)),
    "train_on_batches": Gives(SGD2, curves=(("baseline", "loss"),), history={"loss": 2}),
    "train_on_test_batches": Gives(
        (("baseline", "SGD", 0),),
        doubts=(("trained_on_test", "At least 600 of the rows trained on in cell 3"),),
        history={"loss": 20, "accuracy": 20},
    ),
    "train_by_tape": Gives((("baseline", "SGD", 3),), history={"loss": 3, "val_loss": 3}),
    "train_by_eager_tape": Gives(
        (("adam", "Adam", 2),),
        doubts=(("trained_on_test", "At least 300 of the rows"),),
        curves=(("adam", "loss"), ("adam", "val_loss")),
    ),
    "train_thrown_away": Gives(SGD2, differences=FEW, history={"loss": 2, "val_accuracy": 2}),
    "train_several_fits": Gives(
        ((None, "SGD", 2), (None, "SGD", 2), ("baseline", "SGD", 2)), curves=(("baseline", "loss"),)
    ),
    "train_one_name": Gives(
        (("baseline", "SGD", 2), ("adam", "Adam", 2)),
        curves=(("baseline", "loss"), ("baseline", "val_loss"), ("adam", "loss"), ("adam", "val_loss")),
    ),
    "train_functional": Gives(SGD2, differences=FEW),
    "train_subclassed": Gives(SGD2, differences=FEW),
    "train_perceptron": Gives((("baseline", "SGD", 3),), history={"loss": 3}),
    "train_ready_made": Gives(SGD2, doubts=(("head_start", ("it was trained before, in another way "
                                                           "or elsewhere")),)),
    "train_pytorch": Gives(
        reported=("The notebook uses PyTorch (torch)", "The package torch is imported"),
        errors=("ModuleNotFoundError", "NameError"),
        doubts=(("other_framework", "PyTorch"), ("package_missing", "torch")),
    ),
    "data_fashion": Gives(
        reported=("The notebook loads Fashion-MNIST, which is not the data of this assignment.",),
        errors=("OSError", "NameError"),
        doubts=(("other_dataset", "Fashion-MNIST"),),
    ),
    "data_cifar": Gives(
        reported=("The notebook loads CIFAR-10",), errors=("OSError",), doubts=(("other_dataset", "CIFAR-10"),)
    ),
    "data_named_mnist": Gives(
        (("baseline", "SGD", 1),),
        doubts=(("other_data", "0 are rows of the assignment's data: they look like Fashion-MNIST."),),
    ),
    "data_subset": Gives(SGD2, differences=FEW),
    "data_npz_elsewhere": Gives(SGD2, reported=("mnist.npz is not here",), differences=FEW),
    "draw_curves": Gives(SGD2, curves=tuple(("baseline", name) for name in ("loss", "val_loss", "accuracy", "val_accuracy"))),
    **{name: Gives(SGD2) for name in DRAWN if name != "draw_curves"},
}  # fmt: skip
MATRICES = {
    "draw_heatmap": "The confusion matrix shown is the one that we measured.",
    "draw_imshow": "The confusion matrix shown is the one that we measured.",
    "draw_display": "The confusion matrix shown is the one that we measured.",
    "draw_tensorflow": "The confusion matrix shown is the one that we measured.",
    "draw_printed": "The confusion matrix shown is the one that we measured.",
    "draw_transposed": "Its rows are the predicted classes and its columns the true ones.",
    "draw_shares": "It shows shares instead of counts, of each true class.",
}
ROWS = {
    "kaggle_csv": (4200, 0),
    "colab_sample_data": (1800, 0),
    "package_tfds": (1200, 0),
    "old_convolution": (200, 0),
    "old_fetch_mldata": (500, 0),
    "train_on_batches": (1000, 0),
    "train_on_test_batches": (600, 600),
    "train_by_tape": (1000, 0),
    "train_by_eager_tape": (0, 300),
    "data_subset": (1000, 0),
    "data_named_mnist": (0, 0),
}
"""How many of the rows that were looked at are the assignment's, and how many held-out ones."""


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
    doubts = [(doubt.kind, doubt.message) for doubt in gave.integrity]
    for kind, part in gives.doubts:
        assert [message for found, message in doubts if found == kind and part in message], doubts
    if not any(kind == "trained_on_test" for kind, _ in gives.doubts):
        assert "trained_on_test" not in dict(doubts)


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
    doubts = {doubt.kind: doubt.severity for doubt in executed["data_subset"].integrity}

    assert run.claimed("val_accuracy") == pytest.approx(0.6701)
    assert doubts == {"claim_mismatch": "warning"}
    assert "claim_mismatch" not in {doubt.kind for doubt in executed["train_perceptron"].integrity}
