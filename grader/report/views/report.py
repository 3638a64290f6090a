"""Puts one student's report together, section by section."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model.assignment import Assignment
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.result import Result
from grader.model.mutants import RubricTest
from grader.model.reference import Reference
from grader.report import numbers
from grader.report.text import one_line
from grader.report.views.answers import AnswerView, answer_views
from grader.report.views.execution import (
    ExecutionView,
    FailureView,
    IntegrityView,
    execution_view,
    failure_views,
    integrity_views,
)
from grader.report.views.fact import cell_name
from grader.report.views.findings import PartView, part_views
from grader.report.views.header import HeaderView, header_view
from grader.report.views.models.layers import short_description
from grader.report.views.models.mistakes import Examples
from grader.report.views.models.model import ModelView, model_views
from grader.report.views.models.notes import who_trained

_MOST_OTHER_RUNS = 25


@dataclass(frozen=True, slots=True)
class OtherRunView:
    """A training that answers no role."""

    where: str
    model: str
    compiled: str
    epochs: str
    accuracy: str


@dataclass(frozen=True, slots=True)
class ReportView:
    """One student's report."""

    header: HeaderView
    parts: tuple[PartView, ...]
    models: tuple[ModelView, ...]
    who_trained: str
    """Which of the models we trained ourselves; empty where none."""
    other_runs: tuple[OtherRunView, ...]
    other_runs_left_out: int
    answers: tuple[AnswerView, ...]
    integrity: tuple[IntegrityView, ...]
    failures: tuple[FailureView, ...]
    execution: ExecutionView
    paper_note: str = ""
    """What can't be drawn on this paper; empty on screens, and where everything can."""


def report_view(
    result: Result,
    *,
    assignment: Assignment,
    reference: Reference | None,
    examples: Examples,
    tested: RubricTest | None = None,
) -> ReportView:
    """Prepare everything that the templates show about `result`."""
    judged = result.grade.status in ("graded", "needs_review")
    evidence = result.evidence if judged else Evidence()
    others = tuple(run for run in evidence.runs if run.role not in assignment.roles)
    return ReportView(
        header=header_view(result, assignment),
        parts=part_views(result.grade, assignment),
        models=model_views(
            result, assignment, reference.roles if reference else {}, examples, tested=tested
        )
        if judged
        else (),
        who_trained=who_trained(_by_title(evidence, assignment)),
        other_runs=tuple(_other_run(run) for run in others[:_MOST_OTHER_RUNS]),
        other_runs_left_out=max(0, len(others) - _MOST_OTHER_RUNS),
        answers=answer_views(evidence, assignment) if judged else (),
        integrity=integrity_views(result.grade.integrity)
        if assignment.show_integrity_to_students
        else (),
        failures=failure_views(result.recording),
        execution=execution_view(
            result, reference, suspicions=assignment.show_integrity_to_students
        ),
    )


def _by_title(evidence: Evidence, assignment: Assignment) -> dict[str, TrainingRun]:
    """The trainings that answer a role."""
    found = {spec.title: evidence.run_for(role) for role, spec in assignment.roles.items()}
    return {title: run for title, run in found.items() if run is not None}


def _other_run(run: TrainingRun) -> OtherRunView:
    values = run.history.get("val_accuracy", ())
    accuracy = values[-1] if values else run.claimed("val_accuracy")
    return OtherRunView(
        where=cell_name(run.cell),
        model=short_description(run) or one_line(run.model.class_name, 80),
        compiled=one_line(
            ", ".join(filter(None, [run.compiled.optimizer, run.compiled.loss.replace("_", " ")])),
            120,
        ),
        epochs=numbers.count(run.epochs_run),
        accuracy=numbers.percent(accuracy),
    )
