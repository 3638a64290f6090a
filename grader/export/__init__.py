"""Grades for other programs."""

from grader.export.awards import Award, awards_of
from grader.export.cells import for_excel
from grader.export.comment import comment_of
from grader.export.decided import published_decisions
from grader.export.junit import as_junit
from grader.export.nbgrader import as_nbgrader
from grader.export.published import PublicRecord, json_schema
from grader.export.record import public_record
from grader.export.row import Graded, Ungraded, ungraded
from grader.export.table import as_csv

__all__ = [
    "Award",
    "Graded",
    "PublicRecord",
    "Ungraded",
    "as_csv",
    "as_junit",
    "as_nbgrader",
    "awards_of",
    "comment_of",
    "for_excel",
    "json_schema",
    "public_record",
    "published_decisions",
    "ungraded",
]
