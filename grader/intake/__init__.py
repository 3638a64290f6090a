"""Reads what students hand in: finds notebooks, mends what can be mended, says why when it can't."""

from grader.intake.find import find_notebooks
from grader.intake.read import read_submission

__all__ = ["find_notebooks", "read_submission"]
