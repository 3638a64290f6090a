"""Shows precision, recall and F1 of every class, beside those of correct solutions."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model.graded.score import ClassMetrics, Score
from grader.model.reference import Band, RoleReference
from grader.report import numbers
from grader.report.confusion import class_name, name_at_axis
from grader.report.figures.plots import ClassBars


@dataclass(frozen=True, slots=True)
class ClassRow:
    """Precision, recall and F1 of one class."""

    name: str
    precision: str
    recall: str
    f1: str
    f1_band: str
    standing: str


def class_rows(
    score: Score, reference: RoleReference | None, classes: tuple[str, ...]
) -> tuple[ClassRow, ...]:
    """Return a row for every class."""
    bands = reference.class_f1 if reference else {}
    return tuple(
        ClassRow(
            name=class_name(metrics.label, classes),
            precision=f"{metrics.precision:.3f}",
            recall=f"{metrics.recall:.3f}",
            f1=f"{metrics.f1:.3f}",
            f1_band=_band_words(bands.get(metrics.label)),
            standing="below" if _is_below(metrics, bands.get(metrics.label)) else "",
        )
        for metrics in score.per_class()
    )


def class_bars(
    name: str, score: Score, reference: RoleReference | None, classes: tuple[str, ...]
) -> ClassBars:
    """Return the same as a figure."""
    bands = reference.class_f1 if reference else {}
    found = score.per_class()
    return ClassBars(
        name=name,
        classes=tuple(name_at_axis(one.label, classes) for one in found),
        precision=tuple(one.precision for one in found),
        recall=tuple(one.recall for one in found),
        f1=tuple(one.f1 for one in found),
        bands=tuple(_ends(bands.get(one.label)) for one in found),
        below=tuple(_is_below(one, bands.get(one.label)) for one in found),
    )


def _ends(band: Band | None) -> tuple[float, float] | None:
    return (max(0.0, band.low), min(1.0, band.high)) if band else None


def _band_words(band: Band | None) -> str:
    ends = _ends(band)
    return f"{ends[0]:.3f} {numbers.DASH} {ends[1]:.3f}" if ends else ""


def _is_below(metrics: ClassMetrics, band: Band | None) -> bool:
    return band is not None and metrics.f1 < band.low - _one_example(metrics)


def _one_example(metrics: ClassMetrics) -> float:
    """By how much one mistake lowers a class's F1: where all seeds agree the band is narrower than
    that.
    """
    return 1 / metrics.support if metrics.support else 0.0
