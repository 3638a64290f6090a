"""PDFs hold what PDF/UA-1 asks for: tags, title, language, bookmarks, words for every picture."""

from __future__ import annotations

import io
import re
from dataclasses import replace

import pytest
from pypdf import PdfReader

from grader.report.pdf import LeanHTML
from tests.report import cases

MOST_PAGES = 6
MOST_BYTES = 600_000


def children(element):
    """The structure elements below one."""
    kids = element.get("/K", [])
    for kid in kids if isinstance(kids, list) else [kids]:
        found = kid.get_object()
        if hasattr(found, "get") and "/S" in found:
            yield found


def structure(reader):
    """Every structure element of a document, in reading order."""
    waiting = [reader.trailer["/Root"]["/StructTreeRoot"].get_object()]
    while waiting:
        element = waiting.pop()
        if "/S" in element:
            yield element
        waiting += reversed(list(children(element)))


@pytest.fixture(scope="module")
def paper(reporter, assignment):
    return reporter.paper(cases.perfect(assignment)).content


@pytest.fixture(scope="module")
def reader(paper):
    return PdfReader(io.BytesIO(paper))


def test_it_says_that_it_is_tagged(reader):
    """The catalogue names language, tags and the title that a window shows; the metadata the
    standard.
    """
    root = reader.trailer["/Root"]

    assert root["/Lang"] == "en"
    assert root["/MarkInfo"]["/Marked"]
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert reader.metadata.title.startswith("Ada Byron")
    assert re.search(rb"pdfuaid:part\D+1\b", root["/Metadata"].get_data())


def test_headings_tables_and_lists_are_what_they_are(reader):
    """Whoever listens can go from heading to heading, and hears which column a cell stands in."""
    kinds = [element["/S"] for element in structure(reader)]

    assert kinds.count("/H1") == 1
    assert kinds.count("/H2") == 4
    assert {"/H3", "/H4", "/Table", "/TH", "/TD", "/L", "/LI", "/P", "/Sect"} <= set(kinds)


def test_every_picture_has_words(reader):
    """Charts, signs and digits alike."""
    figures = [element for element in structure(reader) if element["/S"] == "/Figure"]

    assert len(figures) > 60
    assert all(str(figure.get("/Alt", "")).strip() for figure in figures)
    assert any("Confusion matrix: 9,050 of 10,000 right" in figure["/Alt"] for figure in figures)


def test_bookmarks_lead_to_sections_and_models(reader):
    """The outline of the document is that of the report."""
    outline = reader.outline
    titles = [entry.title for entry in outline if not isinstance(entry, list)]

    assert titles == ["What was found", "Your models", "Your answers", "How it was run"]
    assert any("Convolutional network" in str(entry.title) for entry in outline[3])


def test_a_right_hand_in_is_short(paper, reader):
    """On six pages, in six hundred kilobytes."""
    assert len(reader.pages) <= MOST_PAGES
    assert len(paper) <= MOST_BYTES


def test_what_cant_be_tagged_is_printed_all_the_same(reporter, assignment, monkeypatch):
    """A kind of box for which WeasyPrint has no tag costs the tags, not the report."""
    whole = LeanHTML.write_pdf

    def fails_with_tags(self, *arguments, pdf_variant=None, **options):
        if pdf_variant:
            raise AssertionError
        return whole(self, *arguments, **options)

    monkeypatch.setattr(LeanHTML, "write_pdf", fails_with_tags)

    written = reporter.paper(replace(cases.ungradable(assignment), path="other.ipynb")).content

    assert written.startswith(b"%PDF-")
    assert b"StructTreeRoot" not in written
