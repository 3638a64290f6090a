"""Asks of a model that is better than correct solutions how it came to that.

Soft labels carry what the network knows that gave them, mixed examples carry what they are mixed
of: either may be the very rows that are held out. Whoever runs beside the steps of a training may
put weights, or the way there, in between them. Of a network that ends where correct solutions do
nothing is asked, and nothing of one that another training of the notebook, which was taught the
data set's own labels, comes up to: so does a teacher that was trained here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grader.checks.begun import ancestors
from grader.checks.chance import share_interval
from grader.checks.check import in_cell
from grader.checks.explained import unexplained_weights
from grader.checks.integrity.rows import MENTIONED, is_explained, unknown_rows
from grader.checks.integrity.rows_of_a_line import rows_in_doubt
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.score import Score
from grader.model.reference import RoleReference

METRIC = "val_accuracy"
SOME = 0.05
"""Of the targets. A few may be marked by hand."""
EXCELS = 0.7
"""Of the errors that correct solutions make at the upper end of the band; who makes fewer excels.
"""
LUCK = 0.01
"""How often more are right by luck."""
AS_GOOD = 0.005
"""By how much a model may be better than the one that taught it."""


def taught_otherwise(
    run: TrainingRun,
    evidence: Evidence,
    scores: Sequence[Score],
    role: RoleReference,
    *,
    best: float,
) -> str:
    """Say that it is better than correct solutions and was taught something else than they are, or
    than any solution is and was trained where the notebook's code runs; empty where it isn't, or
    where another training explains it.

    `best` is the accuracy at which the best correct solutions of any part end.
    """
    measured = {score.run: score for score in scores}
    score, band = measured.get(run.number), role.final.get(METRIC)
    if band is None or score is None or not score.verified or (score.accuracy or 0.0) <= band.high:
        return ""
    excels = 1 - (score.accuracy or 0.0) < EXCELS * (1 - band.high)
    what = _about_the_line(run, evidence, measured, excels=excels)
    high = band.high
    if not what and _is_beyond(score, best):
        what, high = _where_it_was_trained(run, evidence), best
    if not what or any(
        other.number < run.number
        and (measured[other.number].accuracy or 0.0) >= (score.accuracy or 0.0) - AS_GOOD
        and _is_beyond_doubt(other, evidence, scores, best)
        for other in evidence.runs
        if other.number in measured
    ):
        return ""
    return (
        f"{what} The accuracy of {100 * (score.accuracy or 0.0):.2f} % is above the "
        f"{100 * high:.2f} % at which correct solutions end."
    )


def _is_beyond_doubt(
    other: TrainingRun, evidence: Evidence, scores: Sequence[Score], best: float
) -> bool:
    """Whether the rows and targets of a training are known, and it explains its weights."""
    measured = {score.run: score for score in scores}
    score = measured[other.number]
    return bool(
        score.verified
        and not score.trained_on_held_out
        and not other.unseen
        and not _about_the_line(other, evidence, measured, excels=True)
        and not (_is_beyond(score, best) and _where_it_was_trained(other, evidence))
        and not rows_in_doubt(other, evidence, scores)
        and not unexplained_weights(other, evidence, scores)
    )


def _is_beyond(score: Score, best: float) -> bool:
    """Whether it gets more right than `best` and luck explain, with a third of the errors gone."""
    accuracy, rows = score.accuracy or 0.0, sum(map(sum, score.confusion_matrix))
    return (
        1 - accuracy < EXCELS * (1 - best)
        and share_interval(round(accuracy * rows), rows, outside=LUCK)[0] > best
    )


def _where_it_was_trained(run: TrainingRun, evidence: Evidence) -> str:
    """The first training of its line whose steps were made beside the notebook's code; empty where
    the host made them all.
    """
    for each in (run, *ancestors(run, evidence.runs)):
        if each.source == "reproduced" and each.training is None:
            return (
                f"The steps of the training in {in_cell(each.cell)} were made where the "
                "notebook's own code runs, which can change anything in between."
            )
    return ""


def _about_the_line(
    run: TrainingRun, evidence: Evidence, measured: Mapping[int, Score], *, excels: bool
) -> str:
    """The first of what it, or a training that it goes on from, was taught beside the data set;
    that nobody saw it, only where the model `excels`.
    """
    line = [run, *ancestors(run, evidence.runs)]
    said = (
        _what(each, measured[each.number], evidence, excels=excels)
        for each in line
        if each.number in measured
    )
    return next(filter(None, said), "")


def _what(run: TrainingRun, score: Score, evidence: Evidence, *, excels: bool) -> str:
    """What it was taught that isn't known to be the data set's; empty where all is."""
    if run.source != "reproduced" or run.training is not None:
        return ""
    cell = in_cell(run.cell)
    if (score.beyond_classes or 0.0) > SOME:
        return f"The targets of the training in {cell} are not the labels of the data set alone."
    if score.beyond_classes is None and run.y is None and not run.epochs_run and excels:
        return f"Nobody saw the targets of the training in {cell}."
    rows, unknown = unknown_rows(run, score)
    if unknown > MENTIONED * rows and not is_explained(score, evidence.changes):
        return (
            f"Of the rows of the training in {cell}, {unknown:,} are no images of the data set as "
            "we know them."
        )
    return ""
