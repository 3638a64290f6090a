"""Reads the style sheets and the script of the pages, which teachers may edit, and says on which
line a style sheet is wrong.

Browsers and WeasyPrint pass over what they don't understand: a rule without its end silently takes
all that follow with it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

import tinycss2

from grader.errors import OutputError

PAPER = "print.css"
HINT = "fix the style sheet; `grader report` renders again, and executes nothing"
_BOUND = re.compile(
    r"""/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|[{}]|/\*|["']""", re.DOTALL
)
"""Comments and strings, in which brackets mean nothing, and what opens or closes something."""
_NO_END = {
    "/*": "the comment never ends",
    '"': "the string doesn't end on its line",
    "'": "the string doesn't end on its line",
}


def page_css(templates_folder: Path) -> str:
    """Return the style sheet of the pages; raises OutputError where it is wrong."""
    return _read(templates_folder / "report.css")


def browser_css(templates_folder: Path) -> str:
    """Return what a page holds, unable to end the element in which it stands: its style sheet, and
    that of paper, where there is one, for those who print it from a browser. Raises OutputError
    where one is wrong.
    """
    css = page_css(templates_folder)
    if (templates_folder / PAPER).is_file():
        css += f"\n@media print {{\n{print_css(templates_folder)}}}\n"
    return css.replace("</", "<\\/")


def print_css(templates_folder: Path) -> str:
    """Return what differs on paper; raises OutputError where it is wrong."""
    return _read(templates_folder / PAPER)


def page_script(templates_folder: Path) -> str:
    """Return the script of the class page, unable to end the element in which it stands."""
    return (templates_folder / "summary.js").read_text("utf-8").replace("</", "<\\/")


def _read(path: Path) -> str:
    try:
        css = path.read_text("utf-8")
    except UnicodeDecodeError as error:
        raise OutputError(f"{path}: not text: {error}", hint=HINT) from None
    found = mistake_in(css)
    if found:
        raise OutputError(f"{path}:{found[0]}: {found[1]}", hint=HINT)
    return css


@lru_cache(8)
def mistake_in(css: str) -> tuple[int, str] | None:
    """The line of the first mistake, and what it is; None where there is none."""
    rules = tinycss2.parse_stylesheet(css, skip_comments=True, skip_whitespace=True)
    return min([*_left_open(css), *_no_rules(rules)], default=None)


def _left_open(css: str) -> Iterator[tuple[int, str]]:
    opened: list[int] = []
    for found in _BOUND.finditer(css):
        line = css.count("\n", 0, found.start()) + 1
        if found[0] == "{":
            opened.append(line)
        elif found[0] == "}" and not opened:
            yield line, "} closes what was never opened"
        elif found[0] == "}":
            opened.pop()
        elif found[0] in _NO_END:
            yield line, _NO_END[found[0]]
    if opened:
        yield opened[-1], "{ is never closed"


def _no_rules(rules: list[Any]) -> Iterator[tuple[int, str]]:
    for rule in rules:
        if rule.type == "error":
            yield rule.source_line, "neither a rule, `selector { … }`, nor `name: value;` in one"
        elif rule.type in ("qualified-rule", "at-rule") and rule.content is not None:
            inside = tinycss2.parse_blocks_contents(
                rule.content, skip_comments=True, skip_whitespace=True
            )
            yield from _no_rules(inside)
