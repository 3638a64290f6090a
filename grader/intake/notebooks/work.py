"""Measures how much of a notebook is the student's own work, beyond what the starter gave."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.notebooks.read import read_submission
from grader.model.submission import Notebook

UNREADABLE = -1
DAMAGED_WEIGHT = 1e-9
"""A file of which only some cells can be read gives way to any whole one with work in it."""
EXECUTED_WEIGHT = 1.5
"""Of the same code, that whose outputs are there is more likely what the student means to hand in.
"""


@dataclass(frozen=True, slots=True)
class Starter:
    """What the assignment gave."""

    lines: frozenset[str] = frozenset()
    """Without the spaces around them."""

    def work_in(self, path: Path) -> float:
        """Signs on lines that the starter doesn't have; `UNREADABLE` where the notebook can't be
        read.
        """
        try:
            submission = read_submission(path)
        except IntakeError:
            return UNREADABLE
        notebook = submission.notebook
        own = sum(len(line) for line in _lines(notebook) if line not in self.lines)
        if submission.lost:
            return own * DAMAGED_WEIGHT
        return own * (EXECUTED_WEIGHT if any(cell.outputs for cell in notebook.cells) else 1)


def read_starter(path: Path | None) -> Starter:
    """The starter notebook; one that gave nothing where there is none."""
    if path is None or not path.is_file():
        return Starter()
    try:
        return Starter(frozenset(_lines(read_submission(path).notebook)))
    except IntakeError:
        return Starter()


def _lines(notebook: Notebook) -> Iterator[str]:
    for cell in notebook.cells:
        for line in cell.source.splitlines():
            if bare := line.strip():
                yield bare
