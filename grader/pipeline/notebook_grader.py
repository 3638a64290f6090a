"""Grades one notebook at a time: from its path to its grade, room by room.

intake → sandbox → evidence → scoring → checks → grading; then report (`publishing/`) and export;
store keeps what they hand on.
"""

from __future__ import annotations

import hashlib
import traceback
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Self

from grader.checks import PolicySupervisor, why_in_full
from grader.environment import environment_of
from grader.errors import GraderError, IntakeError, ReadingFault, concerns_all
from grader.grading import Failure, failed_grade
from grader.intake import Visible, read_submission
from grader.model.evidence import Evidence
from grader.model.graded.grade import Grade
from grader.model.graded.result import Audit, Result
from grader.model.hand_in import HandIn
from grader.model.policy import Policy
from grader.model.recording import NOT_RUN, TrainingStop
from grader.model.submission import Submission
from grader.pipeline.audit import audit_of_stops, audit_of_trainings
from grader.pipeline.decide import as_handed_in, nothing_seen, supervisor_for
from grader.pipeline.examination import Budget, Examination, Examiner, OverBudget
from grader.pipeline.examining_process import ExaminingProcess
from grader.pipeline.loaded import LoadedAssignment
from grader.pipeline.policies import is_audited, what_decides
from grader.pipeline.run import (
    Examined,
    NotebookRun,
    OnCell,
    examine,
    fingerprint,
    run_and_examine,
    with_modules_beside,
)
from grader.pipeline.trainings import trainings_for
from grader.store import Key, content_digest, versions
from grader.text.folders import without_folders

if TYPE_CHECKING:
    from grader.sandbox import WarmKernels


