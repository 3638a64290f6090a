"""Describes what the charts of a report show; `grader.report.drawing` draws them.

Records with the same content are drawn once: the name is no part of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from grader.model.reference import Curve
from grader.report.numbers import count, metric, plural

Numbers = tuple[tuple[float, ...], ...]
CellTexts = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Series:
    """One metric of a run, with the reference's curve of the same metric."""

    label: Literal["training", "validation"]
    values: tuple[float, ...]
    """One an epoch, from epoch 1; may hold NaN."""
    band: Curve | None = None
    saved: tuple[tuple[int, float], ...] = ()
    """What the student's log says, drawn thin: epochs, from 1, and values."""


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """How a metric went over the epochs, beside what correct solutions do."""

    name: str = field(compare=False)
    """Unique in the report; letters, digits and hyphens."""
    kind: str
    """`loss` or `accuracy`."""
    series: tuple[Series, ...]
    overfits_from: int | None = None
    """The epoch after which the model only got worse on data that it was not trained on."""

    @property
    def alt(self) -> str:
        """What is to be seen."""
        parts = [
            f"{line.label} from {metric(self.kind, line.values[0])}"
            f" to {metric(self.kind, line.values[-1])}"
            for line in self.series
            if line.values
        ]
        epochs = plural(max((len(line.values) for line in self.series), default=0), "epoch")
        turned = (
            f" Overfitting begins after epoch {count(self.overfits_from)}."
            if self.overfits_from
            else ""
        )
        return f"{self.kind.capitalize()} over {epochs}: {'; '.join(parts)}.{turned}"


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A matrix: blue what is good, orange what is not, by how much."""

    name: str = field(compare=False)
    strength: Numbers
    """From −1 (orange) over 0 (blank) to 1 (blue)."""
    words: CellTexts
    """What stands in the cells."""
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    row_title: str
    column_title: str
    alt: str
    wide: bool = False
    """Long names at the rows, and cells that need not be square."""


@dataclass(frozen=True, slots=True)
class ClassBars:
    """Precision, recall and F1 of every class over the band of correct solutions."""

    name: str = field(compare=False)
    classes: tuple[str, ...]
    precision: tuple[float, ...]
    recall: tuple[float, ...]
    f1: tuple[float, ...]
    bands: tuple[tuple[float, float] | None, ...]
    """Of F1."""
    below: tuple[bool, ...]
    """Whether F1 is worse than the band, beyond one example."""

    @property
    def alt(self) -> str:
        """What is to be seen."""
        worst = min(range(len(self.f1)), key=self.f1.__getitem__)
        best = max(range(len(self.f1)), key=self.f1.__getitem__)
        low = [name for name, below in zip(self.classes, self.below, strict=True) if below]
        compared = (
            f" Below correct solutions: {', '.join(low)}."
            if low
            else " None is below correct solutions."
            if any(self.bands)
            else ""
        )
        return (
            f"F1 of each class, from {self.f1[worst]:.3f} ({self.classes[worst]}) to "
            f"{self.f1[best]:.3f} ({self.classes[best]}).{compared}"
        )


@dataclass(frozen=True, slots=True)
class Distribution:
    """How many of a class reached how much."""

    name: str = field(compare=False)
    shares: tuple[float, ...]
    """From 0 to 1."""
    alt: str


@dataclass(frozen=True, slots=True)
class NamedLine:
    """One line among many."""

    label: str
    """What is said of it on hover."""
    points: tuple[tuple[float, float], ...]
    """Epochs, from 1, and values."""


@dataclass(frozen=True, slots=True)
class ClassCurves:
    """How everybody's models of one role learned."""

    name: str = field(compare=False)
    title: str
    lines: tuple[NamedLine, ...]
    band: Curve | None
    alt: str


@dataclass(frozen=True, slots=True)
class AlikeGroup:
    """Hand-ins that are alike."""

    labels: tuple[str, ...]
    edges: tuple[tuple[int, int, bool], ...]
    """Two of them, and whether they are the same word for word."""


@dataclass(frozen=True, slots=True)
class AlikeGroups:
    """All groups of a class."""

    name: str = field(compare=False)
    groups: tuple[AlikeGroup, ...]
    alt: str


Plot = LearningCurve | HeatMap | ClassBars | Distribution | ClassCurves | AlikeGroups
