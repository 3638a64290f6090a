"""Finds the cells that evaluated a model on held-out data, and those that printed a summary."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

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
from grader.recorder.shared.fingerprint import row_hashes
from grader.untrusted.npz import read_row_hashes

_METRICS = r"accuracy|precision|recall|f1|balanced_accuracy|zero_one|hamming|jaccard"
_COMPUTES = re.compile(
    rf"\b(?:{_METRICS})_(?:score|loss)\b|\bclassification_report\b|\bAccuracy\s?\(|"
    r"(?:\b|\.)(?:mean|sum|average|count_nonzero|reduce_mean|reduce_sum|trace|diag|len)\s?\("
    r"(?=[\s\S]{0,400}(?:==|!=|equal|argmax|confusion|correct|wrong|diff|\bcm\b))|"
    r"(?:==|!=)[\s\S]{0,400}?\.(?:mean|sum)\s?\("
)
"""Computes from predictions how often they are right, whatever it is printed as."""
_SHARE = re.compile(
    r"(?<![\w.,])(?:0?[.,]\d{2,20}|1[.,]0{1,20}|\d{1,3}[.,]\d{1,20}|\d{1,3}\s?%)(?![\w.,]\d)|"
    r"(?<![\w.,])\d{1,7}\s{0,2}(?:/|of|out of|von|sur|de)\s{0,2}\d{2,7}(?![\w.,]\d)"
)
"""A share, in per cent or as so many of so many, with a point or a comma."""
_COMMENT = re.compile(r"#[^\n]*")
MAX_CHARS = 20_000
"""Of a cell's code and of its output, that are looked at for that."""
_FUNCTION = re.compile(r"^[ \t]{0,40}def[ \t]{1,9}([A-Za-z_]\w{0,60})", re.MULTILINE)
MAX_FUNCTIONS = 100
"""Of the notebook's own that are looked for."""
CellsByRun = dict[int, tuple[int, ...]]
HALF = 0.5
"""Of the rows that a model is evaluated on."""
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
) -> CellsByRun:
    """By run, the cells that called `evaluate` on held-out data, or showed what they computed from
    a prediction, be it one of a cell above.
    """
    by_number = {run.number: run for run in runs}
    stated = _CellsWithResults(recording, [run.cell for run in runs])
    found: dict[int, dict[int, None]] = defaultdict(dict)
    for event, run, cell in looked_at(recording, by_number):
        shown = cell if isinstance(event, Evaluated) else stated.of(cell)
        if run is None or shown is None or shown in found[run.number]:
            continue
        if _is_held_out(event.x, event.arrays, run, dataset=dataset, recording=recording):
            found[run.number][shown] = None
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


def used_afterwards(recording: Recording, runs: Sequence[TrainingRun]) -> Counter[int]:
    """By run, in how many ways its model was used in another cell: evaluated, asked to predict."""
    by_number = {run.number: run for run in runs}
    ways = {
        (run.number, event.event)
        for event, run, cell in looked_at(recording, by_number)
        if run is not None and cell != run.cell
    }
    return Counter(number for number, _ in ways)


def cells_that_claim(runs: Sequence[TrainingRun]) -> CellsByRun:
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


class _CellsWithResults:
    """The cells that show an accuracy or a report besides any log, by the predictions that they
    rest on.
    """

    def __init__(self, recording: Recording, trained_in: Sequence[int | None]) -> None:
        executed = recording.executed
        order = [run.cell for run in recording.cell_runs]
        self._places = {cell: place for place, cell in enumerate(order)}
        self._cells = {cell.index: cell for cell in executed.code_cells()} if executed else {}
        claims = claims_of_outputs(executed) if executed else ()
        self._claiming = {
            claim.cell for claim in claims if claim.kind in ("evaluation", "classification_report")
        }
        by_count = cells_by_count(recording)
        asking = {
            by_count.get(event.execution_count)
            for event in recording.events
            if isinstance(event, Evaluated | Predicted)
        }
        used = {*asking, *trained_in} - {None}
        self._calls = _calls_of([cell.source for cell in self._cells.values()])
        self._ends = sorted(self._places[cell] for cell in used if cell in self._places)
        self._order = order
        self._found: dict[int, int | None] = {}

    def of(self, cell: int) -> int | None:
        """The cell that shows what a prediction in `cell` came to: itself, or one below that
        computes it before another model is asked or trained; None where there is none.
        """
        if cell not in self._found:
            self._found[cell] = self._look_for(cell)
        return self._found[cell]

    def _look_for(self, cell: int) -> int | None:
        if cell in self._claiming or self._computes(cell):
            return cell
        at = self._places.get(cell)
        if at is None:
            return None
        end = next((place for place in self._ends if place > at), len(self._order))
        below = self._order[at + 1 : end]
        return next((other for other in below if self._computes(other)), None)

    def _computes(self, cell: int) -> bool:
        """Whether its code computes how often something is right, and it shows a share."""
        found = self._cells.get(cell)
        if found is None:
            return False
        source = _COMMENT.sub("", found.source[:MAX_CHARS])
        if not _COMPUTES.search(source) and not (self._calls and self._calls.search(source)):
            return False
        return _SHARE.search(shown_text(found)[-MAX_CHARS:]) is not None


def _calls_of(sources: Sequence[str]) -> re.Pattern[str] | None:
    """Finds calls of the notebook's own functions that compute it; None where it has none."""
    named: dict[str, None] = {}
    for source in sources:
        _, *parts = _FUNCTION.split(_COMMENT.sub("", source[:MAX_CHARS]))
        named |= {
            name: None
            for name, body in zip(parts[::2], parts[1::2], strict=True)
            if _COMPUTES.search(body)
        }
    names = "|".join(list(named)[:MAX_FUNCTIONS])
    return re.compile(rf"(?<!def )\b(?:{names})\s?\(") if names else None


def _is_held_out(
    x: ArraySummary | None,
    arrays: str | None,
    run: TrainingRun,
    *,
    dataset: Dataset,
    recording: Recording,
) -> bool:
    """Whether the rows are those that the run was validated with, or as many as the held-out data,
    and not trained on. Of a pipeline only the first batch is known.
    """
    if x is None or not x.shape:
        return True
    whole, count = x.kind == "array", len(dataset.held_out_x)
    if whole and run.x is not None and x.shape == run.x.shape and x.shape[0] != count:
        return False
    hashes = read_row_hashes(recording.folder, arrays, x.key)
    trained = read_row_hashes(recording.folder, run.started_arrays, run.x.key) if run.x else None
    if hashes is None or trained is None or not len(hashes):
        return not whole or x.shape[0] == count or x.shape[0] < len(dataset.train_x)
    if float(np.isin(hashes, trained).mean()) < HALF:
        return True
    return _are_validated_with(hashes, run, dataset=dataset, recording=recording)


def _are_validated_with(
    hashes: np.ndarray, run: TrainingRun, *, dataset: Dataset, recording: Recording
) -> bool:
    """Whether most rows are held out, or are those that the run was validated with: who trains on
    all there are evaluates on these all the same.
    """
    known = [held_out_hashes(dataset)]
    if run.val_x is not None and not run.validated_on_training:
        arrays = run.first_arrays or run.started_arrays
        validated = read_row_hashes(recording.folder, arrays, run.val_x.key)
        known += [validated] if validated is not None else []
    return any(float(np.isin(hashes, rows).mean()) >= HALF for rows in known)


@lru_cache(maxsize=1)
def held_out_hashes(dataset: Dataset) -> np.ndarray:
    """Of all held-out rows; the same for a whole class."""
    return row_hashes(dataset.held_out_x)
