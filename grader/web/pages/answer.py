"""The page of one answer, and what a grader does there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from starlette.responses import Response

from grader.model.graded.decision import Decision, PointsGiven
from grader.model.graded.finding import Finding
from grader.report.text import one_line
from grader.review import DecisionConflict
from grader.web.pages.page import Page, address_of, as_points
from grader.web.pages.progress import QuestionProgress, progress
from grader.web.pages.shown import answer_shown
from grader.web.reviewing import marking
from grader.web.reviewing.marking import Mark, NotPointsError
from grader.web.reviewing.reviewed_class import Item
from grader.web.reviewing.steps import following
from grader.web.reviewing.tables import RubricItem

DIGITS = 9
SECOND_OPINION, SKIPPED = "second opinion", "skipped"


@dataclass(frozen=True, slots=True)
class RubricRow:
    """One rubric item beside an answer."""

    item: RubricItem
    digit: str
    """The key that puts it on and takes it off; empty beyond the ninth."""
    on: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """What was given for an answer so far, as the form shows it."""

    item: Item
    points: str
    comment: str
    seen: str
    """Id of the decision that stands; empty where there is none."""
    said: str
    """What became of it, in a sentence."""
    rubric: tuple[RubricRow, ...]
    comments: tuple[str, ...]
    second_opinion: str
    """Who asks for one; empty where nobody does."""
    at_it: str
    """Another grader who is at this answer; empty where nobody is."""
    progress: QuestionProgress
    problem: str = ""

    @property
    def finding(self) -> Finding:
        """The finding that is graded."""
        return self.item.finding


def show(page: Page) -> Response:
    """The answer, with what belongs to it."""
    item = page.item()
    whose = page.reviewed.tables.lease(
        item.hand_in.name,
        item.question.finding,
        page.grader,
        now=page.reviewed.clock(),
        place=page.answer_at(item),
    )
    return _whole(page, _panel(page, item, at_it="" if whose == page.grader else whose))


def save(page: Page) -> Response:
    """Record what the form says; then stay, or go on."""
    item, then = page.item(), page.field("then")
    try:
        _record(page, item)
    except NotPointsError as problem:
        return _answered(page, _panel(page, page.item(), problem=str(problem)), status=422)
    except DecisionConflict as outrun:
        mine = {"points": page.field("points", 40), "comment": page.field("comment")}
        return _conflict(page, item, outrun.found, mine)
    if then:
        return page.go(_on(page, item, then))
    return _answered(page, _panel(page, page.item()))


def toggle(page: Page) -> Response:
    """Put a rubric item on the answer, or take it off."""
    item = page.item()
    rubrics = page.reviewed.tables.items(item.question.finding)
    rubric = next((one for one in rubrics if one.id == page.field("item")), None)
    if rubric is not None:
        what = marking.with_item(item, rubric, rubrics)
        try:
            _give(page, item, what)
        except DecisionConflict as outrun:
            mine = {"points": as_points(what.points), "comment": what.comment}
            return _conflict(page, item, outrun.found, mine)
    return _panel_again(page)


def mark(page: Page) -> Response:
    """Ask for a second opinion or put the answer at the end; a skipped one is left at once."""
    item, kind = page.item(), page.field("kind")
    if kind not in (SECOND_OPINION, SKIPPED):
        return _panel_again(page)
    page.reviewed.tables.mark(kind, item.hand_in.name, item.question.finding, page.grader)
    return page.go(_on(page, item, "next")) if kind == SKIPPED else _panel_again(page)


def stay(page: Page) -> Response:
    """A sign of life: the answer stays this grader's; tells if it is another's."""
    item = page.item()
    whose = page.reviewed.tables.lease(
        item.hand_in.name, item.question.finding, page.grader, now=page.reviewed.clock()
    )
    return page.render("parts/lease", at_it="" if whose == page.grader else whose, item=item)


def step(page: Page) -> Response:
    """Go to the answer before or after, or the next that waits."""
    return page.go(_on(page, page.item(), page.request.path_params["step"]))


def comments(page: Page) -> Response:
    """Comments used before in which the words searched for stand."""
    item = page.item()
    found = page.reviewed.tables.comments(
        item.question.finding, page.request.query_params.get("search", "")[:200]
    )
    return page.render("parts/comments", comments=found, item=item)


def _record(page: Page, item: Item) -> None:
    """Record the form's points and comment; a comment without points is kept as a draft."""
    text, comment = page.field("points").strip(), page.words("comment")
    before = marking.given(item)
    drafts = page.reviewed.tables
    if before is None:  # whatever becomes of the points, the words are not lost
        drafts.set_draft(item.hand_in.name, item.question.finding, page.grader, comment)
        if not text:
            return
    points = marking.points_in(text, least=Decimal(0), most=item.finding.points_possible)
    what = Mark(points, comment, before.items if before else ())
    _give(page, item, what)
    drafts.set_draft(item.hand_in.name, item.question.finding, page.grader, "")


