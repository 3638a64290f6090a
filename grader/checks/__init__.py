"""The deciding core: findings from evidence, scores and the reference. Pure: no disk, clock, processes or network."""

from grader.checks.check import Case, Check, Failed, NeedsReview, Partial, Passed, Verdict, check
from grader.checks.integrity import integrity_findings
from grader.checks.own import checks_for
from grader.checks.run import CHECKS, run_checks
from grader.checks.supervision import PolicySupervisor

__all__ = [
    "CHECKS",
    "Case",
    "Check",
    "Failed",
    "NeedsReview",
    "Partial",
    "Passed",
    "PolicySupervisor",
    "Verdict",
    "check",
    "checks_for",
    "integrity_findings",
    "run_checks",
]
