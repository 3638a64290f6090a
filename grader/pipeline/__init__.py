"""One notebook: what is loaded beforehand, how it is graded, and how its grade is decided again."""

from grader.pipeline.alone import GradedAlone, grade_alone
from grader.pipeline.decide import (
    as_handed_in,
    decide,
    regrade,
    stops_hold,
    supervisor_for,
    with_observations,
)
from grader.pipeline.decided import basis_of, decided, decided_brief, decided_whole
from grader.pipeline.examination import Budget, Examination, Examiner, OverBudget
from grader.pipeline.examining_process import ExaminingProcess
from grader.pipeline.in_turns import ExaminedInTurns
from grader.pipeline.loaded import LoadedAssignment, load_everything, open_assignment
from grader.pipeline.notebook_grader import NotebookGrader
from grader.pipeline.policies import LIMIT_FIELDS, policy_of

__all__ = [
    "LIMIT_FIELDS",
    "Budget",
    "Examination",
    "ExaminedInTurns",
    "Examiner",
    "ExaminingProcess",
    "GradedAlone",
    "LoadedAssignment",
    "NotebookGrader",
    "OverBudget",
    "as_handed_in",
    "basis_of",
    "decide",
    "decided",
    "decided_brief",
    "decided_whole",
    "grade_alone",
    "load_everything",
    "open_assignment",
    "policy_of",
    "regrade",
    "stops_hold",
    "supervisor_for",
    "with_observations",
]
