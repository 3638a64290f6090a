"""Finds code that would show what is asked for, in cells that were saved without their outputs."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from grader.model.evidence import Showing
from grader.model.submission import Cell

_COMMENT = re.compile(r"^\s*#.*$|\s#[^'\"\n]*$", re.MULTILINE)
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


def shown_by(cells: Sequence[Cell]) -> dict[Showing, tuple[int, ...]]:
    """By what is asked for, the cells whose code shows it."""
    sources = {cell.index: _COMMENT.sub("", cell.source) for cell in cells if cell.kind == "code"}
    found = {
        what: tuple(at for at, source in sources.items() if sign.search(source))
        for what, sign in _SIGNS.items()
    }
    return {what: at for what, at in found.items() if at}
