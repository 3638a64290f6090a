"""The JSON that scripts read: a public contract, to which fields are added and in which none is
renamed.

Points are strings, so that no reader rounds them. A value that is no number, as a diverged loss is,
is written as one of the strings "NaN", "Infinity" and "-Infinity".
"""

from __future__ import annotations

from typing import Literal

from pydantic import JsonValue

from grader.export.published_runs import PublicExecution, PublicPart, PublicRun
from grader.model.graded.decision import Flag, JudgedAs
from grader.model.graded.finding import FindingStatus, Severity
from grader.model.graded.grade import GradeStatus


class PublicStudent(PublicPart):
    """Who handed it in, as far as the hand-in tells."""

    id: str | None
    name: str | None
    email: str | None
    section: str | None = None
    """As the roster names it."""


class PublicSubmission(PublicPart):
    """What was handed in."""

    student: PublicStudent
    notebook: str
    """The path as the operator named it."""
    sha256: str | None
    """Of the file's bytes; null where it could not be read."""
    repairs: tuple[str, ...] = ()
    """What was mended in the file before it could be read."""
    partners: tuple[PublicStudent, ...] = ()
    """Who handed it in together with the student."""
    late: bool = False
    """Whether the LMS marked it late."""
    notes: tuple[str, ...] = ()
    """What the instructor should know of how it was read: which of several notebooks was graded,
    what was left out.
    """


class PublicOverride(PublicPart):
    """What a person gave in the place of what the program found."""

    decision: int | None
    """Its id in the book of decisions."""
    points: str
    """As given; more than is possible counts as what is possible."""
    author: str
    time: str
    """ISO 8601, UTC."""
    comment: str
    """For the student."""
    reason: str
    """For other graders."""
    rubric_items: tuple[str, ...]
    status_before: FindingStatus
    points_before: str


class PublicDecision(PublicPart):
    """What a person decided about the hand-in, and nobody replaced or took back."""

    id: int
    time: str
    """ISO 8601, UTC."""
    author: str
    kind: Literal["points", "observation", "appeal"]
    about: str
    """Id of the finding, or key of the observation."""
    counts: bool
    """False where the decision was about something that is no longer so: it is kept, and a person
    has to look again.
    """
    flag: Flag | None
    """Why a person should look again: `finding_gone`, `answer_changed`, `question_changed`,
    `over_possible`.
    """
    points: str | None = None
    verdict: Literal["confirmed", "dismissed", "granted", "refused"] | None = None
    """Of an observation, or of an appeal."""
    words: str = ""
    """The student's, of an appeal."""
    comment: str
    """For the student; to an appeal, the answer."""
    reason: str
    """For other graders."""


class PublicJudgement(PublicPart):
    """What a person who looked at an observation says."""

    verdict: JudgedAs
    author: str
    reason: str
    time: str
    """ISO 8601, UTC."""


class PublicFinding(PublicPart):
    """What one check found."""

    id: str
    part: str
    title: str
    status: FindingStatus
    points: str
    points_possible: str
    optional: bool
    """Its points are a bonus."""
    message: str
    hint: str
    evidence: tuple[str, ...]
    overridden_by: str
    cut_short: bool = False
    """It awaits a person because a limit ended the notebook before it was over, or the file was cut
    off.
    """
    override: PublicOverride | None = None
    """Null where no person changed it."""


class PublicIntegrity(PublicPart):
    """Something that a person should look at; it changed no points."""

    kind: str
    severity: Severity
    message: str
    evidence: tuple[str, ...]
    others: tuple[str, ...] = ()
    """Other hand-ins that it concerns, by name: for the instructor only."""
    key: str = ""
    """By which a person's judgement finds it again."""
    judged: PublicJudgement | None = None
    """Null where no person has looked at it."""


class PublicAnswer(PublicPart):
    """What the student wrote to one question."""

    question: str
    text: str
    cells: tuple[int, ...]
    pictures: tuple[str, ...] = ()
    """Names of the pictures that belong to it; the report shows them."""


class PublicRecord(PublicPart):
    """One graded submission."""

    schema_version: Literal[1] = 1
    grader_version: str
    assignment: str
    submission: PublicSubmission
    status: GradeStatus
    reason: str
    """For `ungradable` and `grader_fault`, what happened."""
    points: str
    points_possible: str
    points_awaiting_review: str
    findings: tuple[PublicFinding, ...]
    runs: tuple[PublicRun, ...]
    answers: tuple[PublicAnswer, ...]
    integrity: tuple[PublicIntegrity, ...]
    execution: PublicExecution
    decisions: tuple[PublicDecision, ...] = ()
    """What people decided about it."""


def json_schema() -> dict[str, JsonValue]:
    """The JSON Schema of the published record."""
    return PublicRecord.model_json_schema(mode="serialization")
