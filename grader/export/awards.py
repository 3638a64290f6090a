"""Says what each student of a class gets when grades go to another system, and who gets none.

A grade counts where nothing about it is open. What awaits a person is left out unless it is asked
for; what could not be graded has no points, rather than none out of a hundred. Whose a hand-in is
says the system that gave it, or the roster: never the notebook.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from grader.export.row import Graded, Ungraded
from grader.model.submission import Student
from grader.text.points import points_as_text

WHY_NONE = {
    "ungradable": "it could not be graded",
    "grader_fault": "the grader failed on it; grader batch tries it again",
    "no_result": "there is no result yet; grader batch grades it",
    "not_handed_in": "handed in nothing",
}
"""By status; `graded` and `needs_review` have points."""
NOBODY = "nobody knows whose it is: give grader batch the --roster, or the archive of the LMS"


@dataclass(frozen=True, slots=True)
class Award:
    """What one student gets for one hand-in."""

    student: Student
    status: str
    """Of the grade, else `no_result` or `not_handed_in`."""
    points: Decimal | None
    """None where the student gets none; `why_none` says why."""
    possible: Decimal = Decimal(0)
    why_none: str = ""
    hand_in: str = ""
    """Where the notebook lay, as the operator would name it."""
    graded: Graded | None = None
    """None where there is no result."""


def awards_of(
    graded: Iterable[Graded], others: Iterable[Ungraded] = (), *, include_unfinished: bool = False
) -> tuple[Award, ...]:
    """What everybody of a class gets, a student after another; several of a group get the same.

    With `include_unfinished` a grade that awaits a person counts with what is certain so far.
    """
    found = [*_of_results(graded, include_unfinished=include_unfinished), *_of_others(others)]
    return tuple(_without_doubles(found))


def _of_results(graded: Iterable[Graded], *, include_unfinished: bool) -> Iterator[Award]:
    for one in graded:
        grade, path = one.result.grade, one.result.path
        why = WHY_NONE.get(grade.status, "")
        if grade.status == "needs_review" and not include_unfinished:
            why = (
                f"{points_as_text(grade.points_awaiting_review)} points await a person "
                f"({points_as_text(grade.points)} are certain)"
            )
        points = None if why else grade.points
        students = one.result.origin.students
        for student in students:
            yield Award(student, grade.status, points, grade.points_possible, why, path, one)
        if not students:
            yield Award(Student(), grade.status, None, grade.points_possible, NOBODY, path, one)


def _of_others(others: Iterable[Ungraded]) -> Iterator[Award]:
    for other in others:
        for student in other.students:
            yield Award(
                student, other.status, None, why_none=WHY_NONE[other.status], hand_in=other.path
            )


def _without_doubles(found: Sequence[Award]) -> Iterator[Award]:
    """Where one id stands on several hand-ins, nobody can say which of them counts."""
    by_id: dict[str, list[Award]] = defaultdict(list)
    for one in found:
        if one.student.id and one.hand_in:
            by_id[one.student.id].append(one)
    for one in found:
        same = by_id[one.student.id] if one.student.id else []
        if len(same) > 1 and one.points is not None:
            others = ", ".join(other.hand_in for other in same if other is not one)
            why = f"the id stands on several hand-ins, on this and on {others}: enter it by hand"
            yield replace(one, points=None, why_none=why)
        else:
            yield one
