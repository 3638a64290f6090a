"""Says whether a policy would have come to the same findings as training in full."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import replace

from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.finding import Finding
from grader.model.graded.result import AuditRate, Result
from grader.model.graded.score import Score
from grader.model.recording import TrainingStop

METRIC = "val_accuracy"
BELIEVING = ("verify",)
"""Policies that give points for what they did not see."""
CONFIDENCE = 0.95
STEPS = 40
"""Halvings of the interval from 0 to 1: exact to twelve digits."""


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
    low, high = share_interval(unlike, len(held))
    return AuditRate(policies[0], len(held), unlike, len(judged), low, high, CONFIDENCE)


def share_interval(found: int, drawn: int) -> tuple[float, float]:
    """Clopper and Pearson's interval for a share of which `drawn` were drawn and `found` had it."""
    outside = (1 - CONFIDENCE) / 2
    low = (
        _smallest_share(lambda share: 1 - _at_most(found - 1, drawn, share) >= outside)
        if found
        else 0.0
    )
    high = (
        _smallest_share(lambda share: _at_most(found, drawn, share) <= outside)
        if found < drawn
        else 1.0
    )
    return low, high


def _smallest_share(holds: Callable[[float], bool]) -> float:
    """The smallest share between 0 and 1 from which on it holds."""
    low, high = 0.0, 1.0
    for _ in range(STEPS):
        middle = (low + high) / 2
        low, high = (low, middle) if holds(middle) else (middle, high)
    return high


def _at_most(found: int, drawn: int, share: float) -> float:
    """How likely it is to draw no more than `found` where each has it with the chance `share`,
    above 0 and below 1.
    """
    ways = (
        math.lgamma(drawn + 1) - math.lgamma(k + 1) - math.lgamma(drawn - k + 1)
        for k in range(found + 1)
    )
    return sum(
        math.exp(way + k * math.log(share) + (drawn - k) * math.log1p(-share))
        for k, way in enumerate(ways)
    )


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
