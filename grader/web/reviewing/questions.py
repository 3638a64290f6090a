"""Names what of an assignment people grade: its questions, and whatever else awaits a person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from grader.model.assignment import Assignment, CheckSpec, PartSpec
from grader.model.graded.grade import WHOLE

ANSWERED = "question_answered"
"""The check that leaves the points of an answer to a person."""


AS_A_WHOLE = "Hand-ins that could not be graded"


@dataclass(frozen=True, slots=True)
class Question:
    """One finding of every hand-in that a person decides."""

    finding: str
    part: str
    title: str
    words: str
    """As the notebook asks it; empty where the finding is of no question."""
    possible: Decimal
    optional: bool


def questions(assignment: Assignment, waiting: Iterable[str]) -> tuple[Question, ...]:
    """The questions in the order of the assignment, and the other findings that are `waiting`; at
    last the hand-ins that are graded as a whole, because the program could not grade them.
    """
    asked = set(waiting)
    found = [
        _question(part, check)
        for part in assignment.parts
        for check in part.checks
        if check.check == ANSWERED or check.id in asked
    ]
    if WHOLE in asked:
        found.append(
            Question(WHOLE, WHOLE, AS_A_WHOLE, "", assignment.points_possible(), optional=False)
        )
    return tuple(found)


def _question(part: PartSpec, check: CheckSpec) -> Question:
    of_a_question = check.check == ANSWERED
    title = part.title if of_a_question or not check.title else f"{part.title}: {check.title}"
    words = part.question if of_a_question else ""
    if not of_a_question and not check.title:
        title = f"{part.title}: {check.id.rpartition('.')[2].replace('_', ' ')}"
    return Question(check.id, part.id, title, words, check.points, part.optional)
