"""Says from where on a training can no longer change what is found about it.

Every rule here is tried on the curves of all reference seeds and of wrong solutions
(tests/checks/test_decisive.py, docs/decisions/0057). A rule that is wrong once in a while costs a
student points, one that is silent costs time: so all of them ask for more than seems needed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.model.recording import StopReason
from grader.model.reference import Curve, RoleReference

METRIC = "val_accuracy"
HELD_EPOCHS = 3
"""For how many epochs in a row the threshold must be met."""
MARGIN_SHARE = 0.25
"""By which part of the way from the band's low end to its median the threshold must be met."""
NOISE_FACTOR = 1.0
"""By how many of the run's own jumps between epochs the threshold must be met besides."""
NOISE_EPOCHS = 10
FROZEN_SHARE, FROZEN_EPOCHS = 0.1, 5
"""How long nothing at all must have changed: this share of the epochs asked for, and at least so
many.
"""
HALF = 0.5
"""Of the epochs asked for, how many are trained before a run counts as out of reach of every
threshold.
"""
CAUTION = 2.0
"""By how much more than it did so far, or than any correct run did from there, a run may still
gain.
"""
STILL_FALLING = 0.001
"""A validation loss that fell by more than this share of itself lately is learning, whatever the
accuracy says.
"""

History = Mapping[str, Sequence[float]]


@dataclass(frozen=True, slots=True)
class Stakes:
    """What the findings about a run depend on."""

    reference: RoleReference
    floor: float | None
    """The accuracy at and below which no check pays anything; None where no check says."""
    epochs: int
    """How many the run asks for."""
    held_out: bool = True
    """Whether `val_accuracy` may be the accuracy on the held-out data."""


def decided(history: History, stakes: Stakes) -> StopReason | None:
    """Why the run with this `history`, one value an epoch by metric, need not go on; None where it
    must.
    """
    done = max(map(len, history.values()), default=0)
    if done >= stakes.epochs:
        return None
    if _is_lost(history):
        return "lost"
    accuracies = history.get(METRIC, ())
    if len(accuracies) < done or not accuracies or not all(map(math.isfinite, accuracies)):
        return None
    if stakes.held_out and _is_met(accuracies, stakes):
        return "met"
    return _hopeless(history, stakes)


def _hopeless(history: History, stakes: Stakes) -> StopReason | None:
    if stakes.floor is None or max(history[METRIC]) >= stakes.floor:
        return None
    if _is_frozen(history, stakes):
        return "frozen"
    return "out_of_reach" if _is_out_of_reach(history, stakes) else None


def _is_lost(history: History) -> bool:
    """Whether the loss is no number, on the training data and, where it is there, on the validation
    data: so is the model.
    """
    return all(
        metric not in history or math.isnan(history[metric][-1]) for metric in ("loss", "val_loss")
    ) and any(metric in history for metric in ("loss", "val_loss"))


def _is_met(accuracies: Sequence[float], stakes: Stakes) -> bool:
    """Whether the run lies above the threshold by a margin, and where correct runs lie at that
    epoch, and has held.

    A correct run may lose again what it had: Adam's falls a little for hundreds of epochs after its
    best. So it is not enough to be above the end's threshold; the run must also keep up with the
    correct ones.
    """
    band, curve, done = (
        stakes.reference.final[METRIC],
        stakes.reference.curves[METRIC],
        len(accuracies),
    )
    if done < HELD_EPOCHS:
        return False
    margin = max(
        MARGIN_SHARE * (band.median - band.low), NOISE_FACTOR * _jumps(accuracies[-NOISE_EPOCHS:])
    )
    needed = max(
        band.low + margin,
        *(value_at(curve, curve.low, epoch) for epoch in range(done - HELD_EPOCHS + 1, done + 1)),
    )
    return min(accuracies[-HELD_EPOCHS:]) >= needed


def _is_frozen(history: History, stakes: Stakes) -> bool:
    """Whether the validation metrics have been the same to the last digit: the weights don't
    move.
    """
    length = max(FROZEN_EPOCHS, math.ceil(FROZEN_SHARE * stakes.epochs))
    losses = history.get("val_loss", ())
    if len(losses) < length:
        return False
    return len(set(losses[-length:])) == 1 and len(set(history[METRIC][-length:])) == 1


def _is_out_of_reach(history: History, stakes: Stakes) -> bool:
    """Whether neither its own pace nor what any correct run gained from there would lift the run to
    the floor.
    """
    accuracies, losses = history[METRIC], history.get("val_loss") or history.get("loss", ())
    done, half = len(accuracies), len(accuracies) // 2
    if stakes.floor is None or done < max(2, HALF * stakes.epochs) or len(losses) < done:
        return False
    if min(losses[half:]) < (1 - STILL_FALLING) * min(losses[:half]):
        return False
    left = stakes.epochs - done
    pace = max(0.0, max(accuracies[half:]) - max(accuracies[:half])) / (done - half)
    gain = CAUTION * max(pace * left, _gained(stakes.reference, done))
    return max(accuracies) + gain < stakes.floor


def _gained(reference: RoleReference, done: int) -> float:
    """The most that a correct run gained from this epoch to its end."""
    curve = reference.curves[METRIC]
    return max(0.0, reference.final[METRIC].high - value_at(curve, curve.low, done))


def _jumps(values: Sequence[float]) -> float:
    """The size of a usual jump from one epoch to the next, less the trend: the median of the second
    differences.
    """
    bends = sorted(
        abs(a - 2 * b + c) / 2 for a, b, c in zip(values, values[1:], values[2:], strict=False)
    )
    return bends[len(bends) // 2] if bends else 0.0


def value_at(curve: Curve, values: Sequence[float], epoch: int) -> float:
    """`values` of the curve at `epoch`, from 1; between the epochs kept on a straight line, beyond
    the last as there.
    """
    before = max((place for place, kept in enumerate(curve.epochs) if kept <= epoch), default=0)
    after = min(before + 1, len(curve.epochs) - 1)
    first, second = curve.epochs[before], curve.epochs[after]
    if epoch <= first or first == second:
        return values[before]
    return values[before] + (values[after] - values[before]) * (epoch - first) / (second - first)
