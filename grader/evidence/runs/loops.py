"""Reads how a training went that a loop of the student's own did: what it printed.

Keras counts no epochs there. The log that the cell printed when we ran it does, and it fills in
what the student's lists (see `recorder/events/collected.py`) did not tell. Lists of validation
numbers count them, too: nobody validates after every batch.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from grader.evidence.claims.read import claims_of_outputs
from grader.model.events import FitStarted
from grader.model.evidence import Claim, TrainingRun
from grader.model.recording import Recording

WAYS = ("train_on_batch", "custom_loop")


def with_printed_logs(runs: Sequence[TrainingRun], recording: Recording) -> tuple[TrainingRun, ...]:
    """Complete the runs of loops by the one log that their cell printed, and by the number of their
    epochs.
    """
    loops = {
        event.run
        for event in recording.events
        if isinstance(event, FitStarted) and event.way in WAYS
    }
    if not loops or recording.executed is None:
        return tuple(runs)
    logs: dict[int, list[Claim]] = {}
    for claim in claims_of_outputs(recording.executed):
        if claim.kind == "progress_log":
            logs.setdefault(claim.cell, []).append(claim)
    trained = Counter(run.cell for run in runs)
    completed = []
    for run in runs:
        shown = logs.get(run.cell, ()) if run.cell is not None else ()
        log = shown[0] if trained[run.cell] == len(shown) == 1 else None
        completed.append(_completed(run, log) if run.number in loops else run)
    return tuple(completed)


def _completed(run: TrainingRun, log: Claim | None) -> TrainingRun:
    """The student's own lists and Keras' values say more than what was printed of them."""
    validated = [len(values) for metric, values in run.history.items() if metric.startswith("val_")]
    epochs = max([run.epochs_run, len(log.epochs) if log else 0, *validated])
    history = {**log.history, **run.history} if log else run.history
    return replace(
        run, history=history, epochs_run=epochs, epochs_requested=max(run.epochs_requested, epochs)
    )
