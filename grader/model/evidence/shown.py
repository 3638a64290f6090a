"""Names what was drawn, printed and answered."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from grader.model.evidence.runs import Source
from grader.model.submission import Picture


@dataclass(frozen=True, slots=True)
class CurveShown:
    """A figure line whose values are a recorded history."""

    run: int
    metric: str
    cell: int | None
    source: Source = "reproduced"


@dataclass(frozen=True, slots=True)
class MatrixShown:
    """Something shown that looks like a confusion matrix."""

    cell: int | None
    form: Literal["figure", "printed"]
    values: tuple[tuple[float, ...], ...]
    source: Source = "reproduced"


@dataclass(frozen=True, slots=True)
class DigitShown:
    """A picture on a figure that is one of the held-out images."""

    cell: int | None
    index: int
    """Its row in the held-out data."""
    texts: tuple[str, ...]
    """Title and other texts beside it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the student wrote to one question."""

    question: str
    """The part's id: `q1`."""
    text: str
    """The student's words, Markdown as written; empty where nothing was found."""
    cells: tuple[int, ...]
    how_found: str
    """One sentence: why we think that this is the answer."""
    context: tuple[str, ...] = ()
    """What the evidence says about it, a sentence each, for the person who grades it."""
    pictures: tuple[Picture, ...] = ()
    """What was pasted into it, by the names that the text uses, or drawn where it should stand."""


Showing = Literal["training", "evaluation", "summary", "curves", "matrix", "pictures"]
"""What the code of a notebook may show."""

ForeignKind = Literal["other_framework", "other_dataset", "other_assignment"]


@dataclass(frozen=True, slots=True)
class Foreign:
    """Something in the code of a notebook that was not run which this assignment is not about, or
    the tasks of another assignment.
    """

    kind: ForeignKind
    message: str
    """One sentence for the report."""
    cell: int
