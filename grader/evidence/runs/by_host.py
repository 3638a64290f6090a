"""Puts what the host knows in the place of what a kernel says, for the runs that the host trained.

Their weights and values are those that were handed out, whatever came back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.evidence.names import modern_metric
from grader.model.evidence.runs import TrainingRun, WeightsRef
from grader.model.recording import HostTraining, Recording


def with_host_trainings(
    runs: Sequence[TrainingRun], recording: Recording
) -> tuple[TrainingRun, ...]:
    """Give each of them what the host noted of it."""
    trainings = {training.run: training for training in recording.trainings}
    return tuple(
        _by_host(run, trainings[run.number]) if run.number in trainings else run for run in runs
    )


def _by_host(run: TrainingRun, training: HostTraining) -> TrainingRun:
    """Of the states that the notebook went on with, those count that were handed out: the scorer
    holds the weights against the digest.
    """
    end = WeightsRef(training.arrays)
    handed_out = [
        replace(used, epochs=training.states[used.state])
        for used in (run.weights, *run.other_weights)
        if used is not None and used.state in training.states
    ]
    shown = run.weights is not None and run.weights.state in training.states
    first, *others = handed_out if shown else [end, *handed_out]
    return replace(
        run,
        training=training,
        epochs_run=training.epochs_run,
        history=_by_plain_names(training.history),
        weights=first,
        other_weights=(end, *others) if shown else tuple(others),
        weights_changed=training.weights_changed,
        kept_step=None,
        put_in=None,
        begun_with=None,
    )


def _by_plain_names(history: Mapping[str, tuple[float, ...]]) -> dict[str, tuple[float, ...]]:
    """Without the settings that a job writes behind a metric, where that leaves no two alike."""
    plain = [modern_metric(name.partition(" {")[0]) for name in history]
    return {
        short if plain.count(short) == 1 else modern_metric(name): values
        for short, (name, values) in zip(plain, history.items(), strict=True)
    }
