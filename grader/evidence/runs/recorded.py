"""Finds the training runs in the event stream."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.evidence.names import modern_metric
from grader.evidence.runs.by_host import with_host_trainings
from grader.evidence.runs.explained import with_explanations
from grader.evidence.runs.states import with_states
from grader.model.events import EpochFinished, FitFinished, FitStarted, RowsSeen
from grader.model.evidence import TrainingRun, WeightsRef
from grader.model.recording import CellRun, Recording

EpochValues = dict[str, tuple[float, ...]]


def recorded_runs(recording: Recording) -> tuple[TrainingRun, ...]:
    """Return a run for every `fit` that began, in that order; one cut off counts with the epochs
    seen.
    """
    started: dict[int, FitStarted] = {}
    epochs: dict[int, list[EpochFinished]] = defaultdict(list)
    finished: dict[int, FitFinished] = {}
    rows: dict[int, RowsSeen] = {}
    for event in recording.events:
        if isinstance(event, FitStarted):
            started.setdefault(event.run, event)
        elif isinstance(event, EpochFinished):
            epochs[event.run].append(event)
        elif isinstance(event, FitFinished):
            finished.setdefault(event.run, event)
        elif isinstance(event, RowsSeen):
            rows.setdefault(event.run, event)
    known = _LookedUp(recording)
    runs = [
        _with_rows(_run(event, epochs[number], finished.get(number), known=known), rows.get(number))
        for number, event in started.items()
    ]
    seen = with_explanations(with_states(runs, recording), recording)
    return with_host_trainings(seen, recording)


class _LookedUp:
    """What each run is completed by, looked up once: a kernel may report many thousands."""

    def __init__(self, recording: Recording) -> None:
        self.outcome = recording.outcome
        self.cells = cells_by_count(recording)
        self.stops = {stop.run: stop.reason for stop in reversed(recording.stops)}
        self.failed: dict[int, CellRun] = {}
        for run in recording.cell_runs:
            if run.outcome in ("error", "timeout"):
                self.failed.setdefault(run.cell, run)
        self.last_of_model: dict[int, int] = {}
        """By model, the last of the runs so far."""


def cells_by_count(recording: Recording) -> dict[int | None, int]:
    """By IPython's count, the cell that ran under it, in the notebook as handed in."""
    cells: dict[int | None, int] = {}
    for run in recording.cell_runs:
        if run.execution_count is not None:
            cells.setdefault(run.execution_count, run.cell)
    return cells


def _run(
    start: FitStarted,
    epochs: Sequence[EpochFinished],
    end: FitFinished | None,
    *,
    known: _LookedUp,
) -> TrainingRun:
    before, stop = known.last_of_model.get(start.model.model_id), known.stops.get(start.run)
    known.last_of_model[start.model.model_id] = start.run
    return TrainingRun(
        number=start.run,
        source="reproduced",
        cell=known.cells.get(start.execution_count),
        model=start.model,
        compiled=start.compiled,
        epochs_requested=max(0, start.epochs - start.initial_epoch),
        epochs_run=max(end.epochs_run if end else 0, len(epochs)),
        batch_size=start.batch_size,
        history=_history(epochs, end, start.compiled.metric_meanings),
        x=start.x,
        y=start.y,
        val_x=start.val_x,
        validation_split=_kept_back(start),
        started_arrays=start.arrays,
        switches=start.switches,
        weights=WeightsRef(end.arrays) if end and end.arrays else None,
        weights_changed=end.weights_changed if end else True,
        weights_moved=end.weights_moved if end else None,
        continues=start.starts_from or (None if start.starts_elsewhere else before),
        taken_from=start.taken_from,
        still_unknown=start.still_unknown,
        is_within=start.within is not None,
        wall_s=_wall_s(start, epochs, end),
        stopped_by_grader=stop is not None,
        stop_reason=stop,
        error=end.error if end else _what_cut_it_off(start, known),
    )


def _kept_back(start: FitStarted) -> float:
    """Which share of its rows `fit` did not train on: none where it validates with others, whatever
    was said of a split.
    """
    share = start.validation_split
    return share if start.val_x is None and 0 <= share < 1 else 0.0


def _with_rows(run: TrainingRun, seen: RowsSeen | None) -> TrainingRun:
    """What a loop trained on tells more than its first batch, and does not undo what that tells:
    who writes others over the rows of an array was trained on those that were there before, too.
    """
    if seen is None or seen.arrays is None or not seen.x.shape or not seen.x.shape[0]:
        return run
    return replace(
        run,
        x=seen.x,
        started_arrays=seen.arrays,
        first_x=run.x,
        first_arrays=run.started_arrays,
    )


def _history(
    epochs: Sequence[EpochFinished], end: FitFinished | None, meanings: Mapping[str, str]
) -> EpochValues:
    """The history that `fit` returned, or where it never did, the logs of the epochs seen."""

    def named(name: str) -> str:
        of_held_out = "val_" if name.startswith("val_") else ""
        plain = name.removeprefix("val_")
        return modern_metric(of_held_out + meanings.get(plain, plain))

    returned = {named(name): tuple(values) for name, values in (end.history if end else {}).items()}
    if max(map(len, returned.values()), default=0) >= len(epochs):
        return returned
    names = dict.fromkeys(name for epoch in epochs for name in epoch.logs)
    return {
        named(name): tuple(epoch.logs.get(name, math.nan) for epoch in epochs) for name in names
    }


def _wall_s(start: FitStarted, epochs: Sequence[EpochFinished], end: FitFinished | None) -> float:
    if end is not None:
        return end.wall_s
    return max(0.0, epochs[-1].host_time_s - start.host_time_s) if epochs else 0.0


def _what_cut_it_off(start: FitStarted, known: _LookedUp) -> str:
    cell = known.cells.get(start.execution_count)
    run = known.failed.get(cell) if cell is not None else None
    if run is not None:
        return (
            f"{run.error_name}: {run.error_message}"
            if run.error_name
            else f"the cell ended with {run.outcome}"
        )
    endings = {
        "timeout": "the time was up",
        "out_of_memory": "the memory was used up",
        "kernel_died": "the kernel died",
    }
    return endings.get(known.outcome, "fit did not come to its end")
