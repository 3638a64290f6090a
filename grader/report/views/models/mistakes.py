"""Shows which examples the model gets wrong, what they look like, and who else gets them wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

import numpy as np

from grader.model.dataset import Dataset
from grader.model.graded.score import Mistake, Score
from grader.model.reference import RoleReference
from grader.report.confusion import class_name, confusions, same_shape
from grader.report.figures.pictures import ReportPicture, pixels, png
from grader.report.numbers import count, percent, plural

_PAIRS = 3
_OF_EACH = 3
"""So many examples of each pair, and so many of all the others."""


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
    others: str
    """How many correct solutions get the same example wrong: `17 of 20`; empty where not known."""


@dataclass(frozen=True, slots=True)
class MistakesView:
    """Mistakes of one kind, those of which the model was surest."""

    title: str
    mistakes: tuple[MistakeView, ...]
    mixed: bool = False
    """Whether they are of several kinds, so that each has to be named."""


def mistakes_views(
    name: str, score: Score, reference: RoleReference | None, examples: Examples
) -> tuple[MistakesView, ...]:
    """Return the most frequent confusions with examples, and the surest of the other mistakes."""
    pairs = confusions(score.confusion_matrix, most=_PAIRS)
    usual = reference if same_shape(score.confusion_matrix, reference) else None
    named = {(true, predicted): number for true, predicted, number in pairs}

    def shown(mistakes: Sequence[Mistake]) -> tuple[MistakeView, ...]:
        return tuple(_mistake_view(name, one, reference, examples) for one in mistakes)

    views = [
        MistakesView(_pair_title(pair, number, usual, examples), shown(_of_pair(pair, score)))
        for pair, number in named.items()
    ]
    others = (one for one in score.mistakes if (one.true, one.predicted) not in named)
    views.append(MistakesView("Others", shown(tuple(islice(others, _OF_EACH))), mixed=True))
    return tuple(view for view in views if view.mistakes)


def _of_pair(pair: tuple[int, int], score: Score) -> tuple[Mistake, ...]:
    found = (one for one in score.mistakes if (one.true, one.predicted) == pair)
    return tuple(islice(found, _OF_EACH))


def _pair_title(
    pair: tuple[int, int], number: int, usual: RoleReference | None, examples: Examples
) -> str:
    """`4 taken for 9: 52 times (correct solutions: 47)`."""
    true, predicted = pair
    said = f"{examples.called(true)} taken for {examples.called(predicted)}: "
    if usual is None:
        return said + plural(number, "time")
    mean = usual.confusion_mean[true][predicted]
    return f"{said}{plural(number, 'time')} (correct solutions: {count(round(mean))})"


def _mistake_view(
    name: str, mistake: Mistake, reference: RoleReference | None, examples: Examples
) -> MistakeView:
    others = _others(mistake.index, reference)
    return MistakeView(
        picture=_picture(name, mistake, examples, others),
        index=mistake.index,
        true=examples.called(mistake.true),
        predicted=examples.called(mistake.predicted),
        confidence=percent(mistake.confidence, digits=0),
        others=others,
    )


def _others(index: int, reference: RoleReference | None) -> str:
    if reference is None or not 0 <= index < len(reference.times_wrong):
        return ""
    return f"{count(reference.times_wrong[index])} of {count(len(reference.seeds))}"


def _picture(name: str, mistake: Mistake, examples: Examples, others: str) -> ReportPicture | None:
    if not 0 <= mistake.index < len(examples.inputs):
        return None
    image = pixels(examples.inputs[mistake.index], low=examples.low, high=examples.high)
    if image is None:
        return None
    alt = (
        f"Test image {mistake.index}: {examples.called(mistake.true)}, taken for "
        f"{examples.called(mistake.predicted)}"
    )
    fail = f"; {others} correct solutions get it wrong, too" if others else ""
    return ReportPicture(f"{name}-example-{mistake.index}", png(image), alt + fail)
