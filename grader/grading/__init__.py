"""Points from findings, and from what people decided."""

from grader.grading.decided import with_decisions, with_overrides
from grader.grading.grade import Failure, failed_grade, grade
from grader.grading.subjects import subjects_of

__all__ = ["Failure", "failed_grade", "grade", "subjects_of", "with_decisions", "with_overrides"]
