"""What a check found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

FindingStatus = Literal["passed", "partial", "failed", "skipped", "needs_review"]
Severity = Literal["info", "warning", "serious"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check found, with what it rests on."""

    id: str
    """Stable: `cnn.accuracy`."""
    part: str
    """The part of the assignment that it belongs to."""
    title: str
    status: FindingStatus
    points: Decimal
    points_possible: Decimal
    message: str
    """What was found, in a sentence or two that the student reads."""
    hint: str = ""
    """What to do next; empty when all is well."""
    evidence: tuple[str, ...] = ()
    """Where to look: `cell 7: fit, 500 epochs`."""
    optional: bool = False
    """Its points are a bonus; failing it costs nothing."""
    overridden_by: str = ""
    """Who changed it, when and why; empty when nobody did."""
    cut_short: bool = False
    """It awaits a person because a limit ended the notebook before it was over, or the file was cut
    off.
    """


@dataclass(frozen=True, slots=True)
class IntegrityFinding:
    """Something that a person should look at; it changes no points by itself."""

    kind: str
    """`claim_mismatch`, `trained_on_test`, `forged_metric`, `unsupported_claim`, `tampering`, …"""
    severity: Severity
    message: str
    evidence: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    """Other hand-ins that it concerns, by name: for the instructor, and never in a student's
    report.
    """
