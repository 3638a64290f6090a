"""Reports and the page of a class, and the processes that render them."""

from grader.publishing.audience import assignment_told, result_told
from grader.publishing.class_page import write_class_page
from grader.publishing.renderers import Renderers, RenderTask, ReportProcess, Unrendered
from grader.publishing.reports import (
    for_students,
    load_drawing,
    report_fingerprint,
    report_html,
    report_pdf,
    write_reports,
)

__all__ = [
    "RenderTask",
    "Renderers",
    "ReportProcess",
    "Unrendered",
    "assignment_told",
    "for_students",
    "load_drawing",
    "report_fingerprint",
    "report_html",
    "report_pdf",
    "result_told",
    "write_class_page",
    "write_reports",
]
