"""What did the student write, and what does the evidence say about it?"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from grader.model.assignment import Assignment
from grader.model.evidence import Answer, Evidence
from grader.report.prose import prose
from grader.report.text import one_line, shortened
from grader.report.views.fact import cell_names


@dataclass(frozen=True, slots=True)
class AnswerView:
    """One question with its answer."""

    title: str
    question: str
    text: Markup | None
    """The answer, sanitised; None where none was found."""
    where: str
    how_found: str
    context: tuple[str, ...]


def answer_views(evidence: Evidence, assignment: Assignment) -> tuple[AnswerView, ...]:
    """Return every question that was answered, and every required one that was not."""
    answers = {answer.question: answer for answer in evidence.answers}
    views = []
    for part in assignment.questions():
        answer = answers.get(part.id) or Answer(question=part.id, text="", cells=(), how_found="")
        if answer.text.strip() or not part.optional:
            views.append(_answer_view(answer, part.title, part.question))
    return tuple(views)


def _answer_view(answer: Answer, title: str, question: str) -> AnswerView:
    written = bool(answer.text.strip())
    return AnswerView(
        title=title,
        question=question,
        text=prose(answer.text) if written else None,
        where=cell_names(answer.cells) if answer.cells else "",
        how_found=one_line(answer.how_found, 300),
        context=tuple(shortened(line, 500) for line in answer.context[:10]) if written else (),
    )
