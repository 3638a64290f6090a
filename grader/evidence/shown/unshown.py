"""Finds code that would show what is asked for, in cells that were saved without their outputs, and
in cells that became text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.evidence.program.source import is_python
from grader.model.evidence import Showing
from grader.model.submission import Cell

_COMMENT = re.compile(r"^\s*#.*$|\s#[^'\"\n]*$", re.MULTILINE)
_FENCED = re.compile(r"```[ \t]*(?:[Pp]ython3?|py|ipython)?[ \t]*\n([^`]*)```")
MAX_CHARS = 20_000
"""Of a text cell; nobody writes so much into one by mistake."""
_SIGNS: Mapping[Showing, re.Pattern[str]] = {
    "training": re.compile(
        r"\.(?:fit|fit_generator|partial_fit|train_on_batch)\s*\(|GradientTape\s*\(|\.backward\s*\("
    ),
    "evaluation": re.compile(r"\.(?:evaluate|evaluate_generator|score)\s*\("),
    "summary": re.compile(r"\.summary\s*\("),
    "curves": re.compile(r"\bplot\s*\(|\.plot\b|lineplot\s*\("),
    "matrix": re.compile(
        r"confusion_matrix\s*\(|ConfusionMatrixDisplay\s*[.(]|heatmap\s*\(|crosstab\s*\("
    ),
    "pictures": re.compile(r"\b(?:imshow|matshow|pcolormesh)\s*\("),
}


def unshown(cells: Sequence[Cell]) -> dict[Showing, tuple[int, ...]]:
    """By what is asked for, the cells whose code shows it and that have no output."""
    return shown_by([cell for cell in cells if not cell.outputs])


def shown_in_texts(cells: Sequence[Cell]) -> dict[Showing, tuple[int, ...]]:
    """By what is asked for, the text cells that would show it if they were code: one key turns a
    cell into text, and pasted code may land in one.
    """
    sources = {cell.index: _code_of(cell.source) for cell in cells if cell.kind != "code"}
    return _shown_by({at: source for at, source in sources.items() if is_python(source)})


def _code_of(text: str) -> str:
    """The text, or what stands between the fences that are all of it."""
    fenced = _FENCED.fullmatch(text.strip()) if len(text) <= MAX_CHARS else None
    return fenced[1] if fenced else text


def shown_by(cells: Sequence[Cell]) -> dict[Showing, tuple[int, ...]]:
    """By what is asked for, the cells whose code shows it."""
    return _shown_by({cell.index: cell.source for cell in cells if cell.kind == "code"})


def _shown_by(code: Mapping[int, str]) -> dict[Showing, tuple[int, ...]]:
    sources = {at: _COMMENT.sub("", source) for at, source in code.items()}
    found = {
        what: tuple(at for at, source in sources.items() if sign.search(source))
        for what, sign in _SIGNS.items()
    }
    return {what: at for what, at in found.items() if at}
