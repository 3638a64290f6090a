"""Proposes which answers to a question are graded together: those that a person put together, the
empty ones, and those that are alike.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from grader.web.reviewing.questions import Question
from grader.web.reviewing.reviewed_class import Item, ReviewedClass

Compare = Callable[[tuple[str, ...], tuple[str, ...]], tuple[int, ...]]
"""Gives every text, with what the evidence says beside it, a label; those with the same one are
proposed together.
"""


@dataclass(frozen=True, slots=True)
class Group:
    """Answers that are graded together."""

    id: str
    items: tuple[Item, ...]
    """The one that is most like all others first."""
    by_hand: bool = False
    """Whether a person put them together."""

    @property
    def waiting(self) -> int:
        """How many of them await a person."""
        return sum(item.waiting for item in self.items)

    @property
    def empty(self) -> bool:
        """Whether nothing was answered."""
        return all(item.empty for item in self.items)


def groups(
    reviewed: ReviewedClass, question: Question, grader: str, compare: Compare
) -> tuple[Group, ...]:
    """The groups of a question: empty answers first, then the largest that wait."""
    by_hand = reviewed.tables.grouped(question.finding)
    labels = _labels(reviewed, question, compare)
    parts: dict[tuple[str, str], list[Item]] = defaultdict(list)
    for item in reviewed.items(question, grader):
        name = item.hand_in.name
        if name in by_hand:
            parts["hand", by_hand[name]].append(item)
        elif item.empty:
            parts["empty", ""].append(item)
        else:
            parts["alike", str(labels[name])].append(item)
    found = [
        Group(_name(kind, name, members), tuple(members), by_hand=kind == "hand")
        for (kind, name), members in parts.items()
    ]
    return tuple(sorted(found, key=lambda one: (not one.empty, -one.waiting, -len(one.items))))


def _labels(reviewed: ReviewedClass, question: Question, compare: Compare) -> dict[str, int]:
    """By hand-in. All answers that are not empty are compared, in the order of their names: so it
    is worked out once for all graders, whatever they put together.
    """
    items = [one for one in reviewed.items(question, "") if not one.empty]
    items.sort(key=lambda one: one.hand_in.name)
    answers = [item.hand_in.answer(question.part) for item in items]
    labels = compare(
        tuple(one.text for one in answers), tuple(" ".join(one.context) for one in answers)
    )
    return {item.hand_in.name: label for item, label in zip(items, labels, strict=True)}


def _name(kind: str, name: str, items: Iterable[Item]) -> str:
    """What addresses call the group: of the machine's by who is in it, so that another group is
    never graded in its place.
    """
    if kind == "hand":
        return name
    members = "\0".join(sorted(item.hand_in.name for item in items))
    return hashlib.sha256(f"{kind}\0{members}".encode("utf-8", "surrogatepass")).hexdigest()[:12]
