"""Everything known about one submission once it is graded: what the report draws on."""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace

from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.grade import Grade
from grader.model.graded.score import Score
from grader.model.hand_in import Origin
from grader.model.policy import TrainingPolicy
from grader.model.recording import NOT_RUN, Recording, TrainingStop
from grader.model.submission import Notebook, Submission

MOST_POINTS = 24
"""Of a curve in brief: a class page draws a thousand of them."""


@dataclass(frozen=True, slots=True)
class Audit:
    """A hand-in that was trained in full although the policy asked for less, to see whether the
    policy decides as well.
    """

    policy: TrainingPolicy
    """The policy that was put to the test."""
    stops: tuple[TrainingStop, ...] = ()
    """Where it would have cut trainings short."""
    differences: tuple[str, ...] = ()
    """The findings that it would have come to otherwise, a sentence each."""

    @property
    def agrees(self) -> bool:
        """Whether the policy would have come to the same findings and points."""
        return not self.differences


@dataclass(frozen=True, slots=True)
class AuditRate:
    """How often a policy decided otherwise than training in full, over the hand-ins of a class that
    were audited.
    """

    policy: TrainingPolicy
    audited: int
    unlike: int
    """Of these, how many would have been decided otherwise."""
    hand_ins: int
    """How many were graded in all."""
    low: float
    high: float
    """An interval for the share of all hand-ins that the policy decides otherwise (Clopper and
    Pearson).
    """
    confidence: float


@dataclass(frozen=True, slots=True)
class CurveInBrief:
    """How a run got better, in so few points as a class page draws."""

    role: str
    """Which it answers."""
    epochs: tuple[int, ...]
    """From 1; the last one is always there."""
    val_accuracy: tuple[float, ...]
    """Numbers only: where it was none, the epoch is left out."""

    @classmethod
    def of(cls, run: TrainingRun, role: str) -> CurveInBrief | None:
        """Take the curve of a run; None where nothing is known of it."""
        known = [
            (epoch, value)
            for epoch, value in enumerate(run.history.get("val_accuracy", ()), start=1)
            if math.isfinite(value)
        ]
        stride = -(-len(known) // MOST_POINTS)
        kept = known if stride <= 1 else [*known[:-1:stride], known[-1]]
        return cls(role, *zip(*kept, strict=True)) if kept else None


@dataclass(frozen=True, slots=True)
class Result:
    """The records of one submission, room by room."""

    assignment: str
    submission: Submission | None
    """None where it could not be read."""
    path: str
    """As the operator named it."""
    policy: TrainingPolicy
    grade: Grade
    recording: Recording = NOT_RUN
    evidence: Evidence = field(default_factory=Evidence)
    scores: tuple[Score, ...] = ()
    origin: Origin = field(default_factory=Origin)
    """What the LMS says of it, even where it could not be read."""
    audit: Audit | None = None
    """None where the hand-in was not audited."""
    full_because: str = ""
    """Why the notebook was run again in full after the policy had cut trainings short; empty where
    it was not.
    """
    curves: tuple[CurveInBrief, ...] = ()
    """What `brief` leaves of the evidence; empty where all of it is there."""

    def learned(self) -> tuple[CurveInBrief, ...]:
        """How the runs that answer a role got better, one a role."""
        answering = {run.role: run for run in reversed(self.evidence.runs) if run.role}
        found = (CurveInBrief.of(run, role) for role, run in answering.items())
        return self.curves or tuple(curve for curve in found if curve)

    def brief(self) -> Result:
        """The same without what fills memory: what a class page and a table need, a few
        kilobytes.
        """
        submission = replace(self.submission, notebook=Notebook(())) if self.submission else None
        recording = replace(self.recording, events=(), executed=None, cell_runs=(), folder=None)
        return replace(
            self,
            submission=submission,
            recording=recording,
            evidence=Evidence(),
            scores=(),
            curves=self.learned(),
        )

    def score_for(self, run: int) -> Score | None:
        """The score of run number `run`, if it was scored."""
        return next((score for score in self.scores if score.run == run), None)