def _give(page: Page, item: Item, what: Mark) -> None:
    """Record it. Where the grader's own autosave came between, the later words count: only
    another's are a conflict.
    """
    text = page.field("seen")
    seen = int(text) if text.isdecimal() else None
    try:
        marking.give(page.reviewed, item, what, grader=page.grader, seen=seen)
    except DecisionConflict as outrun:
        if not outrun.found or any(one.author != page.grader for one in outrun.found):
            raise
        page.reviewed.refresh()
        again = page.item()
        marking.give(page.reviewed, again, what, grader=page.grader, seen=again.decision)


def _panel(page: Page, item: Item, *, at_it: str = "", problem: str = "") -> Panel:
    tables, question, name = page.reviewed.tables, item.question, item.hand_in.name
    before = marking.given(item)
    on = before.items if before else ()
    rubric = [
        RubricRow(one, str(number) if number <= DIGITS else "", one.label in on)
        for number, one in enumerate(tables.items(question.finding), start=1)
    ]
    draft = tables.draft(name, question.finding, page.grader)
    points = page.field("points", 40) if problem else f"{before.points:f}" if before else ""
    return Panel(
        item=item,
        points=points,
        comment=page.field("comment") if problem else before.comment if before else draft,
        seen=str(item.decision or ""),
        said=_said(page, item),
        rubric=tuple(rubric),
        comments=tables.comments(question.finding),
        second_opinion=tables.marks(SECOND_OPINION).get((name, question.finding), ""),
        at_it=at_it,
        progress=progress(page.reviewed, question, page.grader, here=item),
        problem=problem,
    )


def _said(page: Page, item: Item) -> str:
    override = item.finding.override
    if override is not None:
        who = "you" if override.author == page.grader else one_line(override.author, 80)
        return f"Saved {override.time[11:16]} UTC by {who}."
    if item.waiting:
        return "Not graded yet."
    return f"By the program: {one_line(item.finding.message, 300)}"


def _whole(page: Page, panel: Panel, status: int = 200) -> Response:
    item = panel.item
    return page.render("answer", status=status, panel=panel, item=item, answer=answer_shown(item))


def _answered(page: Page, panel: Panel, status: int = 200) -> Response:
    """What became of it beside the fields for a page that stays, else the whole page."""
    if page.by_htmx:
        return page.render("parts/saved", panel=panel, item=panel.item, apart=True)
    return _whole(page, panel, status)


def _panel_again(page: Page) -> Response:
    item = page.item()
    if page.by_htmx:
        return page.render("parts/panel", panel=_panel(page, item), item=item)
    return page.go(page.answer_at(item))


def _conflict(
    page: Page, item: Item, found: tuple[Decision, ...], mine: Mapping[str, str]
) -> Response:
    """Both sides beside each other; what was typed is not lost."""
    theirs = next((one for one in found if isinstance(one.what, PointsGiven)), None)
    response = page.render(
        "conflict",
        status=200 if page.by_htmx else 409,
        item=item,
        theirs=theirs,
        mine=mine,
    )
    if page.by_htmx:
        response.headers["hx-retarget"], response.headers["hx-reswap"] = "body", "outerHTML"
    return response


def _on(page: Page, item: Item, then: str) -> str:
    """Where a grader goes from here."""
    found = following(page.reviewed, item, then, grader=page.grader, along=page.along)
    if found is not None:
        return page.answer_at(found)
    return "/students" if page.along == "student" else address_of(item.question, then="all")
