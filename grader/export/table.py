"""Writes the grades of a class as a CSV file.

One row a student: where a group handed in together, each of its students has one. Who has no result
has a row, too, with no points and a status that says why, so that nobody goes missing between two
systems.
"""

from __future__ import annotations

from collections.abc import Sequence

from grader.export.cells import safe_cell, table_text
from grader.export.row import (
    Graded,
    Ungraded,
    observation_kinds,
    part_points,
    parts_of,
    students_of,
)
from grader.model.submission import Student
from grader.text.points import points_as_text

STUDENT = ("student_id", "name", "email", "section")
VERDICT = ("notebook", "late", "status", "points", "points_possible", "points_awaiting_review")
REST = ("integrity", "report")


def as_csv(graded: Sequence[Graded], others: Sequence[Ungraded] = ()) -> str:
    """Return a CSV of all results, with the points of each part in a column `part.ID`; text in it
    is never a formula.

    `others` are those of the class who have no result.
    """
    parts = parts_of(graded)
    rows = [[*STUDENT, *VERDICT, *(safe_cell(f"part.{part}") for part in parts), *REST]]
    lines = [_row(one, student, parts) for one in graded for student in students_of(one.result)]
    lines += [_empty_row(other, student, parts) for other in others for student in other.students]
    return table_text([*rows, *([safe_cell(cell) for cell in row] for row in lines)])


def _empty_row(other: Ungraded, student: Student, parts: Sequence[str]) -> list[str]:
    late = "yes" if other.late else "no" if other.status == "no_result" else ""
    empty = len(VERDICT) - 3 + len(parts) + len(REST)
    return [*_identity(student), other.path, late, other.status, *[""] * empty]


def _identity(student: Student) -> list[str]:
    return [value or "" for value in (student.id, student.name, student.email, student.section)]


def _row(one: Graded, student: Student, parts: Sequence[str]) -> list[str]:
    """A result that nothing was graded of has no points, rather than none out of a hundred."""
    result, grade = one.result, one.result.grade
    judged = grade.status in ("graded", "needs_review")
    earned = part_points(result)
    return [
        *_identity(student),
        result.path,
        "yes" if result.origin.late else "no",
        grade.status,
        points_as_text(grade.points) if judged else "",
        points_as_text(grade.points_possible),
        points_as_text(grade.points_awaiting_review),
        *(points_as_text(earned[part]) if part in earned else "" for part in parts),
        " ".join(observation_kinds(result)),
        one.report,
    ]
