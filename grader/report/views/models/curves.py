"""Prepares the learning curves of a run."""

from __future__ import annotations

import math
from typing import Literal

from grader.model.evidence import TrainingRun
from grader.model.reference import RoleReference
from grader.report.figures.plots import LearningCurve, Series

RISE = 1.05
"""A validation loss that ends so many times as high as it was shows overfitting."""
_EPOCHS_THAT_TELL = 3
"""One or two epochs that are worse than the best are what chance does."""
_LABELS: tuple[Literal["training", "validation"], ...] = ("training", "validation")


def learning_curves(
    name: str, run: TrainingRun, reference: RoleReference | None
) -> tuple[LearningCurve, ...]:
    """The curves of loss and accuracy, as far as there are numbers."""
    turned = overfits_from(run.history)
    curves = []
    for kind in ("loss", "accuracy"):
        keys = {label: kind if label == "training" else f"val_{kind}" for label in _LABELS}
        series = tuple(
            Series(
                label,
                run.history[key],
                reference.curves.get(key) if reference else None,
                saved_log(run, key),
            )
            for label, key in keys.items()
            if run.history.get(key)
        )
        if any(math.isfinite(value) for line in series for value in line.values):
            curves.append(
                LearningCurve(f"{name}-{kind}", kind, series, turned if kind == "loss" else None)
            )
    return tuple(curves)


def overfits_from(history: dict[str, tuple[float, ...]]) -> int | None:
    """The epoch, from 1, from which on the validation loss rose for good while the training loss
    fell; None where it did not.
    """
    validation, training = history.get("val_loss", ()), history.get("loss", ())
    if len(validation) != len(training) or not all(map(math.isfinite, validation)):
        return None
    lowest = min(range(len(validation)), key=validation.__getitem__, default=0)
    late = validation[lowest + 1 :]
    if len(late) < _EPOCHS_THAT_TELL or not all(value > 0 for value in validation):
        return None
    settled = sum(late[-_EPOCHS_THAT_TELL:]) / _EPOCHS_THAT_TELL
    if settled < RISE * validation[lowest] or not training[-1] < training[lowest]:
        return None
    return lowest + 1


def saved_log(run: TrainingRun, metric: str) -> tuple[tuple[int, float], ...]:
    """What the saved log says of a run that we trained: epochs, from 1, and values."""
    if run.source == "claimed":
        return ()
    logs = [claim for claim in run.claims if claim.kind == "progress_log" and claim.supported]
    longest = max(logs, key=lambda claim: len(claim.epochs), default=None)
    if longest is None or len(longest.epochs) < 2:
        return ()
    return tuple(zip(longest.epochs, longest.history.get(metric, ()), strict=False))
