"""Similar answers together: look at one, grade all, take one out."""

from __future__ import annotations

from starlette.responses import Response

from grader.review import DecisionConflict
from grader.web.pages.page import NotThereError, Page, address_of
from grader.web.pages.progress import progress
from grader.web.pages.rubric import given_by_ticks, typed
from grader.web.pages.shown import answer_shown
from grader.web.reviewing import marking
from grader.web.reviewing.marking import NotPointsError
from grader.web.reviewing.questions import Question
from grader.web.reviewing.reviewed_class import Item
from grader.web.reviewing.similar import Group, groups
from grader.web.reviewing.tables import new_id

MOST_SHOWN = 60
"""Answers of one group that stand on its page in full; the others as their first words."""


def overview(page: Page) -> Response:
    """All groups of a question."""
    question = page.question()
    return page.render(
        "groups",
        question=question,
        groups=_groups(page, question),
        progress=progress(page.reviewed, question, page.grader),
    )


def show(page: Page) -> Response:
    """One group with all its answers."""
    question = page.question()
    return _shown(page, question, _group(page, question))


def grade(page: Page) -> Response:
    """Give all chosen answers of the group the same; those that are not chosen are taken out."""
    question = page.question()
    group = _group(page, question)
    chosen = frozenset(page.form.get("chosen", ()))
    kept = [item for item in group.items if item.hand_in.id in chosen]
    others = [item for item in group.items if item.hand_in.id not in chosen]
    try:
        what = given_by_ticks(page, question)
        if kept:
            why = f"graded together with {len(kept) - 1} similar answers" if len(kept) > 1 else ""
            marking.give_all(page.reviewed, kept, what, grader=page.grader, why=why)
            if what.comment:
                page.reviewed.tables.keep_comment(question.finding, what.comment)
    except NotPointsError as problem:
        return _shown(page, question, group, problem=str(problem), status=422)
    except DecisionConflict as outrun:
        return _shown(page, question, _group(page, question), problem=str(outrun), status=409)
    if kept and others:
        _apart(page, question, group, kept, others)
    following = next((one for one in _groups(page, question) if one.waiting), None)
    path = f"groups/{following.id}" if following else "groups"
    return page.go(address_of(question, then=path))


def join(page: Page) -> Response:
    """Put two groups together."""
    question = page.question()
    group = _group(page, question)
    other = next((one for one in _groups(page, question) if one.id == page.field("other")), None)
    if other is None:
        raise NotThereError
    name = new_id()
    members = [item.hand_in.name for item in (*group.items, *other.items)]
    page.reviewed.tables.put_into(question.finding, members, name)
    return page.go(address_of(question, then=f"groups/{name}"))


def _apart(
    page: Page, question: Question, group: Group, kept: list[Item], others: list[Item]
) -> None:
    """A person's grouping beats the machine's from now on."""
    name = group.id if group.by_hand else new_id()
    page.reviewed.tables.put_into(question.finding, [item.hand_in.name for item in kept], name)
    for item in others:
        page.reviewed.tables.put_into(question.finding, [item.hand_in.name], new_id())


def _shown(
    page: Page, question: Question, group: Group, *, problem: str = "", status: int = 200
) -> Response:
    return page.render(
        "group",
        status=status,
        question=question,
        group=group,
        answers=[(item, answer_shown(item)) for item in group.items[:MOST_SHOWN]],
        rest=group.items[MOST_SHOWN:],
        others=[one for one in _groups(page, question) if one.id != group.id][:MOST_SHOWN],
        rubric=page.reviewed.tables.items(question.finding),
        comments=page.reviewed.tables.comments(question.finding),
        problem=problem,
        typed=typed(page, again=bool(problem)),
    )


def _groups(page: Page, question: Question) -> tuple[Group, ...]:
    return groups(page.reviewed, question, page.grader, page.services.grouping.labels)


def _group(page: Page, question: Question) -> Group:
    asked = page.request.path_params["group"]
    found = next((one for one in _groups(page, question) if one.id == asked), None)
    if found is None:
        raise NotThereError
    return found
