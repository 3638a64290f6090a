"""What the notebook as handed in states: logs, evaluations, reports, summaries, matrices, prose."""

from grader.evidence.claims.read import read_claims

__all__ = ["read_claims"]