class NotebookGrader:
    """Grades notebooks one by one. Threads may share it where each brings an examination."""

    def __init__(self, loaded: LoadedAssignment, policy: Policy) -> None:
        """Take the assignment and what the operator asked for.

        Raises ConfigError where the assignment names an environment that can't run notebooks.
        """
        self._loaded = loaded
        self._policy = policy
        self._own: Examination = self.examination() if self.runs_notebooks else Examiner(loaded)
        """Examines notebooks for whoever brings no examination of their own."""
        self._versions = versions()
        self.interpreter = environment_of(loaded.assignment) if self.runs_notebooks else None
        """In which notebooks run; None: grader's own, or none is run."""
        self.trainings = trainings_for(loaded.assignment, policy)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._own.__exit__()
        self.trainings.__exit__(None, None, None)

    @property
    def runs_notebooks(self) -> bool:
        """Whether the policy runs any notebook at all."""
        return self._policy.training != "saved" or self._policy.audit_percent > 0

    def key(self, content: bytes, *, beside: Visible = ()) -> Key:
        """What the result for a notebook with this content, and these files beside it, depends
        on.
        """
        loaded, interpreter = self._loaded, self.interpreter and self.interpreter.fingerprint
        data = (loaded.reference.dataset_sha256, loaded.execution, interpreter)
        own = (fingerprint(beside),) if beside else ()
        decides = (*data, what_decides(self._policy), self._versions, self._audits(content), *own)
        return Key(
            hashlib.sha256(content).hexdigest(),
            hashlib.sha256(repr(decides).encode()).hexdigest(),
            loaded.examination,
            loaded.fingerprint,
            self._policy.limits,
        )

    def examination(self, budget: Budget | None = None) -> ExaminingProcess:
        """What examines one notebook at a time, in a process of its own; started with its first
        notebook.
        """
        path = self._loaded.assignment.folder / "assignment.yaml"
        contained = not self._policy.unsafe
        return ExaminingProcess(
            path, budget or Budget(), measures=self.runs_notebooks, contained=contained
        )

    def warm_kernels(self, at: Path | None = None) -> AbstractContextManager[WarmKernels | None]:
        """Kernels that have imported their libraries already, of a zygote of their own or of the
        one that is shared `at` a place; None where nothing is run.
        """
        if not self.runs_notebooks:
            return nullcontext()
        from grader import sandbox  # noqa: PLC0415 - as in `run_and_examine`

        given = self._loaded.assignment, self._policy, self.interpreter
        return sandbox.WarmKernels(*given) if at is None else sandbox.BorrowedKernels(*given, at)

    def grade(
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
        """Grade one notebook; `folder` receives the recording. Raises IntakeError where it can't be
        read.

        `named` is what the operator calls it, where that is not its path; `beside`, the files that
        it finds beside it; `examination`, what examines it for the slot that it runs on.
        """
        try:
            submission = read_submission(path, name=named)
        except ReadingFault as fault:
            grade = failed_grade(self._loaded.assignment, "grader_fault", reason=fault.message)
            return self._result(None, named or str(path), grade)
        try:
            audited = self._audits(path.read_bytes())
            run = NotebookRun(
                folder,
                on_cell,
                warm,
                examination or self._own,
                audited=audited,
                beside=beside,
                trainings=self.trainings,
                asks=self._asks(audited=audited),
            )
            return self._grade(submission, run)
        except GraderError:
            raise
        except OverBudget as over:
            reason = f"examining what the notebook left was ended: {over}"
            return self.failed(submission, "needs_review", reason)
        except Exception as error:
            if isinstance(error, OSError) and concerns_all(error):
                raise
            return self.failed(submission, "grader_fault", without_folders(traceback.format_exc()))

    def grade_or_explain(
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
            result = self.grade(
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
        hint = f"{error.hint[:1].upper()}{error.hint[1:]}"
        reason = f"{error.message}. {hint}." if hint else f"{error.message}."
        return self._result(
            None, path, failed_grade(self._loaded.assignment, "ungradable", reason=reason)
        )

    def examine_again(self, result: Result) -> Result:
        """Gather and measure again from the recording of `result`, and decide: other models or
        questions are asked for.
        """
        if result.submission is None or nothing_seen(result):
            return result
        saved = self._own.gather(result.submission, NOT_RUN)
        if result.recording.folder is None or result.recording.outcome == "not_run":
            return replace(result, evidence=saved, grade=self._own.decide(NOT_RUN, saved, ()))
        given = (result.submission, result.recording, saved, self._own)
        seen = examine(*given, loaded=self._loaded, trainings=self.trainings)
        grade = self._own.decide(seen.recording, seen.evidence, seen.scores)
        return replace(result, evidence=seen.evidence, scores=seen.scores, grade=grade)

    def _grade(self, submission: Submission, run: NotebookRun) -> Result:
        loaded, training = self._loaded, self._policy.training
        saved = with_modules_beside(run.examination.gather(submission, NOT_RUN), run.beside)
        if training == "saved" and not run.audited:
            grade = run.examination.decide(NOT_RUN, saved, ())
            return replace(self._result(submission, submission.path, grade), evidence=saved)
        supervisor = supervisor_for(loaded, training, saved, only_note=run.audited)
        seen = self._run(submission, saved, run, supervisor)
        because = why_in_full(
            seen.recording,
            seen.evidence,
            seen.scores,
            notebook=submission.notebook,
            assignment=loaded.assignment,
            reference=loaded.reference,
        )
        if because:
            run.forget()
            seen = self._run(submission, saved, run, supervisor_for(loaded, "full", saved))
        grade = run.examination.decide(seen.recording, seen.evidence, seen.scores)
        return replace(
            self._result(submission, submission.path, grade),
            recording=seen.recording,
            evidence=seen.evidence,
            scores=seen.scores,
            audit=self._audit(submission, seen, saved, grade, stops=supervisor.stops, run=run)
            if run.audited
            else None,
            full_because=because,
        )

    def _run(
        self,
        submission: Submission,
        saved: Evidence,
        run: NotebookRun,
        supervisor: PolicySupervisor,
        *,
        stock: bool = False,
    ) -> Examined:
        return run_and_examine(
            submission,
            saved,
            run,
            loaded=self._loaded,
            policy=replace(self._policy, stock=True) if stock else self._policy,
            supervisor=supervisor,
            interpreter=self.interpreter,
        )

    def _asks(self, *, audited: bool) -> bool:
        """Whether trainings may be done outside of the kernel; what a policy of stops decides is
        tested by what the kernel trains.
        """
        tested = audited and self._policy.training in ("decisive", "verify")
        return not (self._policy.stock or tested or self._loaded.assignment.seeds == "student")

    def _audits(self, content: bytes) -> bool:
        return self._policy.audit_percent > 0 and is_audited(self._policy, content_digest(content))

    def _audit(
        self,
        submission: Submission,
        seen: Examined,
        saved: Evidence,
        grade: Grade,
        *,
        stops: tuple[TrainingStop, ...],
        run: NotebookRun,
    ) -> Audit:
        """Put what decided to the test."""
        if self._policy.training != "full":
            policy = self._policy.training
            return audit_of_stops(policy, seen, saved, grade, stops, run.examination)
        return audit_of_trainings(
            grade, run, lambda again: self._graded_by_kernel(submission, saved, again)
        )

    def _graded_by_kernel(self, submission: Submission, saved: Evidence, run: NotebookRun) -> Grade:
        """The grade where the kernel trains everything itself, as Keras does it."""
        supervisor = supervisor_for(self._loaded, "full", saved)
        seen = self._run(submission, saved, run, supervisor, stock=True)
        return run.examination.decide(seen.recording, seen.evidence, seen.scores)

    def failed(self, submission: Submission, status: Failure, reason: str) -> Result:
        """The result of what could not be graded, through no fault of its own."""
        grade = failed_grade(self._loaded.assignment, status, reason=reason)
        return self._result(submission, submission.path, grade)

    def _result(self, submission: Submission | None, path: str, grade: Grade) -> Result:
        return Result(self._loaded.assignment.name, submission, path, self._policy.training, grade)
