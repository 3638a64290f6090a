"""Brings together what was handed in, what the program found, and what people decided so far.

Everything is kept in memory and brought up to date before each page: new decisions are read from
the book, and what a batch wrote meanwhile from the folder.
"""

from __future__ import annotations

import secrets
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.model.assignment import Assignment
from grader.model.graded.decision import Decision
from grader.model.graded.finding import Finding
from grader.model.graded.grade import WHOLE, Grade
from grader.pipeline import decided_brief
from grader.review import Book
from grader.store import BatchFolder
from grader.web.reviewing.hand_ins import HandIns, HandInSeen
from grader.web.reviewing.order import shuffled
from grader.web.reviewing.questions import Question, questions
from grader.web.reviewing.second import SecondMarks
from grader.web.reviewing.tables import Tables

LOOKED_S = 5.0
"""How old what is known of the folder may be."""


@dataclass(frozen=True, slots=True)
class Item:
    """One answer, or whatever else a finding is about: what a person looks at and grades."""

    hand_in: HandInSeen
    question: Question
    finding: Finding
    empty: bool
    """Whether nothing was answered."""

    @property
    def waiting(self) -> bool:
        """Whether a person has yet to decide."""
        return self.finding.status == "needs_review"

    @property
    def decision(self) -> int | None:
        """The id of the decision that stands; None where there is none."""
        return self.finding.override.decision if self.finding.override else None


class ReviewedClass:
    """The class of one folder, as its graders review it. May be used by several threads."""

    def __init__(
        self,
        assignment: Assignment,
        store: BatchFolder,
        *,
        clock: Callable[[], float] = time.time,
    ) -> None:
        """Take the assignment and the folder; reads it, which takes seconds for a large class."""
        self.assignment, self.store, self.clock = assignment, store, clock
        self.book = Book(store.path)
        self.tables, self.second = Tables(self.book), SecondMarks(self.book)
        self.key = self.tables.setting("key", secrets.token_hex(16))
        checks = [WHOLE, *(check.id for check in assignment.checks())]
        self._every = {one.finding: one for one in questions(assignment, checks)}
        self._lock = threading.RLock()
        self._hand_ins = HandIns(store, assignment=assignment.name, key=self.key)
        self._decisions: dict[str, list[Decision]] = defaultdict(list)
        self._grades: dict[str, Grade] = {}
        self._items: dict[str, dict[str, Item]] = {}
        self._lists: dict[tuple[str, str], tuple[Item, ...]] = {}
        self._orders: dict[tuple[str, str], tuple[HandInSeen, ...]] = {}
        self._questions: tuple[Question, ...] | None = None
        self._last, self._looked = 0, 0.0
        for check in assignment.checks():
            self.tables.take_items(check.id, check.rubric)
        self.refresh(force=True)
        for question in self.questions():  # so that the first page opens as quickly as the others
            self.items(question, "")

    def refresh(self, *, force: bool = False) -> None:
        """Take in what happened since: decisions always, the folder if it was not looked at."""
        with self._lock:
            for decision in self.book.after(self._last):
                self._decisions[decision.hand_in].append(decision)
                self._forget(decision.hand_in)
                self._last = decision.id
            if force or time.monotonic() - self._looked > LOOKED_S:
                for name in self._hand_ins.refresh():
                    self._forget(name)
                    self._orders.clear()
                    self._questions = None
                self._looked = time.monotonic()

    def _forget(self, name: str) -> None:
        """What was worked out for a hand-in is no longer so."""
        self._grades.pop(name, None)
        self._items.pop(name, None)
        self._lists.clear()

    @property
    def hand_ins(self) -> Sequence[HandInSeen]:
        """All of them, by the names of their folders."""
        with self._lock:
            return [self._hand_ins.by_name[name] for name in sorted(self._hand_ins.by_name)]

    def hand_in(self, opaque: str) -> HandInSeen | None:
        """The one that addresses call so."""
        return self._hand_ins.by_id.get(opaque)

    def named(self, name: str) -> HandInSeen | None:
        """The one in the folder of that name."""
        return self._hand_ins.by_name.get(name)

    def decisions(self, name: str | None = None) -> Sequence[Decision]:
        """What was decided about a hand-in, or about all: oldest first."""
        with self._lock:
            if name is not None:
                return list(self._decisions.get(name, ()))
            every = [one for found in self._decisions.values() for one in found]
        return sorted(every, key=lambda one: one.id)

    def grade(self, hand_in: HandInSeen) -> Grade:
        """What it comes to by now."""
        with self._lock:
            if (known := self._grades.get(hand_in.name)) is None:
                decided = decided_brief(
                    hand_in.folder, hand_in.finished, self._decisions.get(hand_in.name, [])
                )
                known = self._grades[hand_in.name] = decided.grade
            return known

    def questions(self) -> tuple[Question, ...]:
        """What people grade, in the order of the assignment."""
        with self._lock:
            if self._questions is None:
                self._questions = self._found_questions()
            return self._questions

    def _found_questions(self) -> tuple[Question, ...]:
        waiting = {
            finding.id
            for hand_in in self.hand_ins
            for finding in self.grade(hand_in).decidable()
            if finding.status == "needs_review"
            or (finding.automatic and finding.automatic.status == "needs_review")
        }
        return questions(self.assignment, waiting)

    def question(self, finding: str) -> Question | None:
        """What the finding asks of graders, whichever of the assignment's it is."""
        return self._every.get(finding)

    def item(self, question: Question, hand_in: HandInSeen) -> Item | None:
        """One student's answer; None where the hand-in has no such finding."""
        with self._lock:
            known = self._items.get(hand_in.name)
            if known is None:
                found = (
                    self._item(hand_in, finding) for finding in self.grade(hand_in).decidable()
                )
                known = {item.question.finding: item for item in found if item}
                self._items[hand_in.name] = known
            return known.get(question.finding)

    def _item(self, hand_in: HandInSeen, finding: Finding) -> Item | None:
        question = self.question(finding.id)
        if question is None:
            return None
        empty = bool(question.words) and hand_in.answer(question.part).empty
        return Item(hand_in, question, finding, empty)

    def items(self, question: Question, grader: str) -> tuple[Item, ...]:
        """All answers in the order in which `grader` meets them."""
        with self._lock:
            known = self._lists.get((question.finding, grader))
            if known is None:
                found = (self.item(question, one) for one in self._order(question, grader))
                known = tuple(item for item in found if item)
                self._lists[question.finding, grader] = known
            return known

    def _order(self, question: Question, grader: str) -> tuple[HandInSeen, ...]:
        order = self._orders.get((question.finding, grader))
        if order is None:
            order = self._orders[question.finding, grader] = shuffled(
                self.hand_ins,
                part=question.part,
                finding=question.finding,
                grader=grader,
                key=self.key,
            )
        return order

    def next_waiting(self, question: Question, grader: str, *, after: str = "") -> Item | None:
        """The next answer that awaits a person and that nobody else is at; skipped ones last."""
        items = self.items(question, grader)
        places = {item.hand_in.name: number for number, item in enumerate(items)}
        start = places.get(after, -1) + 1
        taken = self.tables.leased(question.finding, now=self.clock())
        skipped = self.tables.marks("skipped")
        free = [
            item
            for item in (*items[start:], *items[:start])
            if item.waiting
            and item.hand_in.name != after
            and taken.get(item.hand_in.name, grader) == grader
        ]
        passed_over = [one for one in free if (one.hand_in.name, question.finding) in skipped]
        return next(
            (item for item in free if item not in passed_over), next(iter(passed_over), None)
        )
