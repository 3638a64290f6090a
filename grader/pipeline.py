"""Names the rooms in order: from a notebook's path to its verdict.

intake → sandbox → evidence → scoring → checks → grading; then report (`pages`) and export; store keeps what they hand on.
"""

from __future__ import annotations

import hashlib
import shutil
import traceback
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Self

from grader.checks import (
    PolicySupervisor,
    as_if_stopped,
    differences,
    why_in_full,
)
from grader.desk import Desk
from grader.environment import environment_of
from grader.errors import GraderError, IntakeError, concerns_all
from grader.evidence import add_saved_runs
from grader.examining import Budget, Examination, Examiner, ExaminingProcess, OverBudget
from grader.grading import failed_grade
from grader.intake import Visible, read_submission
from grader.model.evidence import Evidence
from grader.model.grade import Grade
from grader.model.hand_in import HandIn
from grader.model.policy import Policy
from grader.model.recording import NOT_RUN, Recording, TrainingStop
from grader.model.result import Audit, Result
from grader.model.score import Score
from grader.model.submission import Notebook, Submission
from grader.sandbox import WarmKernels, record
from grader.store import Key, content_digest, versions
from grader.verdict import as_handed_in, supervisor_for

OnCell = Callable[[int, int], None]
"""Told how many cells have run, and how many there are."""

EXECUTED = "executed.ipynb"
CODE = frozenset({".py", ".pyc", ".so", ".pth", ".zip", ".egg", ".whl"})
"""Files that Python may run when it imports, by their suffix."""


class Marker:
    """Grades notebooks one by one. Threads may share it where each brings an examination of its own."""

    def __init__(self, desk: Desk, policy: Policy) -> None:
        """Take what lies ready and what the operator asked for.

        Raises ConfigError where the assignment names an environment that can't run notebooks.
        """
        self._desk = desk
        self._policy = policy
        self._own: Examination = self.examination() if self.runs_notebooks else Examiner(desk)
        """Looks at notebooks for whoever brings no examination of their own."""
        self._versions = versions()
        self._interpreter = environment_of(desk.assignment) if self.runs_notebooks else None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._own.__exit__()

    def key(self, content: bytes, *, beside: Visible = ()) -> Key:
        """What the result for a notebook with this content, and these files beside it, depends on."""
        desk = self._desk
        data = (desk.reference.dataset_sha256, desk.execution, self._interpreter and self._interpreter.fingerprint)
        own = (_fingerprint(beside),) if beside else ()
        decides = (*data, self._policy.deciding(), self._versions, self._audits(content), *own)
        return Key(
            hashlib.sha256(content).hexdigest(),
            hashlib.sha256(repr(decides).encode()).hexdigest(),
            desk.examination,
            desk.fingerprint,
            self._policy.limits,
        )

    def examination(self, budget: Budget | None = None) -> ExaminingProcess:
        """What looks at notebooks for one slot, in a process of its own; started with its first notebook."""
        path = self._desk.assignment.folder / "assignment.yaml"
        contained = not self._policy.unsafe
        return ExaminingProcess(path, budget or Budget(), measures=self.runs_notebooks, contained=contained)

    @property
    def runs_notebooks(self) -> bool:
        """Whether the policy runs any notebook at all."""
        return self._policy.training != "saved" or self._policy.audit_percent > 0

    def warm_kernels(self) -> AbstractContextManager[WarmKernels | None]:
        """Kernels that have imported their libraries already, for one worker; None where nothing is run."""
        if not self.runs_notebooks:
            return nullcontext()
        return WarmKernels(self._desk.assignment, self._policy, self._interpreter)

    def mark(
        self,
        path: Path,
        *,
        folder: Path,
        on_cell: OnCell | None = None,
        named: str | None = None,
        warm: WarmKernels | None = None,
        beside: Visible = (),
        examination: Examination | None = None,
    ) -> Result:
        """Grade one notebook; `folder` receives the recording. Raises IntakeError where it can't be read.

        `named` is what the operator calls it, where that is not its path; `beside`, the files that it finds beside it;
        `examination`, what looks at it for the slot that it runs on.
        """
        submission = read_submission(path, name=named)
        try:
            audited = self._audits(path.read_bytes())
            way = Way(folder, on_cell, warm, examination or self._own, audited=audited, beside=beside)
            return self._mark(submission, way)
        except GraderError:
            raise
        except OverBudget as over:
            reason = f"looking at what the notebook left was ended: {over}"
            return self._result(
                submission, str(path), failed_grade(self._desk.assignment, "needs_review", reason=reason)
            )
        except Exception as error:
            if isinstance(error, OSError) and concerns_all(error):
                raise
            fault = failed_grade(self._desk.assignment, "grader_fault", reason=traceback.format_exc())
            return self._result(submission, str(path), fault)

    def mark_or_explain(
        self,
        hand_in: HandIn,
        *,
        folder: Path,
        on_cell: OnCell | None = None,
        warm: WarmKernels | None = None,
        examination: Examination | None = None,
    ) -> Result:
        """Grade one hand-in of a batch: one that can't be read gets a result that says why."""
        try:
            if hand_in.notebook is None:
                raise IntakeError(hand_in.problem)  # noqa: TRY301 - one way for all that can't be read
            result = self.mark(
                hand_in.notebook,
                folder=folder,
                on_cell=on_cell,
                named=hand_in.path,
                warm=warm,
                beside=hand_in.visible,
                examination=examination,
            )
        except IntakeError as error:
            result = self.unreadable(hand_in.path, error)
        return as_handed_in(result, hand_in)

    def unreadable(self, path: str, error: IntakeError) -> Result:
        """The result of what could not be read: no points given, and none taken."""
        reason = f"{error.message} {error.hint}".strip()
        return self._result(None, path, failed_grade(self._desk.assignment, "ungradable", reason=reason))

    def examine(self, result: Result) -> Result:
        """Gather and measure again from the recording of `result`, and decide: other models or questions are asked for."""
        if result.submission is None or result.grade.status == "grader_fault":
            return result
        looks = self._own
        saved = looks.gather(result.submission, NOT_RUN)
        if result.recording.folder is None or result.recording.outcome == "not_run":
            return replace(result, evidence=saved, grade=looks.decide(NOT_RUN, saved, ()))
        seen = _examined(result.submission, result.recording, saved, looks)
        verdict = looks.decide(seen.recording, seen.evidence, seen.scores)
        return replace(result, evidence=seen.evidence, scores=seen.scores, grade=verdict)

    def _mark(self, submission: Submission, way: Way) -> Result:
        desk, training = self._desk, self._policy.training
        saved = _with_modules_beside(way.examination.gather(submission, NOT_RUN), way.beside)
        if training == "saved" and not way.audited:
            verdict = way.examination.decide(NOT_RUN, saved, ())
            return replace(self._result(submission, submission.path, verdict), evidence=saved)
        supervisor = supervisor_for(desk, training, saved, only_note=way.audited)
        seen = self._run(submission, saved, supervisor, way)
        because = why_in_full(
            seen.recording,
            seen.evidence,
            seen.scores,
            notebook=submission.notebook,
            assignment=desk.assignment,
            reference=desk.reference,
        )
        if because:
            _empty(way.folder)
            seen = self._run(submission, saved, supervisor_for(desk, "full", saved), way)
        verdict = way.examination.decide(seen.recording, seen.evidence, seen.scores)
        return replace(
            self._result(submission, submission.path, verdict),
            recording=seen.recording,
            evidence=seen.evidence,
            scores=seen.scores,
            audit=self._audit(seen, saved, supervisor.stops, verdict, looks=way.examination) if way.audited else None,
            full_because=because,
        )

    def _run(self, submission: Submission, saved: Evidence, supervisor: PolicySupervisor, way: Way) -> Seen:
        """Run the notebook, and gather and measure what comes of it."""
        order = way.examination.order(submission)
        recording = record(
            submission,
            self._policy,
            assignment=self._desk.assignment,
            order=order,
            folder=way.folder,
            supervisor=supervisor,
            on_cell=way.on_cell,
            warm=way.warm,
            beside=way.beside,
            interpreter=self._interpreter,
        )
        whole = replace(recording, executed=_as_executed(way.folder), stops=supervisor.told)
        return _examined(submission, whole, saved, way.examination)

    def _audits(self, content: bytes) -> bool:
        return self._policy.audit_percent > 0 and self._policy.audits(content_digest(content))

    def _audit(
        self, seen: Seen, saved: Evidence, stops: tuple[TrainingStop, ...], full: Grade, *, looks: Examination
    ) -> Audit:
        """Hold what the policy would have decided against what training in full showed."""
        training = self._policy.training
        if training == "saved":
            other = looks.decide(NOT_RUN, saved, ())
        else:
            other = looks.decide(seen.recording, *as_if_stopped(seen.evidence, seen.scores, stops))
        return Audit(training, stops, differences(full.findings, other.findings))

    def _result(self, submission: Submission | None, path: str, verdict: Grade) -> Result:
        return Result(self._desk.assignment.name, submission, path, self._policy.training, verdict)


