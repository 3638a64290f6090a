"""The host does the trainings that a kernel asks for, within bounds."""

from dataclasses import replace

import pytest

from grader.model.descriptions import LayerInfo
from grader.model.events.asked import TrainingAsked
from grader.model.training import (
    After,
    Fresh,
)
from grader.pipeline.allowance import MOST_DESCRIBING_S, Allowance
from grader.pipeline.trainings import MOST_ASKED
from grader.scoring.rebuilding.architecture import ModelRefused
from tests.pipeline.asked import ACC, JOB, MODEL, ROWS, Trained, asks, started


def test_the_same_start_gets_the_same_draw_and_another_the_next(host):
    """By job: another description begins with the first draw again."""
    for run, (digest, epochs) in enumerate([("a", 2), ("b", 2), ("a", 2), ("b", 3)], start=1):
        asks(host, run, start_digest=digest, epochs=epochs)

    assert [job.start for job in host.trainings.jobs] == [Fresh(1), Fresh(2), Fresh(1), Fresh(1)]
    assert [noted.draw for noted in host.noted] == [1, 2, 1, 1]


def test_a_run_goes_on_from_what_the_host_trained_and_from_nothing_else(host):
    """The earlier job is known by the host's own notes."""
    asks(host, 1)
    asks(host, 2, start="after", after=1, optimizer="continues")
    refused = asks(host, 3, start="after", after=7)

    assert host.trainings.jobs[1].start == After(host.noted[0].digest, "continues")
    assert "was not trained here" in refused
    assert [noted.draw for noted in host.noted] == [1, 0]


def test_figures_come_back_under_the_student_s_names(host):
    """And are noted under Keras'."""
    answer = asks(host, 1)

    assert answer.history == {"loss": (0.5, 0.25), "acc": (0.8, 0.9)}
    assert host.noted[0].history == {"loss": (0.5, 0.25), "accuracy": (0.8, 0.9)}


def test_who_did_not_validate_gets_no_figures_of_a_validation(host):
    """A result may hold them, for others who train the same."""
    host.fit_started(replace(started(1), validation_split=0.25))

    answer = host.training_asked(TrainingAsked(run=1, settings=ACC))

    assert answer.history["val_loss"] == (1.0, 1.0)
    assert "val_loss" not in asks(host, 2).history


def test_what_nobody_began_is_not_trained(host):
    """Nor what was asked for already."""
    unknown = host.training_asked(TrainingAsked(run=5))
    asks(host, 1)
    again = host.training_asked(TrainingAsked(run=1, settings=ACC))

    assert isinstance(unknown, str)
    assert isinstance(again, str)
    assert len(host.trainings.jobs) == 1


@pytest.mark.parametrize("trainable", [False, True])
def test_what_is_frozen_is_left_to_the_kernel(host, trainable):
    """It sees that the weights stay as they were; ours would differ from them by their draw."""
    layers = (
        LayerInfo("InputLayer", "in"),
        LayerInfo("Dense", "d", {"trainable": trainable}, parameters=10),
    )
    host.fit_started(replace(started(1), model=replace(MODEL, layers=layers)))

    answer = host.training_asked(TrainingAsked(run=1, settings=ACC))

    assert isinstance(answer, str) is not trainable
    assert len(host.trainings.jobs) == trainable


def test_a_notebook_is_trained_for_so_often_and_so_long(host):
    """Hundreds of fits cost the host no more than that."""
    for run in range(1, MOST_ASKED + 20):
        asks(host, run)
    assert len(host.trainings.jobs) == MOST_ASKED

    host.longest_s = -1.0
    fresh = replace_started(host)
    assert "for this notebook already" in asks(fresh, 1)


def test_what_takes_too_long_counts_as_far_as_it_came(host):
    """It is the training of fewer epochs, and a limit is said to have been hit."""
    short = replace(JOB, epochs=2)

    def result(job, *, allowed_s, all_states):
        done = Trained().result(short, allowed_s=allowed_s)
        return replace(done, reused="", wall_s=45.0)

    host.trainings.result = result
    answer = asks(host, 1, epochs=900, execution_count=4)
    asks(host, 2, start="after", after=1)

    assert answer.epochs_run == 2
    assert host.noted[0].digest == short.digest
    assert host._jobs[1] == short
    assert host.cut_short[0].execution_count == 4
    assert "one of 900 epochs was ended after 2" in host.cut_short[0].message
    assert "for this notebook already" in asks(host, 3)


def test_waiting_for_others_is_not_charged(host):
    """Only what was trained for it counts against what it may take."""
    host.longest_s = 60.0
    for run in range(1, 4):
        asks(host, run)

    assert host.trainings.allowed_s == 60.0


