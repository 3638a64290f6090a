"""Writes what students and instructors read: a page, a PDF, and the summary of a class."""

from grader.report.reporter import Reporter, summary_page

__all__ = ["Reporter", "summary_page"]
