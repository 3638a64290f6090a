"""Tells where a training began with weights that were trained elsewhere.

A model that was loaded ready-made and then "trained" with a learning rate of next to nothing has
changed weights and a history like any other. Two signs are left. Nothing learns by standing still:
where the weights moved by less than a thousandth of their size and the model is right more often
than not, it was so before. And a model trained as asked is not at its first epoch where correct
solutions are at their tenth.

Neither sign is given for a training that goes on where an earlier one of the notebook ended.
Weights may come from another model of the same size, too; then a quick start has its reason, and a
standstill only where that one was trained alike.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from types import MappingProxyType

from grader.checks.check import in_cell
from grader.checks.integrity.observations import TrainingObservation
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.score import Score
from grader.model.reference import Reference

STANDSTILL = 0.001
"""Adam moves the weights of the bundled networks by more than their size. 157 steps of plain SGD
with mean squared error, the slowest training asked for, move them by a quarter of a percent, and
the network is right one time in ten then.
"""
LEARNT = 0.5
LACKING = 0.10
"""By how much a model may be worse whose weights another one began with that hardly moved."""
LUCK = 1e-3
"""Of untrained networks, the share that may be right by chance."""
GIVEN = 0.02
"""By how much weights that came from another model, an average of its states say, may be better."""
METRIC = "val_accuracy"
EPOCHS_AHEAD = 10
"""A batch size of an eighth makes eight epochs of one."""
SCIKIT_LEARN = "sklearn."
"""How the classes of its networks begin."""
MARGIN = 0.05
MIN_BATCH = 16
USUAL_RATE = {"SGD": 0.01, "Adam": 0.001, "RMSprop": 0.001}
"""Keras' own learning rates; with a greater one a training may well be quicker."""


def head_start(
    run: TrainingRun,
    score: Score | None,
    *,
    evidence: Evidence,
    reference: Reference,
    measured: Mapping[int, Score] = MappingProxyType({}),
) -> TrainingObservation | None:
    """What a person should know of how the run began; None where nothing is odd about it."""
    if (
        run.source != "reproduced"
        or run.training is not None
        or not run.weights_changed
        or run.continues is not None
        or run.role is None
    ):
        return None
    donors = [other for other in evidence.runs if _may_give_weights(other, run)]
    if score is not None and stands_on_nothing([run], score, evidence=evidence, measured=measured):
        return TrainingObservation(
            "head_start",
            "warning",
            run,
            f"The training in {in_cell(run.cell)} moved the weights by "
            f"{100 * (run.weights_moved or 0.0):.2g} % of their size, and the model reaches "
            f"{100 * (score.accuracy or 0.0):.2f} %: it was trained before, in another way or "
            "elsewhere.",
            _rate(run),
        )
    return None if donors else _ahead_of_the_reference(run, reference)


def stands_on_nothing(
    line: Sequence[TrainingRun], score: Score, *, evidence: Evidence, measured: Mapping[int, Score]
) -> bool:
    """Whether a training and those that it goes on from hardly moved the weights, and the model is
    right all the same.

    `line` is the training and those, the last one first. Another model that was trained alike, and
    is about as good, may have given it weights in a way that nobody saw.
    """
    run, moved = line[0], [_moved_by_training(each) for each in line]
    if run.source != "reproduced" or not run.weights_changed or run.role is None:
        return False
    if sum(math.inf if way is None else way for way in moved) >= STANDSTILL or not score.verified:
        return False
    return (score.accuracy or 0.0) >= LEARNT and not any(
        may_have_given(other, run)
        and other.compiled.optimizer == run.compiled.optimizer
        and _reaches(measured.get(other.number), (score.accuracy or 0.0) - LACKING)
        for other in evidence.runs
    )


def began_trained(
    run: TrainingRun, score: Score, *, evidence: Evidence, measured: Mapping[int, Score]
) -> bool:
    """Whether the weights that it began with were right already, as no untrained ones are by luck,
    and no other training of the notebook explains them.
    """
    begun = score.begun_with
    if run.source != "reproduced" or begun is None or begun < LEARNT or _is_luck(begun, score):
        return False
    return not any(
        may_have_given(other, run)
        and other.compiled.optimizer == run.compiled.optimizer
        and _reaches(measured.get(other.number), begun - GIVEN)
        for other in evidence.runs
    )


