"""Marks the stated accuracies that our own training of the same model may be held against.

A value is compared only with the same metric, on the same data, of the same model, after the same
number of epochs, trained to its end here. So nothing is marked where a cell up to it failed, where
the training was cut short, where the saved log is of another length, where the notebook gives the
model other weights in between, or where a cell evaluates several things and nobody can tell which
value belongs to which.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

import numpy as np

from grader.evidence.claims.shown_here import ROUNDING, LinesHere
from grader.evidence.shown.evaluations import held_out_hashes, looked_at
from grader.model.dataset import Dataset
from grader.model.descriptions import ArraySummary
from grader.model.events import Evaluated
from grader.model.evidence import Claim, TrainingRun
from grader.model.recording import Recording
from grader.model.submission import Notebook
from grader.untrusted.npz import read_row_hashes

MeasuredOn = Literal["", "held_out", "as_many", "own"]
METRIC = "val_accuracy"
FINISHED = ("evaluation", "classification_report")
"""Kinds of claims about a model whose training is over."""
NEARLY_ALL = 0.95
OTHER_WEIGHTS = re.compile(r"load_weights|load_model|set_weights|\.assign\(|coefs_\s*=")
_COMMENT = re.compile(r"#[^\n]*")


@dataclass(frozen=True, slots=True)
class _EvaluationHere:
    """One evaluation or prediction that ran here."""

    cell: int
    run: int | None
    data: MeasuredOn
    evaluates: bool
    leaves_out_few: bool
    """Whether its data are nearly all of the held-out rows, and no others."""
    results: tuple[float, ...]
    """What `evaluate` returned."""


class Comparison:
    """What of one executed notebook may be compared."""

    def __init__(self, notebook: Notebook, recording: Recording, dataset: Dataset) -> None:
        """Take the notebook as handed in and what running it gave."""
        self._cells = {cell.index: cell for cell in notebook.cells}
        self._recording, self._dataset = recording, dataset
        self._order = [run.cell for run in recording.cell_runs]
        self._place: dict[int, int] = {}
        for place, cell in enumerate(self._order):
            self._place.setdefault(cell, place)
        self._rows_known: dict[tuple[str, str | None, int], MeasuredOn] = {}
        failed = [place for place, run in enumerate(recording.cell_runs) if run.outcome != "ok"]
        self._whole_until = min(failed, default=len(self._order))
        self._lines_here = LinesHere(recording.executed, METRIC)

    def marked(
        self, runs: Sequence[TrainingRun], claims: Sequence[Claim]
    ) -> tuple[TrainingRun, ...]:
        """The runs, with what their claims may be held against."""
        seen: dict[int, list[_EvaluationHere]] = {}
        for one in self._evaluations_here({run.number: run for run in runs}):
            seen.setdefault(one.cell, []).append(one)
        tested = {
            one.run
            for there in seen.values()
            for one in there
            if one.data == "held_out" or one.leaves_out_few
        }
        in_cell: dict[int, list[Claim]] = {}
        for claim in claims:
            in_cell.setdefault(claim.cell, []).append(claim)
        return tuple(
            replace(
                run,
                claims=tuple(
                    self._marked(c, run, seen, in_cell.get(c.cell, [])) for c in run.claims
                ),
                tested_on_held_out=self._is_tested_on_held_out(run, tested),
                validated_on_training=self._is_validated_on_training(run),
            )
            for run in runs
        )

    def _is_tested_on_held_out(self, run: TrainingRun, tested: set[int | None]) -> bool:
        arrays = run.first_arrays or run.started_arrays
        return (
            run.number in tested
            or self._which_rows(run.val_x, arrays, run) == "held_out"
            or self._leave_out_few(run.val_x, arrays, run)
        )

    def _leave_out_few(
        self, x: ArraySummary | None, arrays: str | None, run: TrainingRun | None
    ) -> bool:
        """Whether they are nearly all of the held-out rows: who leaves out one tests on them all
        the same. Not where those were left out that it was trained on.
        """
        most = len(self._dataset.held_out_x)
        if run is None or x is None or x.kind != "array" or not x.shape:
            return False
        if not NEARLY_ALL * most <= x.shape[0] < most:
            return False
        hashes = self._hashes(arrays, x)
        if hashes is None or not _are_held_out(hashes, self._dataset):
            return False
        trained = self._hashes(run.started_arrays, run.x) if run.x else None
        if trained is None:
            return True
        taught = np.intersect1d(trained, held_out_hashes(self._dataset))
        return not len(taught) or bool(np.isin(taught, hashes).any())

    def _is_validated_on_training(self, run: TrainingRun) -> bool:
        """Whether nearly all rows of its validation, of a pipeline those of the first batch, are
        among those that it was trained on.
        """
        x, validation = run.x, run.val_x
        if x is None or validation is None:
            return False
        validated = self._hashes(run.first_arrays or run.started_arrays, validation)
        trained = self._hashes(run.started_arrays, x)
        if validated is None or trained is None or not len(validated):
            return False
        return bool(np.isin(validated, trained).mean() >= NEARLY_ALL)

    def _hashes(self, arrays: str | None, x: ArraySummary) -> np.ndarray | None:
        return read_row_hashes(self._recording.folder, arrays, x.key)

    def _marked(
        self,
        claim: Claim,
        run: TrainingRun,
        seen: dict[int, list[_EvaluationHere]],
        beside: Sequence[Claim],
    ) -> Claim:
        data, there = self._data(claim, run, seen, beside), seen.get(claim.cell, [])
        if not data or claim.kind not in FINISHED:
            return replace(claim, data=data)
        if self._lines_here.differ(claim, beside) > len(there):
            return replace(claim, data="")
        here = self._lines_here.value(claim, beside)
        if here is None or self._is_not_what_keras_said(here, there):
            return replace(claim, data=data)
        return replace(claim, data=data, here=here)

    @staticmethod
    def _is_not_what_keras_said(here: float, there: Sequence[_EvaluationHere]) -> bool:
        """Whether the cell only lets Keras evaluate, which returned no such value: what such a cell
        shows is meant to be what Keras said.
        """
        return (
            bool(there)
            and all(one.evaluates for one in there)
            and not any(abs(value - here) <= ROUNDING for one in there for value in one.results)
        )

    def _data(
        self,
        claim: Claim,
        run: TrainingRun,
        seen: dict[int, list[_EvaluationHere]],
        beside: Sequence[Claim],
    ) -> MeasuredOn:
        if not claim.supported or not _trained_to_its_end(run):
            return ""
        if not self._ran_whole(claim.cell) or _logs_of_another_length(run):
            return ""
        if claim.kind == "progress_log":
            whole = bool(claim.epochs) and claim.epochs[-1] == run.epochs_run
            validated = self._which_rows(run.val_x, run.first_arrays or run.started_arrays, run)
            return validated or "own" if whole else ""
        if (
            claim.kind not in FINISHED
            or METRIC not in claim.metrics
            or self._got_other_weights(run, claim)
            or self._is_older(claim, run)
        ):
            return ""
        there = self._evaluated_for(claim, seen, [one for one in beside if one.kind == claim.kind])
        found: set[MeasuredOn] = {one.data for one in there if one.run == run.number}
        return (
            found.pop() if len(found) == 1 and all(one.run == run.number for one in there) else ""
        )

    def _evaluated_for(
        self, claim: Claim, seen: dict[int, list[_EvaluationHere]], beside: Sequence[Claim]
    ) -> Sequence[_EvaluationHere]:
        """What the cell of the claim evaluates; where it evaluates nothing, the last cell before it
        that does.
        """
        at = self._place[claim.cell]
        last = next((cell for cell in reversed(seen) if self._place[cell] <= at), None)
        there = seen[last] if last is not None else []
        evaluations = [one for one in there if one.evaluates]
        if (
            claim.kind == "evaluation"
            and len(evaluations) == len(beside) == len(there)
            and last == claim.cell
        ):
            return [
                evaluations[next(n for n, one in enumerate(beside) if one.quote == claim.quote)]
            ]
        return there

    def _ran_whole(self, cell: int) -> bool:
        """Whether the cell and all that ran before it came to their ends."""
        return self._place.get(cell, self._whole_until) < self._whole_until

    def _got_other_weights(self, run: TrainingRun, claim: Claim) -> bool:
        """Whether the code between the training and the value sets or loads weights."""
        start = self._place.get(run.cell, 0) if run.cell is not None else 0
        between = range(start, self._place[claim.cell] + 1)
        return any(place in between for place in self._places_of_other_weights)

    @cached_property
    def _places_of_other_weights(self) -> list[int]:
        """Where in the order cells stand whose code sets or loads weights."""
        setting = {
            cell.index
            for cell in self._cells.values()
            if OTHER_WEIGHTS.search(_COMMENT.sub("", cell.source))
        }
        return [place for place, cell in enumerate(self._order) if cell in setting]

    def _is_older(self, claim: Claim, run: TrainingRun) -> bool:
        """Whether, by the counts, the cell was run before the training that is saved."""
        trained = self._cells[run.cell].execution_count if run.cell is not None else None
        stated = self._cells[claim.cell].execution_count
        return trained is not None and stated is not None and stated < trained

    def _evaluations_here(self, by_number: dict[int, TrainingRun]) -> Iterator[_EvaluationHere]:
        for event, run, cell in looked_at(self._recording, by_number):
            data = self._which_rows(event.x, event.arrays, run)
            few = self._leave_out_few(event.x, event.arrays, run)
            results = tuple(event.results.values()) if isinstance(event, Evaluated) else ()
            evaluates = isinstance(event, Evaluated)
            yield _EvaluationHere(cell, event.run, data, evaluates, few, results)

    def _which_rows(
        self, x: ArraySummary | None, arrays: str | None, run: TrainingRun | None
    ) -> MeasuredOn:
        """Whether they are the held-out rows, as far as their hashes or their number tell."""
        held_out = len(self._dataset.held_out_x)
        if run is None or x is None or x.kind != "array" or not x.shape or x.shape[0] != held_out:
            return ""
        known = x.key, arrays, run.number
        if known not in self._rows_known:
            self._rows_known[known] = self._by_hashes(x, arrays, run)
        return self._rows_known[known]

    def _by_hashes(self, x: ArraySummary, arrays: str | None, run: TrainingRun) -> MeasuredOn:
        hashes = self._hashes(arrays, x)
        if hashes is not None and _are_held_out(hashes, self._dataset):
            return "held_out"
        trained = self._hashes(run.started_arrays, run.x) if run.x else None
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
    """Whether the log that was saved is of a training with other epochs: the code was changed
    since.
    """
    logs = [claim for claim in run.claims if claim.kind == "progress_log" and claim.epochs]
    return any(
        log.epochs[-1] != run.epochs_run or log.epochs_requested not in (None, run.epochs_requested)
        for log in logs
    )


def _are_held_out(hashes: np.ndarray, dataset: Dataset) -> bool:
    return bool(np.isin(hashes, held_out_hashes(dataset)).mean() >= NEARLY_ALL)
