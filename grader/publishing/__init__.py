"""Reports and the page of a class, and the processes that render them."""

from grader.publishing.class_page import write_class_page
from grader.publishing.renderers import Renderers, Unrendered
from grader.publishing.report_process import RenderingOutcome, ReportProcess, Reports
from grader.publishing.reports import (
    for_students,
    load_drawing,
    report_fingerprint,
    report_html,
    reporter_for,
    write_reports,
)

__all__ = [
    "Renderers",
    "RenderingOutcome",
    "ReportProcess",
    "Reports",
    "Unrendered",
    "for_students",
    "load_drawing",
    "report_fingerprint",
    "report_html",
    "reporter_for",
    "write_class_page",
    "write_reports",
]
