"""Puts typeset formulas where a student's prose has their TeX; what can't be typeset stays."""

from __future__ import annotations

import html
import re
from collections.abc import Callable

from markupsafe import Markup

from grader.report.figures.formula import Formula

MOST_FORMULAS = 60
"""Of one answer; the rest stays as it was written."""
_WRITTEN = re.compile(r'<code class="formula( display)?">([^<]*)</code>')
_AROUND = (("$$", "$$"), ("$", "$"), ("\\(", "\\)"), ("\\[", "\\]"))


def with_formulas(text: Markup, show: Callable[[Formula], Markup]) -> Markup:
    """Return prose in which `show` has put elements for the formulas."""
    if not _WRITTEN.search(text):
        return text
    left = MOST_FORMULAS

    def shown(written: re.Match[str]) -> str:
        nonlocal left
        left -= 1
        formula = formula_of(html.unescape(written[2]), display=bool(written[1]))
        return str(show(formula)) if formula and left >= 0 else written[0]

    return Markup(_WRITTEN.sub(shown, text))  # noqa: S704 - prose is sanitised, formulas are drawn


def formula_of(tex: str, *, display: bool) -> Formula | None:
    """The drawing of `tex`, given as it was written; None where it can't be typeset."""
    from grader.report.drawing.formulas import typeset  # noqa: PLC0415 - loading matplotlib takes a second that only drawing need pay

    drawn = typeset(_inside(tex), display=display)
    return Formula(tex, drawn.width, drawn.height, drawn.path, display) if drawn else None


def _inside(tex: str) -> str:
    for begin, end in _AROUND:
        if tex.startswith(begin) and tex.endswith(end) and len(tex) >= len(begin + end):
            return tex[len(begin) : -len(end)].strip()
    return tex.strip()
