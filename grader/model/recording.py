"""Names what the sandbox brings back from running a notebook: a stream of events, and how it ended.

Everything here comes out of the student's process and is a claim until a later room has checked it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from grader.model.events import Event
from grader.model.limits_hit import CUT_SHORT_BY, CutShort, LimitHit
from grader.model.submission import Notebook
from grader.model.training import Reused

ExecutionOutcome = Literal[
    "completed", "cell_error", "timeout", "out_of_memory", "kernel_died", "not_run"
]
CellOutcome = Literal["ok", "error", "timeout", "not_run"]


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


StopReason = Literal["met", "followed", "lost", "frozen", "out_of_reach"]
"""Why a training was cut short: its threshold is met and has held; it followed the saved log; its
loss is no number any more; nothing changes in it any more; no threshold that pays anything can be
reached any more.
"""


@dataclass(frozen=True, slots=True)
class TrainingStop:
    """Where the host made a training stop, and why. Noted by the host, not by the kernel."""

    run: int
    epochs: int
    """How many had been trained."""
    reason: StopReason


@dataclass(frozen=True, slots=True)
class HostTraining:
    """A run that the host trained in the kernel's place. Noted by the host, not by the kernel."""

    run: int
    digest: str
    """Of the job: equal ones stand for the same result."""
    draw: int
    """Which of the grader's draws of initial weights; 0 for a run that goes on from another."""
    reused: Reused
    """Where the result was found; empty where it was trained for this notebook."""
    arrays: str
    """The npz with its weights, relative to the recording's folder; written by the host."""
    epochs_run: int
    history: dict[str, tuple[float, ...]]
    """What the notebook asked for, by Keras' names."""
    states: dict[str, int] = field(default_factory=dict)
    """By the digest of the weights, after how many epochs the model held them; of the epochs whose
    states were handed out.
    """
    weights_changed: bool = True
    """Whether any weight that may learn is another than before."""


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
    trainings: tuple[HostTraining, ...] = ()
    """Those that the host did itself."""

    def cells_failed(self) -> tuple[int, ...]:
        """Indices of the cells that raised or ran out of time."""
        return tuple(run.cell for run in self.cell_runs if run.outcome in ("error", "timeout"))

    def cut_short_by(self) -> tuple[CutShort, ...]:
        """What ended the notebook, or one of its cells, although its code was not at fault; empty
        where nothing did.
        """
        causes = dict.fromkeys(
            CUT_SHORT_BY[hit.kind] for hit in self.limits_hit if hit.ended != "nothing"
        )
        return tuple(causes) or (("kernel_died",) if self.outcome == "kernel_died" else ())

    def cells_cut_short(self) -> tuple[int, ...]:
        """Indices of the cells that a limit ended or kept from running, in their order."""
        ended = {hit.cell for hit in self.limits_hit if hit.ended != "nothing"}
        return tuple(
            run.cell
            for run in self.cell_runs
            if run.outcome in ("timeout", "not_run")
            or run.error_name == KERNEL_DIED
            or run.cell in ended
        )


NOT_RUN = Recording(
    outcome="not_run", wall_s=0.0, events=(), cell_runs=(), executed=None, folder=None
)
