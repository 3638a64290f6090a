"""Our drawings keep their look on paper, and their words are words."""

from __future__ import annotations

import io
import shutil
from dataclasses import replace

import pytest
from pypdf import PdfReader

from grader.report import pdf
from grader.report.drawing import Studio
from grader.report.pdf import Printer
from tests.report.assignments import TEMPLATES
from tests.report.drawing.test_images import differences, printed
from tests.report.drawing.test_studio import every_plot


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="poppler makes pictures")
@pytest.mark.parametrize("plot", every_plot()[::2], ids=lambda plot: plot.name)
def test_drawings_look_as_weasyprint_draws_them(plot, tmp_path, monkeypatch):
    """The same lines, areas and words at the same places."""
    ours = printed(plot, tmp_path)
    monkeypatch.setattr(pdf.PaperDrawing, "of", lambda *_: None)

    theirs = printed(plot, tmp_path)

    assert differences(ours, theirs).mean() < 0.001
    assert differences(ours, theirs).max() < 0.12


def words_on_paper(plot) -> str:
    figure = Studio(TEMPLATES / "report.mplstyle").figure(plot)
    parts = {"report:x": (figure.on_paper().encode(), "image/svg+xml")}
    written = Printer(("",)).pdf("<img src='report:x' alt='x'>", parts).content
    return PdfReader(io.BytesIO(written)).pages[0].extract_text()


def test_words_of_figures_are_found_and_copied_as_words():
    """Not letter by letter, and not as outlines; other scripts, too."""
    names = ("seven", "Δέλτα", "Ёлка", "3", "4", "5", "6", "7", "8", "9")
    said = words_on_paper(replace(every_plot()[1], rows=names))

    assert "predicted" in said
    assert "seven" in said
    assert "Δέλτα" in said
    assert "Ёлка" in said
