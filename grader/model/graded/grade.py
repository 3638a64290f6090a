"""The grade of one submission."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from grader.model.graded.decision import AppliedDecision, Subject
from grader.model.graded.finding import Finding, IntegrityFinding

GradeStatus = Literal["graded", "needs_review", "ungradable", "grader_fault"]


@dataclass(frozen=True, slots=True)
class Grade:
    """Points, and the findings that they come from."""

    status: GradeStatus
    points: Decimal
    """What is certain so far."""
    points_possible: Decimal
    points_awaiting_review: Decimal
    """What a person may still give."""
    findings: tuple[Finding, ...] = ()
    integrity: tuple[IntegrityFinding, ...] = ()
    reason: str = ""
    """For `ungradable` and `grader_fault`, what happened."""
    subjects: dict[str, Subject] = field(default_factory=dict)
    """By finding, digests of what it is about."""
    decisions: tuple[AppliedDecision, ...] = ()
    """What people decided about the hand-in and nobody took back."""

    def passed(self) -> bool:
        """Whether no required check failed or was skipped; what awaits a person counts as passed.

        Not so what awaits one because a limit ended the notebook: nobody has seen that it works.
        """
        return self.status in ("graded", "needs_review") and not any(
            finding.status in ("failed", "partial", "skipped") or finding.cut_short
            for finding in self.findings
            if not finding.optional
        )
