"""What the sandbox brings back from running a notebook: a stream of events, and how it ended.

Everything here comes out of the student's process and is a claim until a later room has checked it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, JsonValue

from grader.model.submission import Notebook

ExecutionOutcome = Literal["completed", "cell_error", "timeout", "out_of_memory", "kernel_died", "not_run"]
TrainingWay = Literal["fit", "train_on_batch", "custom_loop", "scikit_learn"]
CellOutcome = Literal["ok", "error", "timeout", "not_run"]
LimitKind = Literal["cell_time", "notebook_time", "memory", "processes", "disk", "output", "recording"]
CutShort = Literal["timeout", "out_of_memory", "processes", "disk", "output", "recording", "kernel_died"]
"""What ended a notebook before it was over, as `grader batch --again` names it."""

CUT_SHORT_BY: Mapping[LimitKind, CutShort] = {
    "cell_time": "timeout",
    "notebook_time": "timeout",
    "memory": "out_of_memory",
    "processes": "processes",
    "disk": "disk",
    "output": "output",
    "recording": "recording",
}
RAISED_BY: Mapping[LimitKind, str] = {
    "cell_time": "--cell-timeout",
    "notebook_time": "--timeout",
    "memory": "--memory",
    "processes": "--processes",
    "disk": "--disk",
    "output": "--output",
    "recording": "--recording",
}
"""The option of the command line that allows more."""


@dataclass(frozen=True, slots=True)
class ArraySummary:
    """What was passed to `fit`, `evaluate` or `predict`, without passing all of it.

    The event's npz holds, under `KEY.sample` (k, ...), `KEY.sample_index` (k,) int64 and `KEY.row_hashes` (n,) uint64,
    a sample of the rows, where they stood, and a hash of each row; see `recorder/fingerprint.py` for the hash.
    """

    key: str
    """Prefix of this array's entries in the npz: `x`, `y`, `val_x`, `val_y`."""
    shape: tuple[int, ...]
    dtype: str
    minimum: float
    maximum: float
    kind: Literal["array", "dataset", "pieces", "other"] = "array"
    """`dataset`: the first batch of a pipeline or of a loop; `pieces`: all their batches, as far as they were looked at."""


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """One layer, as Keras describes it."""

    class_name: str
    name: str
    config: dict[str, JsonValue] = field(default_factory=dict)
    """The layer's own `get_config()`, as far as JSON can hold it."""
    output_shape: tuple[int | None, ...] = ()
    parameters: int = 0


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model at the moment it was trained."""

    model_id: int
    """Tells the models of one kernel apart, whatever the student called them."""
    class_name: str
    layers: tuple[LayerInfo, ...]
    parameters: int
    trainable_parameters: int
    architecture: str | None = None
    """Keras' own JSON (`model.to_json()`), or None where the model can't describe itself."""


@dataclass(frozen=True, slots=True)
class CompileInfo:
    """How a model was compiled."""

    optimizer: str
    """The optimizer's class: `SGD`, `Adam`."""
    optimizer_config: dict[str, JsonValue] = field(default_factory=dict)
    loss: str = ""
    """Keras' name in snake case: `mean_squared_error`, `categorical_crossentropy`."""
    loss_config: dict[str, JsonValue] = field(default_factory=dict)
    """`get_config()` of a loss given as an object, for `from_logits` and `label_smoothing`; empty for a name."""
    metrics: tuple[str, ...] = ()
    metric_meanings: dict[str, str] = field(default_factory=dict)
    """Keras' name of each metric that the student called otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EventBase:
    """What every event carries."""

    execution_count: int | None = None
    """IPython's count of the cell that was running."""
    kernel_time_s: float = 0.0
    """Seconds since the recorder started, by the kernel's own clock."""
    host_time_s: float = 0.0
    """Seconds since the kernel was started, stamped by the host."""
    arrays: str | None = None
    """The npz beside the event stream, relative to the recording's folder; stamped by the host."""
    same_arrays_as: int | None = None
    """The number of an earlier event, from 1, whose arrays are this one's too."""


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
    """Whether the model was trained before and its weights are no state that a training has gone through."""
    switches: tuple[str, ...] | None = None
    """What could make it go on otherwise than it began: callbacks, schedules, own parts; None where nobody looked."""
    way: TrainingWay = "fit"
    """How it is trained. For `train_on_batch` and `custom_loop` epochs are not known and `epochs` is 0."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RowsSeen(EventBase):
    """More of a run's training data than its start could tell: the batches of a loop or a pipeline."""

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
    """Digest of the weights then; see `recorder/digests.py`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitFinished(EventBase):
    """A call of `fit` ended. The npz holds the weights as `w0000`, `w0001`, … in `model.get_weights()` order."""

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
    """How far training moved the trainable weights, as a share of how large they were before (Euclidean norms); None
    where nobody saw them before."""


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
    """One step of a `fit`, drawn by the system's random numbers.

    Where it is computed by Keras' own parts, the npz holds the weights before it and after it (`w0000` …, `a0000` …), random
    states (`s0000` …) and the optimizer's variables (`o0000` …) before it, and its batch: `x`, `y`, `sample_weight`.
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
    """Where they are the student's: by which share of its length the step differs with another batch."""
    learning_rate: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WeightsSet(EventBase):
    """Weights were put into a model during a `fit`, outside of its steps.

    The npz holds, as `FitFinished` does, the weights that training had left before others were put in.
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
    """Which state of the run was used; empty for the one it ended with, and for one that nobody knows."""


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


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line on a figure's axes."""

    label: str
    values: tuple[float, ...]
    """The y data, at most 5,000 points."""


