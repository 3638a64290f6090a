"""The deciding core: findings from evidence, scores and the reference. Pure: no disk, clock, processes or network."""

from grader.checks.audit import as_if_stopped, audit_rate, differences
from grader.checks.check import Case, Check, Failed, NeedsReview, Partial, Passed, Verdict, check
from grader.checks.copies import Sketch, copies, sketch
from grader.checks.integrity import integrity_findings
from grader.checks.own import checks_for
from grader.checks.run import CHECKS, run_checks
from grader.checks.second_look import why_in_full
from grader.checks.stated import needs_further_seeds
from grader.checks.supervision import PolicySupervisor, RunsKnown

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
    "as_if_stopped",
    "audit_rate",
    "check",
    "checks_for",
    "copies",
    "differences",
    "integrity_findings",
    "needs_further_seeds",
    "run_checks",
    "sketch",
    "why_in_full",
]
