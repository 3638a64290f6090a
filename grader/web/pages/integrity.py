"""Observations on integrity: a person confirms them, or dismisses them with a reason."""

from __future__ import annotations

from dataclasses import dataclass

from starlette.responses import Response

from grader.model.graded.decision import ObservationJudged
from grader.model.graded.finding import IntegrityFinding, Judgement
from grader.pipeline import basis_of
from grader.review import Draft
from grader.web.pages.page import NotThereError, Page
from grader.web.reviewing.hand_ins import HandInSeen
from grader.web.reviewing.marking import LONGEST_COMMENT

SEVEREST_FIRST = ("serious", "warning", "info")


@dataclass(frozen=True, slots=True)
class HandInObservation:
    """One observation of one hand-in."""

    hand_in: HandInSeen
    found: IntegrityFinding

    @property
    def judged(self) -> Judgement | None:
        """What a person said."""
        return self.found.judged


def show(page: Page) -> Response:
    """All of the class: what nobody judged first, then by severity."""
    return _shown(page)


def judge(page: Page) -> Response:
    """Record what this grader thinks of one."""
    hand_in, key = page.hand_in(), page.request.path_params["observation"]
    if not any(one.key == key for one in page.reviewed.grade(hand_in).integrity):
        raise NotThereError
    why = page.field("why", LONGEST_COMMENT).strip()
    verdict = page.field("verdict")
    if verdict == "confirmed":
        judged = ObservationJudged(key, "confirmed")
    elif verdict == "dismissed" and why:
        judged = ObservationJudged(key, "dismissed")
    else:
        return _shown(page, problem="An observation is dismissed with a reason.")
    basis = basis_of(hand_in.finished, "")
    page.reviewed.book.record([Draft(hand_in.name, page.grader, judged, why=why, basis=basis)])
    page.reviewed.refresh()
    return page.go("/integrity")


def _shown(page: Page, *, problem: str = "") -> Response:
    found = [
        HandInObservation(hand_in, one)
        for hand_in in page.reviewed.hand_ins
        for one in page.reviewed.grade(hand_in).integrity
    ]
    found.sort(
        key=lambda one: (
            one.judged is not None,
            SEVEREST_FIRST.index(one.found.severity),
            one.hand_in.id,
        )
    )
    waiting = sum(one.judged is None for one in found)
    return page.render(
        "integrity",
        status=422 if problem else 200,
        observations=found,
        waiting=waiting,
        problem=problem,
    )
