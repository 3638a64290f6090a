"""Names the rooms in order: from a path to a graded, saved, reported result.

intake → sandbox → evidence → scoring → checks → grading → report and export; store keeps what they hand on.
"""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from threading import Lock
from typing import Self

from grader import __version__
from grader.assignment import bundled, find_assignment, load_assignment, load_dataset
from grader.checks import Check, PolicySupervisor, checks_for, integrity_findings, run_checks
from grader.errors import GraderError, IntakeError
from grader.evidence import add_saved_runs, gather, match_role, order_to_run
from grader.export import public_record
from grader.grading import failed_grade, grade
from grader.intake import read_submission
from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.model.evidence import Evidence, TrainingRun
from grader.model.grade import Grade, Override
from grader.model.hand_in import HandIn
from grader.model.policy import Policy
from grader.model.recording import NOT_RUN, Recording
from grader.model.reference import Reference
from grader.model.result import Result
from grader.model.score import Score
from grader.model.submission import Submission
from grader.reference import load_reference
from grader.report import Reporter, render_html, render_pdf, render_summary
from grader.sandbox import record
from grader.scoring import Scorer
from grader.store import BatchFolder, Key, SubmissionFolder

OnCell = Callable[[int, int], None]
"""Told how many cells have run, and how many there are."""

EXECUTED = "executed.ipynb"
MAX_SCORED_RUNS = 40
"""Of a notebook that trains more models than this, those with a role and the first others are measured."""


@dataclass(frozen=True, slots=True)
class Desk:
    """What lies ready before the first notebook is opened."""

    assignment: Assignment
    checks: Mapping[str, Check]
    """By name, every check that the assignment may name."""
    dataset: Dataset
    reference: Reference
    fingerprint: str
    """Of the files that decide a grade."""


def open_assignment(name_or_path: str | Path) -> tuple[Assignment, Mapping[str, Check]]:
    """Load an assignment and all checks that it may name; raises ConfigError where it is wrong."""
    path = find_assignment(name_or_path)
    checks = checks_for(path.parent)
    return load_assignment(path, known_checks={name: check.options for name, check in checks.items()}), checks


def open_desk(name_or_path: str | Path) -> Desk:
    """Load an assignment with its data and its reference; raises ConfigError where one of them is wrong."""
    assignment, checks = open_assignment(name_or_path)
    reference = load_reference(assignment)
    return Desk(assignment, checks, load_dataset(assignment), reference, _fingerprint(assignment.folder))


