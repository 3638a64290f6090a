"""Speaks to Gradescope: the results of one submission, and the zip of an autograder."""

from grader.export.gradescope.autograder_zip import AutograderZip, write_autograder_zip
from grader.export.gradescope.results import as_gradescope, read_total

__all__ = ["AutograderZip", "as_gradescope", "read_total", "write_autograder_zip"]