def test_what_comes_to_nothing_is_charged(host):
    """Hours of a training that fails in the end are hours of the host, and so is finding out what
    is asked for.
    """

    def result(job, *, allowed_s, all_states):
        refusal = ModelRefused("it takes more memory than a training may")
        refusal.spent_s = 45.0
        raise refusal

    host.trainings.result = result
    asks(host, 1)
    asks(host, 2)
    assert "for this notebook already" in asks(host, 3)

    used_up = Allowance(describing_s=MOST_DESCRIBING_S + 1)
    fresh = replace(replace_started(host), _spent_s=0.0, _allowance=used_up)
    assert "took too long already" in asks(fresh, 1)


def test_figures_of_a_run_are_asked_for_once(host):
    """Also where there are none: else a kernel could ask for ever, while its clock stands still."""
    described = []
    host.describe = lambda *asked: described.append(asked) or "its data were not seen"

    for _ in range(3):
        asks(host, 1, figures_only=True)
    for _ in range(3):
        asks(host, 1)

    assert len(described) == 2


def test_descriptions_that_are_kept_here_are_bounded(host, monkeypatch):
    """Of rows that are shuffled anew for each of hundreds of trainings; in one order they are kept
    once, however many trainings take them.
    """
    monkeypatch.setattr("grader.pipeline.allowance.MOST_PARTS", 5 * JOB.settings + 2)
    firsts = iter((0, 0, 0, 1, 2))
    host.describe = lambda started, *_: replace(
        JOB, training=replace(ROWS, spans=((next(firsts), 3),)), epochs=started.epochs
    )

    answers = [asks(host, run, epochs=run) for run in range(1, 6)]

    assert [isinstance(answer, str) for answer in answers] == [False] * 4 + [True]
    assert "too many pieces" in answers[4]
    assert len({id(job.training.spans) for job in host._jobs.values()}) == 2


def test_long_models_count_among_the_descriptions(host, monkeypatch):
    """Keras is not asked whether it knows a setting before the job is kept: whoever fills a layer
    with some would have a description of forty megabytes each time.
    """
    model = {**JOB.model, "padded": [{"a": True}] * 1_000}
    host.describe = lambda started, *_: replace(JOB, model=model, epochs=started.epochs)
    monkeypatch.setattr("grader.pipeline.allowance.MOST_PARTS", 9_000)

    answers = [asks(host, run, epochs=run) for run in range(1, 4)]

    assert [isinstance(answer, str) for answer in answers] == [False, False, True]
    assert "too many settings" in answers[2]


def test_figures_that_nobody_asks_on_from_are_not_kept(host):
    """A kernel may ask for those of hundreds of large models."""
    for run in range(1, 20):
        asks(host, run, figures_only=True)

    assert list(host._seen) == [19]


@pytest.mark.parametrize(
    ("bound", "settings", "handed_out"),
    [
        ("MOST_HANDED_OUT_BYTES", ACC, 0),
        ("MOST_WRITTEN_BYTES", ACC, 2),
        ("MOST_HELD_BYTES", replace(ACC, every_epoch=True), 1),
    ],
)
def test_results_are_handed_out_within_bounds(host, monkeypatch, bound, settings, handed_out):
    """Of the memory of this process, and of the disk; what is beyond them the kernel trains."""
    most = {"MOST_HANDED_OUT_BYTES": 11, "MOST_WRITTEN_BYTES": 24, "MOST_HELD_BYTES": 24}
    monkeypatch.setattr(f"grader.pipeline.allowance.{bound}", most[bound])
    answers = []
    for run in (1, 2, 3):
        host.fit_started(started(run))
        answers.append(host.training_asked(TrainingAsked(run=run, settings=settings)))

    assert [isinstance(answer, str) for answer in answers].count(False) == handed_out
    assert len(host.noted) == len(list((host.folder / "arrays").iterdir())) == handed_out


def replace_started(host):
    return replace(host, noted=[], _started={}, _jobs={}, _draws={}, _asked=set())


def test_a_refusal_leaves_the_training_to_the_kernel(host):
    """With its reason; where nothing is trained outside, too."""

    def result(job, *, allowed_s, all_states):
        raise ModelRefused("it is too large")

    host.trainings.result = result
    assert asks(host, 1) == "it is too large"
    host.trainings = None
    assert isinstance(asks(host, 2), str)
    assert host.noted == []


def test_weights_that_can_t_be_written_are_trained_by_the_kernel(host):
    """The folder of a notebook that ended meanwhile is gone."""
    (host.folder / "arrays").rmdir()

    assert "can't be written" in asks(host, 1)
    assert host.noted == []
