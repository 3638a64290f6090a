"""The events that the recorder sends while a notebook runs.

Everything here comes out of the student's process and is a claim until a later room has checked it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from grader.model.descriptions import ArraySummary, AxesShown, CompileInfo, ModelInfo
from grader.model.events.asked import TrainingAsked
from grader.model.events.base import EventBase

TrainingWay = Literal["fit", "train_on_batch", "custom_loop", "scikit_learn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class KernelReady(EventBase):
    """The recorder is in place."""

    event: Literal["kernel_ready"] = "kernel_ready"
    python: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitStarted(EventBase):
    """A call of `fit` began."""

    event: Literal["fit_started"] = "fit_started"
    run: int
    """Numbers the kernel's calls of `fit` from 1."""
    model: ModelInfo
    compiled: CompileInfo
    epochs: int
    initial_epoch: int = 0
    batch_size: int | None = None
    steps_per_epoch: int | None = None
    x: ArraySummary | None = None
    y: ArraySummary | None = None
    val_x: ArraySummary | None = None
    val_y: ArraySummary | None = None
    validation_split: float = 0.0
    starts_from: int | None = None
    """The earlier run whose state the weights were when it began, whatever model held them."""
    starts_elsewhere: bool = False
    """Whether the model was trained before and its weights are no state that a training has gone
    through.
    """
    taken_from: tuple[int, ...] = ()
    """Earlier runs that some of its weights were first seen to be left by, beside that state."""
    still_unknown: float = 0.0
    """Which share of the model's numbers may not learn, and nobody saw drawn or learnt."""
    within: int | None = None
    """The run that goes on around it, whose callback calls it; None as a rule."""
    switches: tuple[str, ...] | None = None
    """What could make it go on otherwise (callbacks, schedules, own parts); None: nobody looked."""
    way: TrainingWay = "fit"
    """How it is trained. Epochs are not known, and 0, for `train_on_batch` and `custom_loop`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsSeen(EventBase):
    """More of a run's training data than its start could tell: the batches of a loop or a
    pipeline.
    """

    event: Literal["rows_seen"] = "rows_seen"
    run: int
    x: ArraySummary


@dataclass(frozen=True, slots=True, kw_only=True)
class EpochFinished(EventBase):
    """One epoch of a run is done. The host answers this event with `continue` or `stop`."""

    event: Literal["epoch_finished"] = "epoch_finished"
    run: int
    epoch: int
    """From 0, as Keras counts."""
    logs: dict[str, float] = field(default_factory=dict)
    state: str = ""
    """Digest of the weights then; see `recorder/shared/digests.py`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitFinished(EventBase):
    """A call of `fit` ended. The npz holds the weights as `w0000`, `w0001`, … in
    `model.get_weights()` order.
    """

    event: Literal["fit_finished"] = "fit_finished"
    run: int
    history: dict[str, tuple[float, ...]] = field(default_factory=dict)
    epochs_run: int = 0
    wall_s: float = 0.0
    stopped_by_grader: bool = False
    error: str | None = None
    """The exception's class and message, where `fit` raised."""
    weights_changed: bool = True
    weights_moved: float | None = None
    """How far training moved the trainable weights, as a share of how large they were before
    (Euclidean norms); None where nobody saw them before.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class StateSaved(EventBase):
    """A model was saved in the middle of its training or after it."""

    event: Literal["state_saved"] = "state_saved"
    run: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StateUsed(EventBase):
    """A model was used whose weights are a state that a training went through and did not end with.

    The npz holds them as `FitFinished` does.
    """

    event: Literal["state_used"] = "state_used"
    run: int
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StepKept(EventBase):
    """One step of a training, drawn by the system's random numbers; or one beside that (`further`).

    Where it is computed by Keras' own parts, the npz holds the weights before it and after it
    (`w0000` …, `a0000` …), random states (`s0000` …) and the optimizer's variables (`o0000` …)
    before it, and its batch: `x`, `y`, `sample_weight`. Of a step that Python took in a loop of the
    student's own, or scikit-learn in its loop, it holds the weights before it, the gradients that
    the optimizer was given (`g0000` …, in the order of the trainable weights), and the batch `x`;
    of scikit-learn's the labels, too, as `y` with a column for each class. Of one whose loss alone
    is the student's own it holds the same, and the random states before it. Of any step of the
    student's own parts it holds, as `held`, rows of the form of examples that the step's graph
    holds beside its batch.
    """

    event: Literal["step_kept"] = "step_kept"
    run: int
    epoch: int
    """From 0, as counted in this call."""
    step: int
    """From 0."""
    own: tuple[str, ...] = ()
    """Parts of the student's own that compute it; empty where Keras' own do."""
    reaction: float | None = None
    """Where they are the student's: by which share of its length the step differs with another
    batch.
    """
    learning_rate: float | None = None
    by_gradients: bool = False
    """Whether its gradients were kept."""
    untried: str = ""
    """Why a step that the student's own parts compute was not taken twice."""
    further: bool = False
    bytes_a_weight: float = 0.0
    """How much the step's graph holds beside its batch and what Keras' own parts keep, for each
    trainable weight.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class BegunWith(EventBase):
    """With which weights a training began that went on from no recorded one. The npz holds them as
    `FitFinished` does.
    """

    event: Literal["begun_with"] = "begun_with"
    run: int
    as_drawn: bool = False
    """Whether all of them are what initializers of Keras' or scikit-learn's own had drawn."""
    steps: int = 0
    """How many steps it took from there, where it has no epochs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsSet(EventBase):
    """Weights were put into a model during a `fit`, outside of its steps.

    The npz holds, as `FitFinished` does, the weights that training had left before others were put
    in.
    """

    event: Literal["weights_set"] = "weights_set"
    run: int
    times: int = 0
    """How often they were no state that a training had left at some time."""
    epochs: int = 0
    """After how many epochs the weights of the npz were left."""
    distance: float = 0.0
    """How far the weights that were set lie from those before, all together (Euclidean)."""
    path: float = 0.0
    """How far the steps have moved the weights, epoch by epoch."""
    of_run: int | None = None
    """The run one of whose states was set last, where it was one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluated(EventBase):
    """A call of `evaluate`."""

    event: Literal["evaluated"] = "evaluated"
    model_id: int
    run: int | None = None
    """The last `fit` of the same model, if any."""
    x: ArraySummary | None = None
    results: dict[str, float] = field(default_factory=dict)
    state: str = ""
    """Which state of the run was used; empty for the one it ended with, and for one that nobody
    knows.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Predicted(EventBase):
    """A call of `predict`."""

    event: Literal["predicted"] = "predicted"
    model_id: int
    run: int | None = None
    x: ArraySummary | None = None
    output_shape: tuple[int, ...] = ()
    state: str = ""
    """As in `Evaluated`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureShown(EventBase):
    """A matplotlib figure was rendered."""

    event: Literal["figure_shown"] = "figure_shown"
    title: str = ""
    axes: tuple[AxesShown, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(EventBase):
    """Something the report should tell: a data set served from disk, a download refused, a package
    missing.
    """

    event: Literal["notice"] = "notice"
    kind: Literal[
        "dataset_served",
        "download_refused",
        "seed_set",
        "package_missing",
        "figures_missing",
        "compatibility",
        "output_cut",
        "not_run",
        "other_dataset",
        "other_framework",
        "weights_loaded",
        "left_out",
        "hook_left_out",
    ]
    """`figures_missing`: a package that draws is not here, and the notebook went on without it;
    `compatibility`: an old or foreign name was stood in for; `not_run`: a shell command was left
    out; `weights_loaded`: a model got its weights from a file and not by training; `left_out`: a
    file handed in with the notebook is not beside it; `hook_left_out`: something that the recorder
    can't see in the course's own environment.
    """
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderFault(EventBase):
    """The recorder itself failed; the student's cell went on without it."""

    event: Literal["recorder_fault"] = "recorder_fault"
    traceback: str


Event = Annotated[
    KernelReady
    | FitStarted
    | TrainingAsked
    | RowsSeen
    | EpochFinished
    | FitFinished
    | StateSaved
    | StateUsed
    | StepKept
    | WeightsSet
    | BegunWith
    | Evaluated
    | Predicted
    | FigureShown
    | Notice
    | RecorderFault,
    Field(discriminator="event"),
]
