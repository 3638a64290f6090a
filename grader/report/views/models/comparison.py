"""Puts the metrics that the notebook states beside what was measured and beside the reference."""

from __future__ import annotations

from dataclasses import dataclass

from grader.model.evidence import TrainingRun
from grader.model.graded.score import Score
from grader.model.reference import Band, RoleReference
from grader.report import numbers

_METRICS = (
    ("val_accuracy", "test accuracy"),
    ("val_loss", "test loss"),
    ("accuracy", "training accuracy"),
    ("loss", "training loss"),
)


@dataclass(frozen=True, slots=True)
class ComparisonView:
    """One metric, stated, measured and expected."""

    name: str
    claimed: str
    measured: str
    band: str
    standing: str
    """`within`, `below`, `above`, `same`, `different`, or empty where nothing can be said."""


def only_the_beginning(
    run: TrainingRun, score: Score | None, reference: RoleReference | None
) -> bool:
    """Whether we trained so short a part of the run that its values can't be held against finished
    solutions.
    """
    band = reference.final.get("val_accuracy") if reference else None
    measured = measured_value("val_accuracy", run, score)
    hopeless = run.stop_reason in ("lost", "frozen", "out_of_reach")
    return (
        run.stopped_by_grader
        and not hopeless
        and (band is None or measured is None or measured < band.low)
    )


def _comparable(
    metric: str, run: TrainingRun, score: Score | None, reference: RoleReference | None
) -> bool:
    """Whether the value may be held against finished solutions; of a run cut short at most those
    on held-out data.
    """
    if run.stopped_by_grader and not metric.startswith("val_"):
        return False
    return not only_the_beginning(run, score, reference)


def comparison_views(
    run: TrainingRun, score: Score | None, reference: RoleReference | None
) -> tuple[ComparisonView, ...]:
    """Return a row for every metric of which something is known."""
    rows = [_metric_row(name, words, run, score, reference) for name, words in _METRICS]
    rows.append(_parameters_row(run, reference))
    return tuple(row for row in rows if row.claimed != numbers.DASH or row.measured != numbers.DASH)


def measured_value(metric: str, run: TrainingRun, score: Score | None) -> float | None:
    """Return what we measured: the scorer's value for held-out data, the recorded history for
    training.
    """
    if score and score.verified and metric == "val_accuracy":
        return score.accuracy
    if score and score.verified and metric == "val_loss":
        return score.loss
    values = run.history.get(metric, ()) if run.source == "reproduced" else ()
    return values[-1] if values else None


def _metric_row(
    metric: str, words: str, run: TrainingRun, score: Score | None, reference: RoleReference | None
) -> ComparisonView:
    measured = measured_value(metric, run, score)
    band = reference.final.get(metric) if reference else None
    return ComparisonView(
        name=words,
        claimed=numbers.metric(metric, _claimed(metric, run)),
        measured=numbers.metric(metric, measured),
        band=f"{_bare(metric, band.low)} {numbers.DASH} {numbers.metric(metric, band.high)}"
        if band
        else numbers.DASH,
        standing=_standing(measured, band) if _comparable(metric, run, score, reference) else "",
    )


def _parameters_row(run: TrainingRun, reference: RoleReference | None) -> ComparisonView:
    claimed = run.claimed("parameters") or next(
        (claim.metrics["parameters"] for claim in run.claims if "parameters" in claim.metrics), None
    )
    known = run.source == "reproduced"
    same = "same" if reference and run.model.parameters == reference.parameters else "different"
    return ComparisonView(
        name="parameters",
        claimed=numbers.count(round(claimed)) if claimed and abs(claimed) < 1e15 else numbers.DASH,
        measured=numbers.count(run.model.parameters) if known else numbers.DASH,
        band=numbers.count(reference.parameters) if reference else numbers.DASH,
        standing=same if reference and known else "",
    )


def _claimed(metric: str, run: TrainingRun) -> float | None:
    """Return the stated value; for metrics of the training only a progress log is meant, not a
    printed evaluation.
    """
    if metric.startswith("val_"):
        return run.claimed(metric)
    logs = [
        claim.metrics[metric]
        for claim in run.claims
        if claim.kind == "progress_log" and metric in claim.metrics
    ]
    return logs[-1] if logs else None


def _bare(metric: str, value: float) -> str:
    return numbers.metric(metric, value).removesuffix(f"{numbers.NBSP}%")


def _standing(value: float | None, band: Band | None) -> str:
    if value is None or band is None:
        return ""
    if band.contains(value):
        return "within"
    return "below" if value < band.low else "above" if value > band.high else "outside"
