"""Everything known about one submission once it is graded: what the report draws on."""

from __future__ import annotations

from dataclasses import dataclass, field

from grader.model.evidence import Evidence
from grader.model.grade import Grade
from grader.model.hand_in import Origin
from grader.model.policy import TrainingPolicy
from grader.model.recording import NOT_RUN, Recording
from grader.model.score import Score
from grader.model.submission import Submission


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

    def score_for(self, run: int) -> Score | None:
        """The score of run number `run`, if it was scored."""
        return next((score for score in self.scores if score.run == run), None)
