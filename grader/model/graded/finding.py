"""Names what a check found."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256
from typing import Literal

from grader.model.graded.decision import JudgedAs

FindingStatus = Literal["passed", "partial", "failed", "skipped", "needs_review"]
Severity = Literal["info", "warning", "serious"]


@dataclass(frozen=True, slots=True)
class Override:
    """A person's change of one finding."""

    finding: str
    points: Decimal
    author: str
    reason: str
    time: str
    """ISO 8601, UTC."""
    comment: str = ""
    """For the student."""
    rubric_items: tuple[str, ...] = ()
    """Ids of the rubric's items that apply."""
    decision: int | None = None
    """Id of the record that it comes from."""


@dataclass(frozen=True, slots=True)
class Automatic:
    """What a finding was before a person changed it."""

    status: FindingStatus
    points: Decimal
    message: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person thinks of an observation on integrity."""

    verdict: JudgedAs
    author: str
    reason: str
    time: str
    """ISO 8601, UTC."""


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
    override: Override | None = None
    """The change that a person made, where one did."""
    automatic: Automatic | None = None
    """What it was before that."""
    message_for_students: str = ""
    """What the program found, without thresholds and observations; empty where students read the
    same.
    """
    private: bool = False
    """Whether the assignment keeps it from students."""


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
    judged: Judgement | None = None
    """What a person who looked says; None where nobody has."""

    @property
    def key(self) -> str:
        """By which it is found again while it says the same: `claim_mismatch-1a2b3c4d`."""
        said = f"{self.kind}\0{self.message}".encode("utf-8", "surrogatepass")
        return f"{self.kind}-{sha256(said).hexdigest()[:8]}"
