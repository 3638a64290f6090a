"""The grade of one submission."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal

from grader.model.graded.decision import AppliedDecision, Subject
from grader.model.graded.finding import Finding, IntegrityFinding

WHOLE = "total"
"""Id of the finding by which a person grades what the program could not."""
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

    def decidable(self) -> tuple[Finding, ...]:
        """What a person can give points for; of what the program could not grade, the whole."""
        if self.findings or self.status == "graded":
            return self.findings
        return (self._as_a_whole(),)

    def _as_a_whole(self) -> Finding:
        said = self.reason.strip().splitlines() or [""]
        return Finding(
            id=WHOLE,
            part=WHOLE,
            title="The hand-in as a whole",
            status="needs_review",
            points=Decimal(0),
            points_possible=self.points_possible,
            message=said[-1] or "Nothing could be graded.",
        )

    def passed(self) -> bool:
        """Whether no required check failed or was skipped; what awaits a person counts as passed.

        Not so what awaits one because a limit ended the notebook: nobody has seen that it works.
        """
        return self.status in ("graded", "needs_review") and not any(
            finding.status in ("failed", "partial", "skipped") or finding.cut_short
            for finding in self.findings
            if not finding.optional
        )
