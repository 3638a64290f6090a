"""Brings a result into the published form."""

from __future__ import annotations

from grader import __version__
from grader.export.decided import public_decision, public_finding, public_observation
from grader.export.published import PublicAnswer, PublicRecord, PublicStudent, PublicSubmission
from grader.export.published_runs import (
    PublicAudit,
    PublicExecution,
    PublicLayer,
    PublicLimit,
    PublicRun,
    PublicScore,
    PublicTraining,
)
from grader.export.row import students_of
from grader.model.descriptions import LayerInfo
from grader.model.evidence import TrainingRun
from grader.model.graded.result import Audit, Result
from grader.model.graded.score import Score
from grader.model.limits_hit import RAISED_BY
from grader.model.recording import HostTraining
from grader.model.submission import Student
from grader.text.points import points_as_text

CURVES = ("loss", "accuracy", "val_loss", "val_accuracy")
CLAIMED = ("val_accuracy", "val_loss", "accuracy", "loss")


def public_record(result: Result) -> PublicRecord:
    """Bring a result into the published form."""
    grade, evidence = result.grade, result.evidence
    return PublicRecord(
        grader_version=__version__,
        assignment=result.assignment,
        submission=_submission(result),
        status=grade.status,
        reason=grade.reason,
        points=points_as_text(grade.points),
        points_possible=points_as_text(grade.points_possible),
        points_awaiting_review=points_as_text(grade.points_awaiting_review),
        findings=tuple(map(public_finding, grade.findings)),
        runs=tuple(_run(run, result.score_for(run.number)) for run in evidence.runs),
        answers=tuple(
            PublicAnswer(
                question=answer.question,
                text=answer.text,
                cells=answer.cells,
                pictures=tuple(picture.name for picture in answer.pictures),
            )
            for answer in evidence.answers
        ),
        integrity=tuple(map(public_observation, grade.integrity)),
        execution=_execution(result),
        decisions=tuple(map(public_decision, grade.decisions)),
    )


def _submission(result: Result) -> PublicSubmission:
    submission, (student, *partners) = result.submission, students_of(result)
    return PublicSubmission(
        student=_student(student),
        notebook=result.path,
        sha256=submission.sha256 if submission else None,
        repairs=submission.repairs if submission else (),
        partners=tuple(map(_student, partners)),
        late=result.origin.late,
        notes=result.origin.notes,
    )


def _student(student: Student) -> PublicStudent:
    return PublicStudent(
        id=student.id, name=student.name, email=student.email, section=student.section
    )


def _run(run: TrainingRun, score: Score | None) -> PublicRun:
    claimed = {metric: run.claimed(metric) for metric in CLAIMED}
    return PublicRun(
        role=run.role,
        role_reason=run.match.reason if run.match else "",
        cell=run.cell,
        source=run.source,
        layers=tuple(_layer(layer) for layer in run.model.layers),
        parameters=run.model.parameters,
        optimizer=run.compiled.optimizer,
        loss=run.compiled.loss,
        epochs_requested=run.epochs_requested,
        epochs_run=run.epochs_run,
        stopped_by_grader=run.stopped_by_grader,
        stop_reason=run.stop_reason,
        trained_by=None if run.source == "claimed" else "grader" if run.training else "kernel",
        training=None if run.training is None else _training(run.training),
        history={**dict.fromkeys(CURVES, ()), **run.history},
        claimed={metric: value for metric, value in claimed.items() if value is not None},
        score=None if score is None else _score(score),
    )


def _training(training: HostTraining) -> PublicTraining:
    return PublicTraining(digest=training.digest, draw=training.draw, reused=training.reused)


def _layer(layer: LayerInfo) -> PublicLayer:
    units = layer.config.get("units", layer.config.get("filters"))
    activation = layer.config.get("activation")
    return PublicLayer(
        class_name=layer.class_name,
        output_shape=layer.output_shape,
        parameters=layer.parameters,
        units=units if isinstance(units, int) else None,
        activation=activation if isinstance(activation, str) else None,
    )


def _score(score: Score) -> PublicScore:
    return PublicScore(
        accuracy=score.accuracy,
        loss=score.loss,
        verified=score.verified,
        confusion_matrix=score.confusion_matrix,
        reason=score.reason,
    )


def _audit(audit: Audit) -> PublicAudit:
    return PublicAudit(policy=audit.policy, agrees=audit.agrees, differences=audit.differences)


def _execution(result: Result) -> PublicExecution:
    recording = result.recording
    return PublicExecution(
        outcome=recording.outcome,
        wall_s=round(recording.wall_s, 2),
        cells_failed=recording.cells_failed(),
        recorder_faults=result.evidence.faults,
        cut_short_by=recording.cut_short_by(),
        limits=tuple(
            PublicLimit(
                kind=limit.kind,
                message=limit.message,
                cell=limit.cell,
                ended=limit.ended,
                option=RAISED_BY[limit.kind],
            )
            for limit in recording.limits_hit
        ),
        policy=result.policy,
        protections=recording.protections,
        audit=_audit(result.audit) if result.audit else None,
        full_because=result.full_because,
        kernel=None if recording.outcome == "not_run" else "forked" if recording.warm else "cold",
        cold_because=recording.cold_because,
    )