@dataclass(frozen=True, slots=True)
class Way:
    """How one notebook is run."""

    folder: Path
    """Receives the recording."""
    on_cell: OnCell | None
    warm: WarmKernels | None
    examination: Examination
    audited: bool
    beside: Visible


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of running a notebook."""

    recording: Recording
    evidence: Evidence
    scores: tuple[Score, ...]


def _fingerprint(beside: Visible) -> str:
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


def _as_executed(folder: Path) -> Notebook:
    """The notebook with what it displayed here. Whether that can be read is no matter of how it was handed in."""
    try:
        return read_submission(folder / EXECUTED, name="the executed notebook").notebook.without_pictures()
    except IntakeError as error:
        raise OverBudget(f"what it displayed can't be read ({error.message})") from None


def _examined(submission: Submission, recording: Recording, saved: Evidence, looks: Examination) -> Seen:
    """Gather and measure what running a notebook left."""
    evidence = add_saved_runs(looks.gather(submission, recording), saved)
    return Seen(recording, evidence, looks.measure(evidence, recording))


def _with_modules_beside(saved: Evidence, beside: Visible) -> Evidence:
    """Code beside a notebook may do what no code in it does: it counts as reaching in, whether or not it is imported."""
    modules = tuple(f"{name} lies beside it" for _, name in beside if Path(name).suffix in CODE)
    return replace(saved, reaching=saved.reaching + modules) if saved.reaching is not None else saved


def _empty(folder: Path) -> None:
    """Forget a recording."""
    shutil.rmtree(folder)
    folder.mkdir()
