"""Orders observations on integrity, and says how pressing each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from grader.model.graded.finding import IntegrityFinding, Severity

SEVERITY_WORDS: Mapping[Severity, str] = {
    "serious": "look closely",
    "warning": "please look",
    "info": "note",
}
"""The most pressing first."""


def worst_first(findings: Iterable[IntegrityFinding]) -> list[IntegrityFinding]:
    """The observations in the order in which a person should look at them."""
    order = list(SEVERITY_WORDS)
    return sorted(findings, key=lambda finding: order.index(finding.severity))
