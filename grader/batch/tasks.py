"""Names what is handed about while a class is graded: hand-ins, with what is known of them and what
came of them.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from grader.evidence import workload
from grader.intake import read_submission
from grader.model.graded.result import Result
from grader.model.hand_in import HandIn, Intake
from grader.pipeline import Examination
from grader.sandbox import WarmKernels
from grader.store import Finished, Key, RemainingWork, SubmissionFolder

UNREADABLE = 0.0
"""How much is trained where the code can't be read."""
MAX_BYTES = 101 * 1024**2
"""Of a file that may be a notebook; a longer one is never read."""


def nobody_hears(words: str) -> None:
    """Do nothing with a sentence for the operator."""
    del words


@dataclass(frozen=True, slots=True)
class GradedHandIn:
    """One hand-in, done."""

    hand_in: HandIn
    folder: SubmissionFolder
    result: Result
    """Brief: without evidence and recording, which lie in the folder."""
    fresh: bool = True
    """Whether anything was done for it in this run."""


@dataclass(frozen=True, slots=True)
class Listeners:
    """Who hears what is going on; called from several threads."""

    on_intake: Callable[[Intake], None]
    on_cell: Callable[[HandIn, int, int], None]
    """Takes how many cells of a hand-in have run, and how many there are."""
    on_done: Callable[[GradedHandIn], None]
    on_word: Callable[[str], None] = nobody_hears
    """Takes a sentence for the operator: what the grading waits for, say."""


@dataclass(frozen=True, slots=True)
class PlannedHandIn:
    """One hand-in with what is known before it is begun."""

    hand_in: HandIn
    folder: SubmissionFolder
    key: Key
    remaining: RemainingWork
    kept: Finished | None


@dataclass(frozen=True, slots=True)
class Twin:
    """A hand-in that says the same as one whose result is kept."""

    item: PlannedHandIn
    kept_in: SubmissionFolder
    content: str
    """Digest of what both say."""


@dataclass(frozen=True, slots=True)
class Task:
    """Hand-ins that are the same: the first is graded, the others get what it got."""

    items: tuple[PlannedHandIn, ...]
    content: str
    work: float
    """By the code, how much is trained; only good for comparing."""


@dataclass(frozen=True, slots=True)
class SlotTools:
    """What a slot works with."""

    warm: WarmKernels | None
    examination: Examination


def content_of(hand_in: HandIn) -> bytes:
    """The notebook's bytes; where there are none, what is known instead."""
    if hand_in.notebook is not None:
        with suppress(OSError), hand_in.notebook.open("rb") as stream:
            return stream.read(MAX_BYTES)
    return hashlib.sha256(
        f"{hand_in.key}\0{hand_in.problem}".encode("utf-8", "surrogatepass")
    ).digest()


def expected_work(hand_in: HandIn) -> float:
    """How long it will take, for comparing: by its code; nothing is known of what can't be read, or
    fails our own reader, which says so when the notebook is graded.
    """
    if hand_in.notebook is None:
        return UNREADABLE
    try:
        return workload(read_submission(hand_in.notebook).notebook)
    except Exception:  # noqa: BLE001 - the boundary of one hand-in, in the process of all
        return UNREADABLE
