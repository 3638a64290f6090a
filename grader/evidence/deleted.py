"""Says what was shown by a function whose cell is no longer in the notebook: it ran for the
student, as the outputs below its call show, and here nobody has it.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping

from grader.evidence.program.source import parse_cell
from grader.model.evidence import Showing
from grader.model.recording import Recording
from grader.model.submission import Cell, Notebook, Output

_NOT_DEFINED = re.compile(r"name '([^\W\d]\w{0,100})' is not defined")
_SPEAKS_OF: Mapping[Showing, re.Pattern[str]] = {
    "curves": re.compile(r"hist|curve|loss|acc|train|learn|metric|epoch", re.IGNORECASE),
    "matrix": re.compile(r"conf|matri|cm\b|heat", re.IGNORECASE),
    "pictures": re.compile(r"mistake|error|wrong|misc|digit|image|example", re.IGNORECASE),
    "evaluation": re.compile(r"eval|score|test|report", re.IGNORECASE),
}
"""What the call of a function that nobody can read may have shown."""
_AS_A_PICTURE: tuple[Showing, ...] = ("curves", "matrix", "pictures")
_AS_TEXT: tuple[Showing, ...] = ("matrix", "evaluation")
MAX_CHARS = 300
"""Of a call."""


def by_deleted_functions(recording: Recording, notebook: Notebook) -> dict[Showing, str]:
    """By what would be shown, a sentence that says why it was not seen."""
    cells = {cell.index: cell for cell in notebook.code_cells()}
    failed = [
        (cells[run.cell], found[1])
        for run in recording.cell_runs
        if run.error_name == "NameError"
        and run.cell in cells
        and (found := _NOT_DEFINED.search(run.error_message)) is not None
    ]
    unseen: dict[Showing, str] = {}
    defined = set(_defined(notebook)) if failed else set()
    for cell, name in failed:
        if name in defined or any(output.kind == "error" for output in cell.outputs):
            continue
        sentence = (
            f"Cell {cell.index + 1} calls {name}, which is defined nowhere in the notebook any "
            "more: what stands below it was not made here."
        )
        for what in _may_show(cell, name):
            unseen.setdefault(what, sentence)
    return unseen


def _may_show(cell: Cell, name: str) -> tuple[Showing, ...]:
    """What its calls speak of, of what outputs such as those saved below the cell may show."""
    calls = [
        ast.unparse(call)[:MAX_CHARS]
        for call in ast.walk(parse_cell(cell.source))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == name
    ]
    if not calls:
        return ()
    drawn = _AS_A_PICTURE if any(map(_is_picture, cell.outputs)) else ()
    written = _AS_TEXT if any(output.text.strip() for output in cell.outputs) else ()
    shown = tuple(dict.fromkeys((*drawn, *written)))
    said = " ".join(calls)
    named = tuple(what for what in shown if _SPEAKS_OF[what].search(said))
    return named or drawn


def _is_picture(output: Output) -> bool:
    return any(kind.startswith("image/") for kind in output.mime_types)


def _defined(notebook: Notebook) -> Iterator[str]:
    """Every name that the code gives to something."""
    for cell in notebook.code_cells():
        for node in ast.walk(parse_cell(cell.source)):
            match node:
                case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                    yield name
                case ast.ClassDef(name=name):
                    yield name
                case ast.Name(id=name, ctx=ast.Store()):
                    yield name
                case ast.alias(name=name, asname=asname):
                    yield asname or name
                case ast.arg(arg=name):
                    yield name
                case _:
                    pass
