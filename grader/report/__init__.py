"""Writes what students and instructors read: a page, a PDF, and the summary of a class."""

from grader.report.render import render_html, render_pdf, render_summary
from grader.report.reporter import Reporter

__all__ = ["Reporter", "render_html", "render_pdf", "render_summary"]
