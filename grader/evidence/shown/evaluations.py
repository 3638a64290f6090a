"""Finds the cells that evaluated a model on held-out data, and those that printed a summary."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from grader.evidence.claims.read import claims_of_outputs, shown_text
from grader.evidence.claims.summaries import read_summaries
from grader.evidence.runs.recorded import cells_by_count
from grader.model.dataset import Dataset
from grader.model.descriptions import ArraySummary
from grader.model.events import Evaluated, Predicted
from grader.model.evidence import TrainingRun
from grader.model.recording import Recording
from grader.model.submission import Notebook
from grader.untrusted.npz import read_row_hashes

Cells = dict[int, tuple[int, ...]]
MAX_IN_CELL, MAX_LOOKED_AT = 100, 5_000
"""Evaluations and predictions that are looked at: of one cell, of all."""


def summaries_in(notebook: Notebook) -> tuple[int, ...]:
    """Cells whose output holds the table of a model."""
    return tuple(
        cell.index
        for cell in notebook.code_cells()
        if any(s.layers for s in read_summaries(shown_text(cell)))
    )


def summarised_parameters(notebook: Notebook) -> tuple[int, ...]:
    """How many parameters the models have whose tables are shown; 0 where a table doesn't say."""
    found = {
        summary.parameters: None
        for cell in notebook.code_cells()
        for summary in read_summaries(shown_text(cell))
        if summary.layers
    }
    return tuple(found)


def cells_that_evaluated(
    recording: Recording, runs: Sequence[TrainingRun], dataset: Dataset
) -> Cells:
    """By run, the cells that called `evaluate` on held-out data, or printed an accuracy computed
    from `predict`.
    """
    by_number = {run.number: run for run in runs}
    stated = _cells_with_results(recording.executed)
    found: dict[int, dict[int, None]] = defaultdict(dict)
    for event, run, cell in looked_at(recording, by_number):
        counts = isinstance(event, Evaluated) or cell in stated
        if run is None or cell in found[run.number] or not counts:
            continue
        if _is_held_out(event.x, event.arrays, run, dataset=dataset, recording=recording):
            found[run.number][cell] = None
    return {number: tuple(cells) for number, cells in found.items() if cells}


def looked_at(
    recording: Recording, by_number: Mapping[int, TrainingRun]
) -> Iterator[tuple[Evaluated | Predicted, TrainingRun | None, int]]:
    """The evaluations and predictions with their runs and cells; of a cell with very many, the
    first and the last.

    For each the recorded rows are read, and a loop may predict one image at a time.
    """
    cells = cells_by_count(recording)
    in_cell: dict[int, list[Evaluated | Predicted]] = defaultdict(list)
    left = MAX_LOOKED_AT
    for event in recording.events:
        if not isinstance(event, Evaluated | Predicted):
            continue
        cell = cells.get(event.execution_count)
        if cell is None:
            continue
        if len(in_cell[cell]) < MAX_IN_CELL and left:
            in_cell[cell].append(event)
            left -= 1
        elif in_cell[cell]:
            in_cell[cell][-1] = event
    for cell, events in in_cell.items():
        yield from ((event, by_number.get(event.run or -1), cell) for event in events)


def cells_that_claim(runs: Sequence[TrainingRun]) -> Cells:
    """By run, the cells whose saved outputs state an evaluation on held-out data."""
    kinds = ("evaluation", "classification_report")
    found = {
        run.number: tuple(
            dict.fromkeys(
                c.cell for c in run.claims if c.kind in kinds and "val_accuracy" in c.metrics
            )
        )
        for run in runs
    }
    return {number: cells for number, cells in found.items() if cells}


def _cells_with_results(executed: Notebook | None) -> set[int]:
    """Cells that print an accuracy or a report besides any log."""
    if executed is None:
        return set()
    return {
        claim.cell
        for claim in claims_of_outputs(executed)
        if claim.kind in ("evaluation", "classification_report")
    }


def _is_held_out(
    x: ArraySummary | None,
    arrays: str | None,
    run: TrainingRun,
    *,
    dataset: Dataset,
    recording: Recording,
) -> bool:
    """Whether the rows are those that the run was validated with, or as many as the held-out data,
    and not trained on.
    """
    if x is None or x.kind != "array" or not x.shape:
        return True
    if run.x is not None and x.shape == run.x.shape and x.shape[0] != len(dataset.held_out_x):
        return False
    if x.shape[0] == len(dataset.held_out_x):
        return True
    hashes = read_row_hashes(recording.folder, arrays, x.key)
    trained = read_row_hashes(recording.folder, run.started_arrays, run.x.key) if run.x else None
    if hashes is None or trained is None or not len(hashes):
        return x.shape[0] < len(dataset.train_x)
    return float(np.isin(hashes, trained).mean()) < 0.5
