"""Finds what a grader comes to next, along the answers to a question or along a student's."""

from __future__ import annotations

from typing import Literal

from grader.web.reviewing.hand_ins import HandInSeen
from grader.web.reviewing.reviewed_class import Item, ReviewedClass

Along = Literal["question", "student"]
NEXT_WAITING, NEXT, BEFORE = "next waiting", "next", "before"
BY = {NEXT: 1, BEFORE: -1}


def following(
    reviewed: ReviewedClass, item: Item, then: str, *, grader: str, along: Along
) -> Item | None:
    """Where `then` leads from an answer; None beyond the last one. Before the first, and where
    `then` says nothing, it is the answer itself.
    """
    if then == NEXT_WAITING:
        if along == "student":
            return waiting_of_students(reviewed, item.hand_in, grader, after=item)
        return reviewed.next_waiting(item.question, grader, after=item.hand_in.name)
    items = (
        of_student(reviewed, item.hand_in)
        if along == "student"
        else reviewed.items(item.question, grader)
    )
    where = [(one.hand_in.name, one.question.finding) for one in items]
    here = (item.hand_in.name, item.question.finding)
    place = (where.index(here) if here in where else 0) + BY.get(then, 0)
    return items[max(0, place)] if place < len(items) else None


def of_student(reviewed: ReviewedClass, hand_in: HandInSeen) -> tuple[Item, ...]:
    """What people grade of one hand-in, in the order of the assignment."""
    found = (reviewed.item(question, hand_in) for question in reviewed.questions())
    return tuple(item for item in found if item)


def waiting_of_students(
    reviewed: ReviewedClass, hand_in: HandInSeen, grader: str, *, after: Item | None = None
) -> Item | None:
    """The next answer of a student that waits and at which nobody else is; where there is none,
    the first one of the next student. Students stand in the order of what addresses call them,
    which is by chance and stays.
    """
    students = sorted(reviewed.hand_ins, key=lambda one: (one.id < hand_in.id, one.id))
    first = of_student(reviewed, hand_in)
    here = first.index(after) + 1 if after in first else 0
    others = (item for one in students[1:] for item in of_student(reviewed, one))
    for item in (*first[here:], *first[:here], *others):
        if item.waiting and item is not after and _free(reviewed, item, grader):
            return item
    return None


def _free(reviewed: ReviewedClass, item: Item, grader: str) -> bool:
    leased = reviewed.tables.leased(item.question.finding, now=reviewed.clock())
    return leased.get(item.hand_in.name, grader) == grader
