"""Writes the table in which people give points by hand: a row for each answer of each student.

What was answered and what the evidence says about it stand beside the empty points. The table says
on which answer and on which earlier decision a row rests, so that a table which grew old is
recognised when it comes back.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from grader.export.cells import safe_cell
from grader.export.row import students_of
from grader.model.evidence import Answer
from grader.model.graded.decision import PointsGiven, Subject
from grader.model.graded.finding import Finding
from grader.model.graded.result import Result
from grader.text.points import points_as_text

COLUMNS = (
    "hand_in",
    "student_id",
    "name",
    "finding",
    "question",
    "answer",
    "evidence",
    "points_possible",
    "points",
    "comment",
    "graded_by",
    "decision",
    "answer_digest",
)
SHA = "sha-"
"""Before a digest: without it a spreadsheet takes some of them for numbers."""
SHOWN_DIGITS = 12


@dataclass(frozen=True, slots=True)
class ToGrade:
    """A hand-in whose answers people grade."""

    hand_in: str
    """Name of its folder."""
    result: Result
    """With its evidence."""


def as_grading_sheet(hand_ins: Iterable[ToGrade], *, names: bool = True) -> str:
    """Return a CSV with a row for everything that a person gives points for, question after
    question; without the `names` of those who gave them, where these are not wanted.
    """
    order: dict[str, int] = {}
    rows = []
    for one in hand_ins:
        for finding in one.result.grade.decidable():
            order.setdefault(finding.id, len(order))
            if _is_for_people(finding, one.result):
                rows.append((order[finding.id], _row(one, finding, names=names)))
    sheet = io.StringIO()
    writer = csv.writer(sheet, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(COLUMNS)
    writer.writerows(row for _, row in sorted(rows, key=lambda pair: pair[0]))
    return sheet.getvalue()


def _is_for_people(finding: Finding, result: Result) -> bool:
    """Whether it awaits a person, was decided by one, or is an answer in prose."""
    subject = result.grade.subjects.get(finding.id, Subject())
    return finding.status == "needs_review" or bool(finding.override or subject.answer)


def _row(one: ToGrade, finding: Finding, *, names: bool) -> list[str]:
    return [safe_cell(cell) for cell in _cells(one, finding, names=names)]


def _cells(one: ToGrade, finding: Finding, *, names: bool) -> Iterator[str]:
    result, given = one.result, finding.override
    students = students_of(result)
    subject = result.grade.subjects.get(finding.id, Subject())
    answers = (one for one in result.evidence.answers if one.question == finding.part)
    answer = next(answers, None) if subject.answer else None
    yield one.hand_in
    yield ", ".join(student.id for student in students if student.id)
    yield ", ".join(student.name for student in students if student.name)
    yield finding.id
    yield subject.asked or finding.title
    yield _answered(answer, finding)
    yield " ".join((*_earlier(finding, result), *(answer.context if answer else finding.evidence)))
    yield points_as_text(finding.points_possible)
    yield points_as_text(given.points) if given else ""
    yield given.comment if given else ""
    yield given.author if given and names else ""
    yield _standing(finding, result)
    yield SHA + subject.answer[:SHOWN_DIGITS] if subject.answer else ""


def _earlier(finding: Finding, result: Result) -> Iterator[str]:
    """What a person said of an earlier hand-in, to be gone on from."""
    for one in result.grade.decisions:
        what = one.what
        if not isinstance(what, PointsGiven) or what.finding != finding.id:
            continue
        if one.flag == "answer_changed":
            words = f": “{what.comment}”" if what.comment else ""
            yield f"[For an earlier hand-in {points_as_text(what.points)} points{words}.]"


def _answered(answer: Answer | None, finding: Finding) -> str:
    """The student's words; where the finding is about none, what the program says of it."""
    if answer is None or not (answer.text.strip() or answer.pictures):
        return (finding.automatic or finding).message
    pictures = f" [pictures: {len(answer.pictures)}, see the report]" if answer.pictures else ""
    return answer.text + pictures


def _standing(finding: Finding, result: Result) -> str:
    """Id of the decision that stands about its points, one that does not count included."""
    about = (
        one.decision.id
        for one in result.grade.decisions
        if isinstance(one.what, PointsGiven) and one.what.finding == finding.id
    )
    return str(next(about, ""))
