"""Names what one student handed in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

CellKind = Literal["code", "markdown", "raw"]
OutputKind = Literal["stream", "result", "display", "error"]


@dataclass(frozen=True, slots=True)
class Student:
    """Who handed it in, as far as the hand-in tells."""

    id: str | None = None
    """The id that the LMS knows the student by."""
    name: str | None = None
    email: str | None = None
    section: str | None = None
    """As the roster names it."""


@dataclass(frozen=True, slots=True)
class Output:
    """One output of a code cell, without its pictures."""

    kind: OutputKind
    text: str
    """Stream text, `text/plain`, or for an error its traceback; terminal escapes removed."""
    mime_types: tuple[str, ...] = ()
    """What else the output holds, as in `image/png`."""
    stream: Literal["stdout", "stderr", ""] = ""
    error_name: str = ""
    """For an error, the exception's class."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that lies in the notebook itself: pasted into a text, or put out by a code cell."""

    name: str
    """For a pasted one, the name by which the text of its cell refers to it."""
    media_type: str
    """As the notebook states it."""
    content: str
    """Base64, as it stands in the notebook: nobody has looked at it yet."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell of a notebook."""

    index: int
    """Position in the notebook, from 0; every record names cells by it."""
    kind: CellKind
    source: str
    id: str | None = None
    execution_count: int | None = None
    outputs: tuple[Output, ...] = ()
    pictures: tuple[Picture, ...] = ()
    """Attachments of a text cell, pictures in the outputs of a code cell; no more than are worth
    keeping.
    """


@dataclass(frozen=True, slots=True)
class Notebook:
    """A notebook, read and repaired."""

    cells: tuple[Cell, ...]
    language: str = "python"

    def code_cells(self) -> tuple[Cell, ...]:
        """The cells that can run."""
        return tuple(cell for cell in self.cells if cell.kind == "code" and cell.source.strip())

    def without_pictures(self) -> Notebook:
        """The same without the weight of its pictures."""
        return replace(self, cells=tuple(replace(cell, pictures=()) for cell in self.cells))


@dataclass(frozen=True, slots=True)
class Submission:
    """One student's hand-in, as it came."""

    student: Student
    path: str
    """Where the notebook lay, as the operator would name it."""
    sha256: str
    """Of the file's bytes as handed in, lower-case hex."""
    notebook: Notebook
    repairs: tuple[str, ...] = ()
    """What was mended in the file before it could be read, a sentence each."""
    lost: str = ""
    """Where the file is damaged and only its whole cells could be read, a sentence that says so."""
