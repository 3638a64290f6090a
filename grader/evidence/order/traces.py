"""Reads what execution counts tell beside their order: kernels that were restarted, runs that left
no count, cells never run.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.evidence.order.code_cells import CodeCell, CodeCells

SortKey = tuple[float, ...]
"""Where a run stands among the others: the kernel's life, the count, and what tells equal ones
apart.
"""


@dataclass(frozen=True, slots=True)
class Turn:
    """A run of a cell, recorded by its count or not."""

    key: SortKey
    place: int
    is_recorded: bool = True


def sessions(parts: Sequence[CodeCell]) -> dict[int, int]:
    """By place, in which life of the kernel a cell ran: a count that comes back began another."""
    session, seen, found = 0, set[int](), {}
    for part in parts:
        if part.count is not None:
            if part.count in seen:
                session, seen = session + 1, set()
            seen.add(part.count)
        found[part.place] = session
    return found


def unrecorded_turns(cells: CodeCells) -> list[Turn]:
    """Runs that a gap in the counts tells of: whoever goes down the document ran the next cell, and
    again later.

    A gap right before a cell's own count tells nothing: there an attempt may have failed. What
    trains is not run twice, nor what works on its own result, unless something was trained between:
    nobody scales data twice and goes on.
    """
    by_count = sorted(
        (part for part in cells.all if part.count is not None), key=lambda part: part.count or 0
    )
    found: list[Turn] = []
    count, place = 0, -1
    for part in by_count if len(set(sessions(cells.all).values())) == 1 else ():
        following = part.count or 0
        for number, other in zip(
            range(count + 1, following), _passed(cells, place, following), strict=False
        ):
            works_on_its_own = bool(other.effects.makes & other.effects.needs)
            if cells.may_repeat(other) and not (
                works_on_its_own and not _trained_between(cells, following, other)
            ):
                found.append(
                    Turn(
                        (0.0, float(number), float(other.place), 0.0),
                        other.place,
                        is_recorded=False,
                    )
                )
        count, place = following, part.place
    return found


def _trained_between(cells: CodeCells, count: int, other: CodeCell) -> bool:
    last = other.count or 0
    return any(cells.trains(part) and count <= (part.count or 0) < last for part in cells.all)


def _passed(cells: CodeCells, place: int, count: int) -> Iterator[CodeCell]:
    """The cells below `place`, as long as they were run again after `count`."""
    for part in cells.all[place + 1 :]:
        if part.count is None:
            continue
        if part.count <= count:
            return
        yield part


def cells_never_run(cells: CodeCells) -> set[int]:
    """Cells without count and outputs that cannot have run between the one above and the next by
    count.
    """
    if len(set(sessions(cells.all).values())) > 1:
        return set()
    counts = sorted(part.count for part in cells.all if part.count is not None)
    found: set[int] = set()
    group: list[int] = []
    above, place = 0, -1
    for part in (*cells.all, None):
        if part is not None and part.count is None:
            group += [] if part.cell.outputs else [part.place]
            continue
        following = next((count for count in counts if count > above), None)
        if following is not None and len(group) > following - above - 1 - len(
            list(_passed(cells, place, following))
        ):
            found |= set(group)
        group = []
        above, place = (part.count or 0, part.place) if part is not None else (above, place)
    return found
