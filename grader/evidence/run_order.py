"""In which order should the cells be run, so that they do what they did for the student?

The saved execution counts tell the order in which each cell was run last. They are followed where they make as much sense
as the document does: where no more cells use a name before any cell has made it. A student who ran the imports once
more at the end has counts that would break everything; then the document is followed.
"""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterable, Iterator

from grader.evidence.order import order_of_execution
from grader.evidence.program import read_program
from grader.evidence.program.actions import Fit
from grader.evidence.program.source import parse_cell
from grader.model.recording import RunOrder
from grader.model.submission import Cell, Notebook

KNOWN = frozenset(dir(builtins)) | {"display", "get_ipython", "exit", "quit", "In", "Out", "_", "__", "___"}
DEFERRED = (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda)
"""What stands inside runs later, if at all."""


def order_to_run(notebook: Notebook) -> RunOrder:
    """Return the code cells in the order in which to run them, and why that one."""
    document = notebook.code_cells()
    by_document = tuple(cell.index for cell in document)
    order = order_of_execution(notebook)
    if order.by == "document":
        return RunOrder(
            by_document, "document", "The saved execution counts say nothing, so the cells ran top to bottom."
        )
    counted = _with_the_others(order.cells, document)
    by_counts = tuple(cell.index for cell in counted)
    if by_counts == by_document:
        return RunOrder(by_document, "execution_counts", "The cells ran top to bottom, as the student ran them.")
    if sum(_missing_names(counted)) > sum(_missing_names(document)):
        reason = "In the order of the saved execution counts names would be missing, so the cells ran top to bottom."
        return RunOrder(by_document, "document", reason)
    moved = next(ours for ours, theirs in zip(by_counts, by_document, strict=True) if ours != theirs)
    reason = (
        "The cells ran in the order of the saved execution counts, which is not the document's:"
        f" cell {moved + 1} came earlier than it stands. {_top_to_bottom(counted, document)}"
    )
    return RunOrder(by_counts, "execution_counts", reason)


def _top_to_bottom(counted: tuple[Cell, ...], document: tuple[Cell, ...]) -> str:
    """Say whether the trainings would differ if the cells ran as they stand, as far as the code tells."""
    ours, theirs = _trainings(counted), _trainings(document)
    for cell, ways in ours.items():
        other = theirs.get(cell)
        if other is None:
            return f"Top to bottom, cell {cell + 1} would not train."
        if other != ways:
            asked, instead = (" and ".join(filter(None, pair)) for pair in (ways[0], other[0]))
            return f"Top to bottom, cell {cell + 1} would train with {instead} instead of {asked}."
    return (
        "Top to bottom the same models would be trained in the same way."
        if ours == theirs
        else ("Top to bottom, other cells would train, too.")
    )


def _trainings(cells: tuple[Cell, ...]) -> dict[int, list[tuple[str, str]]]:
    """By cell, optimizer and loss of every `fit` in it, read from the code."""
    found: dict[int, list[tuple[str, str]]] = {}
    for action in read_program(cells):
        if isinstance(action, Fit):
            found.setdefault(action.cell, []).append((action.compiled.optimizer, action.compiled.loss))
    return found


def _with_the_others(counted: tuple[Cell, ...], document: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The counted cells in their order, and each cell that was never run after the one that it stands below."""
    ordered = list(counted)
    for place, cell in enumerate(document):
        if cell not in counted:
            before = document[place - 1] if place else None
            ordered.insert(ordered.index(before) + 1 if before in ordered else 0, cell)
    return tuple(ordered)


def _missing_names(cells: Iterable[Cell]) -> Iterator[int]:
    """For every cell, how many names it uses that no cell before it has made."""
    made = set(KNOWN)
    for cell in cells:
        used, now_made = _names(parse_cell(cell.source))
        yield len(used - made - now_made)
        made |= now_made


def _names(module: ast.Module) -> tuple[set[str], set[str]]:
    """Names that the cell uses when it runs, and names that it makes."""
    used: set[str] = set()
    made: set[str] = set()
    waiting: list[ast.AST] = [module]
    while waiting:
        node = waiting.pop()
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                used.add(name)
            case ast.Name(id=name):
                made.add(name)
            case ast.Import(names=names) | ast.ImportFrom(names=names):
                made |= {(alias.asname or alias.name).split(".")[0] for alias in names}
                if any(alias.name == "*" for alias in names):
                    made |= _all_names(module)
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
                made.add(name)
            case ast.ExceptHandler(name=str(name)) | ast.arg(arg=name):
                made.add(name)
            case _:
                pass
        if not isinstance(node, DEFERRED):
            waiting.extend(ast.iter_child_nodes(node))
    return used, made


def _all_names(module: ast.Module) -> set[str]:
    """A star import may make any name; take those of the cell itself as made."""
    return {node.id for node in ast.walk(module) if isinstance(node, ast.Name)}
