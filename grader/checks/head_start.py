"""Tells where a training began with weights that were trained elsewhere.

A model that was loaded ready-made and then "trained" with a learning rate of next to nothing has changed weights and a
history like any other. Two signs are left. Nothing learns by standing still: where the weights moved by less than a
thousandth of their size and the model is right more often than not, it was so before. And a model trained as asked is not
at its first epoch where correct solutions are at their tenth.

Neither sign is given for a training that goes on where an earlier one of the notebook ended. Weights may come from another
model of the same size, too; then a quick start has its reason, and a standstill only where that one was trained alike.
"""

from __future__ import annotations

import math

from grader.checks.check import in_cell
from grader.checks.observations import Observation
from grader.model.evidence import Evidence, TrainingRun
from grader.model.reference import Reference
from grader.model.score import Score

STANDSTILL = 0.001
"""Adam moves the weights of the bundled networks by more than their size. 157 steps of plain SGD with mean squared error,
the slowest training asked for, move them by a quarter of a percent, and the network is right one time in ten then."""
LEARNT = 0.5
METRIC = "val_accuracy"
EPOCHS_AHEAD = 10
"""A batch size of an eighth makes eight epochs of one."""
MARGIN = 0.05
MIN_BATCH = 16
USUAL_RATE = {"SGD": 0.01, "Adam": 0.001, "RMSprop": 0.001}
"""Keras' own learning rates; with a greater one a training may well be quicker."""


def head_start(
    run: TrainingRun, score: Score | None, *, evidence: Evidence, reference: Reference
) -> Observation | None:
    """What a person should know of how the run began; None where nothing is odd about it."""
    if run.source != "reproduced" or not run.weights_changed or run.continues is not None or run.role is None:
        return None
    donors = [other for other in evidence.runs if _may_give_weights(other, run)]
    alike = any(other.compiled.optimizer == run.compiled.optimizer for other in donors)
    if not alike and score is not None and _stood_still(run, score):
        return Observation(
            "head_start",
            "warning",
            run,
            f"The training in {in_cell(run.cell)} moved the weights by {100 * (run.weights_moved or 0.0):.2g} % of their"
            f" size, and the model reaches {100 * (score.accuracy or 0.0):.2f} %: it was trained before, in another way"
            " or elsewhere.",
            _rate(run),
        )
    return None if donors else _ahead_of_the_reference(run, reference)


def _stood_still(run: TrainingRun, score: Score) -> bool:
    """Whether the weights hardly moved, and the model is right more often than not."""
    moved = run.weights_moved
    return moved is not None and moved < STANDSTILL and score.verified and (score.accuracy or 0.0) >= LEARNT


def _ahead_of_the_reference(run: TrainingRun, reference: Reference) -> Observation | None:
    role, first = reference.roles.get(run.role or ""), _after_the_first_epoch(run)
    curve = role.curves.get(METRIC) if role else None
    if curve is None or first is None or not curve.epochs or not trained_as_asked(run):
        return None
    place = min(range(len(curve.epochs)), key=lambda place: abs(curve.epochs[place] - EPOCHS_AHEAD))
    if curve.epochs[place] < EPOCHS_AHEAD or first <= curve.high[place] + MARGIN:
        return None
    return Observation(
        "head_start",
        "warning",
        run,
        f"After its first epoch the model of {in_cell(run.cell)} has an accuracy of {100 * first:.2f} % on the"
        f" validation data; correct solutions have at most {100 * curve.high[place]:.2f} % after {curve.epochs[place]}"
        " epochs. It did not begin untrained.",
        _rate(run),
    )


def _after_the_first_epoch(run: TrainingRun) -> float | None:
    """The accuracy then; None where the run was not validated after every epoch (`validation_freq`), or it is no number."""
    values = run.history.get(METRIC, ())
    return values[0] if len(values) == run.epochs_run > 0 and math.isfinite(values[0]) else None


def _may_give_weights(other: TrainingRun, run: TrainingRun) -> bool:
    """Whether `other` was trained earlier and has as many weights."""
    return other.number < run.number and other.model.parameters == run.model.parameters and other.weights_changed


def trained_as_asked(run: TrainingRun) -> bool:
    """Whether it is trained as the reference is: the model asked for, a usual learning rate or less, no tiny batches."""
    rate, batch = run.compiled.optimizer_config.get("learning_rate"), run.batch_size
    usual = USUAL_RATE.get(run.compiled.optimizer)
    slow = usual is not None and isinstance(rate, int | float) and rate <= usual * 1.001
    return bool(slow and run.match and not run.match.differences and batch is not None and batch >= MIN_BATCH)


def _rate(run: TrainingRun) -> tuple[str, ...]:
    rate = run.compiled.optimizer_config.get("learning_rate")
    return (f"{run.compiled.optimizer}, learning rate {rate:g}",) if isinstance(rate, int | float) else ()
