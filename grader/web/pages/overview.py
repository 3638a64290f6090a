"""The pages from which graders begin: all questions, and all answers to one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from starlette.responses import Response

from grader.model.graded.decision import Decision
from grader.web.pages.answer import SECOND_OPINION, SKIPPED
from grader.web.pages.page import Page, address_of
from grader.web.pages.progress import progress
from grader.web.reviewing import marking


def overview(page: Page) -> Response:
    """Every question with how far it is."""
    reviewed = page.reviewed
    reviewed.tables.leave(page.grader)
    page.services.grouping.begin(reviewed)
    rows = [progress(reviewed, question, page.grader) for question in reviewed.questions()]
    opinions = reviewed.tables.marks(SECOND_OPINION)
    return page.render(
        "overview",
        rows=rows,
        opinions={
            row.question.finding: sum(finding == row.question.finding for _, finding in opinions)
            for row in rows
        },
        place=reviewed.tables.place(page.grader),
        hand_ins=len(reviewed.hand_ins),
        waiting=sum(row.waiting for row in rows),
        flagged=flagged(page),
        unjudged=unjudged(page),
    )


def unjudged(page: Page) -> Counter[str]:
    """How many observations nobody judged, by severity."""
    return Counter(
        one.severity
        for hand_in in page.reviewed.hand_ins
        for one in page.reviewed.grade(hand_in).integrity
        if one.judged is None
    )


def flagged(page: Page) -> list[tuple[str, str, str]]:
    """Decisions that lost what they were about: id of the hand-in, what it is called, and why."""
    reviewed, words = (
        page.reviewed,
        {
            "finding_gone": "what was graded is no longer asked for",
            "answer_changed": "the answer changed since",
            "question_changed": "the question changed since",
            "over_possible": "more points than are possible now",
        },
    )
    return [
        (hand_in.id, page.called(hand_in), f"{one.decision.subject()[1]}: {words[one.flag]}")
        for hand_in in reviewed.hand_ins
        for one in reviewed.grade(hand_in).decisions
        if one.flag
    ]


def begin(page: Page) -> Response:
    """Go to the next answer that waits; to the list where none does."""
    question = page.question()
    item = page.reviewed.next_waiting(question, page.grader)
    return page.go(address_of(question, item.hand_in) if item else address_of(question, then="all"))


def opinion(page: Page) -> Response:
    """Go to an answer for which a second opinion is asked: first to those that others ask for."""
    question, marks = page.question(), page.reviewed.tables.marks(SECOND_OPINION)
    asked = [
        (marks[item.hand_in.name, question.finding] == page.grader, item)
        for item in page.reviewed.items(question, page.grader)
        if (item.hand_in.name, question.finding) in marks
    ]
    if not asked:
        return page.go(address_of(question, then="all"))
    _, first = min(asked, key=lambda one: one[0])
    return page.go(address_of(question, first.hand_in))


def answers(page: Page) -> Response:
    """All answers to a question in this grader's order."""
    question, reviewed = page.question(), page.reviewed
    return page.render(
        "answers",
        question=question,
        items=reviewed.items(question, page.grader),
        opinions=reviewed.tables.marks(SECOND_OPINION),
        skipped=reviewed.tables.marks(SKIPPED),
        leased=reviewed.tables.leased(question.finding, now=reviewed.clock()),
        progress=progress(reviewed, question, page.grader),
    )


def undo(page: Page) -> Response:
    """Take back what this grader did last, a decision or a second mark, and go there."""
    reviewed = page.reviewed
    last, second = marking.last_of(reviewed, page.grader), reviewed.second.last_of(page.grader)
    if second is not None and (not last or second[1].time > last[-1].time):
        finding, mark = second
        reviewed.second.take_back(finding, mark)
        hand_in = reviewed.named(mark.hand_in)
        return page.go(f"/second/{finding}/{hand_in.id}" if hand_in else "/second")
    if not last:
        return page.render("nothing", status=404, why="There is nothing of yours to take back.")
    marking.take_back(reviewed, last, grader=page.grader)
    return page.go(_where(page, last))


def _where(page: Page, taken: Sequence[Decision]) -> str:
    """The page of what was taken back."""
    hand_in = page.reviewed.named(taken[0].hand_in)
    kind, finding = taken[0].subject()
    if kind == "observation" or hand_in is None:
        return "/integrity" if kind == "observation" else "/"
    question = page.reviewed.question(finding) if kind == "points" else None
    if question is None:
        return f"/student/{hand_in.id}"
    hand_ins = {one.hand_in for one in taken}
    return (
        address_of(question, hand_in) if len(hand_ins) == 1 else address_of(question, then="groups")
    )


def names(page: Page) -> Response:
    """Show names to this grader from now on, or hide them."""
    page.reviewed.tables.set(f"names {page.grader}", "hidden" if page.names_shown else "shown")
    back = page.field("back", 500)
    return page.go(back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/")
