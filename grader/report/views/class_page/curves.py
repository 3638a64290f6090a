"""Shows how everybody's models learned, over what correct solutions do."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from grader.model.assignment import Assignment
from grader.model.graded.result import Result
from grader.model.reference import Reference
from grader.report import numbers
from grader.report.figures.plots import ClassCurves, NamedLine
from grader.report.views.header import student_name
from grader.report.views.models.model import slug

METRIC = "val_accuracy"
FEWEST = 2
_MOST_LINES = 1_000
"""Of one role; more can't be distinguished."""


def class_curves(
    judged: Sequence[Result], assignment: Assignment, reference: Reference | None
) -> tuple[ClassCurves, ...]:
    """Return a figure for every role that several have trained."""
    figures = []
    for role, spec in assignment.roles.items():
        lines = [line for result in judged if (line := _line(role, result))][:_MOST_LINES]
        if len(lines) >= FEWEST:
            known = reference.roles.get(role) if reference else None
            band = known.curves.get(METRIC) if known else None
            reached = [line.points[-1][1] for line in lines]
            alt = (
                f"Validation accuracy over the epochs of {numbers.plural(len(lines), 'hand-in')}, "
                f"“{spec.title}”: the last values from {numbers.percent(min(reached), digits=1)} "
                f"to {numbers.percent(max(reached), digits=1)}, median "
                f"{numbers.percent(median(reached), digits=1)}."
            )
            figures.append(
                ClassCurves(f"everybody-{slug(role)}", spec.title, tuple(lines), band, alt)
            )
    return tuple(figures)


def _line(role: str, result: Result) -> NamedLine | None:
    curve = next((one for one in result.learned() if one.role == role), None)
    if curve is None:
        return None
    reached = numbers.percent(curve.val_accuracy[-1], digits=1)
    points = tuple(zip(map(float, curve.epochs), curve.val_accuracy, strict=True))
    return NamedLine(f"{student_name(result)}: {reached}", points)
