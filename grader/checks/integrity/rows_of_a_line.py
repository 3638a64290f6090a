"""Asks which held-out rows a training had, with those that it goes on from.

What a training goes on from was taught, too: rows that are left say what a model has learnt only
where nothing that its weights come from had them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.checks.begun import ancestors
from grader.checks.check import in_cell
from grader.checks.integrity.rows import NEARLY_ALL, measured_with_its_rows, sought_out
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.score import Score

MOST_OF_A_BATCH, SOME_OF_A_BATCH, HARDLY_ANY = 0.5, 0.3, 0.05
"""Shares of rows. A split of one's own has held-out rows in its batches as it has among all."""


@dataclass(frozen=True, slots=True)
class RowsLeft:
    """The held-out rows that none had."""

    count: int
    right: int
    """How many of them the model gets right."""
    taught: int
    """How many others there are."""


def rows_left(
    run: TrainingRun, evidence: Evidence, measured: Mapping[int, Score]
) -> RowsLeft | None:
    """Those that neither the training nor one that it goes on from had; None where none had any, or
    the model was not measured.
    """
    score, seen = measured.get(run.number), 0
    for each in (run, *ancestors(run, evidence.runs)):
        early = measured.get(each.number)
        seen |= early.held_out_seen() if early is not None else 0
    if score is None or not score.verified or not seen:
        return None
    taught = seen.bit_count()
    count = sum(map(sum, score.confusion_matrix)) - taught
    wrong = sum(not seen >> row & 1 for row in score.mistakes.index)
    return RowsLeft(count, count - wrong, taught)


def rows_in_doubt(run: TrainingRun, evidence: Evidence, scores: Sequence[Score]) -> str:
    """Say that it was trained with the rows that it is measured with, itself or before; empty where
    it wasn't.
    """
    measured = {score.run: score for score in scores}
    score = measured.get(run.number)
    if score is None:
        return ""
    if measured_with_its_rows(run, score):
        return (
            f"It was trained with {score.trained_on_held_out:,} of the rows that it is measured "
            f"with."
        )
    for other in (run, *ancestors(run, evidence.runs)):
        early = measured.get(other.number)
        if early and (odd := _about_the_batches(other, early)):
            return odd
        if early and other is not run and sought_out(early):
            return (
                f"Its weights come from the training in {in_cell(other.cell)}, which had "
                f"{early.trained_on_held_out:,} of the rows that it is measured with."
            )
    left = rows_left(run, evidence, measured)
    if left is None or left.taught < NEARLY_ALL * (left.taught + left.count):
        return ""
    return (
        f"It goes on from trainings that had, together, {left.taught:,} of the rows that it is "
        "measured with."
    )


def _about_the_batches(run: TrainingRun, score: Score) -> str:
    """Say of a step that was kept that its batch is at odds with the rows that were seen."""
    shares = [(score.step_unseen, score.step_held_out)]
    shares += [(each.unseen, each.held_out) for each in score.further_steps]
    for step, (unseen, held_out) in zip(
        (run.kept_step, *run.further_steps), shares, strict=False
    ):  # of a score from before, only the first
        if step is not None and (odd := _about_the_batch(run, score, unseen, held_out)):
            return (
                f"The batch of step {step.step} of epoch {step.epoch} of the training in "
                f"{in_cell(run.cell)} is not of the rows that were seen: {odd}."
            )
    return ""


def _about_the_batch(run: TrainingRun, score: Score, unseen: float, held_out: float) -> str:
    """What of a batch is at odds with the rows that were seen; of these shares of its rows nothing
    was seen, or they are held out.
    """
    if unseen > MOST_OF_A_BATCH:
        return f"{100 * unseen:.0f} % of it were not among those passed to fit"
    # of an array, all of whose rows were seen; a rounding is no row
    if unseen > 0.99 * held_out > 0 and not score.trained_on_held_out:
        return f"{100 * held_out:.0f} % of it are held-out rows, of which none was seen"
    rows = run.x.shape[0] if run.x is not None and run.x.shape else 0
    if held_out > SOME_OF_A_BATCH and score.trained_on_held_out < HARDLY_ANY * rows:
        return f"{100 * held_out:.0f} % of it are held-out rows, of which hardly any were seen"
    return ""
