"""Grades for other programs."""

from grader.export.awards import Award, awards_of
from grader.export.blinded import without_graders
from grader.export.cells import for_excel, text_of_cell
from grader.export.comment import comment_of
from grader.export.decided import published_decisions
from grader.export.grading_sheet import SHA, ToGrade, as_grading_sheet
from grader.export.junit import as_junit
from grader.export.nbgrader import as_nbgrader
from grader.export.published import PublicRecord, json_schema
from grader.export.record import public_record
from grader.export.row import Graded, Ungraded, ungraded
from grader.export.table import as_csv

__all__ = [
    "SHA",
    "Award",
    "Graded",
    "PublicRecord",
    "ToGrade",
    "Ungraded",
    "as_csv",
    "as_grading_sheet",
    "as_junit",
    "as_nbgrader",
    "awards_of",
    "comment_of",
    "for_excel",
    "json_schema",
    "public_record",
    "published_decisions",
    "text_of_cell",
    "ungraded",
    "without_graders",
]
