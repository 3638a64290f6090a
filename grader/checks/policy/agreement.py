"""Compares a re-run of the first epochs with the log that the student saved.

Two correct runs with different seeds differ by the spread of the reference at that epoch; the width
of the reference's band there (prediction limits on both sides) is more than the difference of two
runs will be at the band's risk.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from grader.model.evidence import Claim, TrainingRun
from grader.model.reference import Curve, RoleReference

METRICS = ("loss", "val_loss", "accuracy", "val_accuracy")
TAIL_METRIC = "val_accuracy"
TAIL_SHARE = 0.95
"""Of the saved epochs after the prefix, how many must lie in the reference's band; the last one
always.
"""
MIN_EPOCHS = 1
ROUNDING = 0.0002
"""Saved logs are rounded to four digits; a measured value may be off by that much more."""


@dataclass(frozen=True, slots=True)
class RerunAgreement:
    """How the re-run prefix and the saved log compare."""

    epochs: int
    """How many epochs both have."""
    disagreements: tuple[str, ...]
    """Where they differ by more than seeds do, a phrase each."""

    @property
    def holds(self) -> bool:
        """Whether there was enough to compare and none of it differed."""
        return self.epochs >= MIN_EPOCHS and not self.disagreements


def compare_with_log(
    history: Mapping[str, Sequence[float]], log: Claim, reference: RoleReference
) -> RerunAgreement:
    """Compare the epochs of `history`, one value each by metric, with those that the saved `log`
    shows.
    """
    compared: set[int] = set()
    disagreements = []
    for metric in METRICS:
        ours, theirs, curve = (
            history.get(metric, ()),
            log.history.get(metric, ()),
            reference.curves.get(metric),
        )
        if curve is None:
            continue
        for epoch, claimed in zip(log.epochs, theirs, strict=False):
            if epoch > len(ours):
                continue
            compared.add(epoch)
            measured, noise = ours[epoch - 1], width_at(curve, epoch) + ROUNDING
            if not abs(measured - claimed) <= noise:
                disagreements.append(
                    f"epoch {epoch} {metric}: {claimed:.4g} saved, {measured:.4g} measured"
                )
    return RerunAgreement(len(compared), tuple(disagreements))


def tail_is_plausible(log: Claim, reference: RoleReference, *, after: int) -> bool:
    """Whether the saved epochs beyond `after` lie where correct runs lie, so that inventing them
    gains nothing.
    """
    curve, values = reference.curves.get(TAIL_METRIC), log.history.get(TAIL_METRIC, ())
    tail = [
        (epoch, value) for epoch, value in zip(log.epochs, values, strict=False) if epoch > after
    ]
    if curve is None or not tail:
        return False
    inside = sum(_inside(curve, epoch, value) for epoch, value in tail)
    return inside >= TAIL_SHARE * len(tail) and _inside(curve, *tail[-1])


def log_end(log: Claim, epochs: int) -> float | None:
    """The accuracy that the saved log ends with; None where it doesn't show the last of the
    `epochs` asked for.
    """
    values = log.history.get(TAIL_METRIC, ())
    return (
        values[-1]
        if values and len(values) == len(log.epochs) and log.epochs[-1] == epochs
        else None
    )


def saved_log(run: TrainingRun) -> Claim | None:
    """The longest progress log among the run's claims."""
    logs = [claim for claim in run.claims if claim.kind == "progress_log" and claim.epochs]
    return max(logs, key=lambda claim: len(claim.epochs), default=None)


def width_at(curve: Curve, epoch: int) -> float:
    """Width of the band at `epoch` (from 1), from the nearest epoch that was kept."""
    kept = _nearest(curve, epoch)
    return curve.high[kept] - curve.low[kept]


def _inside(curve: Curve, epoch: int, value: float) -> bool:
    kept = _nearest(curve, epoch)
    return curve.low[kept] - ROUNDING <= value <= curve.high[kept] + ROUNDING


def _nearest(curve: Curve, epoch: int) -> int:
    return min(range(len(curve.epochs)), key=lambda i: abs(curve.epochs[i] - epoch))
