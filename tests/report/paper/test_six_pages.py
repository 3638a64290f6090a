"""A right hand-in of three models fits on six pages of paper, and nothing of it is lost there."""

from __future__ import annotations

import io
import re
import shutil
from collections import Counter
from dataclasses import replace

import pytest
from pypdf import PdfReader

from grader.model.evidence import Answer
from grader.pipeline import load_everything
from grader.report import Reporter
from tests.report.assignments import TEMPLATES
from tests.report.model_answer import model_answer
from tests.report.pages import visible

SIX = 6
WIDE = '"DejaVu Sans"'
"""The widest font that a paper is set in, where neither of the others is."""


@pytest.fixture(scope="module")
def loaded():
    return load_everything("mnist")


def reporter(loaded, templates=TEMPLATES, language="en"):
    return Reporter(loaded.assignment, loaded.reference, loaded.dataset, templates, language)


def read(paper):
    return PdfReader(io.BytesIO(paper.content))


def words(reader):
    """What stands on all pages, without spaces: lines end where paper does."""
    return "".join("".join(page.extract_text().split()) for page in reader.pages)


def test_the_model_answer_has_six_pages(loaded, tmp_path):
    """In the widest font, with its tags."""
    templates = tmp_path / "templates"
    shutil.copytree(TEMPLATES, templates)
    style = templates / "print.css"
    style.write_text(re.sub('"Liberation Sans", .*?"DejaVu Sans"', WIDE, style.read_text("utf-8")))

    reader = read(reporter(loaded, templates).paper(model_answer()))

    assert len(reader.pages) <= SIX
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


def test_the_paper_says_what_the_page_says(loaded):
    """Findings, hints, evidence, answers: of what is laid out otherwise nothing is left out."""
    result, made = model_answer(), reporter(loaded)

    printed, page = words(read(made.paper(result))), "".join(visible(made.html(result)).split())

    for finding in result.grade.findings:
        for said in (finding.title, finding.message, *finding.evidence):
            assert "".join(said.split()) in printed, said
    for answer in result.evidence.answers:
        for said in answer.context:
            assert printed.count("".join(said.split())) == 1, said
    assert page.count("ourselves,onceforallwho") == printed.count("ourselves,onceforallwho") == 1
    assert printed.count("Beloweach:howsurethemodelwas") == 1


@pytest.mark.parametrize("lines", [0, 18, 36, 45])
def test_evidence_beside_an_answer_is_neither_lost_nor_doubled(lines, loaded):
    """Wherever the page ends."""
    facts = tuple(f"Fact number {number} of what was measured." for number in range(7))
    answers = (
        Answer("q1", "\n\n".join(f"line {number}" for number in range(lines)), (1,), "Found."),
        Answer("q2", "short", (2,), "Found.", facts),
        Answer("q3", "\n\n".join(f"more {number}" for number in range(90)), (3,), "Found.", facts),
    )
    result = model_answer()
    evidence = replace(result.evidence, runs=(), answers=answers)

    printed = words(read(reporter(loaded).paper(replace(result, scores=(), evidence=evidence))))

    said = Counter(re.findall(r"Factnumber(\d)ofwhatwasmeasured\.", printed))
    assert said == Counter({str(number): 2 for number in range(7)})
    assert all(f"line{number}" in printed for number in range(lines))
    assert all(f"more{number}" in printed for number in range(90))
