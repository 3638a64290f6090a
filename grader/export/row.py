"""Says what other programs' tables hold of one student's result."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from grader.model.graded.result import Result
from grader.model.hand_in import HandIn
from grader.model.submission import Student


@dataclass(frozen=True, slots=True)
class Graded:
    """A result and where its report lies."""

    result: Result
    report: str
    """Path of the report, relative to the output folder."""


@dataclass(frozen=True, slots=True)
class Ungraded:
    """Students of whom there is no result."""

    students: tuple[Student, ...]
    status: Literal["no_result", "not_handed_in"]
    """`no_result`: the hand-in was not graded yet, or its result can't be read."""
    path: str = ""
    """Where the notebook lay, as the operator would name it."""
    late: bool = False


def ungraded(without_result: Iterable[HandIn], absent: Iterable[Student]) -> Iterator[Ungraded]:
    """Who of a class has no result: hand-ins without one, and students who handed in nothing."""
    for one in without_result:
        yield Ungraded(
            one.origin.students or (Student(),), "no_result", one.path or one.name, one.origin.late
        )
    for student in absent:
        yield Ungraded((student,), "not_handed_in")


def students_of(result: Result) -> tuple[Student, ...]:
    """Whose result it is: as the LMS says, else as the notebook says; at least one, if only a
    nameless one.
    """
    if result.origin.students:
        return result.origin.students
    return (result.submission.student,) if result.submission else (Student(),)


def parts_of(graded: Iterable[Graded]) -> tuple[str, ...]:
    """The ids of the assignment's parts, in the order of the findings."""
    return tuple(
        dict.fromkeys(finding.part for one in graded for finding in one.result.grade.findings)
    )


def part_points(result: Result) -> dict[str, Decimal]:
    """What each part earned."""
    points: dict[str, Decimal] = {}
    for finding in result.grade.findings:
        points[finding.part] = points.get(finding.part, Decimal(0)) + finding.points
    return points


def observation_kinds(result: Result) -> Iterator[str]:
    """The kinds of what a person should look at, each once."""
    yield from dict.fromkeys(observation.kind for observation in result.grade.integrity)