class Marker:
    """Grades notebooks one by one and keeps the scorer's process between them. Threads may share it."""

    def __init__(self, desk: Desk, policy: Policy) -> None:
        """Take what lies ready and what the operator asked for."""
        self._desk = desk
        self._policy = policy
        self._scorer = Scorer()
        self._scoring = Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._scorer.close()

    def key(self, path: Path | None) -> Key:
        """What the result for the notebook at `path` depends on; None where nothing was handed in that could be one."""
        digest = ""
        with suppress(OSError):
            if path is not None:
                with path.open("rb") as stream:
                    digest = hashlib.file_digest(stream, "sha256").hexdigest()
        return Key(digest, self._desk.fingerprint, repr(self._policy), __version__)

    def mark(self, path: Path, *, folder: Path, on_cell: OnCell | None = None, named: str | None = None) -> Result:
        """Grade one notebook; `folder` receives the recording. Raises IntakeError where it can't be read.

        `named` is what the operator calls it, where that is not its path.
        """
        submission = read_submission(path, name=named)
        try:
            return self._mark(submission, folder, on_cell)
        except GraderError:
            raise
        except Exception:  # noqa: BLE001 - the boundary of one submission: our bug is no student's zero
            fault = failed_grade(self._desk.assignment, "grader_fault", reason=traceback.format_exc())
            return self._result(submission, str(path), fault)

    def mark_or_explain(self, hand_in: HandIn, *, folder: Path, on_cell: OnCell | None = None) -> Result:
        """Grade one hand-in of a batch: one that can't be read gets a result that says why."""
        try:
            if hand_in.notebook is None:
                raise IntakeError(hand_in.problem)  # noqa: TRY301 - one way for all that can't be read
            result = self.mark(hand_in.notebook, folder=folder, on_cell=on_cell, named=hand_in.path)
        except IntakeError as error:
            reason = f"{error.message} {error.hint}".strip()
            result = self._result(None, hand_in.path, failed_grade(self._desk.assignment, "ungradable", reason=reason))
        return as_handed_in(result, hand_in)

    def _mark(self, submission: Submission, folder: Path, on_cell: OnCell | None) -> Result:
        desk = self._desk
        evidence_from = partial(gather, submission, assignment=desk.assignment, dataset=desk.dataset)
        recording, evidence = NOT_RUN, evidence_from(NOT_RUN)
        scores: tuple[Score, ...] = ()
        if self._policy.training != "saved":
            saved = evidence
            recording = self._record(submission, folder, saved, on_cell)
            evidence = add_saved_runs(evidence_from(recording), saved)
            scores = self._score(evidence, folder)
        verdict = _decide(desk, recording, evidence, scores)
        result = self._result(submission, submission.path, verdict)
        return replace(result, recording=recording, evidence=evidence, scores=scores)

    def _record(self, submission: Submission, folder: Path, claimed: Evidence, on_cell: OnCell | None) -> Recording:
        desk = self._desk
        supervisor = PolicySupervisor(
            self._policy.training,
            desk.assignment,
            desk.reference,
            match_role=lambda model, compiled: match_role(model, compiled, desk.assignment),
            claimed_runs={run.role: run for run in claimed.runs if run.role is not None},
        )
        self._scorer.start()
        recording = record(
            submission,
            self._policy,
            assignment=desk.assignment,
            order=order_to_run(submission.notebook),
            folder=folder,
            supervisor=supervisor,
            on_cell=on_cell,
        )
        return replace(recording, executed=read_submission(folder / EXECUTED).notebook)

    def _score(self, evidence: Evidence, folder: Path) -> tuple[Score, ...]:
        dataset, path = self._desk.dataset, self._desk.assignment.dataset_path
        with self._scoring:
            return tuple(
                self._scorer.score(run, folder=folder, dataset=dataset, dataset_path=path)
                for run in _worth_scoring(evidence.runs)
            )

    def _result(self, submission: Submission | None, path: str, verdict: Grade) -> Result:
        return Result(self._desk.assignment.name, submission, path, self._policy.training, verdict)


def as_handed_in(result: Result, hand_in: HandIn) -> Result:
    """The result as the LMS names it and its students, who may be known better than when it was graded."""
    submission, origin = result.submission, hand_in.origin
    if submission is not None:
        student = origin.students[0] if origin.students else submission.student
        submission = replace(submission, student=student, path=hand_in.path)
    return replace(result, submission=submission, path=hand_in.path, origin=origin)


def regrade(desk: Desk, result: Result, *, overrides: tuple[Override, ...] = ()) -> Result:
    """Decide again from saved records: for a changed rubric, other thresholds, or a person's changes."""
    if result.grade.status in ("ungradable", "grader_fault"):
        return result
    verdict = _decide(desk, result.recording, result.evidence, result.scores, overrides=overrides)
    return replace(result, grade=verdict)


def keep(folder: SubmissionFolder, result: Result, key: Key) -> None:
    """Save the result with its published record."""
    folder.save(result, key, public_json=public_record(result).model_dump_json(indent=2))


def write_reports(desk: Desk, folder: SubmissionFolder, result: Result, *, pdf: bool = True) -> None:
    """Write one student's reports."""
    reporter = Reporter(desk.assignment, desk.reference, desk.dataset, bundled("templates"))
    if pdf:
        folder.write_reports(*reporter.html_and_pdf(result))
    else:
        folder.write_reports(reporter.html(result), None)


def write_summary(desk: Desk, store: BatchFolder, graded: Sequence[tuple[SubmissionFolder, Result]]) -> None:
    """Write the class page, with a link to every report."""
    links = [(result, folder.html.relative_to(store.path).as_posix()) for folder, result in graded]
    store.write_summary(render_summary(links, assignment=desk.assignment, templates_folder=bundled("templates")))


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


def _worth_scoring(runs: Sequence[TrainingRun]) -> list[TrainingRun]:
    trained = [run for run in runs if run.weights is not None]
    by_role = sorted(trained, key=lambda run: run.role is None)
    return sorted(by_role[:MAX_SCORED_RUNS], key=lambda run: run.number)


def _fingerprint(folder: Path) -> str:
    """SHA-256 over the assignment's files that decide a grade."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.yaml")) + sorted(folder.glob("*.json")) + sorted(folder.glob("checks*.py")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()
