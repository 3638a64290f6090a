"""Connects runs, claims and the student's code with one another.

The code tells which model a cell evaluates and which `fit` of that model came last; a run stands
for a `fit` by its cell and its place among the trainings of that cell.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from grader.evidence.order import CellOrder
from grader.evidence.program import Action, Evaluation, FitCall, HistoryPlot, SummaryCall
from grader.model.evidence import Claim, TrainingRun


@dataclass(frozen=True, slots=True)
class MatchedCode:
    """The student's program beside the runs."""

    actions: tuple[Action, ...]
    order: CellOrder
    run_of_fit: Mapping[int, int]
    """By number of a `fit` in the code, the number of its run."""

    def fit_before(self, cell: int) -> int | None:
        """The `fit` whose model was used last, up to and including the cell."""
        at, last = self.order.position(cell), None
        for action in self.actions:
            if self.order.position(action.cell) > at:
                continue
            if isinstance(action, FitCall):
                last = action.number
            elif isinstance(action, Evaluation) and action.fit is not None:
                last = action.fit
        return last

    def shown(self) -> Counter[int]:
        """By run, in how many ways the code shows what it gave: its curves drawn, its model
        evaluated.
        """
        drawn = {action.fit for action in self.actions if isinstance(action, HistoryPlot)}
        tested = {
            action.fit
            for action in self.actions
            if isinstance(action, Evaluation)
            and action.fit is not None
            and not action.on_training_data
        }
        return Counter(self.run_of_fit[fit] for fit in (*drawn, *tested) if fit in self.run_of_fit)

    def evaluations_in(self, cell: int) -> list[Evaluation]:
        """What the code evaluates or predicts in the cell, in order."""
        return [
            action
            for action in self.actions
            if isinstance(action, Evaluation) and action.cell == cell
        ]


def match_code(
    runs: Sequence[TrainingRun], actions: tuple[Action, ...], order: CellOrder
) -> MatchedCode:
    """Pair the trainings of the code with the runs, cell by cell."""
    runs_in: dict[int | None, list[int]] = defaultdict(list)
    for run in runs:
        runs_in[run.cell].append(run.number)
    pairs: dict[int, int] = {}
    fits_in: dict[int, list[int]] = defaultdict(list)
    for action in actions:
        if isinstance(action, FitCall):
            fits_in[action.cell].append(action.number)
    for cell, fits in fits_in.items():
        numbers = runs_in[cell]
        pairs.update(zip(fits, numbers, strict=False))
        if len(numbers) > len(fits):
            pairs[fits[-1]] = numbers[-1]
    return MatchedCode(actions, order, pairs)


def attach_claims(
    runs: Sequence[TrainingRun], claims: Sequence[Claim], matched: MatchedCode
) -> tuple[TrainingRun, ...]:
    """Give each run the claims that are about it."""
    by_run: dict[int, dict[str, Claim]] = defaultdict(dict)
    for number, claim in (
        *_logs(runs, claims),
        *_measures(runs, claims, matched),
        *_summaries(claims, matched),
    ):
        by_run[number].setdefault(repr(claim), claim)
    return tuple(replace(run, claims=tuple(by_run[run.number].values())) for run in runs)


def pair_logs(
    runs: Sequence[TrainingRun],
    logs: Sequence[Claim],
    requested: Callable[[TrainingRun], int | None],
) -> Iterator[tuple[TrainingRun, Claim]]:
    """Pair the logs of one cell with its runs: by the epochs asked for where those tell them apart,
    else in order.
    """
    if len(logs) < len(runs):
        left = list(runs)
        for log in logs:
            fitting = [
                run
                for run in left
                if log.epochs_requested is not None and requested(run) == log.epochs_requested
            ]
            chosen = (fitting or left)[0]
            left.remove(chosen)
            yield chosen, log
    else:
        yield from zip(runs, logs, strict=False)


def _logs(runs: Sequence[TrainingRun], claims: Iterable[Claim]) -> Iterator[tuple[int, Claim]]:
    logs: dict[int, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind == "progress_log":
            logs[claim.cell].append(claim)
    trained: dict[int | None, list[TrainingRun]] = defaultdict(list)
    for run in runs:
        trained[run.cell].append(run)
    for cell, in_cell in logs.items():
        for run, log in pair_logs(trained[cell], in_cell, lambda run: run.epochs_requested):
            yield run.number, log


def _measures(
    runs: Sequence[TrainingRun], claims: Sequence[Claim], matched: MatchedCode
) -> Iterator[tuple[int, Claim]]:
    """Evaluations, reports and matrices go to the model that their cell evaluates, or that was used
    last before.
    """
    groups: dict[tuple[str, int], list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.kind in ("evaluation", "classification_report", "confusion_matrix"):
            groups[claim.kind, claim.cell].append(claim)
    known = {run.number for run in runs}
    for (kind, cell), group in groups.items():
        calls = [
            call for call in matched.evaluations_in(cell) if call.predicts == (kind != "evaluation")
        ]
        calls = calls or matched.evaluations_in(cell)
        fit_before, run_before = matched.fit_before(cell), _run_before(runs, cell, matched.order)
        for place, claim in enumerate(group):
            fit = calls[place if len(calls) == len(group) else -1].fit if calls else None
            number = matched.run_of_fit.get(
                fit if fit is not None else fit_before or -1, run_before
            )
            if number in known and number is not None:
                yield number, claim


def _run_before(runs: Sequence[TrainingRun], cell: int, order: CellOrder) -> int | None:
    """Where the code tells nothing: the last run up to this cell."""
    at = order.position(cell)
    earlier = [run for run in runs if run.cell is not None and order.position(run.cell) <= at]
    return (
        max(earlier, key=lambda run: (order.position(run.cell or 0), run.number)).number
        if earlier
        else None
    )


def _summaries(claims: Iterable[Claim], matched: MatchedCode) -> Iterator[tuple[int, Claim]]:
    calls: dict[int, list[int]] = defaultdict(list)
    for action in matched.actions:
        if isinstance(action, SummaryCall):
            calls[action.cell].append(action.model_id)
    taken: dict[int, int] = defaultdict(int)
    for claim in claims:
        if claim.kind != "summary" or taken[claim.cell] >= len(calls[claim.cell]):
            continue
        model_id = calls[claim.cell][taken[claim.cell]]
        taken[claim.cell] += 1
        for action in matched.actions:
            if (
                isinstance(action, FitCall)
                and action.model.model_id == model_id
                and action.number in matched.run_of_fit
            ):
                yield matched.run_of_fit[action.number], claim
