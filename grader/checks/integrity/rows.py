"""Says what the rows that a model was trained on tell."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from grader.checks.check import in_cell
from grader.checks.integrity.observations import TrainingObservation
from grader.model.evidence import TrainingRun
from grader.model.graded.score import Score

SEEN_WHOLE = ("array", "pieces")
"""Data of which all rows were looked at, or as many as tell what they are."""
KNOWN_ROWS = 0.5
"""Of the rows passed to `fit`, how many should be the assignment's."""
MENTIONED = 0.02
"""The share of unknown rows from which on they are mentioned."""
NEARLY_ALL = 0.95
"""Of the held-out rows. A split of one's own trains on a part of them, by chance."""
BEYOND_CHANCE, FEW = 1.5, 10
"""By how much there may be more of them than chance gives."""
MOST_OF_A_SPLIT = 0.5
"""Of examples that somebody made of a training part of their own, fewer are made of held-out rows:
as many as the held-out ones are among all that there are.
"""
UNKNOWN_DATA = "they may be another data set, or changed in a way that we do not know"


def trained_on_other_data(run: TrainingRun, score: Score) -> bool:
    """Whether less than half of the rows that were trained on are the assignment's, as far as they
    were seen.
    """
    if not _were_seen(run, score) or run.x is None:
        return False
    return score.training_rows_recognised + score.trained_on_held_out < KNOWN_ROWS * run.x.shape[0]


def _were_seen(run: TrainingRun, score: Score) -> bool:
    """Whether the rows were recorded whole, and there was time to look at them."""
    recorded = run.x is not None and run.x.kind in SEEN_WHOLE and bool(run.x.shape)
    return recorded and run.started_arrays is not None and score.rows_looked_at


def is_explained(score: Score, changes: Sequence[str]) -> bool:
    """Whether rows that are not the assignment's are its examples, changed: by their labels, or by
    what the code does.
    """
    return score.same_pictures or bool(changes and not score.other_data)


def made_of_held_out_rows(run: TrainingRun, score: Score | None) -> str:
    """Say that examples were made of the very rows that the notebook tests on, or, whatever it is
    seen to test on, of these more than of others; a split of one's own says nothing.
    """
    if score is None or not score.near_held_out:
        return ""
    if (
        not run.tested_on_held_out
        and score.near_held_out <= MOST_OF_A_SPLIT * score.near_held_out_of
    ):
        return ""
    return (
        f"Of a sample of the rows trained on, {score.near_held_out} are neither training nor "
        f"held-out images as we know"
        " them, and lie much nearer to held-out images than to any training image."
    )


def measured_with_its_rows(run: TrainingRun, score: Score) -> bool:
    """Whether it was trained on so many held-out rows, or tests itself so, that measuring it says
    little.
    """
    return (
        bool(score.trained_on_held_out) and next(_about_held_out_rows(run, score), None) is not None
    )


def sought_out(score: Score) -> bool:
    """Whether it was trained on more held-out rows than a split by chance gives it."""
    chance = score.held_out_by_chance
    return chance is not None and score.trained_on_held_out > BEYOND_CHANCE * chance + FEW


def about_rows(
    run: TrainingRun, score: Score, changes: Sequence[str], *, once_more: bool = False
) -> Iterator[TrainingObservation]:
    """What a person should know of the run's training data; `changes` is what the code does to
    examples.

    `once_more` is a stand-in for a part that trains a model of another part once more: a last model
    on all data, say.
    """
    if score.trained_on_held_out and run.role is not None and not once_more:
        yield from _about_held_out_rows(run, score)
    if not is_explained(score, changes):
        yield from _about_unknown_rows(run, score)
    if run.x is not None and trained_on_other_data(run, score) and not is_explained(score, changes):
        known = score.training_rows_recognised + score.trained_on_held_out
        yield TrainingObservation(
            "other_data",
            "warning" if score.other_data else "info",
            run,
            f"Of the {run.x.shape[0]:,} rows trained on in {in_cell(run.cell)}, {known:,} are "
            f"rows of the assignment's"
            f" data: {f'they look like {score.other_data}' if score.other_data else UNKNOWN_DATA}.",
        )


