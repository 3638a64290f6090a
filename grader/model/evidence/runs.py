"""Names what was trained, and what the notebook claims of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from grader.model.descriptions import ArraySummary, CompileInfo, ModelInfo
from grader.model.recording import HostTraining, StopReason

Source = Literal["reproduced", "claimed"]
"""`reproduced`: seen by the recorder while we ran the notebook; `claimed`: read from the outputs
handed in.
"""

ClaimKind = Literal[
    "progress_log", "evaluation", "classification_report", "confusion_matrix", "summary", "prose"
]


@dataclass(frozen=True, slots=True)
class Claim:
    """A result that the notebook as handed in states."""

    kind: ClaimKind
    cell: int
    metrics: dict[str, float] = field(default_factory=dict)
    """Final values by the metrics' modern names: `loss`, `accuracy`, `val_loss`, `val_accuracy`,
    `parameters`.
    """
    history: dict[str, tuple[float, ...]] = field(default_factory=dict)
    """For a progress log, the values of every epoch that it still shows."""
    epochs: tuple[int, ...] = ()
    """For a progress log, which epochs those are, from 1."""
    epochs_requested: int | None = None
    matrix: tuple[tuple[int, ...], ...] = ()
    """For a confusion matrix, its rows."""
    quote: str = ""
    """The words of the output or prose, at most 200 characters."""
    supported: bool = True
    """False for prose that no output of the notebook bears out, and for numbers that the code
    spells out.
    """
    data: Literal["", "held_out", "as_many", "own"] = ""
    """Which data an accuracy is about, where our own training of the same model can be held against
    it: it ran to the same end here. `as_many`: as many examples as are held out, none of them
    trained on. `own`: the validation data that the notebook gives to `fit`. Empty: nothing to
    compare.
    """
    here: float | None = None
    """What the same line shows as held-out accuracy where the notebook ran here. Where that is not
    what we measured of the same weights, the line is about something else. None where nobody can
    tell.
    """
    beyond: bool = False
    """Whether an accuracy is higher than all that outputs and recorded histories show, of whichever
    model and data.
    """


@dataclass(frozen=True, slots=True)
class WeightsRef:
    """Where a run's exported weights lie."""

    arrays: str
    """An npz, relative to the recording's folder."""
    state: str = ""
    """What their digest must be, where they are a state that the training did not end with."""
    epochs: int | None = None
    """After how many epochs they were that; None at the training's end, and where it was saved
    within an epoch.
    """


@dataclass(frozen=True, slots=True)
class RoleMatch:
    """Which part of the assignment a run answers, and why we think so."""

    role: str
    reason: str
    """One sentence for the report."""
    layer_differences: tuple[str, ...] = ()
    """In what the layers depart from what was asked: `relu instead of sigmoid in the hidden layer`.
    """
    compile_differences: tuple[str, ...] = ()
    """In what optimizer and loss depart from what was asked: `Adam instead of SGD`."""
    data_differences: tuple[str, ...] = ()
    """In what the training data depart: `trained on 1,000 of the 60,000 training examples`."""
    score: float = 0.0
    """1.0 is exactly what was asked."""

    @property
    def differences(self) -> tuple[str, ...]:
        """All departures from what was asked."""
        return self.layer_differences + self.compile_differences + self.data_differences


@dataclass(frozen=True, slots=True)
class KeptStep:
    """One step of a run, drawn at random, as the recorder handed it over."""

    epoch: int
    """From 1."""
    step: int
    """From 1."""
    arrays: str | None = None
    """What went in and what came out (`StepKept`), relative to the recording's folder."""
    own: tuple[str, ...] = ()
    """Parts of the student's own that compute it."""
    reaction: float | None = None
    """Of a step with own parts: by which share of its length it differs with another batch."""
    learning_rate: float | None = None
    by_gradients: bool = False
    """Whether what was kept are the gradients that the optimizer was given."""
    untried: str = ""
    """Why a step with own parts was not taken twice."""
    bytes_a_weight: float = 0.0
    """How much such a step holds beside its batch, for each trainable weight."""


@dataclass(frozen=True, slots=True)
class WeightsPutIn:
    """Weights that were set during a run, outside of its steps."""

    times: int
    """How often they were no state that a training had left."""
    distance: float
    """How far they lie from what training had left, all together."""
    path: float
    """How far training itself has moved the weights."""
    before: WeightsRef | None = None
    """What training had left before them."""
    of_run: int | None = None
    """Another run that had left the weights which were set last."""


