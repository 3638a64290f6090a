"""The class on paper: four pages at most, tagged, with everybody whom somebody should look at."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from grader.report import ClassReporter, summary_view
from tests.report import cases
from tests.report.assignments import TEMPLATES
from tests.report.classes import a_class
from tests.report.data import trained
from tests.report.paper.test_tagged import structure

MOST_PAGES = 4


def paper_of(assignment, pairs, notices=()):
    summary = summary_view(pairs, assignment, reference=trained.reference(), notices=notices)
    return PdfReader(io.BytesIO(ClassReporter(summary, TEMPLATES).paper().content))


@pytest.fixture(scope="module")
def large(assignment):
    notices = [f"What was left out, number {number}: {'x' * 300}" for number in range(60)]
    return paper_of(assignment, a_class(assignment, 230), notices)


def test_a_large_class_has_four_pages_at_most(large):
    """With all subjects, in their order."""
    said = " ".join(" ".join(page.extract_text().split()) for page in large.pages)

    assert len(large.pages) <= MOST_PAGES
    subjects = ("What was missed most", "Check by check", "Everybody's learning curves", "Students")
    places = [said.index(subject) for subject in subjects]
    assert places == sorted(places)
    assert "10 more stand on the page of the class" in said


def test_it_is_tagged_as_reports_are(large):
    """Language, title, headings, lists, and words for every figure."""
    root = large.trailer["/Root"]
    elements = list(structure(large))
    kinds = [element["/S"] for element in elements]

    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert large.metadata.title.endswith("the class")
    assert kinds.count("/H1") == 1
    assert {"/H2", "/Table", "/TH", "/TD", "/L", "/LI"} <= set(kinds)
    figures = [element for element in elements if element["/S"] == "/Figure"]
    assert len(figures) >= 4
    assert all(str(one.get("/Alt", "")).strip() for one in figures)


def test_whom_somebody_should_look_at_is_there(assignment):
    """However late in the alphabet."""
    pairs = [(cases.perfect(assignment), f"{number}/report.html") for number in range(225)]
    last = replace(cases.broken_half_way(assignment), submission=cases.submission("Zz <b>Zuse</b>"))

    text = paper_of(assignment, [*pairs, (last, "z/report.html")]).pages[-1].extract_text()

    assert "! Zz <b>Zuse</b>" in text


def test_a_class_of_one_has_paper(assignment):
    """And one of whom nothing could be graded."""
    for case in (cases.perfect, cases.ungradable):
        assert 1 <= len(paper_of(assignment, [(case(assignment), "r.html")]).pages) <= 2
