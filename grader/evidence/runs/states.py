"""Tells which states of a training the notebook went on with: the one at its end, or one that was
saved and came back.

The kernel says which state a model is in that is evaluated or predicts. That is heeded where the
training had reported the state while it ran; the scorer then sees whether the weights are that
state.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from grader.model.events import EpochFinished, Evaluated, Predicted, StateSaved, StateUsed
from grader.model.evidence import TrainingRun, WeightsRef
from grader.model.recording import Recording

MAX_STATES = 3
"""Of a run, beside the one at its end."""


def with_states(runs: Sequence[TrainingRun], recording: Recording) -> tuple[TrainingRun, ...]:
    """Give each run the weights that were shown last, and the others that were used."""
    reported: dict[tuple[int, str], int | None] = {}
    used: dict[int, list[WeightsRef]] = {}
    shown: dict[int, str] = {}
    epochs: dict[int, int] = {}
    for training in recording.trainings:
        reported |= {(training.run, state): done for state, done in training.states.items()}
    for event in recording.events:
        match event:
            case EpochFinished(run=run, state=state):
                epochs[run] = epochs.get(run, 0) + 1
                reported[run, state] = epochs[run]
            case StateSaved(run=run, state=state):
                reported.setdefault((run, state), None)
            case StateUsed(run=run, state=state, arrays=str(arrays)) if (
                state and (run, state) in reported
            ):
                used.setdefault(run, []).append(WeightsRef(arrays, state, reported[run, state]))
            case Evaluated(run=int(run), state=state) | Predicted(run=int(run), state=state):
                shown[run] = state
    return tuple(_with(run, used.get(run.number, []), shown.get(run.number, "")) for run in runs)


def _with(run: TrainingRun, used: Iterable[WeightsRef], shown: str) -> TrainingRun:
    states = list(used)[-MAX_STATES:]
    last = next((state for state in states if state.state == shown), None)
    if last is None:
        return replace(run, other_weights=tuple(states))
    others = [state for state in (run.weights, *states) if state is not None and state is not last]
    return replace(run, weights=last, other_weights=tuple(others))
