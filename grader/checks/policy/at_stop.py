"""Holds what was measured where a training was stopped against what the training itself had
recorded there.

What a training records is the word of the student's kernel: a callback can write anything into its
logs. What is measured is ours. A stop may rest on the record only as far as the measured accuracy
bears it out, at that epoch and where correct solutions are at that epoch.
"""

from __future__ import annotations

import math

from grader.checks.policy.agreement import ROUNDING, width_at
from grader.checks.policy.decisive import value_at
from grader.model.evidence import TrainingRun
from grader.model.reference import RoleReference

METRIC = "val_accuracy"
RELYING = ("met", "followed")
"""Reasons for a stop after which points are given for what the record shows."""


def unlike_measured(run: TrainingRun, accuracy: float, reference: RoleReference) -> str:
    """In what the record of a stopped run and the measured `accuracy` contradict each other; empty
    where they agree.
    """
    curve, values = reference.curves.get(METRIC), run.history.get(METRIC, ())
    if curve is None or not values or not math.isfinite(values[-1]):
        return "the training recorded no validation accuracy where it was stopped"
    recorded, done = values[-1], run.epochs_run
    if abs(recorded - accuracy) > width_at(curve, done) + ROUNDING:
        return (
            f"the training showed {_percent(recorded)} where it was stopped, and we measured "
            f"{_percent(accuracy)}"
        )
    least = value_at(curve, curve.low, done)
    if accuracy < least - ROUNDING:
        return (
            f"we measured {_percent(accuracy)} where the training was stopped, and correct "
            f"solutions have {_percent(least)} by then"
        )
    return ""


def _percent(value: float) -> str:
    return f"{100 * value:.2f} %"
