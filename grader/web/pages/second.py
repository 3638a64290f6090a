"""Second marking: a share of the answers again, blind, and how well both agree."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from starlette.responses import Response

from grader.web.pages.page import Page
from grader.web.pages.rubric import given_by_ticks, typed
from grader.web.pages.shown import answer_shown
from grader.web.reviewing.agreement import (
    DEFAULT_PERCENT,
    Agreement,
    Drift,
    agreement,
    chosen,
    drifts,
)
from grader.web.reviewing.marking import NotPointsError, points_in
from grader.web.reviewing.questions import Question
from grader.web.reviewing.reviewed_class import Item
from grader.web.reviewing.second import SecondMark

SETTING = "second percent"


@dataclass(frozen=True, slots=True)
class QuestionAgreement:
    """How well graders agree about one question."""

    question: Question
    found: Agreement
    waiting: int
    """How many answers this grader can mark a second time."""
    drifts: Sequence[Drift]

    @property
    def open(self) -> int:
        """How many differences nobody settled."""
        return sum(pair.open for pair in self.found.pairs)


def show(page: Page) -> Response:
    """How far it is, and how well graders agree, question by question."""
    return _shown(page)


def choose(page: Page) -> Response:
    """Mark another share of the answers twice."""
    try:
        percent = points_in(page.field("percent", 20), least=Decimal(0), most=Decimal(100))
    except NotPointsError:
        return _shown(page, problem="Give a share from 0 to 100 per cent.")
    page.reviewed.tables.set(SETTING, f"{percent:f}")
    return page.go("/second")


def begin(page: Page) -> Response:
    """Go to the next answer that this grader can mark without having seen its points."""
    question = page.question()
    waiting = _waiting(page, question)
    return page.go(_at(question, waiting[0]) if waiting else "/second")


def mark(page: Page) -> Response:
    """The answer alone, the rubric, and a field for points."""
    return _alone(page, page.item())


def save(page: Page) -> Response:
    """Keep the points beside the first ones: they change no grade."""
    item = page.item()
    override = item.finding.override
    if override is None or item not in _waiting(page, item.question):
        return _shown(page, problem="This answer needs no second mark of yours: none was kept.")
    try:
        what = given_by_ticks(page, item.question)
    except NotPointsError as problem:
        return _alone(page, item, problem=str(problem))
    given = SecondMark(
        item.hand_in.name,
        page.grader,
        what.points,
        override.author,
        override.points,
        what.comment,
        what.items,
    )
    if not page.reviewed.second.keep(item.question.finding, given):
        return _shown(page, problem="Somebody else marked it meanwhile: yours was not kept.")
    return page.go(f"/second/{item.question.finding}")


def _shown(page: Page, *, problem: str = "") -> Response:
    reviewed, percent = page.reviewed, _percent(page)
    rows = [
        QuestionAgreement(
            question,
            agreement(reviewed, question, percent),
            len(_waiting(page, question)),
            drifts(reviewed.items(question, page.grader)),
        )
        for question in reviewed.questions()
        if question.words
    ]
    return page.render(
        "second", status=422 if problem else 200, rows=rows, percent=percent, problem=problem
    )


def _alone(page: Page, item: Item, *, problem: str = "") -> Response:
    return page.render(
        "second_answer",
        status=422 if problem else 200,
        item=item,
        answer=answer_shown(item),
        rubric=page.reviewed.tables.items(item.question.finding),
        problem=problem,
        typed=typed(page, again=bool(problem)),
        left=len(_waiting(page, item.question)),
    )


def _waiting(page: Page, question: Question) -> list[Item]:
    """What another grader decided, was chosen, and has no second mark yet."""
    marked = {mark.hand_in for mark in page.reviewed.second.of(question.finding)}
    return [
        item
        for item in chosen(page.reviewed, question, _percent(page))
        if item.finding.override is not None
        and item.finding.override.author != page.grader
        and item.hand_in.name not in marked
    ]


def _percent(page: Page) -> float:
    return float(page.reviewed.tables.setting(SETTING, DEFAULT_PERCENT))


def _at(question: Question, item: Item) -> str:
    return f"/second/{question.finding}/{item.hand_in.id}"
