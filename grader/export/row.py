"""What is told of one student's result to other programs' tables?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal

from grader.model.result import Result
from grader.model.submission import Student


@dataclass(frozen=True, slots=True)
class Graded:
    """A result and where its report lies."""

    result: Result
    report: str
    """Path of the report, relative to the output folder."""


def students_of(result: Result) -> tuple[Student, ...]:
    """Whose result it is: as the LMS says, else as the notebook says; at least one, if only a nameless one."""
    if result.origin.students:
        return result.origin.students
    return (result.submission.student,) if result.submission else (Student(),)


def parts_of(graded: Iterable[Graded]) -> tuple[str, ...]:
    """The ids of the assignment's parts, in the order of the findings."""
    return tuple(dict.fromkeys(finding.part for one in graded for finding in one.result.grade.findings))


def part_points(result: Result) -> dict[str, Decimal]:
    """What each part earned."""
    points: dict[str, Decimal] = {}
    for finding in result.grade.findings:
        points[finding.part] = points.get(finding.part, Decimal(0)) + finding.points
    return points


def doubts(result: Result) -> Iterator[str]:
    """The kinds of what a person should look at, each once."""
    yield from dict.fromkeys(doubt.kind for doubt in result.grade.integrity)
