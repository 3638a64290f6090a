"""Reads what the notebook as handed in states: logs, evaluations, reports, summaries, matrices,
prose.
"""

from grader.evidence.claims.read import claims_of_outputs, read_claims

__all__ = ["claims_of_outputs", "read_claims"]
