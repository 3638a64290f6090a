"""Brings findings and observations into the published form, with what people decided about them."""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from grader.export.published import (
    PublicDecision,
    PublicFinding,
    PublicIntegrity,
    PublicJudgement,
    PublicOverride,
)
from grader.model.graded.decision import (
    AppealAnswered,
    AppliedDecision,
    ObservationJudged,
    PointsGiven,
    StandingDecision,
)
from grader.model.graded.finding import Finding, IntegrityFinding
from grader.model.graded.result import Result
from grader.text.points import points_as_text


def public_finding(finding: Finding) -> PublicFinding:
    """One finding, and what a person made of it."""
    return PublicFinding(
        id=finding.id,
        part=finding.part,
        title=finding.title,
        status=finding.status,
        points=points_as_text(finding.points),
        points_possible=points_as_text(finding.points_possible),
        optional=finding.optional,
        message=finding.message,
        hint=finding.hint,
        evidence=finding.evidence,
        overridden_by=finding.overridden_by,
        cut_short=finding.cut_short,
        override=_override(finding),
    )


def _override(finding: Finding) -> PublicOverride | None:
    given, before = finding.override, finding.automatic
    if given is None or before is None:
        return None
    return PublicOverride(
        decision=given.decision,
        points=points_as_text(given.points),
        author=given.author,
        time=given.time,
        comment=given.comment,
        reason=given.reason,
        rubric_items=given.rubric_items,
        status_before=before.status,
        points_before=points_as_text(before.points),
    )


def public_observation(observation: IntegrityFinding) -> PublicIntegrity:
    """One observation, and how a person judged it."""
    judged = observation.judged
    return PublicIntegrity(
        kind=observation.kind,
        severity=observation.severity,
        message=observation.message,
        evidence=observation.evidence,
        others=observation.others,
        key=observation.key,
        judged=judged
        and PublicJudgement(
            verdict=judged.verdict, author=judged.author, reason=judged.reason, time=judged.time
        ),
    )


def published_decisions(result: Result) -> list[JsonValue]:
    """What the published JSON tells of decisions, as it is read back."""
    public = map(public_decision, result.grade.decisions)
    return [one.model_dump(mode="json") for one in public]


def public_decision(applied: AppliedDecision) -> PublicDecision:
    """One decision, and whether it counts."""
    decision, what = applied.decision, applied.what
    return PublicDecision(
        id=decision.id,
        time=decision.time,
        author=decision.author,
        kind=_kind(what),
        about=what.observation if isinstance(what, ObservationJudged) else what.finding,
        counts=applied.counts,
        flag=applied.flag,
        points=points_as_text(what.points) if isinstance(what, PointsGiven) else None,
        verdict=_judged_as(what),
        words=what.words if isinstance(what, AppealAnswered) else "",
        comment=_comment(what),
        reason=decision.why,
    )


def _kind(what: StandingDecision) -> Literal["points", "observation", "appeal"]:
    match what:
        case PointsGiven():
            return "points"
        case ObservationJudged():
            return "observation"
        case AppealAnswered():
            return "appeal"


def _judged_as(
    what: StandingDecision,
) -> Literal["confirmed", "dismissed", "granted", "refused"] | None:
    match what:
        case PointsGiven():
            return None
        case ObservationJudged(verdict=verdict):
            return verdict
        case AppealAnswered(granted=granted):
            return "granted" if granted else "refused"


def _comment(what: StandingDecision) -> str:
    match what:
        case PointsGiven(comment=comment):
            return comment
        case ObservationJudged():
            return ""
        case AppealAnswered(answer=answer):
            return answer
