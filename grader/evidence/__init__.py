"""Gathers what a notebook shows: training runs, figures, claims, answers."""

from grader.evidence.answers import with_measured
from grader.evidence.claims import read_claims
from grader.evidence.code.workload import workload
from grader.evidence.gather import gather
from grader.evidence.names import modern_metric
from grader.evidence.order import order_to_run
from grader.evidence.runs.roles import assign_roles, match_role
from grader.evidence.runs.saved import add_saved_runs

__all__ = [
    "add_saved_runs",
    "assign_roles",
    "gather",
    "match_role",
    "modern_metric",
    "order_to_run",
    "read_claims",
    "with_measured",
    "workload",
]