def unknown_rows(run: TrainingRun, score: Score) -> tuple[int, int]:
    """How many rows were trained on, and how many of them are neither training nor held-out images
    as we know them; 0 where they were not seen whole.
    """
    if not _were_seen(run, score) or run.x is None:
        return 0, 0
    rows = math.floor(run.x.shape[0] * (1 - run.validation_split))
    return rows, rows - score.training_rows_recognised - score.trained_on_held_out


def is_once_more(
    run: TrainingRun, runs: Sequence[TrainingRun], measured: Mapping[int, Score]
) -> bool:
    """Whether the run stands in for a part, and another part is answered by the same model without
    held-out rows.
    """
    if run.match is None or not run.match.differences:
        return False
    return any(
        other.number != run.number and other.role is not None and are_alike(run, other)
        for other in runs
        if other.number in measured and not measured[other.number].trained_on_held_out
    )


def are_alike(run: TrainingRun, other: TrainingRun) -> bool:
    """Whether both train the same layers in the same way, whatever the layers' names are."""
    kinds = [
        [(layer.class_name, layer.parameters) for layer in each.model.layers]
        for each in (run, other)
    ]
    return kinds[0] == kinds[1] and _optimizer_and_loss(run) == _optimizer_and_loss(other)


def _optimizer_and_loss(run: TrainingRun) -> tuple[str, str]:
    return run.compiled.optimizer, run.compiled.loss


def _about_unknown_rows(run: TrainingRun, score: Score) -> Iterator[TrainingObservation]:
    """In neutral words: rows may be changed, added or taken from elsewhere."""
    rows, unknown = unknown_rows(run, score)
    if MENTIONED * rows < unknown <= (1 - KNOWN_ROWS) * rows:
        yield TrainingObservation(
            "unknown_rows",
            "info",
            run,
            f"Of the {rows:,} rows trained on in {in_cell(run.cell)}, {unknown:,} are neither "
            "training nor held-out images as we know them.",
        )


def own_split(run: TrainingRun, score: Score) -> str:
    """Say that the notebook splits the data in its own way; empty where it doesn't, or where more
    speaks against it.

    Whoever splits the data anew trains on some of our held-out rows and tests on others: that is no
    fault.
    """
    if not score.trained_on_held_out or next(_about_held_out_rows(run, score), None) is not None:
        return ""
    return (
        f"{_held_out_rows(run, score)}: the notebook splits the data in its own way, so the "
        "accuracy that we measure may be a little high."
    )


def _about_held_out_rows(run: TrainingRun, score: Score) -> Iterator[TrainingObservation]:
    """It is a fault where the notebook tests the model on the very rows that are held out, and has
    trained on them.
    """
    rows, sought = _held_out_rows(run, score), sought_out(score)
    if run.tested_on_held_out:
        message = (
            f"{rows}, and the notebook tests the model on them: it was trained on what it is "
            f"measured with."
        )
        yield TrainingObservation("trained_on_test", "serious", run, message)
    elif sought or _distinct(score) >= NEARLY_ALL * sum(map(sum, score.confusion_matrix)):
        how_many = (
            "more than any split by chance gives it" if sought else "nearly all that there are"
        )
        message = f"{rows}, {how_many}: what we measure says little about new examples."
        yield TrainingObservation("trained_on_test", "warning", run, message)


def _distinct(score: Score) -> int:
    """How many different held-out rows it was trained on; some may come several times."""
    return score.held_out_seen().bit_count() or score.trained_on_held_out


def _held_out_rows(run: TrainingRun, score: Score) -> str:
    least = "" if run.x is None or run.x.kind == "array" else "At least "
    return (
        f"{least}{score.trained_on_held_out:,} of the rows trained on in {in_cell(run.cell)} are "
        f"held-out rows"
    )
