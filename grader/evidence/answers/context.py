"""Puts beside an answer what the evidence says of it, so that a person grades it in seconds.

Sentences with measured or claimed values, no judgement.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from grader.evidence.answers.matrix import class_name, matrix_sentences
from grader.evidence.answers.topics import topic_of
from grader.model.assignment import Assignment, PartSpec, Topic
from grader.model.dataset import Dataset
from grader.model.evidence import MatrixShown, TrainingRun

NOT_TURNED = 1.01
"""A validation loss that ends within one per cent of its lowest has not turned."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sentences are made of."""

    assignment: Assignment
    dataset: Dataset
    runs: tuple[TrainingRun, ...]
    matrices: tuple[MatrixShown, ...]

    def run_for(self, role: str) -> TrainingRun | None:
        """The run that answers the role."""
        return next((run for run in self.runs if run.role == role), None)

    def title(self, role: str) -> str:
        """What the assignment calls the role."""
        return self.assignment.roles[role].title


def context_of(part: PartSpec, facts: Facts) -> tuple[str, ...]:
    """The sentences that help to judge an answer to this question."""
    topic = topic_of(part)
    if topic is None or topic not in _WRITERS:
        return ()
    return tuple(_WRITERS[topic](role_of(part, facts.assignment), facts))


def role_of(part: PartSpec, assignment: Assignment) -> str | None:
    """The model that the question is about: the part's own, else that of the nearest part before,
    else the first.
    """
    before: str | None = None
    for other in assignment.parts:
        roles = [check.role for check in other.checks if check.role]
        if other.id == part.id:
            return roles[0] if roles else before or next(iter(assignment.roles), None)
        before = roles[-1] if roles else before
    return before


def _overfitting(role: str | None, facts: Facts) -> Iterator[str]:
    run = facts.run_for(role) if role else None
    if role is None or run is None:
        yield from _nothing_ran(role, facts)
        return
    values = _last_values(run)
    gaps = [
        f"{metric} {values[metric]:.4g} in training and {values[f'val_{metric}']:.4g} in validation"
        f" (a gap of {abs(values[metric] - values[f'val_{metric}']):.2g})"
        for metric in ("loss", "accuracy")
        if metric in values and f"val_{metric}" in values
    ]
    if gaps:
        yield (
            f"“{facts.title(role)}” after {run.epochs_run:,} epochs: "
            f"{'; '.join(gaps)}{_by_whom(run)}."
        )
    yield from _where_it_turned(run)


def _where_it_turned(run: TrainingRun) -> Iterator[str]:
    losses = [
        value if math.isfinite(value) else math.inf for value in run.history.get("val_loss", ())
    ]
    if len(losses) < 2 or min(losses) == math.inf:
        return
    lowest = losses.index(min(losses))
    if losses[-1] <= NOT_TURNED * losses[lowest]:
        yield f"The validation loss was lowest at the end ({losses[-1]:.4g}): it had not turned."
    else:
        yield (
            f"The validation loss was lowest in epoch {lowest + 1:,} of {len(losses):,} "
            f"({losses[lowest]:.4g}) and ended at {losses[-1]:.4g}."
        )


def _comparison(role: str | None, facts: Facts) -> Iterator[str]:
    del role
    losses = []
    for name in facts.assignment.roles:
        run = facts.run_for(name)
        if run is None:
            yield from _nothing_ran(name, facts)
            continue
        losses.append(run.compiled.loss)
        values = _held_out_values(run)
        stated = " and ".join(
            f"{metric.removeprefix('val_')} {value:.4f}" for metric, value in values.items()
        )
        found = f"{stated} on the validation data" if stated else "nothing on validation data"
        size = f", {run.model.parameters:,} parameters" if run.model.parameters else ""
        yield (
            f"“{facts.title(name)}”: {found} after {run.epochs_run:,} epochs{size}{_by_whom(run)}."
        )
    kinds = list(dict.fromkeys(loss for loss in losses if loss))
    if len(kinds) > 1:
        yield (
            f"The losses are of different kinds ({', '.join(kinds)}): their values can't be "
            f"compared with each other."
        )


