"""Settling where two graders differ: both beside each other, and one of them or a third counts."""

from __future__ import annotations

from decimal import Decimal

from starlette.responses import Response

from grader.review import DecisionConflict
from grader.web.pages.page import NotThereError, Page, address_of
from grader.web.pages.shown import answer_shown
from grader.web.reviewing import marking
from grader.web.reviewing.agreement import Pair, pairs
from grader.web.reviewing.marking import Mark, NotPointsError
from grader.web.reviewing.questions import Question

AGREEMENT = "/second"


def begin(page: Page) -> Response:
    """Go to the next difference of a question."""
    return page.go(_next(page, page.question()))


def show(page: Page) -> Response:
    """The answer, and what both gave."""
    return _shown(page, _pair(page))


def settle(page: Page) -> Response:
    """Record what counts from now on, with the names of both beside it; then the next one."""
    pair = _pair(page)
    try:
        what = _chosen(page, pair)
        draft = marking.draft_of(
            pair.item, what, grader=page.grader, seen=_seen_number(page), why=pair.mark.both
        )
        (decision,) = page.reviewed.book.record([draft])
    except NotPointsError as problem:
        return _shown(page, pair, problem=str(problem))
    except DecisionConflict as outrun:
        page.reviewed.refresh()
        return _shown(page, _pair(page), problem=str(outrun))
    page.reviewed.second.settle(decision)
    page.reviewed.refresh()
    return page.go(_next(page, pair.item.question))


def _chosen(page: Page, pair: Pair) -> Mark:
    """The first grader's, as it stands; the second's; or what was typed."""
    stands = marking.given(pair.item)
    if page.field("choose") == "first" and stands:
        return stands
    if page.field("choose") == "second":
        return Mark(pair.mark.points, pair.mark.comment, pair.mark.items)
    points = marking.points_in(
        page.field("points"), least=Decimal(0), most=pair.item.finding.points_possible
    )
    return Mark(points, page.words("comment"))


def _seen_number(page: Page) -> int | None:
    text = page.field("seen")
    return int(text) if text.isdecimal() else None


def _pair(page: Page) -> Pair:
    item = page.item()
    name = item.hand_in.name
    found = (one for one in pairs(page.reviewed, item.question) if one.mark.hand_in == name)
    pair = next(found, None)
    if pair is None or item.finding.override is None:
        raise NotThereError
    return pair


def _next(page: Page, question: Question) -> str:
    """The next difference of the question; where there is none, how well graders agree."""
    found = (pair for pair in pairs(page.reviewed, question) if pair.open)
    pair = next(found, None)
    return address_of(question, pair.item.hand_in, "settle") if pair else AGREEMENT


def _shown(page: Page, pair: Pair, *, problem: str = "") -> Response:
    return page.render(
        "settle",
        status=422 if problem else 200,
        pair=pair,
        item=pair.item,
        answer=answer_shown(pair.item),
        problem=problem,
        typed={
            "points": page.field("points", 40) if problem else "",
            "comment": page.field("comment") if problem else pair.item.finding.override.comment,
        }
        if pair.item.finding.override
        else {},
    )
