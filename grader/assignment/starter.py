"""Makes the starter and the solution of one source, so that they can't drift apart.

The source is Markdown that reads well as it is. A mark on a line of its own begins a cell, or says
for which of the two notebooks the lines after it are meant:

    <!-- text: q1-answer -->        a Markdown cell; the id becomes the cell's id
    <!-- code: baseline-fit -->     a code cell; its code stands in ```python fences
    <!-- starter -->  <!-- solution -->  <!-- both -->

A cell that is empty in one of the notebooks is left out of it.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import nbformat
from nbformat import NotebookNode

from grader.errors import ConfigError, Problem
from grader.host.files import read_whole

Edition = Literal["starter", "solution"]
SourceKind = Literal["text", "code"]

EDITION_MARKS = ("starter", "solution", "both")
MARK = re.compile(r"<!--\s*(?P<word>[\w-]+)\s*(?::\s*(?P<id>.*?)\s*)?-->\s*")
CELL_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
MAX_SOURCE_BYTES = 20 * 1024**2
FENCE_OPENS, FENCE_CLOSES = "```python", "```"
HINT = (
    "a cell begins with <!-- text: ID --> or <!-- code: ID -->; the comment at the top of mnist's "
    "notebook.md explains the rest"
)
STAMP = "grader"
"""In a notebook's metadata: what its cells were when it was made, so that a change by hand is seen.
"""
METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}


@dataclass(frozen=True, slots=True)
class _SourceLine:
    number: int
    """From 1, in the source."""
    text: str
    mark: str
    """The edition mark that it stands under: `starter`, `solution` or `both`."""


@dataclass(slots=True)
class _SourceCell:
    kind: SourceKind
    id: str
    line: int
    lines: list[_SourceLine] = field(default_factory=list)


def build_starter(source: Path) -> NotebookNode:
    """The notebook as students get it: tasks, given code, placeholders; no outputs."""
    return _build(source, "starter")


def build_solution(source: Path) -> NotebookNode:
    """The model answer, not yet run."""
    return _build(source, "solution")


def with_outputs_of(notebook: NotebookNode, earlier: NotebookNode) -> NotebookNode:
    """A copy of `notebook` that keeps the outputs of `earlier` as far as they still belong to its
    code.

    A cell keeps its outputs where its id and its code are unchanged and so is all code before it:
    words can be mended without training again, code can't.
    """
    merged = nbformat.from_dict(notebook)
    new = [cell for cell in merged.cells if cell.cell_type == "code"]
    old = [cell for cell in earlier.cells if cell.cell_type == "code"]
    for cell, before in zip(new, old, strict=False):
        if (cell.get("id"), cell.source) != (before.get("id"), before.source):
            break
        cell.outputs, cell.execution_count, cell.metadata = (
            before.outputs,
            before.execution_count,
            before.metadata,
        )
    return merged


def _build(source: Path, edition: Edition) -> NotebookNode:
    cells = _parse(source)
    notebook = nbformat.v4.new_notebook(metadata=METADATA)
    for cell in cells:
        text = _source_for(cell, edition)
        if text:
            make = (
                nbformat.v4.new_code_cell if cell.kind == "code" else nbformat.v4.new_markdown_cell
            )
            notebook.cells.append(make(text, id=cell.id))
    notebook.metadata[STAMP] = {"cells_sha256": cells_digest(notebook)}
    nbformat.validate(notebook)
    return notebook


def cells_digest(notebook: NotebookNode) -> str:
    """Of the cells' kinds and texts: running a notebook and saving it changes neither."""
    content = [(cell.cell_type, cell.source.rstrip()) for cell in notebook.cells]
    return hashlib.sha256(repr(content).encode("utf-8", "surrogatepass")).hexdigest()


def _source_for(cell: _SourceCell, edition: Edition) -> str:
    lines = [line.text for line in cell.lines if line.mark in (edition, "both")]
    if cell.kind == "code":
        lines = [line for line in lines if line not in (FENCE_OPENS, FENCE_CLOSES)]
    text = "\n".join(lines).strip("\n")
    return re.sub(r"\n{3,}", "\n\n", text) if cell.kind == "text" else text


