"""The JSON that scripts read: a public contract, to which fields are added and in which none is
renamed.

Points are strings, so that no reader rounds them. A value that is no number, as a diverged loss is,
is written as one of the strings "NaN", "Infinity" and "-Infinity".
"""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, JsonValue

from grader.model.graded.decision import Flag, JudgedAs
from grader.model.graded.finding import FindingStatus, Severity
from grader.model.graded.grade import GradeStatus
from grader.model.limits_hit import CutShort
from grader.model.policy import TrainingPolicy
from grader.model.recording import ExecutionOutcome, StopReason


class _Part(BaseModel):
    model_config = ConfigDict(
        frozen=True, extra="forbid", use_attribute_docstrings=True, ser_json_inf_nan="strings"
    )


class PublicStudent(_Part):
    """Who handed it in, as far as the hand-in tells."""

    id: str | None
    name: str | None
    email: str | None
    section: str | None = None
    """As the roster names it."""


class PublicSubmission(_Part):
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


class PublicOverride(_Part):
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


class PublicDecision(_Part):
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


class PublicJudgement(_Part):
    """What a person who looked at an observation says."""

    verdict: JudgedAs
    author: str
    reason: str
    time: str
    """ISO 8601, UTC."""


class PublicFinding(_Part):
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


class PublicLayer(_Part):
    """One layer of a trained model."""

    class_name: str
    output_shape: tuple[int | None, ...]
    parameters: int
    units: int | None = None
    """Units of a dense layer, filters of a convolution."""
    activation: str | None = None


class PublicScore(_Part):
    """What we measured."""

    accuracy: float | None
    loss: float | None
    verified: bool
    confusion_matrix: tuple[tuple[int, ...], ...]
    """Rows are true classes, columns predicted ones."""
    reason: str
    """Why it is unverified, or how the inputs were prepared."""


class PublicTraining(_Part):
    """A training that we did ourselves, in the place of the notebook's process."""

    digest: str
    """SHA-256 of its description; equal ones stand for the same result."""
    draw: int
    """Which of our draws of initial weights it began with, from 1; 0 where it goes on from another
    training.
    """
    reused: Literal["", "bundled", "store"]
    """Where the result was found: beside the assignment, or in the store of earlier trainings;
    empty where it was trained for this notebook.
    """


class PublicRun(_Part):
    """One training of one model."""

    role: str | None
    role_reason: str
    cell: int | None
    """Index in the notebook, from 0."""
    source: Literal["reproduced", "claimed"]
    layers: tuple[PublicLayer, ...]
    parameters: int
    optimizer: str
    loss: str
    epochs_requested: int
    epochs_run: int
    stopped_by_grader: bool
    stop_reason: StopReason | None = None
    """Why the grader stopped it after `epochs_run`; null where it didn't."""
    trained_by: Literal["grader", "kernel"] | None = None
    """Whether we trained it or the notebook's own process did; null where nothing was run."""
    training: PublicTraining | None = None
    history: dict[str, tuple[float, ...]]
    claimed: dict[str, float]
    score: PublicScore | None


class PublicIntegrity(_Part):
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


class PublicLimit(_Part):
    """A limit that the notebook ran into."""

    kind: str
    message: str
    cell: int | None
    ended: Literal["notebook", "cell", "nothing"] = "nothing"
    """What it ended; where `nothing`, something was left out and the notebook went on."""
    option: str = ""
    """The option of `grader check` and `grader batch` that allows more: `--timeout`."""


class PublicAudit(_Part):
    """The hand-in was trained in full although the policy asks for less, to put the policy to the
    test.
    """

    policy: TrainingPolicy
    """The policy that was put to the test."""
    agrees: bool
    """Whether it would have come to the same findings and points."""
    differences: tuple[str, ...]
    """The findings that it would have come to otherwise, a sentence each."""


class PublicExecution(_Part):
    """How running the notebook went."""

    outcome: ExecutionOutcome
    wall_s: float
    cells_failed: tuple[int, ...]
    recorder_faults: tuple[str, ...] = ()
    """Where the recorder itself failed, a sentence each; what hangs on it awaits a person."""
    cut_short_by: tuple[CutShort, ...] = ()
    """What ended the notebook or one of its cells although its code was not at fault; empty where
    nothing did.
    """
    limits: tuple[PublicLimit, ...]
    policy: TrainingPolicy
    protections: tuple[str, ...]
    audit: PublicAudit | None = None
    """Null where the hand-in was not audited."""
    full_because: str = ""
    """Why the notebook was run again in full after the policy had cut trainings short; empty where
    it was not.
    """
    kernel: Literal["forked", "cold"] | None = None
    """Whether its kernel was forked from a process that had imported the libraries, or was started
    cold.
    """
    cold_because: str = ""
    """Why it was not forked, although the batch forks."""


class PublicAnswer(_Part):
    """What the student wrote to one question."""

    question: str
    text: str
    cells: tuple[int, ...]
    pictures: tuple[str, ...] = ()
    """Names of the pictures that belong to it; the report shows them."""


class PublicRecord(_Part):
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
