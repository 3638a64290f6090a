"""How do the grades of a class become a CSV file?

One row a student: where a group handed in together, each of its students has one.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence

from grader.export.cells import safe_cell
from grader.export.record import plain
from grader.export.row import Graded, doubts, part_points, parts_of, students_of
from grader.model.submission import Student

STUDENT = ("student_id", "name", "email", "section")
VERDICT = ("notebook", "late", "status", "points", "points_possible", "points_awaiting_review")
REST = ("integrity", "report")


def as_csv(graded: Sequence[Graded]) -> str:
    """Return a CSV of all results, with the points of each part in a column `part.ID`; text in it is never a formula."""
    parts = parts_of(graded)
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow([*STUDENT, *VERDICT, *(safe_cell(f"part.{part}") for part in parts), *REST])
    for one in graded:
        for student in students_of(one.result):
            writer.writerow([safe_cell(cell) for cell in _row(one, student, parts)])
    return sheet.getvalue()


def _row(one: Graded, student: Student, parts: Sequence[str]) -> list[str]:
    """A result that nothing was graded of has no points, rather than none out of a hundred."""
    result, grade = one.result, one.result.grade
    judged = grade.status in ("graded", "needs_review")
    earned = part_points(result)
    return [
        *(value or "" for value in (student.id, student.name, student.email, student.section)),
        result.path,
        "yes" if result.origin.late else "no",
        grade.status,
        plain(grade.points) if judged else "",
        plain(grade.points_possible),
        plain(grade.points_awaiting_review),
        *(plain(earned[part]) if part in earned else "" for part in parts),
        " ".join(doubts(result)),
        one.report,
    ]
