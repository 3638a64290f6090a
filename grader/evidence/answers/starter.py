"""Reads what stood in the notebook before the student began."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from grader.evidence.answers.blocks import Block, blocks_of
from grader.evidence.answers.placeholders import is_placeholder
from grader.evidence.answers.questions import asked_in
from grader.evidence.answers.words import content_words, plain, says_something
from grader.model.assignment import Assignment
from grader.model.submission import Cell, Notebook

FILE_NAME = "starter.ipynb"
MAX_BYTES = 5_000_000
ALIKE = 0.8
"""Share of words that a paragraph has in common with the starter's to count as the starter's,
slightly edited.
"""


@dataclass(frozen=True, slots=True)
class StarterTexts:
    """The texts that are not the student's."""

    text: str = ""
    """All of it, without marks, its spaces made single."""
    lines: frozenset[str] = frozenset()
    paragraphs: tuple[frozenset[str], ...] = ()
    answer_cells: dict[str, str] = field(default_factory=dict)
    """By cell id, the question whose answer belongs into that cell."""
    code_cells: frozenset[str] = frozenset()
    """Ids of cells in which the starter has code or asks for some: they are no place for an answer
    in words.
    """
    shown: frozenset[str] = frozenset()
    """What its code cells show."""
    question_cells: dict[str, str] = field(default_factory=dict)
    """By cell id, the question that the cell asks."""

    def without(self, block: Block) -> Block | None:
        """The block without the starter's words; None where nothing is the student's."""
        if block.kind == "shown" and (block.text in self.shown or block.cell_id in self.code_cells):
            return None
        kept = [line for line in block.text.splitlines() if _as_known(line) not in self.lines]
        text = "\n".join(kept).strip()
        if not says_something(text) or self._is_alike(text):
            return None
        return block if len(kept) == len(block.text.splitlines()) else replace(block, text=text)

    @staticmethod
    def known_lines(blocks: Sequence[Block]) -> Iterator[str]:
        """The lines of these blocks, in the form in which `lines` holds the starter's."""
        for block in blocks:
            for line in block.text.splitlines():
                if says_something(line):
                    yield _as_known(line)

    def says(self, sentence: str) -> bool:
        """Whether the sentence stands in the starter, in these words."""
        return plain(sentence) != "" and plain(sentence) in self.text

    def _is_alike(self, text: str) -> bool:
        words = content_words(text)
        return len(words) >= 4 and any(
            len(words & given) >= ALIKE * max(len(words), len(given)) for given in self.paragraphs
        )


def read_starter(assignment: Assignment) -> StarterTexts:
    """The starter notebook beside the assignment; an empty one where there is none."""
    notebook = _read(assignment.folder / FILE_NAME)
    if notebook is None:
        return StarterTexts()
    blocks = blocks_of(notebook)
    answer_cells, question_cells = _cells(blocks, assignment)
    return replace(
        _texts(notebook, blocks), answer_cells=answer_cells, question_cells=question_cells
    )


def read_texts(folder: Path) -> StarterTexts | None:
    """What the starter in `folder` says, whatever its assignment asks; None where there is none."""
    notebook = _read(folder / FILE_NAME)
    return _texts(notebook, blocks_of(notebook)) if notebook is not None else None


def _texts(notebook: Notebook, blocks: Sequence[Block]) -> StarterTexts:
    words = [content_words(block.text) for block in blocks]
    return StarterTexts(
        text=plain("\n".join(block.text for block in blocks)),
        lines=frozenset(StarterTexts.known_lines(blocks)),
        paragraphs=tuple(each for each in words if len(each) >= 4),
        code_cells=frozenset(cell.id for cell in notebook.code_cells() if cell.id),
        shown=frozenset(block.text for block in blocks if block.kind == "shown"),
    )


def _as_known(line: str) -> str:
    """What two lines must have in common to be the same: their words, or the picture that they
    show.
    """
    return plain(line) or line.strip()


def _cells(blocks: list[Block], assignment: Assignment) -> tuple[dict[str, str], dict[str, str]]:
    """Which cells ask, and which wait for the answer: the placeholder that comes first after the
    question.
    """
    answers: dict[str, str] = {}
    questions: dict[str, str] = {}
    asked: str | None = None
    for block in blocks:
        part = asked_in(block, assignment.questions())
        if part is not None:
            asked = part.id
            if block.cell_id:
                questions.setdefault(block.cell_id, part.id)
        elif block.kind == "heading" and not is_placeholder(block.text):
            asked = None
        elif asked and block.cell_id and block.kind == "prose" and is_placeholder(block.text):
            answers[block.cell_id] = asked
            asked = None
    return answers, questions


def _read(path: Path) -> Notebook | None:
    try:
        if path.stat().st_size > MAX_BYTES:
            return None
        raw = json.loads(path.read_text("utf-8"))
        return Notebook(tuple(_cell(index, cell) for index, cell in enumerate(raw["cells"])))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _cell(index: int, raw: dict[str, object]) -> Cell:
    source = raw.get("source", "")
    text = (
        source
        if isinstance(source, str)
        else "".join(map(str, source))
        if isinstance(source, list)
        else ""
    )
    cell_id = raw.get("id")
    known_id = cell_id if isinstance(cell_id, str) else None
    return Cell(index, "code" if raw.get("cell_type") == "code" else "markdown", text, known_id)
