"""Tells what became of every decision in the book."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from grader.batch.by_hand.graded_class import ClassResults
from grader.model.graded.decision import AppliedDecision, Decision, Undone, standing, taken_back
from grader.review import Book
from grader.store import BatchFolder

DecisionState = Literal["counts", "kept", "replaced", "undone", "undoes", "hand_in_gone"]
"""`kept`: it stands, and does not count; its flag says why."""


@dataclass(frozen=True, slots=True)
class ListedDecision:
    """A decision, whose it is about, and what became of it."""

    decision: Decision
    student: str
    state: DecisionState
    applied: AppliedDecision | None = None
    """Where it stands, whether it counts."""


def listed(store: BatchFolder) -> tuple[ListedDecision, ...]:
    """Every decision of the book, the oldest first."""
    return tuple(_listed(Book(store.path).all(), ClassResults.read(store)))


def _listed(decisions: tuple[Decision, ...], graded: ClassResults) -> Iterator[ListedDecision]:
    called = {one.folder.name: one.called for one in graded.hand_ins}
    applied = {
        one.decision.id: one for each in graded.hand_ins for one in each.result.grade.decisions
    }
    undone, stand = taken_back(decisions), {one.id for one in standing(decisions)}
    for one in decisions:
        found = applied.get(one.id)
        yield ListedDecision(
            one,
            called.get(one.hand_in, one.hand_in),
            _state(one, found, undone=one.id in undone, stands=one.id in stand),
            found,
        )


def _state(
    one: Decision, applied: AppliedDecision | None, *, undone: bool, stands: bool
) -> DecisionState:
    if undone:
        return "undone"
    if isinstance(one.what, Undone):
        return "undoes"
    if not stands:
        return "replaced"
    if applied is None:
        return "hand_in_gone"
    return "counts" if applied.counts else "kept"
