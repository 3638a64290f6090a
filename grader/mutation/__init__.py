"""Tests a rubric: wrong solutions made from the right one must lose points, right ones keep
theirs.
"""

from grader.mutation.excuses import excuse_problems
from grader.mutation.grading import Grading, RubricListeners, grade_mutants
from grader.mutation.mutants_file import added, as_json, json_schema, untried
from grader.mutation.plan import all_names

__all__ = [
    "Grading",
    "RubricListeners",
    "added",
    "all_names",
    "as_json",
    "excuse_problems",
    "grade_mutants",
    "json_schema",
    "untried",
]
