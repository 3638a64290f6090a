"""Puts what people decided in the place of what the program found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from grader.grading.grade import added_up
from grader.model.graded.decision import (
    AppliedDecision,
    Decision,
    Flag,
    ObservationJudged,
    PointsGiven,
    Subject,
    Undone,
    standing,
)
from grader.model.graded.finding import (
    Automatic,
    Finding,
    IntegrityFinding,
    Judgement,
    Override,
)
from grader.model.graded.grade import WHOLE, Grade

KEPT_BACK: frozenset[Flag] = frozenset({"finding_gone", "answer_changed"})
"""Where one of these is so, a decision was about something else, and does not count."""


def with_decisions(
    grade: Grade,
    decisions: Iterable[Decision],
    *,
    notebook: str,
) -> Grade:
    """The grade as people decided about it, with every standing decision and whether it counts.
    `notebook` is the digest of what was handed in.
    """
    applied = list(_applied(decisions, grade, notebook))
    if not applied:
        return grade
    counting = [one for one in applied if one.counts]
    overrides = [
        _override(one.decision, one.what) for one in counting if isinstance(one.what, PointsGiven)
    ]
    judged = {
        one.what.observation: _judgement(one.decision, one.what)
        for one in counting
        if isinstance(one.what, ObservationJudged)
    }
    integrity = tuple(_judged(observation, judged) for observation in grade.integrity)
    decided = with_overrides(replace(grade, integrity=integrity), overrides)
    return replace(decided, decisions=tuple(applied))


def _applied(
    decisions: Iterable[Decision], grade: Grade, notebook: str
) -> Iterator[AppliedDecision]:
    for decision in standing(decisions):
        what = decision.what
        if not isinstance(what, Undone):  # none of these stands
            flag = _flag(decision, grade, notebook)
            yield AppliedDecision(decision, what, flag not in KEPT_BACK, flag)


def with_overrides(grade: Grade, overrides: Iterable[Override]) -> Grade:
    """The grade with a person's changes: the last one of a finding counts, within what is
    possible. What the program could not grade is graded as a whole.
    """
    changed = {override.finding: override for override in overrides}
    if not grade.findings and WHOLE not in changed:
        return grade
    findings = tuple(_overridden(one, changed.get(one.id)) for one in grade.decidable())
    return added_up(grade, findings, grade.integrity)


def _flag(decision: Decision, grade: Grade, notebook: str) -> Flag | None:
    """In what the hand-in or the rubric is no longer what it was when the decision was made."""
    if isinstance(decision.what, ObservationJudged):
        found = any(observation.key == decision.what.observation for observation in grade.integrity)
        return None if found else "finding_gone"
    if not isinstance(decision.what, PointsGiven):
        return None
    finding = next((one for one in grade.decidable() if one.id == decision.what.finding), None)
    if finding is None:
        return "finding_gone"
    now, then = grade.subjects.get(finding.id, Subject()), decision.basis
    same_answer = bool(then.answer) and then.answer == now.answer
    if notebook != then.notebook and not same_answer:
        return "answer_changed"
    if decision.what.points > finding.points_possible:
        return "over_possible"
    asked_alike = not then.question or not now.question or then.question == now.question
    return None if asked_alike else "question_changed"


def _judgement(decision: Decision, judged: ObservationJudged) -> Judgement:
    return Judgement(judged.verdict, decision.author, decision.why, decision.time)


def _override(decision: Decision, given: PointsGiven) -> Override:
    return Override(
        finding=given.finding,
        points=given.points,
        author=decision.author,
        reason=decision.why,
        time=decision.time,
        comment=given.comment,
        rubric_items=given.rubric_items,
        decision=decision.id,
    )


def _overridden(finding: Finding, override: Override | None) -> Finding:
    if override is None:
        return finding
    points = min(max(override.points, Decimal(0)), finding.points_possible)
    full, none = points == finding.points_possible, points == 0
    waited = finding.status == "needs_review"
    why = override.reason or override.comment
    return replace(
        finding,
        points=points,
        status="passed" if full else "failed" if none else "partial",
        message=_message(finding, override),
        hint="" if waited or full else finding.hint,
        cut_short=False,
        overridden_by=f"{override.author}, {override.time}" + (f": {why}" if why else ""),
        override=override,
        automatic=Automatic(finding.status, finding.points, finding.message),
    )


def _message(finding: Finding, override: Override) -> str:
    """What is said instead: the person's words, behind what was measured where something was."""
    said = " ".join(filter(None, ("; ".join(override.rubric_items), override.comment.strip())))
    if finding.status == "needs_review":
        return said or "A person looked at it."
    return f"{finding.message} A person decided otherwise{f': {said}' if said else '.'}"


def _judged(observation: IntegrityFinding, judged: Mapping[str, Judgement]) -> IntegrityFinding:
    return replace(observation, judged=judged.get(observation.key))
