"""Puts into words how often a policy was wrong where it was put to the test."""

from __future__ import annotations

from grader.model.graded.result import AuditRate
from grader.model.policy import TrainingPolicy
from grader.report import numbers


def audited(policy: TrainingPolicy) -> str:
    """What is put to the test."""
    return "our own trainings" if policy == "full" else policy


def audit_words(rate: AuditRate) -> str:
    """Half a sentence for the class page and the terminal."""
    trained = "trained a second time by stock Keras" if rate.policy == "full" else "trained in full"
    if not rate.audited:
        return (
            f"by chance none of {numbers.plural(rate.hand_ins, 'hand-in')} was {trained}, so "
            "nothing is known of its errors"
        )
    return (
        f"{numbers.count(rate.unlike)} of {numbers.plural(rate.audited, 'hand-in')} {trained} "
        "would have been decided"
        f" otherwise: {numbers.percent(rate.unlike / rate.audited, digits=1)}"
        f" ({numbers.percent(rate.confidence, digits=0)} interval "
        f"{numbers.percent(rate.low, digits=1)} to"
        f" {numbers.percent(rate.high, digits=1)})"
    )
