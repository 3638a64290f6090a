"""Writes what students and instructors read: a page, a PDF, and the summary of a class."""

from grader.report.audience import assignment_for, result_for
from grader.report.catalogue import SOURCE, languages, read_language
from grader.report.fonts import said_to_operator, scripts_of, scripts_without_font
from grader.report.reporter import ClassReporter, Reporter, summary_page
from grader.report.views.class_page.audited import audit_words, audited
from grader.report.views.class_page.cut_short import again_with
from grader.report.views.class_page.summary import SummaryView, summary_view
from grader.report.views.decided import FLAG_WORDS

__all__ = [
    "FLAG_WORDS",
    "SOURCE",
    "ClassReporter",
    "Reporter",
    "SummaryView",
    "again_with",
    "assignment_for",
    "audit_words",
    "audited",
    "languages",
    "read_language",
    "result_for",
    "said_to_operator",
    "scripts_of",
    "scripts_without_font",
    "summary_page",
    "summary_view",
]
