"""Shows which examples the model gets wrong, and what they look like."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from grader.model.dataset import Dataset
from grader.model.graded.score import Mistake, Score
from grader.model.reference import RoleReference
from grader.report.confusion import class_name
from grader.report.figures.pictures import ReportPicture, pixels, png
from grader.report.numbers import percent

_MOST = 12


@dataclass(frozen=True, slots=True)
class Examples:
    """The held-out examples with the range of their values."""

    inputs: np.ndarray
    """(m, ...)."""
    low: float
    high: float
    classes: tuple[str, ...]

    @classmethod
    def of(cls, dataset: Dataset) -> Examples:
        """Take the held-out half of `dataset`."""
        inputs = dataset.held_out_x
        if inputs.dtype == np.uint8 and inputs.ndim > 2:
            return cls(inputs, 0.0, 255.0, dataset.classes)
        low, high = (
            (float(np.nanmin(inputs)), float(np.nanmax(inputs))) if inputs.size else (0.0, 1.0)
        )
        return cls(inputs, low, high, dataset.classes)

    def called(self, label: int) -> str:
        """Return the name of a class."""
        return class_name(label, self.classes)


@dataclass(frozen=True, slots=True)
class MistakeView:
    """One wrong answer."""

    picture: ReportPicture | None
    """None where the example is no picture."""
    index: int
    true: str
    predicted: str
    confidence: str
    hard: bool
    """Most reference models get it wrong as well."""


def mistake_views(
    name: str, score: Score, reference: RoleReference | None, examples: Examples
) -> tuple[MistakeView, ...]:
    """Return the most confident mistakes, at most twelve."""
    hardest = frozenset(reference.hardest) if reference else frozenset()
    return tuple(
        MistakeView(
            picture=_picture(name, mistake, examples),
            index=mistake.index,
            true=examples.called(mistake.true),
            predicted=examples.called(mistake.predicted),
            confidence=percent(mistake.confidence, digits=0),
            hard=mistake.index in hardest,
        )
        for mistake in score.mistakes.first(_MOST)
    )


def _picture(name: str, mistake: Mistake, examples: Examples) -> ReportPicture | None:
    if not 0 <= mistake.index < len(examples.inputs):
        return None
    image = pixels(examples.inputs[mistake.index], low=examples.low, high=examples.high)
    if image is None:
        return None
    alt = (
        f"Test image {mistake.index}: {examples.called(mistake.true)}, taken for "
        f"{examples.called(mistake.predicted)}"
    )
    return ReportPicture(f"{name}-example-{mistake.index}", png(image), alt)
