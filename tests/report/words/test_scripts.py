"""Names and answers in the world's scripts, on the screen and on paper."""

from __future__ import annotations

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from grader.report import scripts_without_font
from grader.text.scripts import SCRIPTS
from tests.report import cases
from tests.report.data import answered
from tests.report.pages import read

NAMES = {
    "Arabic": "محمد عبد الله",
    "Hebrew": "שרה לוי",
    "Devanagari": "अमित कुमार",
    "Thai": "สมชาย ใจดี",
    "Chinese or Japanese": "李雷",
    "Korean": "김민준",
    "emoji": "Fox 🦊",
}
ANSWER = """
شبكة كثيفة مع 64 وحدة (Keras).

הרשת לומדת מהר: 99 % אחרי 15 epochs.

यह नेटवर्क 90 % सही है।

ชุดข้อมูลฝึกใช้ปรับน้ำหนัก

训练集用来调整权重，验证集用来检验。

- عنصر أول
- פריט שני

👩🏽‍🔬 🇩🇪 ✅
"""


def of_the_world(assignment):
    """A report whose words nobody can read all of."""
    whole = cases.perfect(assignment)
    return replace(
        whole,
        submission=cases.submission(" · ".join(NAMES.values())),
        evidence=replace(whole.evidence, answers=answered.answers(q1=ANSWER), runs=()),
        scores=(),
    )


def test_the_page_has_them_as_they_were_written(reporter, assignment):
    """Joiners that make one picture or one letter of several stay, and what runs from the right
    says so.
    """
    page = reporter.html(of_the_world(assignment))
    words = " ".join(read(page).words)

    assert all(name in words for name in NAMES.values())
    assert "👩🏽\N{ZERO WIDTH JOINER}🔬" in page
    assert page.count('<p dir="rtl"') == 2
    assert page.count('<li dir="rtl"') == 2


def test_paper_shows_all_of_them(reporter, assignment):
    """No box stands for a letter, and the name is found again as a word."""
    missing = {script.name for script in SCRIPTS} & set(scripts_without_font())
    if missing & NAMES.keys():
        pytest.skip(f"no font here for {missing & NAMES.keys()}")

    paper = reporter.paper(of_the_world(assignment))
    said = "\n".join(page.extract_text() for page in PdfReader(io.BytesIO(paper.content)).pages)

    assert not paper.undrawn
    assert all(word in said for word in ("李雷", "김민준", "สมชาย", "验证集"))
    assert "boxes" not in said
