"""The states of a training that the notebook went on with are found."""

from __future__ import annotations

from dataclasses import replace

from grader.evidence.runs.recorded import recorded_runs
from grader.model.events import EpochFinished, Evaluated, Predicted, StateSaved, StateUsed
from grader.model.evidence import WeightsRef


def run_of(make, *after):
    """The run of a training of two epochs, of which these events came later."""
    started, *events = make.fit(1, make.dense_net(), make.compiled(), epochs=2)
    ended = [
        replace(event, arrays="end.npz") if event.event == "fit_finished" else event
        for event in events
    ]
    epochs = iter("ab")
    reported = [
        replace(event, state=next(epochs)) if isinstance(event, EpochFinished) else event
        for event in ended
    ]
    (run,) = recorded_runs(make.recording(started, *reported, *after))
    return run


def used(state):
    return StateUsed(run=1, state=state, arrays=f"{state}.npz")


def test_the_state_that_is_shown_last_is_measured(make):
    """And the training's end beside it."""
    run = run_of(make, used("a"), Evaluated(model_id=2, run=1, state="a"))

    assert run.weights == WeightsRef("a.npz", "a", 1)
    assert run.other_weights == (WeightsRef("end.npz"),)


def test_the_end_is_measured_where_it_was_shown_after_another_state(make):
    """The other state counts, too."""
    run = run_of(
        make, used("a"), Predicted(model_id=2, run=1, state="a"), Predicted(model_id=1, run=1)
    )

    assert run.weights == WeightsRef("end.npz")
    assert run.other_weights == (WeightsRef("a.npz", "a", 1),)


def test_a_state_saved_within_an_epoch_has_no_epoch(make):
    """It was told of when it was saved."""
    run = run_of(
        make, StateSaved(run=1, state="c"), used("c"), Predicted(model_id=2, run=1, state="c")
    )

    assert run.weights == WeightsRef("c.npz", "c", None)


def test_a_state_that_the_training_never_reported_of_is_none_of_it(make):
    """The kernel's word comes too late."""
    run = run_of(make, used("x"), Evaluated(model_id=2, run=1, state="x"))

    assert run.weights == WeightsRef("end.npz")
    assert run.other_weights == ()
