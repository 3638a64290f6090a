"""Shows what the student wrote and pasted, and what the evidence says about it."""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup

from grader.model.assignment import Assignment
from grader.model.evidence import Answer, Evidence
from grader.model.submission import Picture as Pasted
from grader.report.figures.pasted import shown
from grader.report.figures.pictures import ReportPicture
from grader.report.prose import prose
from grader.report.text import one_line, shortened
from grader.report.views.fact import cell_names

MOST_PICTURES = 12
"""Of one answer."""
_LONG = 2_000
"""Characters."""


@dataclass(frozen=True, slots=True)
class PictureView:
    """A picture that belongs to an answer."""

    picture: ReportPicture | None
    """None where the file is damaged or too large."""
    caption: str


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
    pictures: tuple[PictureView, ...] = ()
    is_long: bool = False
    """Whether a column beside it would be empty most of the way."""


def answer_views(evidence: Evidence, assignment: Assignment) -> tuple[AnswerView, ...]:
    """Return every question that was answered, and every required one that was not."""
    answers = {answer.question: answer for answer in evidence.answers}
    views = []
    for part in assignment.questions():
        answer = answers.get(part.id) or Answer(question=part.id, text="", cells=(), how_found="")
        if answer.text.strip() or not part.optional:
            views.append(answer_view(answer, part.title, part.question))
    return tuple(views)


def answer_view(answer: Answer, title: str, question: str) -> AnswerView:
    """Return one answer as it may be shown."""
    written = bool(answer.text.strip())
    pasted = answer.pictures[:MOST_PICTURES]
    names = {picture.name: f"picture {number}" for number, picture in enumerate(pasted, start=1)}
    return AnswerView(
        title=title,
        question=question,
        text=prose(answer.text, pictures=names) if written else None,
        where=cell_names(answer.cells) if answer.cells else "",
        how_found=one_line(answer.how_found, 300),
        is_long=len(answer.text) > _LONG,
        context=tuple(shortened(line, 500) for line in answer.context[:10]) if written else (),
        pictures=tuple(
            _picture_view(answer.question, picture, names[picture.name]) for picture in pasted
        ),
    )


def _picture_view(question: str, pasted: Pasted, label: str) -> PictureView:
    picture = shown(
        pasted, name=f"{question}-{label.replace(' ', '-')}", alt=f"{label} of the answer"
    )
    given = (
        "" if pasted.name.startswith(("embedded-", "output-")) else f": {one_line(pasted.name, 80)}"
    )
    trouble = (
        ""
        if picture
        else " (can't be shown: it is damaged or very large; open the notebook to see it)"
    )
    return PictureView(picture, f"{label.capitalize()}{given}{trouble}")
