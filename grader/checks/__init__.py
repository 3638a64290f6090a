"""The deciding core: findings from evidence, scores and the reference. Pure: no disk, clock, processes or network."""

from grader.checks.integrity import integrity_findings
from grader.checks.run import CHECKS, known_checks, run_checks
from grader.checks.supervision import PolicySupervisor

__all__ = ["CHECKS", "PolicySupervisor", "integrity_findings", "known_checks", "run_checks"]
