"""Says whether a policy would have come to the same findings as training in full."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from grader.checks.chance import share_interval
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.finding import Finding
from grader.model.graded.result import AuditRate, Result
from grader.model.graded.score import Score
from grader.model.recording import TrainingStop

METRIC = "val_accuracy"
BELIEVING = ("verify",)
"""Policies that give points for what they did not see."""
CONFIDENCE = 0.95


def as_if_stopped(
    evidence: Evidence, scores: Sequence[Score], stops: Sequence[TrainingStop]
) -> tuple[Evidence, tuple[Score, ...]]:
    """What would have been seen and measured if the runs had been stopped there.

    The accuracy that the run showed at that epoch stands for what we would have measured.
    """
    at = {stop.run: stop for stop in stops}
    runs = tuple(_cut(run, at[run.number]) if run.number in at else run for run in evidence.runs)
    shown = {run.number: run.history.get(METRIC, ()) for run in runs if run.number in at}
    return replace(evidence, runs=runs), tuple(
        _at_the_stop(score, shown.get(score.run, ())) for score in scores
    )


def differences(full: Sequence[Finding], policy: Sequence[Finding]) -> tuple[str, ...]:
    """The findings on which both differ in status or points, a sentence each."""
    other = {finding.id: finding for finding in policy}
    return tuple(
        f"{finding.id}: {_stands(finding)} in full, {_stands(other[finding.id])} by the policy."
        for finding in full
        if finding.id in other and _stands(finding) != _stands(other[finding.id])
    )


def audit_rate(results: Sequence[Result]) -> AuditRate | None:
    """How often the policy of a class was wrong where it was put to the test; None where it
    believes nothing unseen.
    """
    judged = [result for result in results if result.grade.status in ("graded", "needs_review")]
    held = [result.audit for result in judged if result.audit is not None]
    policies = [audit.policy for audit in held] or [
        result.policy for result in judged if result.policy in BELIEVING
    ]
    if not policies:
        return None
    unlike = sum(not audit.agrees for audit in held)
    low, high = share_interval(unlike, len(held), outside=(1 - CONFIDENCE) / 2)
    return AuditRate(policies[0], len(held), unlike, len(judged), low, high, CONFIDENCE)


def _cut(run: TrainingRun, stop: TrainingStop) -> TrainingRun:
    history = {metric: values[: stop.epochs] for metric, values in run.history.items()}
    return replace(
        run,
        history=history,
        epochs_run=stop.epochs,
        stopped_by_grader=True,
        stop_reason=stop.reason,
    )


def _at_the_stop(score: Score, accuracies: Sequence[float]) -> Score:
    return (
        replace(score, accuracy=accuracies[-1])
        if accuracies and score.accuracy is not None
        else score
    )


def _stands(finding: Finding) -> str:
    return (
        f"{finding.status.replace('_', ' ')} with {finding.points} of {finding.points_possible} "
        f"points"
    )
