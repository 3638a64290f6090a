"""Writes the starter and the solution notebook of an assignment from their one source."""

from __future__ import annotations

from pathlib import Path

import nbformat
from nbformat import NotebookNode

from grader.assignment.starter import (
    STAMP,
    build_solution,
    build_starter,
    cells_digest,
    with_outputs_of,
)
from grader.errors import ConfigError, OutputError, PrerequisiteError, Problem
from grader.host.files import read_whole, write_text
from grader.model.assignment import Assignment

SOURCE = "notebook.md"
MAX_NOTEBOOK_BYTES = 200 * 1024**2
EDITED = "carry the change over to notebook.md, or say --force to lose it"


def write_notebooks(
    assignment: Assignment, folder: Path, *, force: bool = False
) -> tuple[Path, ...]:
    """Write `starter.ipynb` and `solution.ipynb` from the assignment's one source; return where.

    Cells of the solution whose code has not changed keep the outputs that they have. Raises
    ConfigError, and writes nothing, where one of them was edited by hand and not by its source;
    `force` overwrites it. Raises OutputError where they can't be written.
    """
    source = assignment.folder / SOURCE
    if not source.is_file():
        raise PrerequisiteError(
            f"{source}: no such file", hint="the starter and the solution are made from it"
        )
    made = {
        folder / "starter.ipynb": build_starter(source),
        folder / "solution.ipynb": build_solution(source),
    }
    there = {path: _read(path, force=force) for path in made if path.exists()}
    edited = [
        path for path, before in there.items() if before is not None and _edited(before, made[path])
    ]
    if edited and not force:
        message = "was edited by hand; the source would overwrite that"
        raise ConfigError([Problem(str(path), None, "", message) for path in edited], hint=EDITED)
    for path, notebook in made.items():
        before = there.get(path)
        whole = (
            with_outputs_of(notebook, before)
            if path.stem == "solution" and before is not None
            else notebook
        )
        _write(whole, path)
    return tuple(made)


def _write(notebook: NotebookNode, path: Path) -> None:
    """Write it whole or not at all: what was there may hold an afternoon's outputs."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_text(path, nbformat.writes(notebook).rstrip("\n") + "\n")
    except OSError as error:
        raise OutputError.of(error, path) from None


def _read(path: Path, *, force: bool) -> NotebookNode | None:
    """The notebook that is there; one that can't be read is overwritten only when that is asked
    for.
    """
    try:
        content = read_whole(path, most_bytes=MAX_NOTEBOOK_BYTES)
        return nbformat.reads(content.decode("utf-8"), as_version=4)
    except (OSError, ValueError, nbformat.reader.NotJSONError, nbformat.ValidationError) as error:
        if force:
            return None
        raise ConfigError(
            [Problem(str(path), None, "", f"can't be read: {error}")], hint=EDITED
        ) from None


def _edited(there: NotebookNode, made: NotebookNode) -> bool:
    """Whether a person changed cells since it was made; one that bears no mark is theirs unless
    nothing would change.
    """
    mark = there.metadata.get(STAMP)
    as_made = mark.get("cells_sha256") if isinstance(mark, dict) else cells_digest(made)
    return cells_digest(there) != as_made