@dataclass(frozen=True, slots=True)
class TrainingRun:
    """One `fit`: model, optimizer, loss, data, history."""

    number: int
    """From 1, in the order in which they ran."""
    source: Source
    cell: int | None
    model: ModelInfo
    compiled: CompileInfo
    epochs_requested: int
    epochs_run: int
    batch_size: int | None = None
    history: dict[str, tuple[float, ...]] = field(default_factory=dict)
    x: ArraySummary | None = None
    y: ArraySummary | None = None
    val_x: ArraySummary | None = None
    validation_split: float = 0.0
    """Which share of `x`, at its end, `fit` kept back for validation."""
    tested_on_held_out: bool = False
    """Whether the notebook validated or evaluated it on exactly the rows that are held out."""
    validated_on_training: bool = False
    """Whether what `fit` was given as validation data are rows that it was trained on."""
    started_arrays: str | None = None
    """The npz with samples and row hashes of the training data, relative to the recording's folder.
    """
    first_x: ArraySummary | None = None
    """What was passed as `x` when it began, where `x` is what was seen of it later."""
    first_arrays: str | None = None
    """The npz of that, which holds the validation data, too."""
    weights: WeightsRef | None = None
    """The state of the model that the notebook showed last: as a rule the one at the training's
    end.
    """
    other_weights: tuple[WeightsRef, ...] = ()
    """Other states of it that the notebook went on with."""
    weights_changed: bool = True
    weights_moved: float | None = None
    """By which share of their size training moved the trainable weights; None where it is not
    known.
    """
    contradiction: str = ""
    """In what the descriptions of its model differ (layers, JSON, parameters, weights); empty where
    they agree.
    """
    unseen: tuple[str, ...] = ()
    """What of it the recorder could not see, a sentence each."""
    kept_step: KeptStep | None = None
    """A step that can be computed again; None where none was kept."""
    further_steps: tuple[KeptStep, ...] = ()
    """Others that can."""
    put_in: WeightsPutIn | None = None
    """Weights that were set meanwhile; None where none were."""
    begun_with: WeightsRef | None = None
    """With which weights it began; None where it went on from what an earlier run had left, or
    moved them so far that little is left of them.
    """
    begun_drawn: bool = False
    """Whether those are as an initializer of a library's own had drawn them."""
    begun_steps: int = 0
    """How many steps it took from there, where it is a loop of the student's own."""
    continues: int | None = None
    """The earlier run of the same model, where there is one."""
    taken_from: tuple[int, ...] = ()
    """Earlier runs that some of its weights come from, beside that one."""
    still_unknown: float = 0.0
    """Which share of the model's numbers may not learn, and nobody saw drawn or learnt."""
    is_within: bool = False
    """Whether a callback of another training called it."""
    is_gone_on_from: bool = False
    """Whether it answers no part and a training that does goes on from it, so that its weights are
    to be explained, too.
    """
    switches: tuple[str, ...] | None = None
    """What could make it go on otherwise than it began; None where nobody looked."""
    wall_s: float = 0.0
    stopped_by_grader: bool = False
    stop_reason: StopReason | None = None
    """Why the grader stopped it; None where it didn't."""
    training: HostTraining | None = None
    """What the host knows of it, where the host trained it; None where the kernel did."""
    error: str | None = None
    match: RoleMatch | None = None
    claims: tuple[Claim, ...] = ()
    """What the notebook as handed in states about this run."""

    @property
    def role(self) -> str | None:
        """The role that this run answers."""
        return self.match.role if self.match else None

    def claimed(self, metric: str) -> float | None:
        """The value that the hand-in states for `metric`: what `evaluate` printed, else the log's
        last epoch.

        Where nothing computed states it, the first number that was typed out counts.
        """
        computed = [claim for claim in reversed(self.claims) if claim.supported]
        typed = [claim for claim in self.claims if not claim.supported]
        for claims in (computed, typed):
            for kind in ("evaluation", "progress_log", "classification_report"):
                for claim in claims:
                    if claim.kind == kind and metric in claim.metrics:
                        return claim.metrics[metric]
        return None
