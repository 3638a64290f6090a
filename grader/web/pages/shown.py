"""Prepares what students wrote for the page, by the same door that cleans it for reports."""

from __future__ import annotations

import re
from dataclasses import dataclass

from markupsafe import Markup

from grader.errors import ConfigError
from grader.model.evidence import Answer
from grader.model.graded.result import Result
from grader.model.submission import Cell, Student
from grader.report.prose import prose
from grader.report.text import shortened
from grader.report.views.answers import AnswerView, answer_view
from grader.web.reviewing.hand_ins import HandInSeen
from grader.web.reviewing.reviewed_class import Item

AROUND = 4
"""Cells before and after an answer that are shown at first."""
MOST_CELLS = 300
SHORTEST_NAME = 5
HIDDEN = "(name hidden)"
LONGEST_SOURCE, LONGEST_OUTPUT = 6_000, 2_000


@dataclass(frozen=True, slots=True)
class CellShown:
    """One cell of the notebook as it was handed in."""

    number: int
    """As reports count: from 1."""
    prose: Markup | None
    """For a text cell."""
    source: str
    output: str
    of_the_answer: bool


def whole(hand_in: HandInSeen) -> Result | None:
    """All that is known of a hand-in; None where its records can't be read."""
    try:
        return hand_in.folder.load(events=False)
    except ConfigError:
        return None


def answer_shown(item: Item) -> AnswerView:
    """The answer as it was written, with its pictures and what the evidence says."""
    result = whole(item.hand_in)
    answers = result.evidence.answers if result else ()
    part = item.question.part
    nothing = Answer(question=part, text="", cells=(), how_found="")
    answer = next((one for one in answers if one.question == part), nothing)
    return answer_view(answer, item.question.title, item.question.words)


def cells_shown(item: Item, *, every: bool, names: bool) -> tuple[CellShown, ...]:
    """The cells around the answer, or all of them; without the student's name unless `names` are
    shown, for many notebooks begin with it.
    """
    result = whole(item.hand_in)
    if result is None or result.submission is None:
        return ()
    answers = (one for one in result.evidence.answers if one.question == item.question.part)
    own = frozenset(next((one.cells for one in answers), ()))
    cells = result.submission.notebook.cells
    if own and not every:
        cells = cells[max(0, min(own) - AROUND) : max(own) + AROUND + 1]
    hidden = None if names else _names(result.submission.student)
    return tuple(_cell(cell, own, hidden) for cell in cells[:MOST_CELLS])


def _cell(cell: Cell, own: frozenset[int], hidden: re.Pattern[str] | None) -> CellShown:
    text = cell.kind == "markdown"
    output = "\n".join(one.text for one in cell.outputs if one.text)
    source = _without(cell.source, hidden)
    return CellShown(
        cell.index + 1,
        prose(source) if text else None,
        "" if text else shortened(source, LONGEST_SOURCE),
        shortened(_without(output, hidden), LONGEST_OUTPUT),
        cell.index in own,
    )


def _names(student: Student) -> re.Pattern[str] | None:
    """What names the student, as a whole; None where nothing does. A short word is left as it is:
    it may well be one of the program's.
    """
    known = (student.name, student.email, student.id)
    asked = [re.escape(one) for one in known if one and len(one) >= SHORTEST_NAME]
    return re.compile(rf"(?<!\w)(?:{'|'.join(asked)})(?!\w)", re.IGNORECASE) if asked else None


def _without(text: str, hidden: re.Pattern[str] | None) -> str:
    return hidden.sub(HIDDEN, text) if hidden else text