@dataclass(frozen=True, slots=True)
class GridShown:
    """An image or a colour mesh on a figure's axes; the npz holds its data under `key`."""

    key: str
    shape: tuple[int, ...]
    kind: Literal["image", "mesh"]


@dataclass(frozen=True, slots=True)
class AxesShown:
    """One pair of axes and what they draw."""

    title: str = ""
    x_label: str = ""
    y_label: str = ""
    lines: tuple[LineShown, ...] = ()
    grids: tuple[GridShown, ...] = ()
    texts: tuple[str, ...] = ()
    """Free texts on the axes, annotations of a heat map among them; at most 500."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureShown(EventBase):
    """A matplotlib figure was rendered."""

    event: Literal["figure_shown"] = "figure_shown"
    title: str = ""
    axes: tuple[AxesShown, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice(EventBase):
    """Something the report should tell: a data set served from disk, a download refused, a package missing."""

    event: Literal["notice"] = "notice"
    kind: Literal[
        "dataset_served",
        "download_refused",
        "seed_set",
        "package_missing",
        "compatibility",
        "output_cut",
        "not_run",
        "other_dataset",
        "other_framework",
        "weights_loaded",
        "left_out",
        "hook_left_out",
    ]
    """`compatibility`: an old or foreign name was stood in for; `not_run`: a shell command was left out; `weights_loaded`:
    a model got its weights from a file and not by training; `left_out`: a file handed in with the notebook is not beside it;
    `hook_left_out`: something that the recorder can't see in the course's own environment."""
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecorderFault(EventBase):
    """The recorder itself failed; the student's cell went on without it."""

    event: Literal["recorder_fault"] = "recorder_fault"
    traceback: str


Event = Annotated[
    KernelReady
    | FitStarted
    | RowsSeen
    | EpochFinished
    | FitFinished
    | StateSaved
    | StateUsed
    | StepKept
    | WeightsSet
    | Evaluated
    | Predicted
    | FigureShown
    | Notice
    | RecorderFault,
    Field(discriminator="event"),
]


@dataclass(frozen=True, slots=True)
class RunOrder:
    """In which order the code cells are run."""

    cells: tuple[int, ...]
    """Their indices in the notebook."""
    by: Literal["document", "execution_counts"]
    reason: str
    """One sentence for the report."""


KERNEL_DIED = "KernelDied"
"""The error's name of a cell that took the kernel with it."""


@dataclass(frozen=True, slots=True)
class CellRun:
    """How one cell fared."""

    cell: int
    """The cell's index in the notebook as handed in."""
    execution_count: int | None
    outcome: CellOutcome
    wall_s: float = 0.0
    error_name: str = ""
    error_message: str = ""
    traceback: str = ""
    """Without terminal escapes."""


@dataclass(frozen=True, slots=True)
class LimitHit:
    """A limit of the policy that the notebook ran into."""

    kind: LimitKind
    message: str
    """One sentence: what was used, what is allowed."""
    cell: int | None = None
    ended: Literal["notebook", "cell", "nothing"] = "nothing"
    """What it ended; `nothing` where something was left out and the notebook went on."""


StopReason = Literal["met", "followed", "lost", "frozen", "out_of_reach"]
"""Why a training was cut short: its threshold is met and has held; it followed the saved log; its loss is no number any
more; nothing changes in it any more; no threshold that pays anything can be reached any more."""


@dataclass(frozen=True, slots=True)
class TrainingStop:
    """Where the host told a training to stop, and why. Noted by the host, not by the kernel."""

    run: int
    epochs: int
    """How many had been trained."""
    reason: StopReason


@dataclass(frozen=True, slots=True)
class Recording:
    """All that running one notebook gave."""

    outcome: ExecutionOutcome
    wall_s: float
    events: tuple[Event, ...]
    cell_runs: tuple[CellRun, ...]
    executed: Notebook | None
    """The notebook with the outputs of this execution; cell indices as in the hand-in."""
    folder: Path | None
    """Holds `events.jsonl`, `arrays/*.npz` and `executed.ipynb`."""
    limits_hit: tuple[LimitHit, ...] = ()
    protections: tuple[str, ...] = ()
    """What kept the notebook in: `namespaces`, `no network`, …; empty when run unsafe."""
    rejected_events: int = 0
    """Frames from the kernel that were not well-formed events."""
    order: RunOrder | None = None
    """In which order the cells ran; None where nothing ran."""
    warm: bool = False
    """Whether the kernel was forked from a process that had imported what notebooks import."""
    cold_because: str = ""
    """Why it was not, although that was asked for."""
    stops: tuple[TrainingStop, ...] = ()
    """The trainings that were cut short."""

    def cells_failed(self) -> tuple[int, ...]:
        """Indices of the cells that raised or ran out of time."""
        return tuple(run.cell for run in self.cell_runs if run.outcome in ("error", "timeout"))

    def cut_short_by(self) -> tuple[CutShort, ...]:
        """What ended the notebook, or one of its cells, although its code was not at fault; empty where nothing did."""
        told = dict.fromkeys(CUT_SHORT_BY[hit.kind] for hit in self.limits_hit if hit.ended != "nothing")
        return tuple(told) or (("kernel_died",) if self.outcome == "kernel_died" else ())

    def cells_cut_short(self) -> tuple[int, ...]:
        """Indices of the cells that a limit ended or kept from running, in their order."""
        ended = {hit.cell for hit in self.limits_hit if hit.ended != "nothing"}
        return tuple(
            run.cell
            for run in self.cell_runs
            if run.outcome in ("timeout", "not_run") or run.error_name == KERNEL_DIED or run.cell in ended
        )


NOT_RUN = Recording(outcome="not_run", wall_s=0.0, events=(), cell_runs=(), executed=None, folder=None)
