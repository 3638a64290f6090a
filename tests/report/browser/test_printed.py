"""A page that a browser prints is what the PDF is: nothing cut, nothing only for a screen."""

from __future__ import annotations

import shutil

import pytest

from grader.report import ClassReporter, summary_view
from grader.report.style_sheets import browser_css
from tests.report import cases
from tests.report.assignments import TEMPLATES
from tests.report.browser.chromium import needs_browser, printed
from tests.report.classes import a_class

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler reads the pages back"
)


def test_a_page_holds_what_differs_on_paper(tmp_path):
    """Where the templates say it; those that don't have pages all the same."""
    (tmp_path / "report.css").write_text("p { color: red }", "utf-8")

    assert "@media print" not in browser_css(tmp_path)
    (tmp_path / "print.css").write_text("p { color: black }\n", "utf-8")

    assert browser_css(tmp_path).endswith("@media print {\np { color: black }\n}\n")


@pytest.mark.slow
@needs_browser
@needs_poppler
def test_a_report_is_as_long_as_its_pdf(reporter, assignment, tmp_path):
    """With everything that stands in it."""
    sheets = printed(reporter.html(cases.perfect(assignment)), tmp_path)

    assert len(sheets) <= 6
    assert "Ada Byron" in sheets[0]
    assert "How it was run" in sheets[-1]


@pytest.mark.slow
@needs_browser
@needs_poppler
def test_the_table_of_a_class_is_as_wide_as_the_paper(assignment, tmp_path):
    """The last part's column is on it, and nothing to click or to search with."""
    pairs = a_class(assignment, 30)
    page = ClassReporter(summary_view(pairs, assignment), TEMPLATES).html()

    words = "\n".join(printed(page, tmp_path))

    assert all(part.id in words for part in assignment.parts)
    assert "Search" not in words
    assert words.count("…") + words.count("✓") > 30 * len(assignment.parts) / 2
