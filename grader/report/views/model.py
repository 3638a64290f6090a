"""What does the report show about the model that answers one role?"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass

from grader.model.assignment import Assignment, RoleSpec
from grader.model.evidence import TrainingRun
from grader.model.reference import RoleReference
from grader.model.result import Result
from grader.model.score import Score
from grader.report import numbers
from grader.report.confusion import cells_beyond_spread, confusions, same_shape
from grader.report.figures import palette
from grader.report.figures.curves import Series, learning_curve
from grader.report.figures.matrix import confusion_figure, difference_figure
from grader.report.figures.svg import Figure
from grader.report.text import one_line
from grader.report.views.comparison import ComparisonView, comparison_views
from grader.report.views.fact import Fact
from grader.report.views.layers import LayerView, asked_for, layer_views, run_facts
from grader.report.views.mistakes import Examples, MistakeView, mistake_views


@dataclass(frozen=True, slots=True)
class ClassRow:
    """Precision, recall and F1 of one class."""

    name: str
    precision: str
    recall: str
    f1: str
    f1_band: str
    verdict: str


@dataclass(frozen=True, slots=True)
class _Trained:
    """The records of one role that was trained."""

    name: str
    spec: RoleSpec
    run: TrainingRun
    score: Score | None
    reference: RoleReference | None


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
    """What must be known before the figures are read."""
    facts: tuple[Fact, ...]
    layers: tuple[LayerView, ...]
    comparison: tuple[ComparisonView, ...]
    curves: tuple[Figure, ...]
    curves_note: str
    matrix: Figure | None
    difference: Figure | None
    matrix_note: str
    difference_note: str
    classes: tuple[ClassRow, ...]
    mistakes: tuple[MistakeView, ...]
    mistakes_note: str


def model_views(
    result: Result, assignment: Assignment, references: dict[str, RoleReference], examples: Examples
) -> tuple[ModelView, ...]:
    """Return a section for every role that was trained, and for every required one that was not."""
    views = []
    for role, spec in assignment.roles.items():
        run = result.evidence.run_for(role)
        if run is not None:
            score = result.score_for(run.number)
            views.append(_trained_view(_Trained(slug(role), spec, run, score, references.get(role)), examples))
        elif _required(role, assignment):
            views.append(_missing(role, spec))
    return tuple(views)


def slug(name: str) -> str:
    """Return `name` as a part of an id: letters, digits and hyphens."""
    return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "x"


def _required(role: str, assignment: Assignment) -> bool:
    return any(not part.optional and check.role == role for part in assignment.parts for check in part.checks)


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
        facts=(),
        layers=(),
        comparison=(),
        curves=(),
        curves_note="",
        matrix=None,
        difference=None,
        matrix_note="",
        difference_note="",
        classes=(),
        mistakes=(),
        mistakes_note="",
    )


def _trained_view(trained: _Trained, examples: Examples) -> ModelView:
    name, run, score, reference = trained.name, trained.run, trained.score, trained.reference
    scored = score if score and score.verified else None
    matrix = scored.confusion_matrix if scored else ()
    comparable = reference if matrix and same_shape(matrix, reference) else None
    mistakes = mistake_views(name, scored, reference, examples) if scored else ()
    return ModelView(
        anchor=f"model-{name}",
        title=trained.spec.title,
        asked=asked_for(trained.spec),
        found=True,
        verified=scored is not None,
        how_matched=one_line(run.match.reason, 300) if run.match else "",
        differences=tuple(one_line(line, 200) for line in run.match.differences[:10]) if run.match else (),
        notes=_notes(run, score),
        facts=run_facts(run),
        layers=layer_views(run.model.layers),
        comparison=comparison_views(run, scored, reference),
        curves=_curves(name, run, reference),
        curves_note=_curves_note(run, reference),
        matrix=confusion_figure(f"{name}-matrix", matrix, examples.classes) if matrix else None,
        difference=difference_figure(f"{name}-difference", matrix, comparable, examples.classes)
        if comparable
        else None,
        matrix_note=_matrix_note(matrix, examples.classes),
        difference_note=_difference_note(matrix, comparable),
        classes=_class_rows(scored, reference, examples.classes) if scored and matrix else (),
        mistakes=mistakes,
        mistakes_note=_mistakes_note(mistakes, scored),
    )


def _notes(run: TrainingRun, score: Score | None) -> tuple[str, ...]:
    notes = []
    if run.source == "claimed":
        notes.append("This training was not run by us. Its figures are what the notebook states: unverified.")
    elif score is None:
        notes.append(
            "The trained model could not be scored; its figures are what the notebook's own training reported."
        )
    elif not score.verified:
        notes.append(f"The model could not be measured by us and waits for a person: {one_line(score.reason, 300)}.")
    if run.error:
        notes.append(f"The training ended with an error: {one_line(run.error, 300)}.")
    if run.stopped_by_grader:
        notes.append(
            f"We stopped the training after epoch {numbers.count(run.epochs_run)}, "
            "because its findings could no longer change."
        )
    if not run.weights_changed:
        notes.append("The weights did not change while the model was trained.")
    return tuple(note.replace("..", ".") for note in notes)


def _curves(name: str, run: TrainingRun, reference: RoleReference | None) -> tuple[Figure, ...]:
    figures = []
    for metric in ("loss", "accuracy"):
        series = tuple(
            Series(label, colour, run.history[key], reference.curves.get(key) if reference else None, dashed=dashed)
            for key, label, colour, dashed in (
                (metric, "training", palette.TRAINING, False),
                (f"val_{metric}", "validation", palette.VALIDATION, True),
            )
            if run.history.get(key)
        )
        figures.append(learning_curve(f"{name}-{metric}", metric, series) if series else None)
    return tuple(figure for figure in figures if figure)


def _curves_note(run: TrainingRun, reference: RoleReference | None) -> str:
    notes = []
    if run.source == "claimed":
        notes.append("Drawn from the saved log, as far as it still shows the epochs.")
    if reference:
        notes.append(
            "The tinted bands are where a correct solution runs, judged from "
            f"{numbers.plural(len(reference.seeds), 'training')} with different random seeds."
        )
    broken = _first_broken_epoch(run)
    if broken:
        notes.append(f"From epoch {broken} on, some figures are not numbers: the training diverged.")
    return " ".join(notes)


def _first_broken_epoch(run: TrainingRun) -> int | None:
    broken = [
        epoch
        for values in run.history.values()
        for epoch, value in enumerate(values, start=1)
        if not math.isfinite(value)
    ]
    return min(broken, default=None)


def _matrix_note(matrix: tuple[tuple[int, ...], ...], classes: tuple[str, ...]) -> str:
    worst = [
        f"{_called(true, classes)} taken for {_called(predicted, classes)} ({count} times)"
        for true, predicted, count in confusions(matrix, most=3)
    ]
    if not matrix:
        return ""
    return f"Most frequent: {numbers.listed(worst)}." if worst else "Not a single mistake."


def _difference_note(matrix: tuple[tuple[int, ...], ...], reference: RoleReference | None) -> str:
    if reference is None:
        return ""
    number = len(cells_beyond_spread(matrix, reference))
    if number == 0:
        return "No cell lies beyond the spread: this model errs as correct solutions do."
    return (
        f"{numbers.plural(number, 'cell')} beyond the spread of {len(reference.seeds)} correct solutions, "
        "with the number of images more or fewer than their mean."
    )


def _class_rows(score: Score, reference: RoleReference | None, classes: tuple[str, ...]) -> tuple[ClassRow, ...]:
    bands = reference.class_f1 if reference else {}
    rows = []
    for figures in score.per_class():
        band = bands.get(figures.label)
        rows.append(
            ClassRow(
                name=_called(figures.label, classes),
                precision=f"{figures.precision:.3f}",
                recall=f"{figures.recall:.3f}",
                f1=f"{figures.f1:.3f}",
                f1_band=f"{band.low:.3f} {numbers.DASH} {band.high:.3f}" if band else "",
                verdict="" if band is None or figures.f1 >= band.low else "below",
            )
        )
    return tuple(rows)


def _mistakes_note(shown: tuple[MistakeView, ...], score: Score | None) -> str:
    if score is None or score.accuracy is None:
        return ""
    total = len(score.mistakes)
    if total == 0:
        return "The model makes no mistake on the test images."
    if not shown:
        return f"The model gets {numbers.plural(total, 'test image')} wrong."
    sure = numbers.percent(score.mistakes[len(shown) - 1].confidence, digits=0)
    note = f"{len(shown)} of {numbers.plural(total, 'mistake')}, those of which the model was surest: {sure} and more."
    hard = " * Most correct solutions get it wrong, too." if any(mistake.hard for mistake in shown) else ""
    return f"True value → predicted value. {note}{hard}"


def _called(label: int, classes: tuple[str, ...]) -> str:
    return classes[label] if 0 <= label < len(classes) else str(label)
