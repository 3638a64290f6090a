"""Asks whether a training that began with weights of unknown origin is ahead of all solutions,
where it takes too long to be done again.

What correct solutions have after how many epochs the reference knows. So nothing need be trained: a
training as it was asked for, that is better than they are after twice as many epochs, was better
when it began.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from grader.checks.begun import line_to_train_afresh
from grader.checks.check import in_cell
from grader.checks.integrity.head_start import GIVEN, METRIC, USUAL_RATE
from grader.model.assignment import RoleSpec
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.score import Score
from grader.model.reference import Curve, RoleReference

TIMES_AS_LONG = 2
MAY_BE_FASTER = 3.0
"""By what a rate may have risen on the way, where something could raise it."""


def ahead_of_solutions(
    run: TrainingRun,
    evidence: Evidence,
    scores: Sequence[Score],
    *,
    asked: RoleSpec,
    reference: RoleReference,
) -> str:
    """Say that it is; empty where it isn't, where it was done again, or where it was trained in
    another way than the reference is.
    """
    measured = {score.run: score for score in scores}
    score, curve = measured.get(run.number), reference.curves.get(METRIC)
    if score is None or score.afresh or curve is None or run.match is None or run.match.differences:
        return ""
    line, _ = line_to_train_afresh(score, evidence, measured)
    epochs = _epochs_in_all(line, measured, asked) if line else math.inf
    most = _at_most(curve, TIMES_AS_LONG * epochs)
    if math.isinf(epochs) or (score.accuracy or 0.0) <= most + GIVEN:
        return ""
    return (
        f"The training in {in_cell(line[0].cell)} began with other weights than random ones, or "
        f"others were put in on the way, and leads to {100 * (score.accuracy or 0.0):.2f} %. After "
        f"twice as many epochs correct solutions have {100 * most:.2f} % at most."
    )


def _at_most(curve: Curve, epochs: float) -> float:
    """What correct solutions have after so many epochs, or after fewer; the next epoch that is
    known counts.
    """
    within = sum(known < epochs for known in curve.epochs) + 1
    return max(curve.high[:within], default=1.0)


def _epochs_in_all(
    line: Sequence[TrainingRun], measured: Mapping[int, Score], asked: RoleSpec
) -> float:
    """How many of the reference's own epochs teach as much, at the most; infinitely many where that
    isn't known.
    """
    return sum(_epochs(run, measured.get(run.number), asked) for run in line)


def _epochs(run: TrainingRun, score: Score | None, asked: RoleSpec) -> float:
    known = (
        run.compiled.optimizer_config.get("learning_rate"),
        run.kept_step.learning_rate if run.kept_step else None,
    )
    rates = [float(rate) for rate in known if isinstance(rate, int | float)]
    usual, batch = USUAL_RATE.get(asked.optimizer), run.batch_size
    alike = (run.compiled.optimizer, run.compiled.loss) == (asked.optimizer, asked.loss)
    rows = run.x.shape[0] if run.x is not None and run.x.kind == "array" and run.x.shape else 0
    all_rows = _training_rows(score)
    if not (alike and rates and usual and batch and rows and all_rows and run.epochs_run):
        return math.inf
    rises = not math.isclose(min(rates), max(rates), rel_tol=1e-5) or len(rates) < len(known)
    may_rise = rises and any(
        one.startswith(("callback ", "a learning-rate")) for one in run.switches or ()
    )
    quicker = (
        max(1.0, rows / all_rows)
        * max(1.0, (asked.batch_size or batch) / batch)
        * max(1.0, max(rates) / usual)
        * (MAY_BE_FASTER if may_rise else 1.0)
    )
    return run.epochs_run * quicker


def _training_rows(score: Score | None) -> float:
    """How many examples the assignment has to train on, from the share that is held out."""
    if score is None or not score.held_out_by_chance:
        return 0.0
    seen = score.training_rows_recognised + score.trained_on_held_out
    held_out = sum(map(sum, score.confusion_matrix))
    return held_out * (seen / score.held_out_by_chance - 1)
