"""Notes in a run's score which rows its model was trained on."""

from __future__ import annotations

from dataclasses import replace

from grader.model.graded.score import Score
from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.training_data import TrainingData


def with_rows(
    score: Score, trained_on: TrainingData, canonical: Canonical, *, beyond_classes: float | None
) -> Score:
    """The score with what its rows and targets tell."""
    left, right = _not_trained_on(score, trained_on)
    return replace(
        score,
        trained_on_held_out=trained_on.held_out_rows,
        rows_not_trained_on=left,
        right_of_those=right,
        training_rows_recognised=trained_on.training_rows,
        held_out_by_chance=(trained_on.training_rows + trained_on.held_out_rows)
        * canonical.held_out_share,
        other_data=trained_on.looks_like,
        same_pictures=trained_on.same_pictures,
        near_held_out=trained_on.near_held_out,
        beyond_classes=beyond_classes,
    )


def _not_trained_on(score: Score, trained_on: TrainingData) -> tuple[int | None, int]:
    """How many held-out rows are left where it was trained on some, and how many of these it gets
    right.
    """
    which = trained_on.held_out
    if not len(which):
        return None, 0
    wrong = sum(not which[row] for row in score.mistakes.index if row < len(which))
    left = int((~which).sum())
    return left, left - wrong if score.verified else 0
