"""How did a training go that a loop of the student's own did: what did it print?

Keras counts no epochs there. The log that the cell printed when we ran it does, and it fills in what the student's lists
(see `recorder/collected.py`) did not tell.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from grader.evidence.claims.read import claims_of_outputs
from grader.model.evidence import Claim, TrainingRun
from grader.model.recording import FitStarted, Recording

WAYS = ("train_on_batch", "custom_loop")


def with_printed_logs(runs: Sequence[TrainingRun], recording: Recording) -> tuple[TrainingRun, ...]:
    """Complete the runs of loops by the one log that their cell printed."""
    loops = {event.run for event in recording.events if isinstance(event, FitStarted) and event.way in WAYS}
    if not loops or recording.executed is None:
        return tuple(runs)
    logs: dict[int, list[Claim]] = {}
    for claim in claims_of_outputs(recording.executed):
        if claim.kind == "progress_log":
            logs.setdefault(claim.cell, []).append(claim)
    trained = Counter(run.cell for run in runs)
    return tuple(
        _completed(run, logs[run.cell][0])
        if run.number in loops and run.cell is not None and trained[run.cell] == len(logs.get(run.cell, ())) == 1
        else run
        for run in runs
    )


def _completed(run: TrainingRun, log: Claim) -> TrainingRun:
    """The student's own lists and Keras' figures say more than what was printed of them."""
    history = {**log.history, **run.history}
    return replace(run, history=history, epochs_run=max(run.epochs_run, len(log.epochs)))
