"""Names the rooms in order: from a path to a graded, saved, reported result.

intake → sandbox → evidence → scoring → checks → grading → report and export; store keeps what they hand on.
"""

from __future__ import annotations

import hashlib
import shutil
import traceback
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Self

from grader import __version__
from grader.assignment import bundled
from grader.checks import (
    PolicySupervisor,
    RunsKnown,
    as_if_stopped,
    differences,
    integrity_findings,
    run_checks,
    why_in_full,
)
from grader.desk import Desk, open_assignment, open_desk
from grader.errors import GraderError, IntakeError
from grader.evidence import add_saved_runs, gather, match_role, modern_metric, order_to_run
from grader.export import public_record
from grader.grading import failed_grade, grade
from grader.intake import read_submission
from grader.model.evidence import Evidence, TrainingRun
from grader.model.grade import Grade, Override
from grader.model.hand_in import HandIn
from grader.model.policy import Policy, TrainingPolicy
from grader.model.recording import NOT_RUN, EpochFinished, FitStarted, Recording, TrainingStop
from grader.model.result import Audit, Result
from grader.model.score import Score
from grader.model.submission import Submission
from grader.report import Reporter, render_html, render_pdf, render_summary
from grader.sandbox import WarmKernels, record
from grader.scoring import Scorer
from grader.store import BatchFolder, Key, SubmissionFolder, content_digest, versions

__all__ = [
    "Desk",
    "Marker",
    "as_handed_in",
    "keep",
    "keep_verdict",
    "open_assignment",
    "open_desk",
    "regrade",
    "regraded",
    "render_kept",
    "report_fingerprint",
    "report_html",
    "report_pdf",
    "stops_hold",
    "write_reports",
    "write_summary",
]

OnCell = Callable[[int, int], None]
"""Told how many cells have run, and how many there are."""

EXECUTED = "executed.ipynb"
MAX_SCORED_RUNS = 40
"""Of a notebook that trains more models than this, those with a role and the first others are measured."""


