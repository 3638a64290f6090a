"""Goes through the cells by their execution counts and runs each when the names that it needs
exist.

A count tells when a cell ran last; earlier runs left no trace. So a name may be missing because the
cell that makes it was run again later. Then either the cell that needs it waits, or the one that
makes it is run early, and again in its turn.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from grader.evidence.order.code_cells import CodeCell, CodeCells
from grader.evidence.order.traces import SortKey, Turn, sessions

Maker = Literal["nearest", "first"]
"""Which cell makes a name that is missing: the nearest above, or the first that makes it from
nothing.
"""


MAX_DEPTH = 100
"""Of cells that need each other."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Code cells in the order in which to run them, as places among the code cells; some may run
    more than once.
    """

    places: tuple[int, ...]
    waited: Mapping[int, int] = field(default_factory=dict, hash=False)
    """By cell that came later than its count, the cell that it waited for."""
    early: tuple[int, ...] = ()
    """Cells that are run early and once more in their turn."""


def keys_by_counts(parts: Sequence[CodeCell], *, apart: bool) -> dict[int, SortKey]:
    """Where each cell stands by its count, lives of the kernel `apart` or not; without a count,
    below the one above.
    """
    session, above = sessions(parts), (-1.0, 0.0, 0.0, 0.0)
    keys: dict[int, SortKey] = {}
    for part in parts:
        if part.count is not None:
            above = (
                float(session[part.place] if apart else 0),
                float(part.count),
                float(part.place),
                0.0,
            )
        else:
            above = (*above[:3], above[3] + 1)
        keys[part.place] = above
    return keys


def schedule(
    cells: CodeCells,
    keys: Mapping[int, SortKey],
    *,
    maker: Maker = "nearest",
    again: bool = False,
    unrecorded: Sequence[Turn] = (),
    never: Collection[int] = (),
) -> Schedule:
    """Go through the cells by their keys; what lacks names waits, or (`again`) has them made early.

    Nobody waits for cells that `never` ran. Of the `unrecorded` runs those take place that have
    their names.
    """
    turns = [Turn(keys[part.place], part.place) for part in cells.all]
    order = sorted([*turns, *unrecorded], key=lambda turn: turn.key)
    return _Scheduler(cells, keys, maker, again=again, never=never).run(order)


class _Scheduler:
    """The kernel's names, as far as the schedule has come."""

    def __init__(
        self,
        cells: CodeCells,
        keys: Mapping[int, SortKey],
        maker: Maker,
        *,
        again: bool,
        never: Collection[int],
    ) -> None:
        self._cells, self._keys, self._maker, self._again, self._never = (
            cells,
            keys,
            maker,
            again,
            never,
        )
        self._needs = {part.place: cells.needs(part) for part in cells.all}
        self._have: set[str] = set()
        self._done: list[int] = []
        self._ran: set[int] = set()
        self._waiting: dict[int, dict[str, int | None]] = {}
        self._wanted: dict[str, set[int]] = {}
        self._waited: dict[int, int] = {}
        self._early: list[int] = []

    def run(self, turns: Sequence[Turn]) -> Schedule:
        """Take the turns as they come."""
        for turn in turns:
            part = self._cells.all[turn.place]
            if turn.is_recorded:
                self._take(part)
            elif not self._missing(part):
                self._do(part)
                self._go_on()
        while self._waiting:
            self._do(self._cells.all[self._least_bad()])
            self._go_on()
        return Schedule(tuple(self._done), self._waited, tuple(dict.fromkeys(self._early)))

    def _take(self, part: CodeCell) -> None:
        missing = self._missing(part)
        if missing and self._again and self._made_early(part, missing):
            missing = set()
        if missing or self._stands_below_one_that_waits(part):
            self._wait(part, missing)
        else:
            self._do(part)
            self._go_on()

    def _missing(self, part: CodeCell) -> set[str]:
        return self._needs[part.place] - self._have

    def _do(self, part: CodeCell) -> None:
        self._waiting.pop(part.place, None)
        self._done.append(part.place)
        self._ran.add(part.place)
        self._have -= part.effects.unmakes
        self._have |= self._cells.made_by(part)

    def _go_on(self) -> None:
        """Run at once whatever waited for what has just been made."""
        touched = self._touched_by(self._done[-1])
        while (
            ready := next((place for place in self._by_key(touched) if self._is_ready(place)), None)
        ) is not None:
            if names := self._waiting[ready].keys():
                makers = (
                    done
                    for done in reversed(self._done)
                    if self._cells.made_by(self._cells.all[done]) & names
                )
                self._waited[ready] = next(makers, self._done[-1])
            self._do(self._cells.all[ready])
            touched = (touched | self._touched_by(ready)) & self._waiting.keys()

    def _touched_by(self, place: int) -> set[int]:
        """Cells that wait for a name which this one makes, or that stand right below it."""
        made = self._cells.made_by(self._cells.all[place])
        found = {
            waiting for name in made & self._wanted.keys() for waiting in self._wanted[name]
        } | {place + 1}
        return found & self._waiting.keys()

    def _wait(self, part: CodeCell, missing: set[str]) -> None:
        self._waiting[part.place] = {name: self._who_makes(name, part) for name in missing}
        for name in self._needs[part.place]:
            self._wanted.setdefault(name, set()).add(part.place)

    def _is_ready(self, place: int) -> bool:
        part = self._cells.all[place]
        there = all(maker is None or maker in self._ran for maker in self._waiting[place].values())
        return there and not self._missing(part) and not self._stands_below_one_that_waits(part)

    def _stands_below_one_that_waits(self, part: CodeCell) -> bool:
        """A cell without a count follows the one above it."""
        return part.count is None and part.place > 0 and part.place - 1 in self._waiting

    def _by_key(self, places: Iterable[int]) -> list[int]:
        return sorted(places, key=lambda place: self._keys[place])

    def _least_bad(self) -> int:
        """Of cells that wait for each other, one that has its names, else the first of the
        document.
        """
        usable = [p for p in self._by_key(self._waiting) if not self._missing(self._cells.all[p])]
        return usable[0] if usable else min(self._waiting)

    def _who_makes(self, name: str, part: CodeCell) -> int | None:
        """The cell to wait for: nobody in particular where those that make the name have all run,
        or stand below.
        """
        makers = [maker for maker in self._cells.makers(name) if maker is not part]
        makers = [maker for maker in makers if maker.place not in self._never] or makers
        if self._maker == "first":
            roots = [maker for maker in makers if name not in self._needs[maker.place]]
            makers = roots[:1] or makers
        above = [maker.place for maker in makers if maker.place < part.place]
        return above[-1] if above and above[-1] not in self._ran else None

    def _made_early(self, part: CodeCell, missing: set[str]) -> bool:
        """Run early what makes the missing names, and what that needs; whether all could be made
        so.
        """
        plan: list[CodeCell] = []
        if not self._plan(part, missing, plan, set()):
            return False
        for other in plan:
            self._early.append(other.place)
            self._do(other)
        return not self._missing(part)

    def _plan(
        self,
        part: CodeCell,
        missing: set[str],
        plan: list[CodeCell],
        have: set[str],
        depth: int = 0,
    ) -> bool:
        for name in sorted(missing):
            if name in have:
                continue
            place = self._who_makes(name, part)
            if (
                place is None
                or not self._cells.may_repeat(other := self._cells.all[place])
                or other in plan
            ):
                return False
            if depth > MAX_DEPTH or not self._plan(
                other, self._missing(other) - have, plan, have, depth + 1
            ):
                return False
            if other not in plan:
                plan.append(other)
            have |= self._cells.made_by(other)
        return True
