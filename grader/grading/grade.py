"""Turns findings into a grade."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from grader.model.assignment import Assignment
from grader.model.graded.finding import Finding, IntegrityFinding
from grader.model.graded.grade import Grade, GradeStatus

Failure = Literal["ungradable", "grader_fault", "needs_review"]
"""What a hand-in is that got no grade."""


def grade(
    assignment: Assignment,
    findings: tuple[Finding, ...],
    *,
    integrity: tuple[IntegrityFinding, ...] = (),
) -> Grade:
    """Add the points up. Those of optional parts are a bonus that never lifts the sum above what is
    possible.
    """
    empty = Grade(
        status="graded",
        points=Decimal(0),
        points_possible=assignment.points_possible(),
        points_awaiting_review=Decimal(0),
    )
    return added_up(empty, findings, integrity)


def added_up(
    before: Grade, findings: tuple[Finding, ...], integrity: tuple[IntegrityFinding, ...]
) -> Grade:
    """The grade that these findings come to, where so many points are possible as before."""
    awaiting = sum(
        (
            finding.points_possible
            for finding in findings
            if finding.status == "needs_review" and not finding.optional
        ),
        start=Decimal(0),
    )
    points = sum((finding.points for finding in findings), start=Decimal(0))
    return replace(
        before,
        status=_status(findings, integrity),
        points=min(before.points_possible, points),
        points_awaiting_review=awaiting,
        findings=findings,
        integrity=integrity,
    )


def failed_grade(
    assignment: Assignment,
    status: Failure,
    *,
    reason: str,
) -> Grade:
    """The grade of a submission that could not be looked at: no points given, and none taken."""
    return Grade(
        status=status,
        points=Decimal(0),
        points_possible=assignment.points_possible(),
        points_awaiting_review=Decimal(0)
        if status == "ungradable"
        else assignment.points_possible(),
        reason=reason,
    )


def _status(findings: tuple[Finding, ...], integrity: tuple[IntegrityFinding, ...]) -> GradeStatus:
    open_questions = any(finding.status == "needs_review" for finding in findings)
    unjudged = any(
        observation.severity == "serious" and observation.judged is None
        for observation in integrity
    )
    return "needs_review" if open_questions or unjudged else "graded"
