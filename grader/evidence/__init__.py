"""Gathers what a notebook shows: training runs, figures, claims, answers."""

from grader.evidence.claims import read_claims
from grader.evidence.gather import gather
from grader.evidence.roles import assign_roles, match_role

__all__ = ["assign_roles", "gather", "match_role", "read_claims"]
