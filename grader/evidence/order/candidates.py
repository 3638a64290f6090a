"""Makes the orders in which a notebook's cells may have run, and picks the one that its outputs
contradict least.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from grader.evidence.order.code_cells import CodeCells
from grader.evidence.order.contradiction import Contradiction
from grader.evidence.order.paper import Reading, read_on_paper
from grader.evidence.order.saved import SavedOutput
from grader.evidence.order.schedule import Schedule, keys_by_counts, schedule
from grader.evidence.order.traces import SortKey, cells_never_run, sessions, unrecorded_turns
from grader.evidence.order.trainings import trainings

MAX_STEPS = 600_000
"""Statements and expressions followed on paper, over all orders of one notebook."""
MAX_READINGS = 100
MAX_ROUNDS = 3
MAX_RELATED = 12
"""Cells that are moved for one contradiction."""

By = Literal["counts", "document", "outputs"]


@dataclass(frozen=True, slots=True)
class CandidateOrder:
    """An order, and what following it on paper showed."""

    schedule: Schedule
    by: By
    reading: Reading


@dataclass(slots=True)
class Chooser:
    """Reads orders on paper while the budget lasts."""

    cells: CodeCells
    saved: Sequence[SavedOutput]
    _read: dict[tuple[int, ...], Reading] = field(default_factory=dict)

    def choose(self) -> CandidateOrder:
        """The order that the saved outputs contradict least; of equals, the counts' and then the
        document's.
        """
        document = self._candidate(Schedule(tuple(range(len(self.cells.all)))), "document")
        if all(part.count is None for part in self.cells.all):
            return document
        counted = self._improved(min(self._by_counts(), key=_weight))
        return self._without_needless_runs(min(counted, document, key=_weight))

    def _improved(self, best: CandidateOrder) -> CandidateOrder:
        """Change one cell's place after the other, as long as the saved outputs contradict less."""
        for _round in range(MAX_ROUNDS):
            if not best.reading.weight or (better := self._better(best)) is None:
                break
            best = better
        return best

    def _without_needless_runs(self, best: CandidateOrder) -> CandidateOrder:
        """Leave out, one by one, the runs of cells that run again and change nothing that
        counts.
        """
        wanted, at = trainings(self.cells, best), 0
        while at < len(places := best.schedule.places):
            if places[at] in places[at + 1 :] and not self._is_exhausted():
                other = replace(best.schedule, places=(*places[:at], *places[at + 1 :]))
                tried = self._candidate(other, best.by)
                if (
                    tried.reading.weight <= best.reading.weight
                    and trainings(self.cells, tried) == wanted
                ):
                    best = tried
                    continue
            at += 1
        return best

    def document(self) -> CandidateOrder:
        """Top to bottom."""
        return self._candidate(Schedule(tuple(range(len(self.cells.all)))), "document")

    def _by_counts(self) -> Sequence[CandidateOrder]:
        """Orders by the counts, the likeliest first.

        Where runs that left no count lead to other trainings, they are believed: without them
        hardly anything could have run at its count.
        """
        found: list[CandidateOrder] = []
        repeated = len(set(sessions(self.cells.all).values())) > 1
        for apart in (True, False) if repeated else (True,):
            keys, never = self._keys(apart=apart)
            waiting = self._counted(schedule(self.cells, keys, never=never))
            if self._is_exhausted():
                return [*found, waiting]
            early = self._counted(schedule(self.cells, keys, again=True, never=never))
            turns = unrecorded_turns(self.cells)
            filled = self._counted(
                schedule(self.cells, keys, again=True, unrecorded=turns, never=never)
            )
            found += self._plain_first([filled, early, waiting])
            found += [
                self._counted(schedule(self.cells, keys, maker="first", again=again))
                for again in (True, False)
            ]
        return found

    def _plain_first(self, likeliest: list[CandidateOrder]) -> list[CandidateOrder]:
        """Of orders that train the same, the one with the fewest runs."""
        first = trainings(self.cells, likeliest[0])
        return sorted(
            likeliest,
            key=lambda other: (trainings(self.cells, other) != first, len(other.schedule.places)),
        )

    def _keys(self, *, apart: bool) -> tuple[Mapping[int, SortKey], Collection[int]]:
        """Cells that cannot have run where they stand come last, where that changes a training."""
        keys = keys_by_counts(self.cells.all, apart=apart)
        never = cells_never_run(self.cells)
        last = {**keys, **{place: (float("inf"), 0.0, float(place), 0.0) for place in never}}
        there, away = (
            self._counted(schedule(self.cells, own, again=True, never=never))
            for own in (keys, last)
        )
        ran = {part.place for part in self.cells.all} - never
        same = trainings(self.cells, there, only=ran) == trainings(self.cells, away, only=ran)
        return (keys, ()) if same or away.reading.weight > there.reading.weight else (last, never)

    def _counted(self, found: Schedule) -> CandidateOrder:
        return self._candidate(found, "counts")

    def _candidate(self, found: Schedule, by: By) -> CandidateOrder:
        reading = self._read.get(found.places)
        if reading is None:
            reading = self._read[found.places] = read_on_paper(self.cells, self.saved, found.places)
        return CandidateOrder(found, by, reading)

    def _better(self, best: CandidateOrder) -> CandidateOrder | None:
        """The best of the orders that differ in one cell's place, if it is better."""
        tried = []
        for places in self._neighbours(best):
            if self._is_exhausted():
                break
            other = Schedule(places, best.schedule.waited, best.schedule.early)
            tried.append(self._candidate(other, "outputs"))
        better = [
            candidate for candidate in tried if candidate.reading.weight < best.reading.weight
        ]
        return min(better, key=_weight, default=None)

    def _is_exhausted(self) -> bool:
        steps = sum(reading.steps for reading in self._read.values())
        return len(self._read) >= MAX_READINGS or steps >= MAX_STEPS

    def _neighbours(self, best: CandidateOrder) -> Iterator[tuple[int, ...]]:
        """Orders in which what a contradicted cell depends on ran once more before it, or
        elsewhere.
        """
        places = best.schedule.places
        for contradiction in _worst_first(best.reading):
            at = _last_index(places, contradiction.place)
            related = self._related(contradiction.place)
            yield from (
                _inserted(places, other, at)
                for other in related
                if self.cells.may_repeat(self.cells.all[other])
            )
            yield from (
                _moved(places, at, after)
                for other in related
                if (after := _last_index(places, other)) > at
            )
            for other in related:
                where = _last_index(places, other)
                above = _last_index(places, other - 1) if other else -1
                if above != where - 1:
                    yield _moved(places, where, above)

    def _related(self, place: int) -> list[int]:
        """Cells that make or change what a cell uses, the nearest first."""
        part = self.cells.all[place]
        names = {name.split(".")[0] for name in self.cells.needs(part)}
        found = [
            other.place
            for other in self.cells.all
            if other is not part and names & (other.effects.makes | other.effects.changes)
        ]
        return sorted(found, key=lambda other: abs(other - place))[:MAX_RELATED]


def _weight(candidate: CandidateOrder) -> int:
    return candidate.reading.weight


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
