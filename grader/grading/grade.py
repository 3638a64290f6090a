"""Turns findings and a person's changes into a grade."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Literal

from grader.model.assignment import Assignment
from grader.model.graded.finding import Finding, IntegrityFinding
from grader.model.graded.grade import Grade, GradeStatus, Override


def grade(
    assignment: Assignment,
    findings: tuple[Finding, ...],
    *,
    integrity: tuple[IntegrityFinding, ...] = (),
    overrides: tuple[Override, ...] = (),
) -> Grade:
    """Add the points up. Those of optional parts are a bonus that never lifts the sum above what is
    possible.

    A finding that a person changed counts as the person said; the last change of a finding wins.
    """
    changed = {override.finding: override for override in overrides}
    final = tuple(_overridden(finding, changed.get(finding.id)) for finding in findings)
    possible = assignment.points_possible()
    awaiting = sum(
        (
            finding.points_possible
            for finding in final
            if finding.status == "needs_review" and not finding.optional
        ),
        start=Decimal(0),
    )
    return Grade(
        status=_status(final, integrity),
        points=min(possible, sum((finding.points for finding in final), start=Decimal(0))),
        points_possible=possible,
        points_awaiting_review=awaiting,
        findings=final,
        integrity=integrity,
    )


def failed_grade(
    assignment: Assignment,
    status: Literal["ungradable", "grader_fault", "needs_review"],
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
    doubts = any(finding.severity == "serious" for finding in integrity)
    return "needs_review" if open_questions or doubts else "graded"


def _overridden(finding: Finding, override: Override | None) -> Finding:
    if override is None:
        return finding
    points = min(max(override.points, Decimal(0)), finding.points_possible)
    full, none = points == finding.points_possible, points == 0
    return replace(
        finding,
        points=points,
        status="passed" if full else "failed" if none else "partial",
        cut_short=False,
        overridden_by=f"{override.author}, {override.time}: {override.reason}",
    )
