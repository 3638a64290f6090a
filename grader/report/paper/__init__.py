"""Puts the report's own drawings on the pages of a PDF."""

from grader.report.paper.drawing import PaperDrawing, Typesetter

__all__ = ["PaperDrawing", "Typesetter"]
