"""Trainings that a callback looks at, ends or changes."""

import errno
from dataclasses import replace

import numpy as np
import pytest

from grader.evidence.runs.recorded import recorded_runs
from grader.model.events import EpochFinished, Evaluated, FitFinished, StateUsed
from grader.model.events.asked import TrainingAsked
from grader.model.recording import NOT_RUN
from grader.model.training import (
    CallbackAsked,
    TrainedModel,
)
from grader.pipeline.trainings import MOST_NUMBERS_LOOKED_AT
from tests.pipeline.asked import ACC, JOB, asks, started


def test_states_are_handed_out_where_a_callback_looks_at_them(host):
    """Else they stay here; and where they are too many the kernel trains."""
    looking = replace(ACC, every_epoch=True)

    plain = asks(host, 1)
    assert not host.trainings.all_states
    host.fit_started(started(2))
    looked_at = host.training_asked(TrainingAsked(run=2, settings=looking))
    host.fit_started(started(3, epochs=MOST_NUMBERS_LOOKED_AT))
    too_many = host.training_asked(TrainingAsked(run=3, settings=looking))

    assert host.trainings.all_states
    assert plain.states == {}
    assert set(looked_at.states) == {1}
    assert "too many states" in too_many


def test_what_a_kernel_says_of_a_training_of_ours_counts_nothing(host):
    """Its weights, its metrics, states that it never had: the host's own are in their place."""
    asks(host, 1)
    lies = (
        started(1),
        StateUsed(run=1, state="s", arrays="arrays/000009.npz"),
        FitFinished(run=1, history={"accuracy": (1.0,)}, epochs_run=9, arrays="arrays/000010.npz"),
    )
    recording = replace(NOT_RUN, outcome="completed", events=lies, trainings=tuple(host.noted))

    (run,) = recorded_runs(recording)

    assert run.training == host.noted[0]
    assert run.weights.arrays == "arrays/trained-000001.npz"
    assert run.other_weights == ()
    assert run.history["accuracy"] == (0.8, 0.9)
    assert run.epochs_run == 2
    with np.load(host.folder / run.weights.arrays) as arrays:
        assert arrays["w0000"].tolist() == [1, 1, 1]


def test_a_state_that_was_handed_out_is_known_by_its_digest(host):
    """The notebook loads a checkpoint and shows that; what a kernel makes up is none."""
    host.fit_started(started(1))
    looking = replace(ACC, every_epoch=True)
    host.training_asked(TrainingAsked(run=1, settings=looking))
    (digest,) = host.noted[0].states
    used = (
        started(1),
        EpochFinished(run=1, epoch=0, state="lie"),
        StateUsed(run=1, state="lie", arrays="arrays/000009.npz"),
        StateUsed(run=1, state=digest, arrays="arrays/000010.npz"),
        Evaluated(model_id=1, run=1, state=digest),
    )
    recording = replace(NOT_RUN, outcome="completed", events=used, trainings=tuple(host.noted))

    (run,) = recorded_runs(recording)

    assert (run.weights.arrays, run.weights.state, run.weights.epochs) == (
        "arrays/000010.npz",
        digest,
        1,
    )
    assert [other.arrays for other in run.other_weights] == ["arrays/trained-000001.npz"]


def handed_out(host, run, *, epochs=3):
    """A training with the state after every epoch, which a callback of the student's own sees."""
    states = {done: (np.full(3, done, np.float32),) for done in range(1, epochs + 1)}
    whole = TrainedModel(
        digest=replace(JOB, epochs=epochs).digest,
        history={"loss": (3.0, 2.0, 1.0), "accuracy": (0.1, 0.2, 0.3), "val_loss": (3.0, 3.0, 3.0)},
        epochs_run=epochs,
        weights=states[epochs],
        optimizer_variables=states[epochs],
        states=states,
        optimizer_states=states,
    )
    host.trainings.result = lambda job, **_: replace(whole, digest=job.digest)
    host.trainings.keep = lambda ended, *, of: host.trainings.jobs.append((ended, of))
    host.fit_started(started(run, epochs=epochs))
    looking = replace(ACC, every_epoch=True)
    return host.training_asked(TrainingAsked(run=run, settings=looking))


def finished(run, epochs):
    return FitFinished(
        run=run, history={}, epochs_run=epochs, wall_s=0.1, stopped_by_grader=False, error=None
    )