def _parse(source: Path) -> list[_SourceCell]:
    text = _read(source)
    cells: list[_SourceCell] = []
    problems: list[Problem] = []
    for number, content, mark in _marked_lines(text):
        found = MARK.fullmatch(content)
        if found and found["word"] in ("text", "code"):
            cells.append(
                _SourceCell(
                    "code" if found["word"] == "code" else "text", found["id"] or "", number
                )
            )
        elif found and found["word"] not in EDITION_MARKS:
            problems.append(Problem(str(source), number, "", _unknown_mark(found["word"])))
        elif not found and cells:
            cells[-1].lines.append(_SourceLine(number, content, mark))
        elif not found and content.strip():
            problems.append(
                Problem(
                    str(source),
                    number,
                    "",
                    f"expected a first cell mark, got {content.strip()[:40]!r}",
                )
            )
    problems += [
        Problem(str(source), line, cell_id, message) for line, cell_id, message in _faults(cells)
    ]
    if not cells:
        problems.append(
            Problem(str(source), None, "", "expected at least one cell mark, found none")
        )
    if problems:
        raise ConfigError(sorted(problems, key=lambda problem: problem.line or 0), hint=HINT)
    return cells


def _read(source: Path) -> str:
    try:
        return read_whole(source, most_bytes=MAX_SOURCE_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        problem = Problem(
            str(source), None, "", "expected the source of starter and solution, found no such file"
        )
    except UnicodeDecodeError as error:
        problem = Problem(
            str(source), None, "", f"expected UTF-8 text, got byte {error.object[error.start]:#04x}"
        )
    except OSError as error:
        problem = Problem(str(source), None, "", f"can't be read: {error.strerror}")
    raise ConfigError([problem], hint=HINT)


def _marked_lines(text: str) -> Iterator[tuple[int, str, str]]:
    """Number, text and edition mark of every line after the comment that the source may begin
    with.
    """
    preface = re.match(r"\s*<!--\n.*?\n-->[ \t]*(?:\n|\Z)", text, flags=re.DOTALL)
    skipped = preface.end() if preface else 0
    mark = "both"
    for number, content in enumerate(text[skipped:].splitlines(), text[:skipped].count("\n") + 1):
        found = MARK.fullmatch(content)
        if found:
            mark = found["word"] if found["word"] in EDITION_MARKS else "both"
        yield number, content, mark


def _unknown_mark(word: str) -> str:
    near = difflib.get_close_matches(word, ["text", "code", *EDITION_MARKS], n=1)
    return f"expected a mark text, code, starter, solution or both, got {word!r}" + (
        f"; did you mean {near[0]!r}?" if near else ""
    )


def _faults(cells: list[_SourceCell]) -> Iterator[tuple[int, str, str]]:
    """Line, cell id and message of everything wrong with the cells."""
    seen: dict[str, int] = {}
    for cell in cells:
        if not CELL_ID.fullmatch(cell.id):
            yield (
                cell.line,
                cell.id,
                f"expected an id of 1 to 64 letters, digits, - and _, got {cell.id!r}",
            )
        elif cell.id in seen:
            yield (
                cell.line,
                cell.id,
                f"expected an id of its own, but the cell in line {seen[cell.id]} has the same",
            )
        seen.setdefault(cell.id, cell.line)
        if not any(_source_for(cell, edition) for edition in ("starter", "solution")):
            yield cell.line, cell.id, "expected something in the cell, got nothing"
        if cell.kind == "code":
            yield from _fence_faults(cell)


def _fence_faults(cell: _SourceCell) -> Iterator[tuple[int, str, str]]:
    opened: _SourceLine | None = None
    for line in cell.lines:
        if line.text == FENCE_OPENS and opened is None:
            opened = line
        elif line.text == FENCE_CLOSES and opened is not None:
            if line.mark != opened.mark:
                yield (
                    line.number,
                    cell.id,
                    f"expected the fence of line {opened.number} to close before the next mark",
                )
            opened = None
        elif opened is None and line.text.strip():
            yield (
                line.number,
                cell.id,
                (
                    "expected code in a ```python fence, "
                    f"got {line.text.strip()[:40]!r} outside of one"
                ),
            )
    if opened is not None:
        yield opened.number, cell.id, "expected a closing ``` for this fence, found none"
