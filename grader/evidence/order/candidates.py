"""Makes the orders in which a notebook's cells may have run, and picks the one that its outputs contradict least."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from grader.evidence.order.book import Book, Part
from grader.evidence.order.paper import Contradiction, Reading, read_on_paper
from grader.evidence.order.saved import Shown
from grader.evidence.order.schedule import Key, Schedule, keys_by_counts, schedule, sessions
from grader.evidence.order.trainings import trainings

MAX_STEPS = 1_500_000
"""Statements and expressions followed on paper, over all orders of one notebook."""
MAX_READINGS = 100
MAX_ROUNDS = 3
MAX_RELATED = 12
"""Cells that are moved for one contradiction."""

By = Literal["counts", "document", "outputs"]


@dataclass(frozen=True, slots=True)
class Candidate:
    """An order, and what following it on paper showed."""

    schedule: Schedule
    by: By
    reading: Reading


@dataclass(slots=True)
class Chooser:
    """Reads orders on paper while the budget lasts."""

    book: Book
    saved: Sequence[Shown]
    _read: dict[tuple[int, ...], Reading] = field(default_factory=dict)

    def choose(self) -> Candidate:
        """The order that the saved outputs contradict least; of equals, the counts' and then the document's."""
        document = self._candidate(Schedule(tuple(range(len(self.book.parts)))), "document")
        if all(part.count is None for part in self.book.parts):
            return document
        best = min((*self._by_counts(), document), key=lambda candidate: candidate.reading.weight)
        for _round in range(MAX_ROUNDS):
            if not best.reading.weight or (better := self._improved(best)) is None:
                break
            best = better
        return best

    def document(self) -> Candidate:
        """Top to bottom."""
        return self._candidate(Schedule(tuple(range(len(self.book.parts)))), "document")

    def _by_counts(self) -> Sequence[Candidate]:
        """Orders by the counts, the likeliest first.

        Where cells that wait and cells made early lead to different trainings, the early runs must have taken place:
        without them nothing could have run at its count.
        """
        found: list[Candidate] = []
        repeated = len(set(sessions(self.book.parts).values())) > 1
        for apart in (True, False) if repeated else (True,):
            keys = self._keys(apart=apart)
            waiting = self._counted(schedule(self.book, keys))
            early = self._counted(schedule(self.book, keys, again=True))
            pair = [waiting, early]
            if trainings(self.book, waiting) != trainings(self.book, early):
                pair.reverse()
            found += pair
            found += [self._counted(schedule(self.book, keys, maker="first", again=again)) for again in (True, False)]
        return found

    def _keys(self, *, apart: bool) -> Mapping[int, Key]:
        """Cells that cannot have run where they stand come last, where that changes a training."""
        keys = keys_by_counts(self.book.parts, apart=apart)
        never = cells_never_run(self.book.parts)
        if not never:
            return keys
        last = {**keys, **{place: (float("inf"), 0.0, float(place), 0.0) for place in never}}
        there, away = self._counted(schedule(self.book, keys)), self._counted(schedule(self.book, last))
        ran = {part.place for part in self.book.parts} - never
        same = trainings(self.book, there, only=ran) == trainings(self.book, away, only=ran)
        return keys if same or away.reading.weight > there.reading.weight else last

    def _counted(self, found: Schedule) -> Candidate:
        return self._candidate(found, "counts")

    def _candidate(self, found: Schedule, by: By) -> Candidate:
        reading = self._read.get(found.places)
        if reading is None:
            reading = self._read[found.places] = read_on_paper(self.book, self.saved, found.places)
        return Candidate(found, by, reading)

    def _improved(self, best: Candidate) -> Candidate | None:
        """The best of the orders that differ in one cell's place, if it is better."""
        tried = []
        for places in self._neighbours(best):
            if self._spent():
                break
            other = Schedule(places, best.schedule.waited, best.schedule.early)
            tried.append(self._candidate(other, "outputs"))
        better = [candidate for candidate in tried if candidate.reading.weight < best.reading.weight]
        return min(better, key=lambda candidate: candidate.reading.weight, default=None)

    def _spent(self) -> bool:
        steps = sum(reading.steps for reading in self._read.values())
        return len(self._read) >= MAX_READINGS or steps >= MAX_STEPS

    def _neighbours(self, best: Candidate) -> Iterator[tuple[int, ...]]:
        """Orders in which what a contradicted cell depends on ran once more before it, or elsewhere."""
        places = best.schedule.places
        for contradiction in _worst_first(best.reading):
            at = _last_index(places, contradiction.place)
            related = self._related(contradiction.place)
            yield from (_inserted(places, other, at) for other in related if self._may_repeat(other))
            yield from (_moved(places, at, after) for other in related if (after := _last_index(places, other)) > at)
            for other in related:
                where = _last_index(places, other)
                above = _last_index(places, other - 1) if other else -1
                if above != where - 1:
                    yield _moved(places, where, above)

    def _may_repeat(self, place: int) -> bool:
        return not self.book.trains(self.book.parts[place])

    def _related(self, place: int) -> list[int]:
        """Cells that make or change what a cell uses, the nearest first."""
        part = self.book.parts[place]
        names = {name.split(".")[0] for name in self.book.needs(part)}
        found = [
            other.place
            for other in self.book.parts
            if other is not part and names & (other.effects.makes | other.effects.changes)
        ]
        return sorted(found, key=lambda other: abs(other - place))[:MAX_RELATED]


def cells_never_run(parts: Sequence[Part]) -> set[int]:
    """Cells without count and outputs that cannot have run between the one above and the next by count."""
    if len(set(sessions(parts).values())) > 1:
        return set()
    counts = sorted(part.count for part in parts if part.count is not None)
    found: set[int] = set()
    group: list[int] = []
    above = 0
    for part in (*parts, None):
        if part is not None and part.count is None and not part.cell.outputs:
            group.append(part.place)
            continue
        following = next((count for count in counts if count > above), None)
        if following is not None and len(group) > following - above - 1:
            found |= set(group)
        group = []
        above = part.count if part is not None and part.count is not None else above
    return found


def _worst_first(reading: Reading) -> list[Contradiction]:
    return sorted(reading.contradictions, key=lambda contradiction: -contradiction.weight)[:5]


def _last_index(places: Sequence[int], place: int) -> int:
    return len(places) - 1 - places[::-1].index(place)


def _inserted(places: tuple[int, ...], place: int, at: int) -> tuple[int, ...]:
    return (*places[:at], place, *places[at:])


def _moved(places: tuple[int, ...], at: int, after: int) -> tuple[int, ...]:
    """The same, with what stood at one index behind what stands at the other."""
    left = [*places[:at], *places[at + 1 :]]
    behind = after + 1 if after < at else after
    return (*left[:behind], places[at], *left[behind:])