def _confusion_matrix(role: str | None, facts: Facts) -> Iterator[str]:
    run = facts.run_for(role) if role else None
    rows = _rows(run, facts)
    if rows is not None:
        yield from matrix_sentences(rows, facts.dataset.classes, "The notebook shows a matrix.")
    elif run is not None:
        yield from _by_report(run, facts)


def _by_report(run: TrainingRun, facts: Facts) -> Iterator[str]:
    for claim in run.claims:
        recall = claim.history.get("recall", ())
        if claim.kind == "classification_report" and len(recall) == len(facts.dataset.classes):
            easy, hard = recall.index(max(recall)), recall.index(min(recall))
            yield (
                f"By the saved classification report, the recall is best for "
                f"{class_name(easy, facts.dataset.classes)} ({recall[easy]:.2f}) and worst for "
                f"{class_name(hard, facts.dataset.classes)} ({recall[hard]:.2f})."
            )
            return


def _rows(run: TrainingRun | None, facts: Facts) -> Sequence[Sequence[float]] | None:
    """A matrix of counts: one that the hand-in prints for this run, else the first that is
    shown.
    """
    claims = (
        [claim.matrix for claim in run.claims if claim.kind == "confusion_matrix"] if run else []
    )
    shown = [matrix.values for matrix in facts.matrices if matrix.values]
    for rows in (*claims, *shown):
        if len(rows) == len(facts.dataset.classes) and all(
            float(value).is_integer() for row in rows for value in row
        ):
            return rows
    return None


def _summary(role: str | None, facts: Facts) -> Iterator[str]:
    run = facts.run_for(role) if role else None
    if role is None or run is None:
        yield from _nothing_ran(role, facts)
        return
    layers = [layer for layer in run.model.layers if layer.parameters]
    counts = ", ".join(f"{layer.class_name} {layer.parameters:,}" for layer in layers[:20])
    total = f"“{facts.title(role)}” has {run.model.parameters:,} parameters"
    yield f"{total}: {counts}." if counts else f"{total}."
    if run.x is not None and run.x.shape:
        yield f"Each of its inputs holds {math.prod(run.x.shape[1:]):,} values."


def _data(role: str | None, facts: Facts) -> Iterator[str]:
    run = facts.run_for(role) if role else None
    if run is not None and run.x is not None and run.x.shape:
        validated = (
            f", validated on {run.val_x.shape[0]:,}"
            if run.val_x is not None and run.val_x.shape
            else ""
        )
        yield f"“{facts.title(role or '')}” was trained on {run.x.shape[0]:,} examples{validated}."
    if facts.assignment.has_data:
        yield (
            f"The assignment's data: {len(facts.dataset.train_x):,} training and "
            f"{len(facts.dataset.held_out_x):,} held-out examples."
        )


def _nothing_ran(role: str | None, facts: Facts) -> Iterator[str]:
    if role is not None:
        yield f"No training of “{facts.title(role)}” was found."


def _last_values(run: TrainingRun) -> Mapping[str, float]:
    """The values at the end of training: recorded, or as the saved log has them."""
    if run.history:
        return {metric: values[-1] for metric, values in run.history.items() if values}
    logs = [claim.metrics for claim in run.claims if claim.kind == "progress_log" and claim.metrics]
    return logs[-1] if logs else {}


def _held_out_values(run: TrainingRun) -> dict[str, float]:
    values = _last_values(run)
    found = {}
    for metric in ("val_loss", "val_accuracy"):
        claimed = run.claimed(metric) if run.source == "claimed" else None
        value = claimed if claimed is not None else values.get(metric)
        if value is not None:
            found[metric] = value
    return found


def _by_whom(run: TrainingRun) -> str:
    return ", as the saved outputs state" if run.source == "claimed" else ""


_WRITERS: Mapping[Topic, Callable[[str | None, Facts], Iterator[str]]] = {
    "overfitting": _overfitting,
    "comparison": _comparison,
    "confusion_matrix": _confusion_matrix,
    "summary": _summary,
    "data": _data,
}
