"""Which training runs does the event stream show?"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from grader.evidence.names import modern_metric
from grader.evidence.states import with_states
from grader.model.evidence import TrainingRun, WeightsRef
from grader.model.recording import EpochFinished, FitFinished, FitStarted, Recording, RowsSeen

History = dict[str, tuple[float, ...]]


def recorded_runs(recording: Recording) -> tuple[TrainingRun, ...]:
    """Return a run for every `fit` that began, in that order; one cut off counts with the epochs seen."""
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
    runs: list[TrainingRun] = []
    for number, event in started.items():
        run = _run(event, epochs[number], finished.get(number), recording=recording, earlier=runs)
        runs.append(_with_rows(run, rows.get(number)))
    return with_states(runs, recording)


def cell_of(execution_count: int | None, recording: Recording) -> int | None:
    """The cell, in the notebook as handed in, that ran under this count."""
    if execution_count is None:
        return None
    return next((run.cell for run in recording.cell_runs if run.execution_count == execution_count), None)


def _run(
    start: FitStarted,
    epochs: Sequence[EpochFinished],
    end: FitFinished | None,
    *,
    recording: Recording,
    earlier: Sequence[TrainingRun],
) -> TrainingRun:
    before = [run.number for run in earlier if run.model.model_id == start.model.model_id]
    stop = next((stop.reason for stop in recording.stops if stop.run == start.run), None)
    return TrainingRun(
        number=start.run,
        source="reproduced",
        cell=cell_of(start.execution_count, recording),
        model=start.model,
        compiled=start.compiled,
        epochs_requested=max(0, start.epochs - start.initial_epoch),
        epochs_run=max(end.epochs_run if end else 0, len(epochs)),
        batch_size=start.batch_size,
        history=_history(epochs, end, start.compiled.metric_meanings),
        x=start.x,
        y=start.y,
        val_x=start.val_x,
        validation_split=start.validation_split if 0 <= start.validation_split < 1 else 0.0,
        started_arrays=start.arrays,
        switches=start.switches,
        weights=WeightsRef(end.arrays) if end and end.arrays else None,
        weights_changed=end.weights_changed if end else True,
        weights_moved=end.weights_moved if end else None,
        continues=start.starts_from or (before[-1] if before else None),
        wall_s=_wall_s(start, epochs, end),
        stopped_by_grader=stop is not None,
        stop_reason=stop,
        error=end.error if end else _what_cut_it_off(start, recording),
    )


def _with_rows(run: TrainingRun, seen: RowsSeen | None) -> TrainingRun:
    """What a loop trained on tells more than its first batch."""
    if seen is None or seen.arrays is None or not seen.x.shape or not seen.x.shape[0]:
        return run
    return replace(run, x=seen.x, started_arrays=seen.arrays)


def _history(epochs: Sequence[EpochFinished], end: FitFinished | None, meanings: Mapping[str, str]) -> History:
    """The history that `fit` returned, or where it never did, the logs of the epochs seen."""

    def named(name: str) -> str:
        of_held_out = "val_" if name.startswith("val_") else ""
        plain = name.removeprefix("val_")
        return modern_metric(of_held_out + meanings.get(plain, plain))

    returned = {named(name): tuple(values) for name, values in (end.history if end else {}).items()}
    if max(map(len, returned.values()), default=0) >= len(epochs):
        return returned
    names = dict.fromkeys(name for epoch in epochs for name in epoch.logs)
    return {named(name): tuple(epoch.logs.get(name, math.nan) for epoch in epochs) for name in names}


def _wall_s(start: FitStarted, epochs: Sequence[EpochFinished], end: FitFinished | None) -> float:
    if end is not None:
        return end.wall_s
    return max(0.0, epochs[-1].host_time_s - start.host_time_s) if epochs else 0.0


def _what_cut_it_off(start: FitStarted, recording: Recording) -> str:
    cell = cell_of(start.execution_count, recording)
    for run in recording.cell_runs:
        if run.cell == cell and run.outcome in ("error", "timeout"):
            return f"{run.error_name}: {run.error_message}" if run.error_name else f"the cell ended with {run.outcome}"
    endings = {
        "timeout": "the time was up",
        "out_of_memory": "the memory was used up",
        "kernel_died": "the kernel died",
    }
    return endings.get(recording.outcome, "fit did not come to its end")
