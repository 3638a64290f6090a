"""Runs one notebook, and gathers and measures what comes of it."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from grader.checks import PolicySupervisor
from grader.errors import IntakeError
from grader.evidence import add_saved_runs, with_measured
from grader.intake import Visible, read_submission
from grader.model.evidence import Evidence
from grader.model.graded.score import Score
from grader.model.interpreter import Interpreter
from grader.model.limits_hit import LimitHit
from grader.model.policy import Policy
from grader.model.recording import Recording
from grader.model.submission import Notebook, Submission
from grader.pipeline.examination import Examination, OverBudget
from grader.pipeline.further_seeds import FurtherSeeds
from grader.pipeline.loaded import LoadedAssignment
from grader.pipeline.trainings import AskingNotebook, TrainingCut
from grader.training.trainings import Trainings

if TYPE_CHECKING:
    from grader.sandbox import WarmKernels

OnCell = Callable[[int, int], None]
"""Hears how many cells have run, and how many there are."""

EXECUTED = "executed.ipynb"
CODE = frozenset({".py", ".pyc", ".so", ".pth", ".zip", ".egg", ".whl"})
"""Files that Python may run when it imports, by their suffix."""


@dataclass(frozen=True, slots=True)
class NotebookRun:
    """What one notebook is run and examined with."""

    folder: Path
    """Receives the recording."""
    on_cell: OnCell | None
    warm: WarmKernels | None
    examination: Examination
    audited: bool
    beside: Visible
    """The files that the notebook finds beside it."""
    trainings: Trainings
    """Trains outside of the kernel."""
    asks: bool = True
    """Whether the kernel may ask for trainings; else it does all of them itself."""

    def forget(self) -> None:
        """Empty the folder, for another run."""
        shutil.rmtree(self.folder)
        self.folder.mkdir()


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of running a notebook."""

    recording: Recording
    evidence: Evidence
    scores: tuple[Score, ...]


def run_and_examine(
    submission: Submission,
    saved: Evidence,
    run: NotebookRun,
    *,
    loaded: LoadedAssignment,
    policy: Policy,
    supervisor: PolicySupervisor,
    interpreter: Interpreter | None,
) -> Examined:
    """Run the notebook, and gather and measure what comes of it; `saved` is what its own outputs
    show.
    """
    from grader.sandbox import record  # noqa: PLC0415 - saved outputs are graded without Jupyter

    asking = AskingNotebook(
        supervisor,
        run.trainings if run.asks else None,
        partial(run.examination.describe, folder=run.folder),
        run.folder,
        longest_s=policy.limits.notebook_timeout_s,
    )
    recording = record(
        submission,
        policy,
        assignment=loaded.assignment,
        order=run.examination.order(submission),
        folder=run.folder,
        supervisor=asking,
        on_cell=run.on_cell,
        warm=run.warm,
        beside=run.beside,
        interpreter=interpreter,
    )
    whole = replace(
        recording,
        executed=_as_executed(run.folder),
        stops=supervisor.stopped,
        trainings=tuple(asking.noted),
        limits_hit=(*recording.limits_hit, *_cut_short(asking.cut_short, recording)),
    )
    return examine(
        submission, whole, saved, run.examination, loaded=loaded, trainings=run.trainings
    )


def examine(
    submission: Submission,
    recording: Recording,
    saved: Evidence,
    examination: Examination,
    *,
    loaded: LoadedAssignment,
    trainings: Trainings,
) -> Examined:
    """Gather and measure what running a notebook left."""
    evidence = add_saved_runs(examination.gather(submission, recording), saved)
    scores = examination.measure(evidence, recording) if loaded.assignment.has_data else ()
    further_seeds = FurtherSeeds(loaded.reference, trainings)
    scores = further_seeds.added(scores, evidence, recording, examination)
    evidence = with_measured(evidence, scores, loaded.assignment, loaded.dataset.classes)
    return Examined(recording, evidence, scores)


def with_modules_beside(saved: Evidence, beside: Visible) -> Evidence:
    """Code beside a notebook may do what no code in it does: it counts as reaching in, whether or
    not it is imported.
    """
    modules = tuple(f"{name} lies beside it" for _, name in beside if Path(name).suffix in CODE)
    return (
        replace(saved, reaching=saved.reaching + modules) if saved.reaching is not None else saved
    )


def fingerprint(beside: Visible) -> str:
    """SHA-256 over the paths and contents of the files beside a notebook."""
    digest = hashlib.sha256()
    for path, name in sorted(beside, key=lambda one: one[1]):
        try:
            with path.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").hexdigest()
        except OSError:
            content = "unreadable"
        digest.update(f"{name}\0{content}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def _cut_short(cut: Sequence[TrainingCut], recording: Recording) -> Iterator[LimitHit]:
    """The limit that trainings ran into which the host did, each in its cell."""
    cells = {run.execution_count: run.cell for run in recording.cell_runs}
    for one in cut:
        yield LimitHit("notebook_time", one.message, cells.get(one.execution_count), "cell")


def _as_executed(folder: Path) -> Notebook:
    """The notebook with what it displayed here. Whether that can be read is no matter of how it was
    handed in.
    """
    try:
        return read_submission(
            folder / EXECUTED, name="the executed notebook"
        ).notebook.without_pictures()
    except IntakeError as error:
        raise OverBudget(f"what it displayed can't be read ({error.message})") from None
