"""Puts into words how often a policy was wrong where it was put to the test."""

from __future__ import annotations

from grader.model.graded.result import AuditRate
from grader.report import numbers


def audit_words(rate: AuditRate) -> str:
    """Half a sentence for the class page and the terminal."""
    if not rate.audited:
        return (
            f"by chance none of {numbers.plural(rate.hand_ins, 'hand-in')} was trained in full, "
            f"so nothing is known of"
            " its errors"
        )
    return (
        f"{numbers.count(rate.unlike)} of {numbers.plural(rate.audited, 'hand-in')} trained in "
        f"full would have been decided"
        f" otherwise: {numbers.percent(rate.unlike / rate.audited, digits=1)}"
        f" ({numbers.percent(rate.confidence, digits=0)} interval "
        f"{numbers.percent(rate.low, digits=1)} to"
        f" {numbers.percent(rate.high, digits=1)})"
    )
