"""The deciding core: findings from evidence, scores and the reference. Pure: no disk, clock,
processes or network.
"""

from grader.checks.begun import ancestors, line_to_train_afresh
from grader.checks.check import Case, Check, Failed, NeedsReview, Partial, Passed, Verdict, check
from grader.checks.integrity.copies import Sketch, copies, sketch
from grader.checks.integrity.findings import integrity_findings
from grader.checks.integrity.stated import needs_further_seeds
from grader.checks.policy.audit import as_if_stopped, audit_rate, differences
from grader.checks.policy.in_full import why_in_full
from grader.checks.policy.supervision import PolicySupervisor, RunsKnown
from grader.checks.run import CHECKS, run_checks

__all__ = [
    "CHECKS",
    "Case",
    "Check",
    "Failed",
    "NeedsReview",
    "Partial",
    "Passed",
    "PolicySupervisor",
    "RunsKnown",
    "Sketch",
    "Verdict",
    "ancestors",
    "as_if_stopped",
    "audit_rate",
    "check",
    "copies",
    "differences",
    "integrity_findings",
    "line_to_train_afresh",
    "needs_further_seeds",
    "run_checks",
    "sketch",
    "why_in_full",
]
