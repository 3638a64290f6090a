"""Student by student: everything that was found about one, and appeals against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from starlette.responses import Response

from grader.model.graded.decision import AppealAnswered, Decision, PointsGiven
from grader.model.graded.finding import Finding
from grader.model.graded.grade import Grade
from grader.pipeline import basis_of
from grader.review import Draft, standing
from grader.web.pages.page import BY_STUDENT, NotThereError, Page, address_of
from grader.web.reviewing.hand_ins import HandInSeen
from grader.web.reviewing.marking import LONGEST_COMMENT, NotPointsError, points_in
from grader.web.reviewing.questions import Question
from grader.web.reviewing.reviewed_class import Item
from grader.web.reviewing.steps import waiting_of_students

LONGEST_APPEAL = 20_000


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One finding with the address where it is changed."""

    finding: Finding
    question: Question


@dataclass(frozen=True, slots=True)
class AppealRow:
    """An appeal and how it was answered."""

    hand_in: HandInSeen
    title: str
    decision: Decision
    appeal: AppealAnswered


def overview(page: Page) -> Response:
    """All students, those who wait first."""
    return page.render("students", rows=_rows(page))


def begin(page: Page) -> Response:
    """Go to what waits of a student; where nothing does, of the next one."""
    item = waiting_of_students(page.reviewed, page.hand_in(), page.grader)
    if item is None:
        return page.go("/students")
    return page.go(address_of(item.question, item.hand_in) + BY_STUDENT["student"])


def show(page: Page) -> Response:
    """One student's findings, in the order of the assignment."""
    return _shown(page, page.hand_in())


def appeal(page: Page) -> Response:
    """Record a student's words, the decision and the answer; changed points go with it."""
    hand_in, reviewed = page.hand_in(), page.reviewed
    question = reviewed.question(page.field("finding", 200))
    item = reviewed.item(question, hand_in) if question else None
    if item is None:
        raise NotThereError
    what = AppealAnswered(
        item.question.finding,
        page.field("words", LONGEST_APPEAL).strip(),
        page.field("granted") == "yes",
        page.field("answer").strip(),
    )
    if not what.words or not what.answer:
        return _shown(page, hand_in, problem="An appeal has the student's words and an answer.")
    basis = basis_of(hand_in.finished, what.finding)
    drafts = [Draft(hand_in.name, page.grader, what, basis=basis)]
    try:
        if what.granted:
            drafts.append(_changed(page, item, what.answer))
    except NotPointsError as problem:
        return _shown(page, hand_in, problem=str(problem))
    reviewed.book.record(drafts)
    reviewed.refresh()
    return page.go(f"/student/{hand_in.id}")


def appeals(page: Page) -> Response:
    """All appeals of the class, the newest first."""
    found = _appeals(page, page.reviewed.decisions())
    return page.render("appeals", appeals=sorted(found, key=lambda one: -one.decision.id))


def _changed(page: Page, item: Item, answer: str) -> Draft:
    """The points that an appeal brings; comment and rubric items stay, the answer is added."""
    points = points_in(page.field("points"), least=Decimal(0), most=item.finding.points_possible)
    before, finding = item.finding.override, item.question.finding
    comment = "\n\n".join(filter(None, (before.comment if before else "", answer)))
    return Draft(
        item.hand_in.name,
        page.grader,
        PointsGiven(
            finding, points, comment[:LONGEST_COMMENT], before.rubric_items if before else ()
        ),
        why="an appeal was granted",
        basis=basis_of(item.hand_in.finished, finding),
    )


def _rows(page: Page) -> list[tuple[HandInSeen, Grade]]:
    rows = [(one, page.reviewed.grade(one)) for one in page.reviewed.hand_ins]
    rows.sort(key=lambda row: row[0].student.casefold() if page.names_shown else row[0].id)
    rows.sort(key=lambda row: row[1].status != "needs_review")
    return rows


def _shown(page: Page, hand_in: HandInSeen, *, problem: str = "") -> Response:
    reviewed, grade = page.reviewed, page.reviewed.grade(hand_in)
    rows = [
        FindingRow(finding, question)
        for finding in grade.decidable()
        if (question := reviewed.question(finding.id)) is not None
    ]
    return page.render(
        "student",
        status=422 if problem else 200,
        hand_in=hand_in,
        grade=grade,
        rows=rows,
        appeals=_appeals(page, reviewed.decisions(hand_in.name)),
        problem=problem,
        typed={name: page.field(name) for name in ("finding", "words", "answer", "points")}
        if problem
        else {"finding": "", "words": "", "answer": "", "points": ""},
    )


def _appeals(page: Page, decisions: Sequence[Decision]) -> list[AppealRow]:
    found = []
    for decision in standing(decisions):
        hand_in = page.reviewed.named(decision.hand_in)
        if isinstance(decision.what, AppealAnswered) and hand_in is not None:
            question = page.reviewed.question(decision.what.finding)
            title = question.title if question else decision.what.finding
            found.append(AppealRow(hand_in, title, decision, decision.what))
    return found
