"""Fills in the tables that learning management systems give and take back."""

from grader.export.lms.blackboard import fill_in_blackboard
from grader.export.lms.brightspace import fill_in_brightspace
from grader.export.lms.canvas import fill_in_canvas
from grader.export.lms.moodle import fill_in_moodle
from grader.export.lms.plan import FilledIn, Line, Wanted

__all__ = [
    "FilledIn",
    "Line",
    "Wanted",
    "fill_in_blackboard",
    "fill_in_brightspace",
    "fill_in_canvas",
    "fill_in_moodle",
]
