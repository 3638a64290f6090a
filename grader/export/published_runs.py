"""The parts of the published JSON that say what ran, and how."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

from grader.model.limits_hit import CutShort
from grader.model.policy import TrainingPolicy
from grader.model.recording import ExecutionOutcome, StopReason


class PublicPart(BaseModel):
    """Anything that stands in the JSON."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        ser_json_inf_nan="strings",
        defer_build=True,
    )


class PublicLayer(PublicPart):
    """One layer of a trained model."""

    class_name: str
    output_shape: tuple[int | None, ...]
    parameters: int
    units: int | None = None
    """Units of a dense layer, filters of a convolution."""
    activation: str | None = None


class PublicScore(PublicPart):
    """What we measured."""

    accuracy: float | None
    loss: float | None
    verified: bool
    confusion_matrix: tuple[tuple[int, ...], ...]
    """Rows are true classes, columns predicted ones."""
    reason: str
    """Why it is unverified, or how the inputs were prepared."""


class PublicTraining(PublicPart):
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


class PublicRun(PublicPart):
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


class PublicLimit(PublicPart):
    """A limit that the notebook ran into."""

    kind: str
    message: str
    cell: int | None
    ended: Literal["notebook", "cell", "nothing"] = "nothing"
    """What it ended; where `nothing`, something was left out and the notebook went on."""
    option: str = ""
    """The option of `grader check` and `grader batch` that allows more: `--timeout`."""


class PublicAudit(PublicPart):
    """The hand-in was trained in full although the policy asks for less, to put the policy to the
    test.
    """

    policy: TrainingPolicy
    """The policy that was put to the test."""
    agrees: bool
    """Whether it would have come to the same findings and points."""
    differences: tuple[str, ...]
    """The findings that it would have come to otherwise, a sentence each."""


class PublicExecution(PublicPart):
    """How running the notebook went."""

    outcome: ExecutionOutcome
    wall_s: float
    cells_failed: tuple[int, ...]
    recorder_faults: tuple[str, ...] = ()
    """Where the recorder itself failed, a sentence each; what depends on it awaits a person."""
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