class Marker:
    """Grades notebooks one by one and keeps the scorer's process between them. Threads may share it."""

    def __init__(self, desk: Desk, policy: Policy) -> None:
        """Take what lies ready and what the operator asked for."""
        self._desk = desk
        self._policy = policy
        self._scorer = Scorer()
        self._scoring = Lock()
        self._gathering = Lock()
        """Held while code is parsed: CPython's `ast.parse` is not safe in several threads (python/cpython#106905)."""
        self._versions = versions()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._scorer.close()

    def key(self, content: bytes) -> Key:
        """What the result for a notebook with this content depends on."""
        desk = self._desk
        decides = (desk.reference.dataset_sha256, self._policy.deciding(), self._versions, self._audits(content))
        return Key(
            hashlib.sha256(content).hexdigest(),
            hashlib.sha256(repr(decides).encode()).hexdigest(),
            desk.examination,
            desk.fingerprint,
        )

    def prepare(self) -> None:
        """Start what every notebook needs, from the calling thread and on its cores."""
        if self._policy.training != "saved" or self._policy.audit_percent:
            self._scorer.start()

    def warm_kernels(self) -> AbstractContextManager[WarmKernels | None]:
        """Kernels that have imported their libraries already, for one worker; None where nothing is run."""
        if self._policy.training == "saved" and not self._policy.audit_percent:
            return nullcontext()
        return WarmKernels(self._desk.assignment, self._policy)

    def mark(
        self,
        path: Path,
        *,
        folder: Path,
        on_cell: OnCell | None = None,
        named: str | None = None,
        warm: WarmKernels | None = None,
    ) -> Result:
        """Grade one notebook; `folder` receives the recording. Raises IntakeError where it can't be read.

        `named` is what the operator calls it, where that is not its path.
        """
        submission = read_submission(path, name=named)
        try:
            return self._mark(submission, Way(folder, on_cell, warm, audited=self._audits(path.read_bytes())))
        except GraderError:
            raise
        except Exception:  # noqa: BLE001 - the boundary of one submission: our bug is no student's zero
            fault = failed_grade(self._desk.assignment, "grader_fault", reason=traceback.format_exc())
            return self._result(submission, str(path), fault)

    def mark_or_explain(
        self, hand_in: HandIn, *, folder: Path, on_cell: OnCell | None = None, warm: WarmKernels | None = None
    ) -> Result:
        """Grade one hand-in of a batch: one that can't be read gets a result that says why."""
        try:
            if hand_in.notebook is None:
                raise IntakeError(hand_in.problem)  # noqa: TRY301 - one way for all that can't be read
            result = self.mark(hand_in.notebook, folder=folder, on_cell=on_cell, named=hand_in.path, warm=warm)
        except IntakeError as error:
            reason = f"{error.message} {error.hint}".strip()
            result = self._result(None, hand_in.path, failed_grade(self._desk.assignment, "ungradable", reason=reason))
        return as_handed_in(result, hand_in)

    def examine(self, result: Result) -> Result:
        """Gather and measure again from the recording of `result`, and decide: other models or questions are asked for."""
        if result.submission is None or result.grade.status == "grader_fault":
            return result
        desk = self._desk
        saved = self._gather(result.submission, NOT_RUN)
        if result.recording.folder is None or result.recording.outcome == "not_run":
            return replace(result, evidence=saved, grade=_decide(desk, NOT_RUN, saved, ()))
        seen = self._examined(result.submission, result.recording, saved)
        verdict = _decide(desk, seen.recording, seen.evidence, seen.scores)
        return replace(result, evidence=seen.evidence, scores=seen.scores, grade=verdict)

    def _mark(self, submission: Submission, way: Way) -> Result:
        desk, training = self._desk, self._policy.training
        saved = self._gather(submission, NOT_RUN)
        if training == "saved" and not way.audited:
            verdict = _decide(desk, NOT_RUN, saved, ())
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
        verdict = _decide(desk, seen.recording, seen.evidence, seen.scores)
        return replace(
            self._result(submission, submission.path, verdict),
            recording=seen.recording,
            evidence=seen.evidence,
            scores=seen.scores,
            audit=self._audit(seen, saved, supervisor.stops, verdict) if way.audited else None,
            full_because=because,
        )

    def _run(self, submission: Submission, saved: Evidence, supervisor: PolicySupervisor, way: Way) -> Seen:
        """Run the notebook, and gather and measure what comes of it."""
        self._scorer.start()
        with self._gathering:
            order = order_to_run(submission.notebook)
        recording = record(
            submission,
            self._policy,
            assignment=self._desk.assignment,
            order=order,
            folder=way.folder,
            supervisor=supervisor,
            on_cell=way.on_cell,
            warm=way.warm,
        )
        executed = read_submission(way.folder / EXECUTED).notebook
        return self._examined(submission, replace(recording, executed=executed, stops=supervisor.told), saved)

    def _examined(self, submission: Submission, recording: Recording, saved: Evidence) -> Seen:
        evidence = add_saved_runs(self._gather(submission, recording), saved)
        if recording.folder is None:
            raise LookupError("a recording without its folder has nothing to measure")
        return Seen(recording, evidence, self._score(evidence, recording.folder))

    def _gather(self, submission: Submission, recording: Recording) -> Evidence:
        with self._gathering:
            return gather(submission, recording, assignment=self._desk.assignment, dataset=self._desk.dataset)

    def _audits(self, content: bytes) -> bool:
        return self._policy.audit_percent > 0 and self._policy.audits(content_digest(content))

    def _audit(self, seen: Seen, saved: Evidence, stops: tuple[TrainingStop, ...], full: Grade) -> Audit:
        """Hold what the policy would have decided against what training in full showed."""
        desk, training = self._desk, self._policy.training
        if training == "saved":
            other = _decide(desk, NOT_RUN, saved, ())
        else:
            other = _decide(desk, seen.recording, *as_if_stopped(seen.evidence, seen.scores, stops))
        return Audit(training, stops, differences(full.findings, other.findings))

    def _score(self, evidence: Evidence, folder: Path) -> tuple[Score, ...]:
        dataset, path = self._desk.dataset, self._desk.assignment.dataset_path
        with self._scoring:
            return tuple(
                self._scorer.score(run, folder=folder, dataset=dataset, dataset_path=path)
                for run in _worth_scoring(evidence.runs)
            )

    def _result(self, submission: Submission | None, path: str, verdict: Grade) -> Result:
        return Result(self._desk.assignment.name, submission, path, self._policy.training, verdict)


@dataclass(frozen=True, slots=True)
class Way:
    """How one notebook is run."""

    folder: Path
    """Receives the recording."""
    on_cell: OnCell | None
    warm: WarmKernels | None
    audited: bool


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of running a notebook."""

    recording: Recording
    evidence: Evidence
    scores: tuple[Score, ...]


def supervisor_for(
    desk: Desk, training: TrainingPolicy, saved: Evidence, *, only_note: bool = False
) -> PolicySupervisor:
    """Who decides how long the runs of one notebook are trained; `saved` is what its own outputs show."""
    known = RunsKnown(
        match_role=lambda model, compiled: match_role(model, compiled, desk.assignment),
        claimed={run.role: run for run in saved.runs if run.role is not None},
        metric_name=modern_metric,
    )
    return PolicySupervisor(training, desk.assignment, desk.reference, known=known, only_note=only_note)


def as_handed_in(result: Result, hand_in: HandIn) -> Result:
    """The result as the LMS names it and its students, who may be known better than when it was graded."""
    submission, origin = result.submission, hand_in.origin
    if submission is not None:
        student = origin.students[0] if origin.students else submission.student
        submission = replace(submission, student=student, path=hand_in.path)
    own = tuple(doubt for doubt in result.grade.integrity if doubt not in result.origin.doubts)
    verdict = replace(result.grade, integrity=own + origin.doubts)
    return replace(result, submission=submission, path=hand_in.path, origin=origin, grade=verdict)


def regrade(desk: Desk, result: Result, *, overrides: tuple[Override, ...] = ()) -> Result:
    """Decide again from saved records: for a changed rubric, other thresholds, or a person's changes."""
    if result.grade.status in ("ungradable", "grader_fault"):
        return result
    verdict = _decide(desk, result.recording, result.evidence, result.scores, overrides=overrides)
    return replace(result, grade=replace(verdict, integrity=verdict.integrity + result.origin.doubts))


