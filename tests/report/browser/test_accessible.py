"""Pages hold what WCAG 2.2 asks of them, as far as axe-core can see."""

from __future__ import annotations

import pytest

from tests.report import cases
from tests.report.browser.chromium import needs_axe, violations
from tests.report.data import answered
from tests.report.views.test_summary import page as class_page

pytestmark = [pytest.mark.slow, needs_axe]

HARD = (
    "### Skipped\n\n###\n\n[](https://a.example) ![](x.png)\n\n| | b |\n|---|---|\n| 1 | 2 |\n\n"
    "<table><tr><th></th></tr></table><h6>six</h6><a href='https://b.example'></a>"
)


@pytest.mark.parametrize("name", cases.ALL)
def test_reports_have_no_violation(name, reporter, assignment, tmp_path):
    """Whatever happened."""
    assert violations(reporter.html(cases.ALL[name](assignment)), tmp_path) == []


@pytest.mark.parametrize(("width", "dark"), [(1100, True), (500, False)])
def test_neither_in_the_dark_nor_on_a_narrow_screen(width, dark, reporter, assignment, tmp_path):
    """Colours keep their contrast, and what scrolls can be reached by keyboard."""
    page = reporter.html(cases.perfect(assignment))

    assert violations(page, tmp_path, width=width, dark=dark) == []


def test_a_students_markup_brings_none_in(reporter, assignment, tmp_path):
    """Skipped levels, empty headings, links, cells and pictures without words are mended."""
    result = cases.perfect(assignment)
    given = answered.answers(q1=HARD)
    page = reporter.html(
        cases.replace(result, evidence=cases.replace(result.evidence, answers=given))
    )

    assert violations(page, tmp_path) == []


@pytest.mark.parametrize(("width", "dark"), [(1100, False), (1100, True), (500, False)])
def test_the_class_page_has_none(width, dark, assignment, tmp_path):
    """Nor has the instructor's, in the dark and on a narrow screen neither."""
    assert violations(class_page(assignment), tmp_path, width=width, dark=dark) == []
