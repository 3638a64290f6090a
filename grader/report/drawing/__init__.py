"""Draws the figures of reports with matplotlib and seaborn; loaded when the first one is drawn."""

from grader.report.drawing.studio import Studio

__all__ = ["Studio"]
