"""Speaks to Gradescope: the results of one submission, and the zip of an autograder."""

from grader.export.gradescope.kit import Kit, write_kit
from grader.export.gradescope.results import as_gradescope, read_total

__all__ = ["Kit", "as_gradescope", "read_total", "write_kit"]
