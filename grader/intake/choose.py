"""Which of several notebooks of one student is graded, and why?"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.path import shown
from grader.intake.read import read_submission

MAX_READ = 12
"""Of more notebooks than this only the most likely ones are opened."""
MAX_NAMED = 6
_AGAIN = re.compile(r"-(\d{1,3})$")
_COPY = re.compile(
    r"\bcopy\b|[-_ ]copy\d*$|\(\d+\)$|\b(?:backup|old|draft|scratch|untitled|checkpoint|test)\d*\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One notebook of a student."""

    parts: tuple[str, ...]
    """Its path in the hand-in, as the student packed it."""
    path: Path
    name: str = ""
    """How the hand-in is called if this one is graded."""

    @property
    def stem(self) -> str:
        """Its name without what Canvas adds when a file is handed in again."""
        return _AGAIN.sub("", self._stem())

    @property
    def resubmission(self) -> int:
        """How often it was handed in before."""
        found = _AGAIN.search(self._stem())
        return int(found[1]) if found else 0

    def is_copy(self) -> bool:
        """Whether its name says that it is not the real one."""
        return _COPY.search(self._stem().replace("_", " ")) is not None

    def _stem(self) -> str:
        return self.parts[-1].rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """The notebook that is graded."""

    notebook: Candidate
    why: str = ""
    """A sentence that names the others; empty where there are none."""


def choose(candidates: Sequence[Candidate], *, resubmissions: bool) -> Choice:
    """Choose among one student's notebooks, at least one.

    `resubmissions`: whether the LMS marks files handed in again by `-1`, `-2`. Of those the last one counts; of different
    notebooks the one with the most code, copies and drafts by name behind all others.
    """
    if len(candidates) == 1:
        return Choice(candidates[0])
    latest = _latest(candidates) if resubmissions else list(candidates)
    if len(latest) == 1:
        return Choice(latest[0], _sentence(latest[0], candidates, "the last one handed in"))
    likely = sorted(latest, key=lambda one: (one.is_copy(), len(one.parts), one.parts))[:MAX_READ]
    code = {one.path: _code_chars(one.path) for one in likely}
    best = min(likely, key=lambda one: (code[one.path] < 0, one.is_copy(), -code[one.path], one.parts))
    if code[best.path] < 0:
        return Choice(best, _sentence(best, candidates, "the first, none of them could be read"))
    why = "the one with the most code" + (
        " that is no copy or draft by its name" if any(one.is_copy() for one in latest) else ""
    )
    return Choice(best, _sentence(best, candidates, why))


def _latest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Of each name the last one handed in."""
    by_stem: dict[tuple[str, ...], Candidate] = {}
    for one in candidates:
        key = (*one.parts[:-1], one.stem)
        if key not in by_stem or one.resubmission > by_stem[key].resubmission:
            by_stem[key] = one
    return list(by_stem.values())


def _code_chars(path: Path) -> int:
    """How much code a notebook holds; -1 where it can't be read."""
    try:
        notebook = read_submission(path).notebook
    except IntakeError:
        return -1
    return sum(len(cell.source.strip()) for cell in notebook.cells if cell.kind == "code")


def _sentence(best: Candidate, candidates: Sequence[Candidate], why: str) -> str:
    others = [shown(one.parts) for one in candidates if one is not best]
    named = ", ".join(others[:MAX_NAMED]) + (f" and {len(others) - MAX_NAMED} more" if len(others) > MAX_NAMED else "")
    return f"Of {len(candidates)} notebooks {shown(best.parts)} was graded, {why}. Not graded: {named}."
