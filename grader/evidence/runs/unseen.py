"""Says what the recorder could not see: where it failed, and trainings whose rows it could not look
at.

What isn't seen can't be judged: nobody is accused of it, and nobody gets points for it unseen.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from grader.evidence.runs.explained import MOST_FURTHER_STEPS
from grader.evidence.runs.recorded import cells_by_count
from grader.model.events import BegunWith, RecorderFault, StepKept, WeightsSet
from grader.model.evidence import TrainingRun
from grader.model.recording import Recording

MOST_FAULTS = 20
MOST_CHARACTERS = 160
ROWS_UNSEEN = (
    "Nobody saw which rows it was trained on: they were passed in a form that the recorder can't "
    "look into."
)
ROWS_LOST = "The rows that it was trained on were not kept, so nobody can tell which they were."

REPORTED_TWICE = (
    "What explains its weights was reported twice, and nobody knows which of the two is the "
    "recorder's."
)


def faults_in(recording: Recording) -> tuple[str, ...]:
    """Where the recorder failed, in plain words, each thing once."""
    said = dict.fromkeys(_sentence(fault, cell) for fault, cell in _faults(recording))
    return tuple(said)[:MOST_FAULTS]


def with_unseen(runs: Sequence[TrainingRun], recording: Recording) -> tuple[TrainingRun, ...]:
    """Note in each run what of it was not seen."""
    first: dict[int | None, tuple[int, str]] = {}
    for place, (fault, cell) in enumerate(_faults(recording)):
        if cell not in first:
            first[cell] = place, _sentence(fault, cell)
    explained = Counter(
        (type(event), event.run)
        for event in recording.events
        if isinstance(event, StepKept | WeightsSet | BegunWith)
        and not (isinstance(event, StepKept) and event.further)
    )
    further = Counter(
        event.run for event in recording.events if isinstance(event, StepKept) and event.further
    )
    twice = {run for (_, run), times in explained.items() if times > 1}
    twice |= {run for run, times in further.items() if times > MOST_FURTHER_STEPS}
    return tuple(
        replace(
            run,
            unseen=(
                *_reasons_unseen(run, first),
                *((REPORTED_TWICE,) if run.number in twice else ()),
            ),
        )
        for run in runs
    )


def _reasons_unseen(run: TrainingRun, first: Mapping[int | None, tuple[int, str]]) -> Iterator[str]:
    """`first` holds the place and the words of the first fault of each cell, and of those outside
    any.
    """
    faults = [first[cell] for cell in dict.fromkeys((run.cell, None)) if cell in first]
    if faults:
        yield min(faults)[1]
    if run.epochs_run and (run.x is None or run.x.kind == "other"):
        yield ROWS_UNSEEN
    elif run.epochs_run and run.started_arrays is None:
        yield ROWS_LOST


def _faults(recording: Recording) -> Iterator[tuple[RecorderFault, int | None]]:
    """Each fault with its cell."""
    cells = cells_by_count(recording)
    return (
        (event, cells.get(event.execution_count))
        for event in recording.events
        if isinstance(event, RecorderFault)
    )


def _sentence(fault: RecorderFault, cell: int | None) -> str:
    where = "outside any cell" if cell is None else f"in cell {cell + 1}"
    lines = fault.traceback.strip().splitlines()
    what = " ".join(lines[-1].split())[:MOST_CHARACTERS] if lines else "without a message"
    return f"The recorder failed {where} ({what}): what happened there was seen in part only."
