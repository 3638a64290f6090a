"""Shows the model that answers one role."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from grader.model.assignment import Assignment, RoleSpec
from grader.model.evidence import TrainingRun
from grader.model.graded.result import Result
from grader.model.graded.score import Score
from grader.model.mutants import RubricTest
from grader.model.reference import RoleReference
from grader.report import numbers
from grader.report.confusion import same_shape
from grader.report.figures.plots import ClassBars, HeatMap, LearningCurve
from grader.report.text import one_line
from grader.report.views.fact import Fact
from grader.report.views.models.classes import ClassRow, class_bars, class_rows
from grader.report.views.models.comparison import (
    ComparisonView,
    comparison_views,
    only_the_beginning,
)
from grader.report.views.models.curves import learning_curves
from grader.report.views.models.first_layer import FirstLayerView, first_layer_view
from grader.report.views.models.layers import LayerView, asked_for, layer_views, run_facts
from grader.report.views.models.matrices import counts_map, difference_map, shares_map
from grader.report.views.models.mistakes import Examples, MistakesView, mistakes_views
from grader.report.views.models.notes import (
    curves_legend,
    curves_note,
    difference_note,
    matrix_note,
    mistakes_legend,
    mistakes_note,
    run_notes,
)
from grader.report.views.models.one_change import one_change


@dataclass(frozen=True, slots=True)
class _TrainedRole:
    """The records of one role that was trained."""

    name: str
    spec: RoleSpec
    run: TrainingRun
    score: Score | None
    reference: RoleReference | None
    tested: RubricTest | None


@dataclass(frozen=True, slots=True)
class ModelView:
    """The section of one role."""

    anchor: str
    title: str
    asked: str
    found: bool
    verified: bool
    how_matched: str
    differences: tuple[str, ...]
    notes: tuple[str, ...]
    """What must be known before the numbers are read."""
    one_change: str
    """What mending one mistake would bring; empty where no single one explains the run."""
    facts: tuple[Fact, ...]
    layers: tuple[LayerView, ...]
    measured_at: str
    """What the column of measured values is called."""
    comparison: tuple[ComparisonView, ...]
    curves: tuple[LearningCurve, ...]
    curves_legend: tuple[str, ...]
    """What the lines are, without what was said beside a model before."""
    curves_note: str
    matrix: HeatMap | None
    shares: HeatMap | None
    difference: HeatMap | None
    matrix_note: str
    difference_note: str
    classes: tuple[ClassRow, ...]
    class_bars: ClassBars | None
    first_layer: FirstLayerView | None
    mistakes: tuple[MistakesView, ...]
    mistakes_legend: str
    """What stands below each; empty where it was said beside a model before."""
    mistakes_note: str


def model_views(
    result: Result,
    assignment: Assignment,
    references: dict[str, RoleReference],
    examples: Examples,
    *,
    tested: RubricTest | None = None,
) -> tuple[ModelView, ...]:
    """Return a section for every role that was trained, and for every required one that was not."""
    views = []
    for role, spec in assignment.roles.items():
        run = result.evidence.run_for(role)
        if run is not None:
            score = result.score_for(run.number)
            views.append(
                _trained_view(
                    _TrainedRole(slug(role), spec, run, score, references.get(role), tested),
                    examples,
                )
            )
        elif _required(role, assignment):
            views.append(_missing(role, spec))
    return _explained_once(views)


def _explained_once(views: list[ModelView]) -> tuple[ModelView, ...]:
    """Leave out what was said below the figures of a model before."""
    said: set[str] = set()

    def new(legend: str) -> str:
        fresh = "" if legend in said else legend
        said.add(legend)
        return fresh

    return tuple(
        replace(
            view,
            curves_legend=tuple(filter(None, map(new, view.curves_legend))),
            mistakes_legend=new(view.mistakes_legend),
            first_layer=replace(view.first_layer, legend=new(view.first_layer.legend))
            if view.first_layer
            else None,
        )
        for view in views
    )


def slug(name: str) -> str:
    """Return `name` as a part of an id: letters, digits and hyphens."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "x"


def _required(role: str, assignment: Assignment) -> bool:
    return any(
        not part.optional and check.role == role
        for part in assignment.parts
        for check in part.checks
    )


def _missing(role: str, spec: RoleSpec) -> ModelView:
    return ModelView(
        anchor=f"model-{slug(role)}",
        title=spec.title,
        asked=asked_for(spec),
        found=False,
        verified=False,
        how_matched="",
        differences=(),
        notes=(),
        one_change="",
        facts=(),
        layers=(),
        measured_at="",
        comparison=(),
        curves=(),
        curves_legend=(),
        curves_note="",
        matrix=None,
        shares=None,
        difference=None,
        matrix_note="",
        difference_note="",
        classes=(),
        class_bars=None,
        first_layer=None,
        mistakes=(),
        mistakes_legend="",
        mistakes_note="",
    )


def _trained_view(trained: _TrainedRole, examples: Examples) -> ModelView:
    name, run, score, reference = trained.name, trained.run, trained.score, trained.reference
    scored = score if score and score.verified else None
    matrix = scored.confusion_matrix if scored else ()
    comparable = reference if matrix and same_shape(matrix, reference) else None
    mistakes = mistakes_views(name, scored, reference, examples) if scored else ()
    beginning = only_the_beginning(run, scored, reference)
    comparable = None if beginning else comparable
    fair = None if beginning else reference
    fair_score = None if beginning or run.stopped_by_grader else scored
    return ModelView(
        anchor=f"model-{name}",
        title=trained.spec.title,
        asked=asked_for(trained.spec),
        found=True,
        verified=scored is not None,
        how_matched=one_line(run.match.reason, 300) if run.match else "",
        differences=tuple(one_line(line, 200) for line in run.match.differences[:10])
        if run.match
        else (),
        notes=run_notes(run, score, beginning=beginning),
        one_change=one_change(run, trained.spec, fair_score, trained.tested),
        facts=run_facts(run),
        layers=layer_views(run.model.layers),
        measured_at=f"we measured, epoch {numbers.count(run.epochs_run)}"
        if beginning
        else "we measured",
        comparison=comparison_views(run, scored, reference),
        curves=learning_curves(name, run, reference),
        curves_legend=curves_legend(run, reference),
        curves_note=curves_note(run),
        matrix=counts_map(f"{name}-matrix", matrix, examples.classes) if matrix else None,
        shares=shares_map(f"{name}-shares", matrix, examples.classes) if matrix else None,
        difference=difference_map(f"{name}-difference", matrix, comparable, examples.classes)
        if comparable
        else None,
        matrix_note="" if mistakes else matrix_note(matrix, examples.classes),
        difference_note=difference_note(matrix, comparable),
        classes=class_rows(scored, fair, examples.classes) if scored and matrix else (),
        class_bars=class_bars(f"{name}-classes", scored, fair, examples.classes)
        if scored and matrix
        else None,
        first_layer=first_layer_view(name, scored.first_layer) if scored else None,
        mistakes=mistakes,
        mistakes_legend=mistakes_legend(mistakes),
        mistakes_note=mistakes_note(mistakes, scored),
    )
