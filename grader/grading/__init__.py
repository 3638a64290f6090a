"""Points from findings."""

from grader.grading.grade import failed_grade, grade

__all__ = ["failed_grade", "grade"]
