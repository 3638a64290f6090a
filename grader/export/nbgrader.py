"""Writes the grades of a class with the columns of `nbgrader export`, for what reads these."""

from __future__ import annotations

from collections.abc import Sequence

from grader.export.awards import Award
from grader.export.cells import safe_cell, table_text
from grader.text.points import points_as_text

COLUMNS = (
    *("assignment", "duedate", "timestamp", "student_id", "last_name", "first_name", "email"),
    *("raw_score", "late_submission_penalty", "score", "max_score"),
)


def as_nbgrader(awards: Sequence[Award], *, assignment: str) -> str:
    """One row a student. Scores are empty, and not 0, where there is no grade; nobody here knows of
    due dates and penalties.
    """
    return table_text([COLUMNS, *(_row(award, assignment) for award in awards)])


def _row(award: Award, assignment: str) -> list[str]:
    points = "" if award.points is None else points_as_text(award.points)
    possible = points_as_text(award.possible) if award.graded else ""
    last, first = _names(award.student.name or "")
    who = [assignment, "", "", award.student.id or "", last, first, award.student.email or ""]
    penalty = "0" if points else ""
    return [safe_cell(cell) for cell in (*who, points, penalty, points, possible)]


def _names(name: str) -> tuple[str, str]:
    """Last and first name: by the comma, else the last word is the last name."""
    last, comma, first = name.partition(",")
    if comma:
        return last.strip(), first.strip()
    first, _, last = name.strip().rpartition(" ")
    return last, first.strip()
