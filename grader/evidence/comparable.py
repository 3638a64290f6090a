"""Marks the stated accuracies that our own training of the same model may be held against.

A figure is compared only with the same metric, on the same data, of the same model, after the same number of epochs, trained
to its end here. So nothing is marked where a cell up to it failed, where the training was cut short, where the saved log is
of another length, where the notebook gives the model other weights in between, or where a cell evaluates several things and
nobody can tell which figure belongs to which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Literal

import numpy as np

from grader.evidence.runs import cell_of
from grader.model.dataset import Dataset
from grader.model.evidence import Claim, TrainingRun
from grader.model.recording import ArraySummary, Evaluated, Predicted, Recording
from grader.model.submission import Notebook
from grader.recorder.fingerprint import row_hashes
from grader.untrusted.npz import read_array

Data = Literal["", "held_out", "as_many", "own"]
METRIC = "val_accuracy"
FINISHED = ("evaluation", "classification_report")
"""Kinds of claims about a model whose training is over."""
NEARLY_ALL = 0.95
OTHER_WEIGHTS = re.compile(r"load_weights|load_model|set_weights|\.assign\(|coefs_\s*=")
_COMMENT = re.compile(r"#[^\n]*")


@dataclass(frozen=True, slots=True)
class _Seen:
    """One evaluation or prediction that ran here."""

    cell: int
    run: int | None
    data: Data
    evaluates: bool


class Comparison:
    """What of one executed notebook may be compared."""

    def __init__(self, notebook: Notebook, recording: Recording, dataset: Dataset) -> None:
        """Take the notebook as handed in and what running it gave."""
        self._cells = {cell.index: cell for cell in notebook.cells}
        self._recording, self._dataset = recording, dataset
        self._order = [run.cell for run in recording.cell_runs]
        failed = [place for place, run in enumerate(recording.cell_runs) if run.outcome != "ok"]
        self._whole_until = min(failed, default=len(self._order))

    def marked(self, runs: Sequence[TrainingRun], claims: Sequence[Claim]) -> tuple[TrainingRun, ...]:
        """The runs, with what their claims may be held against."""
        seen = list(self._seen({run.number: run for run in runs}))
        in_cell: dict[int, list[Claim]] = {}
        for claim in claims:
            in_cell.setdefault(claim.cell, []).append(claim)
        return tuple(
            replace(
                run,
                claims=tuple(replace(c, data=self._data(c, run, seen, in_cell.get(c.cell, []))) for c in run.claims),
                tested_on_held_out=self._is_tested_on_held_out(run, seen),
            )
            for run in runs
        )

    def _is_tested_on_held_out(self, run: TrainingRun, seen: Sequence[_Seen]) -> bool:
        validated = self._which_rows(run.val_x, run.started_arrays, run) == "held_out"
        return validated or any(one.run == run.number and one.data == "held_out" for one in seen)

    def _data(self, claim: Claim, run: TrainingRun, seen: Sequence[_Seen], beside: Sequence[Claim]) -> Data:
        if not claim.supported or not _trained_to_its_end(run):
            return ""
        if not self._ran_whole(claim.cell) or _logs_of_another_length(run):
            return ""
        if claim.kind == "progress_log":
            whole = bool(claim.epochs) and claim.epochs[-1] == run.epochs_run
            return self._which_rows(run.val_x, run.started_arrays, run) or "own" if whole else ""
        if (
            claim.kind not in FINISHED
            or METRIC not in claim.metrics
            or self._got_other_weights(run, claim)
            or self._is_older(claim, run)
        ):
            return ""
        there = self._behind(claim, seen, [one for one in beside if one.kind == claim.kind])
        found: set[Data] = {one.data for one in there if one.run == run.number}
        return found.pop() if len(found) == 1 and all(one.run == run.number for one in there) else ""

    def _behind(self, claim: Claim, seen: Sequence[_Seen], beside: Sequence[Claim]) -> list[_Seen]:
        """What the cell of the claim evaluates; where it evaluates nothing, the last cell before it that does."""
        at = self._order.index(claim.cell)
        before = [one.cell for one in seen if self._order.index(one.cell) <= at]
        there = [one for one in seen if before and one.cell == before[-1]]
        evaluations = [one for one in there if one.evaluates]
        if claim.kind == "evaluation" and len(evaluations) == len(beside) == len(there) and before[-1] == claim.cell:
            return [evaluations[next(n for n, one in enumerate(beside) if one.quote == claim.quote)]]
        return there

    def _ran_whole(self, cell: int) -> bool:
        """Whether the cell and all that ran before it came to their ends."""
        return cell in self._order and self._order.index(cell) < self._whole_until

    def _got_other_weights(self, run: TrainingRun, claim: Claim) -> bool:
        """Whether the code between training and figure sets or loads weights."""
        start = self._order.index(run.cell) if run.cell in self._order else 0
        between = self._order[start : self._order.index(claim.cell) + 1]
        return any(OTHER_WEIGHTS.search(_COMMENT.sub("", self._cells[cell].source)) for cell in between)

    def _is_older(self, claim: Claim, run: TrainingRun) -> bool:
        """Whether, by the counts, the cell was run before the training that is saved."""
        trained = self._cells[run.cell].execution_count if run.cell is not None else None
        stated = self._cells[claim.cell].execution_count
        return trained is not None and stated is not None and stated < trained

    def _seen(self, by_number: dict[int, TrainingRun]) -> Iterator[_Seen]:
        for event in self._recording.events:
            if isinstance(event, Evaluated | Predicted):
                run, cell = by_number.get(event.run or -1), cell_of(event.execution_count, self._recording)
                if cell is not None:
                    data = self._which_rows(event.x, event.arrays, run)
                    yield _Seen(cell, event.run, data, isinstance(event, Evaluated))

    def _which_rows(self, x: ArraySummary | None, arrays: str | None, run: TrainingRun | None) -> Data:
        """Whether they are the held-out rows, as far as their hashes or their number tell."""
        held_out = len(self._dataset.held_out_x)
        if run is None or x is None or x.kind != "array" or not x.shape or x.shape[0] != held_out:
            return ""
        hashes = read_array(self._recording.folder, arrays, f"{x.key}.row_hashes")
        if hashes is not None and np.isin(hashes, _held_out_hashes(self._dataset)).mean() >= NEARLY_ALL:
            return "held_out"
        trained = read_array(self._recording.folder, run.started_arrays, f"{run.x.key}.row_hashes") if run.x else None
        if hashes is not None and trained is not None and np.isin(hashes, trained).any():
            return ""
        return "as_many"


def _trained_to_its_end(run: TrainingRun) -> bool:
    return (
        run.source == "reproduced"
        and not run.stopped_by_grader
        and run.error is None
        and run.epochs_run == run.epochs_requested > 0
        and run.weights is not None
    )


def _logs_of_another_length(run: TrainingRun) -> bool:
    """Whether the log that was saved is of a training with other epochs: the code was changed since."""
    logs = [claim for claim in run.claims if claim.kind == "progress_log" and claim.epochs]
    return any(
        log.epochs[-1] != run.epochs_run or log.epochs_requested not in (None, run.epochs_requested) for log in logs
    )


@lru_cache(maxsize=1)
def _held_out_hashes(dataset: Dataset) -> np.ndarray:
    return row_hashes(dataset.held_out_x)