def stops_hold(desk: Desk, result: Result) -> bool:
    """Whether the trainings that were cut short would be again, by the thresholds that are in force now."""
    for run in result.evidence.runs:
        if run.stop_reason is None:
            continue
        supervisor = supervisor_for(desk, result.policy, Evidence(runs=(run,)))
        supervisor.fit_started(
            FitStarted(
                run=run.number,
                model=run.model,
                compiled=run.compiled,
                epochs=run.epochs_requested,
                val_x=run.val_x,
            )
        )
        for epoch in range(run.epochs_run):
            logs = {metric: values[epoch] for metric, values in run.history.items() if epoch < len(values)}
            supervisor.epoch_finished(EpochFinished(run=run.number, epoch=epoch, logs=logs))
        if not supervisor.stops:
            return False
    return True


def regraded(desk: Desk, folder: SubmissionFolder) -> Result:
    """Decide again what is kept in `folder`, from what was seen and measured. Keeps nothing."""
    return regrade(desk, folder.load(events=desk.has_own_checks()))


def keep(folder: SubmissionFolder, result: Result, key: Key, *, content: str) -> None:
    """Save the result with its published record."""
    folder.save(result, key, content=content, public_json=_public_json(result))


def keep_verdict(folder: SubmissionFolder, result: Result, key: Key, *, content: str) -> None:
    """Save another verdict on what was seen, with its published record."""
    folder.save_verdict(result, key, content=content, public_json=_public_json(result))


def _public_json(result: Result) -> str:
    return public_record(result).model_dump_json(indent=2)


def report_fingerprint(desk: Desk) -> str:
    """Of what a report is rendered from, beside the result: templates, assignment, program."""
    digest = hashlib.sha256(repr((__version__, desk.fingerprint, desk.examination)).encode())
    for path in sorted(path for path in bundled("templates").rglob("*") if path.is_file()):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def render_kept(desk: Desk, folder: Path, *, pdf: bool) -> None:
    """Render the reports of the result that is kept in `folder`."""
    place = SubmissionFolder(folder)
    write_reports(desk, place, place.load(events=False), pdf=pdf)


def write_reports(desk: Desk, folder: SubmissionFolder, result: Result, *, pdf: bool = True) -> None:
    """Write one student's reports."""
    reporter = Reporter(desk.assignment, desk.reference, desk.dataset, bundled("templates"))
    html, paper = reporter.html_and_pdf(result) if pdf else (reporter.html(result), None)
    folder.write_reports(html, paper, fingerprint=report_fingerprint(desk))


def write_summary(desk: Desk, store: BatchFolder, graded: Sequence[tuple[SubmissionFolder, Result]]) -> None:
    """Write the class page, with a link to every report."""
    links = [(result, folder.html.relative_to(store.path).as_posix()) for folder, result in graded]
    intake = store.read_intake()
    notices = (*intake.problems, *intake.notes) if intake else ()
    page = render_summary(links, assignment=desk.assignment, templates_folder=bundled("templates"), notices=notices)
    store.write_summary(page)


def report_html(desk: Desk, result: Result) -> str:
    """The report for a browser."""
    return render_html(
        result,
        assignment=desk.assignment,
        reference=desk.reference,
        dataset=desk.dataset,
        templates_folder=bundled("templates"),
    )


def report_pdf(desk: Desk, result: Result) -> bytes:
    """The report for paper."""
    return render_pdf(
        result,
        assignment=desk.assignment,
        reference=desk.reference,
        dataset=desk.dataset,
        templates_folder=bundled("templates"),
    )


def _decide(
    desk: Desk,
    recording: Recording,
    evidence: Evidence,
    scores: tuple[Score, ...],
    *,
    overrides: tuple[Override, ...] = (),
) -> Grade:
    findings = run_checks(
        desk.assignment, evidence, scores, reference=desk.reference, recording=recording, checks=desk.checks
    )
    doubts = integrity_findings(evidence, scores, desk.reference, recording=recording)
    return grade(desk.assignment, findings, integrity=doubts, overrides=overrides)


def _empty(folder: Path) -> None:
    """Forget a recording."""
    shutil.rmtree(folder)
    folder.mkdir()


def _worth_scoring(runs: Sequence[TrainingRun]) -> list[TrainingRun]:
    trained = [run for run in runs if run.weights is not None]
    by_role = sorted(trained, key=lambda run: run.role is None)
    return sorted(by_role[:MAX_SCORED_RUNS], key=lambda run: run.number)
