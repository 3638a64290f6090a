"""Holds the cells of a notebook as text, and changes them where their syntax trees point to.

Only what is edited changes: comments, layout and magics of the rest stay as they are.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Literal, TypeVar

import nbformat
from nbformat import NotebookNode

from grader.model.submission import Notebook

Node = TypeVar("Node", bound=ast.AST)


class DoesNotApplyError(Exception):
    """A change that this notebook has no place for; its words say why."""


@dataclass(frozen=True, slots=True)
class DraftCell:
    """A cell that is being changed."""

    kind: Literal["code", "markdown", "raw"]
    text: str
    id: str
    stated: str = ""
    """What it is made to have printed when it was handed in."""


@dataclass(frozen=True, slots=True)
class Edit:
    """Text put in the place of other text."""

    cell: int
    start: int
    """In bytes of UTF-8, as syntax trees count."""
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class NotebookDraft:
    """A notebook that is being changed; every change makes another one."""

    cells: tuple[DraftCell, ...]

    @classmethod
    def of(cls, notebook: Notebook) -> NotebookDraft:
        """The cells of a notebook without their outputs."""
        cells = enumerate(notebook.cells)
        return cls(tuple(DraftCell(one.kind, one.source, f"cell-{n}") for n, one in cells))

    def notebook(self) -> NotebookNode:
        """As it is handed in."""
        made = [_as_cell(cell) for cell in self.cells]
        return nbformat.v4.new_notebook(
            cells=made,
            metadata={
                "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
            },
        )

    def trees(self) -> Iterator[tuple[int, ast.Module]]:
        """The code cells that are Python throughout, by their number."""
        for number, cell in enumerate(self.cells):
            tree = parsed(cell.text) if cell.kind == "code" else None
            if tree is not None:
                yield number, tree

    def statements(self) -> Iterator[tuple[int, ast.stmt]]:
        """The statements outside of functions, in their order, with the number of their cell."""
        for number, tree in self.trees():
            for statement in tree.body:
                yield number, statement

    def nodes(self, kind: type[Node]) -> Iterator[tuple[int, Node]]:
        """Everything of a kind, wherever it stands, with the number of its cell."""
        for number, tree in self.trees():
            for node in walk(tree):
                if isinstance(node, kind):
                    yield number, node

    def source(self, cell: int, node: ast.AST) -> str:
        """The text of a node."""
        start, end = span(self.cells[cell].text, node)
        return self.cells[cell].text.encode()[start:end].decode()

    def put(self, cell: int, node: ast.AST, text: str) -> Edit:
        """Puts text in the place of a node."""
        return Edit(cell, *span(self.cells[cell].text, node), text)

    def edited(self, edits: Iterable[Edit]) -> NotebookDraft:
        """The draft with all of these edits, which must not overlap."""
        cells = list(self.cells)
        for edit in sorted(edits, key=lambda one: (one.cell, -one.start)):
            content = cells[edit.cell].text.encode()
            changed = content[: edit.start] + edit.text.encode() + content[edit.end :]
            cells[edit.cell] = replace(cells[edit.cell], text=changed.decode())
        return replace(self, cells=tuple(cells))

    def each_cell(self, change: Callable[[DraftCell], Iterable[DraftCell]]) -> NotebookDraft:
        """Every cell replaced by what is made of it."""
        return replace(self, cells=tuple(made for cell in self.cells for made in change(cell)))


@cache
def parsed(text: str) -> ast.Module | None:
    """The syntax tree of a cell; None where it is no Python, as with magics."""
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def span(text: str, node: ast.AST) -> tuple[int, int]:
    """Where the text of a node begins and ends, in bytes."""
    starts = [0]
    for line in text.splitlines(keepends=True):
        starts.append(starts[-1] + len(line.encode()))
    place = vars(node) if hasattr(node, "__dict__") else {}
    begin = starts[place["lineno"] - 1] + place["col_offset"]
    return begin, starts[place["end_lineno"] - 1] + place["end_col_offset"]


def walk(node: ast.AST) -> Iterator[ast.AST]:
    """The node and all below it but what stands in f-strings, whose places Python 3.11 tells
    wrongly.
    """
    yield node
    if not isinstance(node, ast.JoinedStr):
        for child in ast.iter_child_nodes(node):
            yield from walk(child)


def last_name(node: ast.AST) -> str:
    """`Dense` of `keras.layers.Dense(…)`; empty where there is no name."""
    match node:
        case ast.Call(func=called):
            return last_name(called)
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def argument(call: ast.Call, name: str, place: int | None = None) -> ast.expr | None:
    """What a call is given under a name, or at a place; None where it is not given."""
    for keyword in call.keywords:
        if keyword.arg == name:
            return keyword.value
    if place is not None and place < len(call.args):
        return call.args[place]
    return None


def with_argument(draft: NotebookDraft, cell: int, call: ast.Call, name: str, text: str) -> Edit:
    """Gives a call an argument by its name, in the place of one that is there."""
    given = argument(call, name)
    if given is not None:
        return draft.put(cell, given, text)
    _, end = span(draft.cells[cell].text, call)
    before = draft.cells[cell].text.encode()[: end - 1].rstrip()
    comma = "" if before.endswith((b",", b"(")) else ", "
    return Edit(cell, len(before), len(before), f"{comma}{name}={text}")


def names_in(node: ast.AST) -> set[str]:
    """The variables that a node reads or sets."""
    return {one.id for one in ast.walk(node) if isinstance(one, ast.Name)}


def assigned_names(statement: ast.AST) -> set[str]:
    """The variables that an assignment sets; empty for other statements."""
    targets = statement.targets if isinstance(statement, ast.Assign) else []
    return {name for target in targets for name in names_in(target)}


def _as_cell(cell: DraftCell) -> NotebookNode:
    if cell.kind != "code":
        make = (
            nbformat.v4.new_markdown_cell if cell.kind == "markdown" else nbformat.v4.new_raw_cell
        )
        return make(cell.text, id=cell.id)
    outputs = [nbformat.v4.new_output("stream", text=cell.stated)] if cell.stated else []
    return nbformat.v4.new_code_cell(cell.text, id=cell.id, outputs=outputs)
