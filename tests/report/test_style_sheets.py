"""A mistake in a style sheet that a teacher edited is told by its line, rather than passed over."""

from __future__ import annotations

import shutil

import pytest

from grader.errors import OutputError
from grader.report import Reporter
from grader.report.style_sheets import mistake_in
from tests.report import cases
from tests.report.assignments import TEMPLATES, mnist, mnist_data


@pytest.mark.parametrize("name", ["report.css", "print.css"])
def test_ours_are_right(name):
    """With all that browsers know and WeasyPrint does not."""
    assert mistake_in((TEMPLATES / name).read_text("utf-8")) is None


@pytest.mark.parametrize(
    ("css", "line", "what"),
    [
        ("a { color: red }\nb {\n  color red;\n}", 3, "neither a rule"),
        ("a { color: red }\n@media print {\n  b { c: d }\n", 2, "{ is never closed"),
        ("a { color: red }\n}\nb { c: d }", 2, "} closes what was never opened"),
        ("a { content: '\n' }", 1, "the string doesn't end on its line"),
        ("a { color: red }\n/* b { c: d }", 2, "the comment never ends"),
        ("a { color: red }\nh1, h2", 2, "neither a rule"),
        ("@media print { a { color red } }", 1, "neither a rule"),
    ],
)
def test_what_is_wrong_is_told_by_its_line(css, line, what):
    """Whatever rules it would have taken with it."""
    found = mistake_in(css)

    assert found is not None
    assert (found[0], found[1][: len(what)]) == (line, what)


@pytest.mark.parametrize(
    "css",
    [
        "",
        "a { content: '}' } /* { */ b { c: \"/*\" }",
        "a { --x: { y }; &:hover { color: red } }",
        "@import 'x.css';\n@page { @top-left { content: none } }",
    ],
)
def test_what_is_right_is_right(css):
    """Brackets in strings and comments, nested rules, variables of any kind."""
    assert mistake_in(css) is None


@pytest.mark.parametrize(
    ("name", "wrong", "message"),
    [
        ("report.css", "p { color: red", r"report\.css:\d+: { is never closed"),
        ("print.css", "p { color red }", r"print\.css:\d+: neither a rule"),
        ("report.html.j2", "{% if %}", r"report\.html\.j2:\d+: Expected an expression"),
        ("parts/models.html.j2", "{{ nobody }}", r"models\.html\.j2:\d+: .*'nobody' is undefined"),
        ("parts/header.html.j2", "{% include 'x' %}", r"x: no such template"),
        ("parts/header.html.j2", "{{ header.student / 2 }}", r"header\.html\.j2:\d+: TypeError"),
    ],
)
def test_a_report_is_not_made_of_them(name, wrong, message, tmp_path):
    """Neither page nor paper: the operator's mistake, in one sentence with file and line."""
    shutil.copytree(TEMPLATES, tmp_path / "templates")
    with (tmp_path / "templates" / name).open("a", encoding="utf-8") as file:
        file.write(f"\n{wrong}\n")
    reporter = Reporter(mnist(), None, mnist_data(), tmp_path / "templates")

    with pytest.raises(OutputError, match=message):
        reporter.html_and_paper(cases.ungradable(mnist()))
