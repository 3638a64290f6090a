"""Tells which code cells show something instead of computing it: an answer may stand in them,
too.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Sequence

from grader.evidence.program.source import parse_cell
from grader.model.submission import Cell
from grader.text.scripts import amount_of

MAX_CHARS = 20_000
"""Of a cell's source; an answer in code is short."""
MAX_SHOWN = 4_000
"""Characters of what it put out."""
_SHOWS = frozenset(
    {
        *(
            "print",
            "display",
            "Markdown",
            "HTML",
            "Latex",
            "Math",
            "Image",
            "SVG",
            "Audio",
            "Video",
            "IFrame",
            "Code",
        ),
        *(
            "Pretty",
            "JSON",
            "FileLink",
            "YouTubeVideo",
            "display_markdown",
            "display_html",
            "imshow",
            "imread",
            "show",
        ),
        *("dedent", "open", "join", "axis", "figure", "title"),
    }
)
_TEXT_MAGIC = re.compile(
    r"\s*%%(?:(?:markdown|html|latex|svg|md)\b|writefile\s+\S+\.(?:txt|md|html)[^\S\n]*$)[^\n]*\n?",
    re.IGNORECASE | re.MULTILINE,
)
_COMPUTES = re.compile(
    r"\.(?:fit|compile|evaluate|predict\w*|summary|load_data|add)\s*\(|Sequential|\bkeras\b|"
    r"sklearn|tensorflow|\btorch\b"
)


def displayed(cell: Cell) -> str | None:
    """What a cell shows that may be an answer, as Markdown; None where it computes something."""
    source = cell.source.strip()
    if not source or len(source) > MAX_CHARS:
        return None
    magic = _TEXT_MAGIC.match(source)
    if magic:
        return source[magic.end() :].strip() or None
    tree = parse_cell(source).body
    if not tree:
        comments = [
            line.lstrip("#! ") for line in source.splitlines() if line.lstrip().startswith("#")
        ]
        return "\n".join(comments).strip() or None
    if any(map(_shows, tree)) and all(
        _shows(statement) or _prepares(statement) for statement in tree
    ):
        return "\n\n".join(_texts(tree)) or _as_code(cell)
    return _as_code(cell) if cell.pictures and not _COMPUTES.search(source) else None


def _shows(statement: ast.stmt) -> bool:
    """Whether a statement shows something by calls that do no more than that, or writes down a
    sentence.
    """
    called = _called_in(statement)
    if not _SHOWS.issuperset(called):
        return False
    if isinstance(statement, ast.Expr):
        return bool(called) or isinstance(statement.value, ast.Constant)
    sentences = (text for text in _strings_in(statement) if amount_of(text).in_words > 1)
    return isinstance(statement, ast.Assign | ast.AnnAssign) and any(sentences)


def _prepares(statement: ast.stmt) -> bool:
    """Whether a statement imports something, or names a value that needs no call to compute it."""
    names = isinstance(statement, ast.Assign | ast.AnnAssign) and not _called_in(statement)
    return names or isinstance(statement, ast.Import | ast.ImportFrom)


def _called_in(statement: ast.stmt) -> set[str]:
    functions = [node.func for node in ast.walk(statement) if isinstance(node, ast.Call)]
    return {getattr(function, "id", getattr(function, "attr", "")) for function in functions}


def _strings_in(node: ast.AST) -> Iterator[str]:
    for inner in ast.walk(node):
        if isinstance(inner, ast.Constant) and isinstance(inner.value, str):
            yield inner.value.strip()


def _texts(statements: Sequence[ast.stmt]) -> Sequence[str]:
    """The sentences that stand in the code; none where they are put together only when it runs."""
    if any(
        isinstance(node, ast.JoinedStr) for statement in statements for node in ast.walk(statement)
    ):
        return ()
    found = (text for statement in statements for text in _strings_in(statement))
    return [text for text in found if amount_of(text).in_words > 1]


def _as_code(cell: Cell) -> str:
    """The source, and what it printed."""
    printed = "\n".join(
        output.text
        for output in cell.outputs
        if output.kind != "error" and output.stream != "stderr"
    )
    shown = f"\n\n```\n{printed.strip()[:MAX_SHOWN]}\n```" if printed.strip() else ""
    return f"```python\n{cell.source.strip()[:MAX_SHOWN]}\n```{shown}"
