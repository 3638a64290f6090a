"""Rubric items of a question: made, changed for all who have them, dropped, and ticked."""

from __future__ import annotations

from decimal import Decimal

from starlette.responses import Response

from grader.report.text import one_line
from grader.web.pages.page import NotThereError, Page, address_of
from grader.web.reviewing import marking
from grader.web.reviewing.marking import Mark, NotPointsError
from grader.web.reviewing.questions import Question
from grader.web.reviewing.tables import RubricItem, new_id


def show(page: Page) -> Response:
    """All items, each with a form."""
    return _shown(page, page.question())


def add(page: Page) -> Response:
    """Make an item."""
    question = page.question()
    try:
        item = _item(page, question, new_id())
    except NotPointsError as problem:
        return _shown(page, question, problem=str(problem))
    page.reviewed.tables.add_item(question.finding, item)
    return _back(page, question)


def change(page: Page) -> Response:
    """Give an item other words or points, for all who have it; or drop it, which takes nothing."""
    question = page.question()
    old = next(
        (
            one
            for one in page.reviewed.tables.items(question.finding)
            if one.id == page.request.path_params["item"]
        ),
        None,
    )
    if old is None:
        raise NotThereError
    if page.field("was") != old.label:
        return _shown(page, question, problem=f"Somebody changed it to “{old.label}” meanwhile.")
    if page.field("drop"):
        page.reviewed.tables.drop_item(old.id)
        return _back(page, question)
    try:
        new = _item(page, question, old.id)
    except NotPointsError as problem:
        return _shown(page, question, problem=str(problem))
    marking.change_item(page.reviewed, question.finding, old, new, grader=page.grader)
    return _back(page, question)


def given_by_ticks(page: Page, question: Question) -> Mark:
    """What a form with ticks gives: the points that were typed, else what the ticked items come to;
    raises NotPointsError where it gives none.
    """
    rubrics = page.reviewed.tables.items(question.finding)
    on = [one for one in rubrics if one.id in page.form.get("item", ())]
    text = page.field("points")
    if on and not text.strip():
        points = marking.total(on, rubrics, most=question.possible)
    else:
        points = marking.points_in(text, least=Decimal(0), most=question.possible)
    return Mark(points, page.words("comment"), tuple(one.label for one in on))


def typed(page: Page, *, again: bool) -> dict[str, object]:
    """What such a form holds: what was typed and ticked where it is shown `again`, else nothing."""
    return {
        "points": page.field("points", 40) if again else "",
        "comment": page.field("comment") if again else "",
        "items": page.form.get("item", ()) if again else (),
    }


def _item(page: Page, question: Question, key: str) -> RubricItem:
    """The item that the form describes; raises NotPointsError where it describes none."""
    words = one_line(page.field("words"), marking.LONGEST_WORDS)
    if not words:
        raise NotPointsError("An item needs words: the student reads them.")
    points = marking.points_in(
        page.field("points"), least=-question.possible, most=question.possible
    )
    item = RubricItem(key, points, words, one_line(page.field("note"), marking.LONGEST_WORDS))
    known = page.reviewed.tables.items(question.finding)
    if any(one.label == item.label and one.id != key for one in known):
        raise NotPointsError("There is an item with these words and points.")
    return item


def _shown(page: Page, question: Question, *, problem: str = "") -> Response:
    items = page.reviewed.tables.items(question.finding)
    counts = {
        item.id: sum(
            item.label in override.rubric_items
            for one in page.reviewed.items(question, page.grader)
            if (override := one.finding.override)
        )
        for item in items
    }
    return page.render(
        "items",
        status=422 if problem else 200,
        question=question,
        items=items,
        counts=counts,
        problem=problem,
        back=_hand_in_id(page),
        adds=any(item.points > Decimal(0) for item in items),
    )


def _back(page: Page, question: Question) -> Response:
    back = _hand_in_id(page)
    return page.go(address_of(question, then="items") + (f"?back={back}" if back else ""))


def _hand_in_id(page: Page) -> str:
    """The answer from which the grader came; empty where it was none of this folder."""
    asked = page.field("back") or page.request.query_params.get("back", "")
    found = page.reviewed.hand_in(asked)
    return found.id if found else ""
