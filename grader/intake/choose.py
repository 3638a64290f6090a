"""Chooses which of several notebooks of one student is graded, and says why.

The last attempt counts, where the system keeps them apart; within it the notebook with the most
work of the student's own. Names say little: browsers and Jupyter make copies (`hw3 (1).ipynb`,
`Copy of hw3.ipynb`) that people go on working in, while the original stays as the starter gave it.
So a copy by name loses only against about as much work, and what its author calls a draft, a backup
or old only where another notebook has at least a quarter of its work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path

from grader.intake.notebooks.work import UNREADABLE, Starter
from grader.intake.path import shown

MAX_READ = 12
"""Of more notebooks than this only the most likely ones are opened."""
MAX_NAMED = 6
COPY_WEIGHT, DRAFT_WEIGHT = 0.9, 0.25
_AGAIN = re.compile(r"-(\d{1,3})$")
_COPY = re.compile(r"\b(?:copy|kopie|copia|copie|untitled)\b|[-_ ]copy\d*$|\(\d+\)$", re.IGNORECASE)
_DRAFT = re.compile(r"\b(?:backup|old|draft|scratch|checkpoint|autosave|test)\d*\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One notebook of a student."""

    parts: tuple[str, ...]
    """Its path in the hand-in, as the student packed it."""
    path: Path
    name: str = ""
    """How the hand-in is called if this one is graded."""
    attempt: str = ""
    """When it was handed in, where the system keeps every attempt."""

    @property
    def stem(self) -> str:
        """Its name without what Canvas adds when a file is handed in again."""
        return _AGAIN.sub("", self._stem())

    @property
    def resubmission(self) -> int:
        """How often it was handed in before."""
        found = _AGAIN.search(self._stem())
        return int(found[1]) if found else 0

    @property
    def weight(self) -> float:
        """How far its name is believed to be that of the real one."""
        called = self._stem().replace("_", " ")
        return DRAFT_WEIGHT if _DRAFT.search(called) else COPY_WEIGHT if _COPY.search(called) else 1

    def _stem(self) -> str:
        return self.parts[-1].rpartition(".")[0]


@dataclass(frozen=True, slots=True)
class Choice:
    """The notebook that is graded."""

    notebook: Candidate
    why: str = ""
    """A sentence that names the others; empty where there are none."""


@dataclass(frozen=True, slots=True)
class _BestCandidate:
    """The likeliest of some notebooks."""

    notebook: Candidate
    work: float
    why: str


def choose(
    candidates: Sequence[Candidate], *, resubmissions: bool, starter: Starter | None = None
) -> Choice:
    """Choose among one student's notebooks, at least one.

    `resubmissions`: whether the LMS marks files handed in again by `-1`, `-2`: of those the last
    one counts. An attempt, or a file handed in again, in which no work is found gives way to the
    one before, and that is said.
    """
    if len(candidates) == 1:
        return Choice(candidates[0])
    given = starter or Starter()
    attempts = _by_attempt(candidates)
    passed: list[str] = []
    for own in attempts:
        best = _best_of(own, given, resubmissions=resubmissions)
        if best.work >= 1 or own is attempts[-1]:
            break
        passed.append(own[0].attempt)
    if best.work < 1 and passed:
        best, passed = _best_of(attempts[0], given, resubmissions=resubmissions), []
    why = best.why
    if len(attempts) > 1:
        why = _why_attempt(best, passed)
    return Choice(best.notebook, _sentence(best.notebook, candidates, why, attempts=len(attempts)))


def _by_attempt(candidates: Sequence[Candidate]) -> list[list[Candidate]]:
    """The candidates of each attempt, the last attempt first."""
    ordered = sorted(candidates, key=lambda one: one.attempt, reverse=True)
    return [list(own) for _, own in groupby(ordered, key=lambda one: one.attempt)]


def _best_of(
    candidates: Sequence[Candidate], starter: Starter, *, resubmissions: bool
) -> _BestCandidate:
    latest = _latest(candidates) if resubmissions else list(candidates)
    best = _most_work(latest, starter)
    if len(latest) == len(candidates):
        return best
    if best.work < 1 and (earlier := _most_work(candidates, starter)).work >= 1:
        return earlier
    return replace(best, why="the last one handed in") if len(latest) == 1 else best


def _latest(candidates: Sequence[Candidate]) -> list[Candidate]:
    """Of each name the last one handed in."""
    by_stem: dict[tuple[str, ...], Candidate] = {}
    for one in candidates:
        key = (*one.parts[:-1], one.stem)
        if key not in by_stem or one.resubmission > by_stem[key].resubmission:
            by_stem[key] = one
    return list(by_stem.values())


def _most_work(candidates: Sequence[Candidate], starter: Starter) -> _BestCandidate:
    likely = sorted(candidates, key=lambda one: (-one.weight, len(one.parts), one.parts))[:MAX_READ]
    work = {one.path: starter.work_in(one.path) for one in likely}
    best = min(
        likely,
        key=lambda one: (work[one.path] < 0, -work[one.path] * one.weight, -one.weight, one.parts),
    )
    others = [work[one.path] for one in likely if one is not best]
    if work[best.path] == UNREADABLE:
        why = "the first, none of them could be read"
    elif not others:
        why = ""
    elif work[best.path] == 0:
        why = "the first, none of them holds more than the starter"
    elif max(others) <= 0:
        why = "the only one with work of the student's own"
    else:
        why = "the one with the most work of the student's own"
        if max(others) > work[best.path]:
            why += " that is no copy or draft by its name"
    return _BestCandidate(best, work[best.path], why)


def _why_attempt(best: _BestCandidate, passed: Sequence[str]) -> str:
    if not passed:
        return f"of the last attempt ({best.notebook.attempt})" + (
            f", {best.why}" if best.why else ""
        )
    return (
        f"of the last attempt that holds work ({best.notebook.attempt}): what came later "
        f"({', '.join(passed[:MAX_NAMED])})"
        " can't be read, is damaged or is the starter as it was given"
    )


def _sentence(best: Candidate, candidates: Sequence[Candidate], why: str, *, attempts: int) -> str:
    others = [_called(one, attempts) for one in candidates if one is not best]
    named = ", ".join(others[:MAX_NAMED]) + (
        f" and {len(others) - MAX_NAMED} more" if len(others) > MAX_NAMED else ""
    )
    return (
        f"Of {len(candidates)} notebooks {shown(best.parts)} was graded, {why}. Not graded: "
        f"{named}."
    )


def _called(one: Candidate, attempts: int) -> str:
    return f"{shown(one.parts)} ({one.attempt})" if attempts > 1 else shown(one.parts)