def test_who_looks_at_the_model_and_ends_its_training_is_given_so_many_epochs(host):
    """The job of so many epochs, with the state that the model had; kept as any result, with the
    values of a validation that nobody asked for.
    """
    handed_out(host, 1)

    host.fit_finished(finished(1, 2))

    (noted,), ((ended, of),) = host.noted, host.trainings.jobs
    assert of == host._jobs[1] == replace(JOB, epochs=2)
    assert noted.digest == of.digest == ended.digest
    assert noted.epochs_run == 2
    assert noted.history == {"loss": (3.0, 2.0), "accuracy": (0.1, 0.2)}
    assert set(ended.history) == {"loss", "accuracy", "val_loss"}
    with np.load(host.folder / noted.arrays) as arrays:
        np.testing.assert_array_equal(arrays["w0000"], [2, 2, 2])
    host.fit_finished(finished(1, 1))
    assert host.noted == [noted]


@pytest.mark.parametrize("epochs", [3, 900, -1])
def test_what_a_kernel_says_of_epochs_that_it_was_not_given_changes_nothing(host, epochs):
    """Nor what it says of a training that nobody looked at."""
    handed_out(host, 1)
    before = [*host.noted]
    host.fit_finished(finished(1, epochs))
    asks(host, 2)
    host.fit_finished(finished(2, 1))
    host.epoch_finished(EpochFinished(run=2, epoch=0, logs={}))

    assert host.noted[:1] == before
    assert len(host.noted) == 2


def test_a_callback_that_restores_the_best_has_another_end(host):
    """Fewer epochs of it are no prefix: what was handed out stays noted."""
    restoring = CallbackAsked("EarlyStopping", {"restore_best_weights": True})
    host.describe = lambda started, *_: replace(JOB, epochs=started.epochs, callbacks=(restoring,))
    handed_out(host, 1)

    host.fit_finished(finished(1, 2))

    assert host.noted[0].epochs_run == 3
    assert host.trainings.jobs == []


def test_a_run_that_the_kernel_trains_on_is_the_kernel_s(host):
    """A callback has changed the model: nothing goes on from the host's result any more."""
    handed_out(host, 1)

    host.epoch_finished(EpochFinished(run=1, epoch=0, logs={}))
    host.fit_finished(finished(1, 2))

    assert host.noted == []
    assert "was not trained here" in asks(host, 2, start="after", after=1)


@pytest.mark.parametrize("full_from", [0, 1])
def test_a_full_disk_leaves_the_run_to_the_kernel(host, monkeypatch, full_from):
    """When it is handed out, or when it ends: nobody's fault, whatever the kernel says next."""
    written = iter(range(9))

    def write(*_: object, **__: object) -> None:
        if next(written) >= full_from:
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(np, "savez", write)
    handed_out(host, 1)
    host.fit_finished(finished(1, 2))
    host.epoch_finished(EpochFinished(run=1, epoch=0, logs={}))

    assert host.noted == []


def test_figures_are_told_before_a_training_is_handed_out(host):
    """A callback that may end it has to see them; nothing is noted, and no weights are told."""
    values = asks(host, 1, figures_only=True)
    assert host.noted == []
    assert values.weights == ()
    assert values.history == {"loss": (0.5, 0.25), "acc": (0.8, 0.9)}

    whole = host.training_asked(TrainingAsked(run=1, settings=ACC))
    again = host.training_asked(TrainingAsked(run=1, settings=ACC))

    assert len(host.trainings.jobs) == 1
    assert whole.weights
    assert isinstance(again, str)
    assert len(host.noted) == 1


def test_fewer_epochs_are_handed_out_where_a_callback_ends_it(host):
    """From the same draw as the values; what is asked for in between is no other training."""
    asks(host, 1, figures_only=True, start_digest="s")
    host.training_asked(TrainingAsked(run=1, settings=ACC, start_digest="s", stops_after=1))
    asks(host, 2, figures_only=True)
    host.training_asked(TrainingAsked(run=2, settings=ACC, start_digest="other"))
    asks(host, 3, stops_after=-4)
    asks(host, 4, stops_after=10**9)

    assert [job.epochs for job in host.trainings.jobs] == [2, 1, 2, 2, 2, 2]
    assert [job.start.draw for job in host.trainings.jobs[:2]] == [1, 1]
    assert host.noted[0].digest == replace(JOB, epochs=1).digest


def test_figures_are_told_twice_at_most(host):
    """Who asks again and again is left to the kernel."""
    answers = [asks(host, 1, figures_only=True) for _ in range(5)]

    assert len(host.trainings.jobs) <= 2
    assert all(isinstance(answer, str) for answer in answers[2:])
