"""Says what the notebook has done by processes that it starts, where nobody sees it: by scripts,
and by functions of its own that are handed to workers of `multiprocessing`, `concurrent.futures` or
joblib.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator
from itertools import islice

from grader.evidence.program.source import parse_cell
from grader.evidence.shown.unshown import shown_by
from grader.model.evidence import Showing
from grader.model.submission import Cell, Notebook

_WRITES = re.compile(r"\s*%%(?:writefile|file)\s+(?:-a\s+)?[\"']?([\w./-]+\.py)\b")
_RUNS = re.compile(
    r"""^(?=[ \t]*!|[ \t]*python|.*(?:system|subprocess|Popen|run|call|check_output)\b).*?"""
    r"""\bpython3?(?:\.\d+)?\b[\s"',]+(?:-u[\s"',]+)?([\w./-]+\.py)\b""",
    re.MULTILINE,
)
"""A script is run: `!python train.py`, `%%bash`, `subprocess.run(["python", "train.py"])`."""
_STARTS = re.compile(r"\b(?:Process|Pool|ProcessPoolExecutor|Parallel)\s*\(")
_HANDS_OVER = frozenset(
    [
        *("Process", "delayed", "submit", "apply", "apply_async"),
        *("map", "map_async", "imap", "imap_unordered", "starmap", "starmap_async"),
    ]
)
"""What takes the function that a worker calls, where the notebook starts any."""
MOST_HANDED_OVER = 10
MOST_REACHED = 30
"""Functions that one of those calls, itself included."""


def done_elsewhere(notebook: Notebook) -> dict[Showing, str]:
    """By what would be shown, a sentence that says why it was not seen."""
    unseen: dict[Showing, str] = {}
    for cell, name, shows in (*_in_scripts(notebook), *_in_workers(notebook)):
        sentence = (
            f"Cell {cell + 1} runs {name} in a process of its own: what is done there was not "
            f"seen. In the notebook's own (a plain call, %run) it would be."
        )
        unseen |= dict.fromkeys(shows, sentence)
    return unseen


def _in_scripts(notebook: Notebook) -> Iterator[tuple[int, str, Iterable[Showing]]]:
    """Scripts that the notebook writes or was handed in with, and that it runs."""
    written = {
        found[1]: cell
        for cell in notebook.code_cells()
        if (found := _WRITES.match(cell.source)) is not None
    }
    for cell in notebook.code_cells():
        if _WRITES.match(cell.source):
            continue
        for found in _RUNS.finditer(cell.source):
            script = found[1]
            known = script in written
            yield cell.index, script, shown_by([written[script]]) if known else ("training",)


def _in_workers(notebook: Notebook) -> Iterator[tuple[int, str, Iterable[Showing]]]:
    """Functions that are handed to workers. A worker that is a thread after all is seen, and then
    nobody asks.
    """
    cells = notebook.code_cells()
    if not any(_STARTS.search(cell.source) for cell in cells):
        return
    trees = [(cell, parse_cell(cell.source)) for cell in cells]
    functions = {
        node.name: (cell, node)
        for cell, tree in trees
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef)
    }
    handed_over = {
        name: cell.index
        for cell, tree in reversed(trees)
        for name in _handed_over(tree)
        if name in functions
    }
    for name in islice(handed_over, MOST_HANDED_OVER):
        yield handed_over[name], f"{name}()", shown_by(_bodies(name, functions))


def _handed_over(tree: ast.Module) -> Iterator[str]:
    """The names that stand among the arguments of a call that hands work over."""
    for call in ast.walk(tree):
        if isinstance(call, ast.Call) and _called(call) in _HANDS_OVER:
            for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                yield from _names(argument)


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _bodies(name: str, functions: dict[str, tuple[Cell, ast.FunctionDef]]) -> list[Cell]:
    """The code of a function and of those that it calls, as if each were a cell."""
    reached, left = {name}, [name]
    found: list[Cell] = []
    while left and len(found) < MOST_REACHED:
        cell, function = functions[left.pop()]
        lines = cell.source.split("\n")[function.lineno - 1 : function.end_lineno]
        found.append(Cell(len(found), "code", "\n".join(lines)))
        further = (set(_names(function)) & functions.keys()) - reached
        reached |= further
        left += sorted(further)
    return found


def _names(tree: ast.AST) -> Iterator[str]:
    return (node.id for node in ast.walk(tree) if isinstance(node, ast.Name))