def _is_luck(accuracy: float, score: Score) -> bool:
    """Whether more than one untrained network in a thousand is so often right. It tells apart as
    good as nothing, so each class is called rightly by chance; of two, half of the networks do.
    """
    sizes = [sum(row) for row in score.confusion_matrix]
    if not sum(sizes):
        return True
    classes = len(sizes)
    chance = max(1 / classes, max(sizes) / sum(sizes))
    right = range(int(accuracy * classes), classes + 1)
    odds = (
        math.comb(classes, one) * chance**one * (1 - chance) ** (classes - one) for one in right
    )
    return sum(odds) > LUCK


def _reaches(score: Score | None, accuracy: float) -> bool:
    """Whether that model is, or may be, so good."""
    return score is None or score.accuracy is None or score.accuracy >= accuracy


def _moved_by_training(run: TrainingRun) -> float | None:
    """By which share of their size the weights moved, or less far if some of that was setting them.

    The length of the path stands for a share of it: weights are longer than 1.
    """
    if run.put_in is None or run.weights_moved is None:
        return run.weights_moved
    return min(run.weights_moved, run.put_in.path)


def _has_learnt(other: TrainingRun) -> bool:
    """Whether that training moved its weights, as far as it was seen; scikit-learn's networks lend
    theirs to no other's.
    """
    moved = _moved_by_training(other)
    still = moved is not None and moved < STANDSTILL and other.continues is None
    return not still and not other.model.class_name.startswith(SCIKIT_LEARN)


def _ahead_of_the_reference(run: TrainingRun, reference: Reference) -> TrainingObservation | None:
    role, first = reference.roles.get(run.role or ""), _after_the_first_epoch(run)
    curve = role.curves.get(METRIC) if role else None
    if curve is None or first is None or not curve.epochs or not trained_as_asked(run):
        return None
    place = min(range(len(curve.epochs)), key=lambda place: abs(curve.epochs[place] - EPOCHS_AHEAD))
    if curve.epochs[place] < EPOCHS_AHEAD or first <= curve.high[place] + MARGIN:
        return None
    return TrainingObservation(
        "head_start",
        "warning",
        run,
        f"After its first epoch the model of {in_cell(run.cell)} has an accuracy of "
        f"{100 * first:.2f} % on the validation data; correct solutions have at most "
        f"{100 * curve.high[place]:.2f} % after {curve.epochs[place]} epochs. It did not begin "
        "untrained.",
        _rate(run),
    )


def _after_the_first_epoch(run: TrainingRun) -> float | None:
    """The accuracy then; None where the run was not validated after every epoch
    (`validation_freq`), or it is no number.
    """
    values = run.history.get(METRIC, ())
    return values[0] if len(values) == run.epochs_run > 0 and math.isfinite(values[0]) else None


def may_have_given(other: TrainingRun, run: TrainingRun) -> bool:
    """Whether `other` was trained earlier, by steps that were seen, and has as many weights."""
    return _may_give_weights(other, run) and _has_learnt(other)


def _may_give_weights(other: TrainingRun, run: TrainingRun) -> bool:
    """Whether `other` was trained earlier and has as many weights."""
    return (
        other.number < run.number
        and other.model.parameters == run.model.parameters
        and other.weights_changed
    )


def trained_as_asked(run: TrainingRun) -> bool:
    """Whether it is trained as the reference is: the model asked for, a usual learning rate or
    less, no tiny batches.
    """
    rate, batch = run.compiled.optimizer_config.get("learning_rate"), run.batch_size
    usual = USUAL_RATE.get(run.compiled.optimizer)
    slow = usual is not None and isinstance(rate, int | float) and rate <= usual * 1.001
    return bool(
        slow
        and run.match
        and not run.match.differences
        and batch is not None
        and batch >= MIN_BATCH
    )


def _rate(run: TrainingRun) -> tuple[str, ...]:
    rate = run.compiled.optimizer_config.get("learning_rate")
    return (
        (f"{run.compiled.optimizer}, learning rate {rate:g}",)
        if isinstance(rate, int | float)
        else ()
    )
