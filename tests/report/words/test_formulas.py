"""Formulas in answers: what is typeset, what stays as written, and how long it may take."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest

from grader.report.drawing.formulas import MOST_SIGNS, typeset
from grader.report.figures.formula import Formula
from grader.report.prose import prose
from grader.report.templating import Inline, PartsShown
from grader.report.typesetting import MOST_FORMULAS, with_formulas
from tests.report import cases
from tests.report.data import answered
from tests.report.pages import read

SOFTMAX = r"\sigma(z)_i = \frac{e^{z_i}}{\sum_{j=1}^{K} e^{z_j}}"
ALIGNED = r"\begin{align*}a &= b + c \\ d + e + f &= g\end{align*}"


def shown(text: str) -> list[dict[str, str | None]]:
    """The attributes of the formulas that a page shows of `text`."""
    page = with_formulas(prose(text), Formula.svg)
    return [attributes for tag, attributes in read(page).elements if tag == "svg"]


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (f"so ${SOFTMAX}$ it is", f"${SOFTMAX}$"),
        (f"$$\n{SOFTMAX}\n$$", f"$$\n{SOFTMAX}\n$$"),
        (r"so \(x \in \mathbb{R}^{784}\)", r"\(x \in \mathbb{R}^{784}\)"),
        (r"so \[ \hat{y} = W x \] it is", r"\[ \hat{y} = W x \]"),
        ("\\[\n\\hat{y} = W x\n\\]", "\\[\n\\hat{y} = W x\n\\]"),
        (ALIGNED, ALIGNED),
        ("- in a list $a_1 * b_2$", "$a_1 * b_2$"),
        ("| a |\n|---|\n| $x < y$ |", "$x < y$"),
        (r"$\frac12 \le \lVert x \rVert \implies \operatorname*{arg\,max}_x f$", None),
        (r"$\bm{x} \ne \textbf{y} \dots \displaystyle\sum\limits_i \bigl( x \bigr)$", None),
        ("$x ∈ ℝ, α ≤ β$", None),
    ],
)
def test_formulas_are_typeset_with_their_source_as_words(text, tex):
    """In dollars, brackets or an environment: one drawing that says what was written."""
    (found,) = shown(text)

    assert " ".join((tex or text).split()) == " ".join(found["aria-label"].split())
    assert found["width"].endswith("em")
    assert "style" not in found


@pytest.mark.parametrize(
    "text",
    [
        r"$\notacommand{x}$",
        r"$\frac{1}{$",
        r"$\norm{x}$",
        r"$\text{日本}$",
        r"$\includegraphics{x}$",
        r"$\newcommand{\a}{b} \a$",
        r"$\hspace{9999em} x$",
        r"$x &lt; y$",
        "$漢字$",
        r"$\left( x$",
        "$" + "x+" * MOST_SIGNS + "y$",
        r"\begin{align}" + r"a &= b \\" * 14 + r"\end{align}",
        "it costs $5 and $6",
        "`$x$`",
        "\\`\\(not a formula",
    ],
)
def test_what_cannot_be_typeset_stays_as_written(text):
    """Unknown names, missing ends, signs without a font, and what is no formula."""
    page = with_formulas(prose(text), Formula.svg)

    assert "<svg" not in page
    assert text.strip("`$\\")[:12].split("\\")[0] in "".join(read(page).words)


@pytest.mark.parametrize(
    "tex",
    [
        r"f(x)=\begin{cases}0 & x<0\\ x & \text{if } x\ge 0\end{cases}",
        r"\begin{pmatrix}1&2\\3&4\end{pmatrix}",
        r"\begin{bmatrix}a & \cdots & b\\ \vdots & \ddots & \vdots\\ c & \cdots & d\end{bmatrix}",
        r"\left\{ \begin{array}{ll} 0 & x < 0 \\ 1 & x \geq 0 \end{array} \right.",
        r"\underbrace{a+b}_{n} \overbrace{c}^{m}",
        r"\begin{eqnarray} a &=& b \\ c &=& d \end{eqnarray}",
        r"\binom{n}{k} \boxed{x} \cancel{y} \xrightarrow{f} \sum_{\substack{i<n\\ j<m}} a",
        r"\textcolor{red}{L} = \text{val\_loss} + \softmax(z) \nonumber % why not",
    ],
)
def test_matrices_and_cases_are_typeset(tex):
    """Whatever stands over or beside what."""
    assert typeset(tex, display=True)
    assert typeset(tex)


def test_a_colour_of_a_formula_is_left_out():
    """Everything is drawn in the colour of the text: a box in a colour would hide what it holds."""
    assert typeset(r"\colorbox{red}{x}") == typeset(r"\text{x}")
    assert typeset(r"\color{white}{x}") == typeset("{x}")


def test_a_frame_is_a_frame():
    """What it holds is seen: it has an outer and an inner edge."""
    assert typeset(r"\boxed{x}").path.count("M") == typeset("x").path.count("M") + 2


def test_lines_stand_below_each_other_at_their_signs():
    """Both lines are there, one under the other, and longer than one of them."""
    lines = typeset(ALIGNED, display=True)
    first = typeset("a = b + c", display=True)

    assert lines.height > 2 * first.height
    assert lines.width > first.width


def test_fractions_on_a_line_of_their_own_are_large():
    """As in TeX: a display formula has room, a line of text has not."""
    tex = r"\frac{a}{b}"

    assert typeset(tex, display=True).height > typeset(tex).height


@pytest.mark.parametrize(
    "tex",
    [
        "{" * 190 + "x" + "}" * 190,
        r"\frac{1}{" * 40 + "x" + "}" * 40,
        r"\left(" * 20 + "x" + r"\right)" * 20,
        "x^{" * 90 + "x" + "}" * 90,
        r"\sqrt{" * 50 + "x" + "}" * 50,
        "{" * 390,
    ],
)
def test_nesting_takes_no_time_to_speak_of(tex):
    """Formulas made to be slow are drawn or left as written, within seconds of processor time."""
    start = time.process_time()
    typeset(tex)

    assert time.process_time() - start < 20


def test_many_formulas_are_left_as_written():
    """What is beyond the first sixty of an answer remains text."""
    page = with_formulas(prose("$x$ " * (MOST_FORMULAS + 5)), Formula.svg)

    assert page.count("<svg") == MOST_FORMULAS
    assert page.count("<code") == 5


def test_markup_in_a_formula_does_nothing():
    """The source is escaped where it stands as words."""
    page = with_formulas(prose('$a < b " onload=x$'), Formula.svg)

    assert "onload=x" in page
    assert not any("onload" in attributes for _, attributes in read(page).elements)


def test_paper_gets_pictures_of_the_text_s_size():
    """On paper a formula is an image with words, in the page's ink; the same one is kept once."""
    paper = PartsShown(lambda plot: None)
    page = paper(prose("$x^2$ and $x^2$ and $y$"))
    (drawing, kind), _ = paper.parts.values()

    assert [one["alt"] for tag, one in read(page).elements if tag == "img"] == [
        "$x^2$", "$x^2$", "$y$",
    ]  # fmt: skip
    assert kind == "image/svg+xml"
    assert re.search(rb'width="\d+\.\d+"', drawing)
    assert b"currentColor" not in drawing


def test_answers_of_a_report_are_typeset(reporter, assignment):
    """On the page of a student, formulas stand in the answer."""
    result = cases.perfect(assignment)
    evidence = replace(result.evidence, runs=(), answers=answered.answers(q1=f"It is ${SOFTMAX}$."))
    page = reporter.html(replace(result, evidence=evidence, scores=()))

    assert f'aria-label="${SOFTMAX}$"' in page
    assert Inline(lambda plot: None)(prose("no formula")) == prose("no formula")
