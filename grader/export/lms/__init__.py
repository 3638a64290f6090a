"""Fills in the tables that learning management systems give and take back."""

from grader.export.lms.blackboard import fill_in_blackboard
from grader.export.lms.brightspace import fill_in_brightspace
from grader.export.lms.canvas import fill_in_canvas
from grader.export.lms.moodle import fill_in_moodle
from grader.export.lms.plan import FilledIn, FillingRequest, Line

__all__ = [
    "FilledIn",
    "FillingRequest",
    "Line",
    "fill_in_blackboard",
    "fill_in_brightspace",
    "fill_in_canvas",
    "fill_in_moodle",
]
