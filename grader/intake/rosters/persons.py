"""Puts together the rows of a roster that are about one person: who is in several sections stands
on several.

Rows may have thousands of people under one id, a placeholder say. So nobody is compared with
everybody: rows that say something of the same things (name, address, which ids) are looked up by
what they say.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from heapq import heapify, heappop, heappush

from grader.model.submission import Student
from grader.text.ids import folded, loosely, name_words


@dataclass(frozen=True, slots=True)
class Row:
    """One student of the roster."""

    student: Student
    ids: Mapping[str, str]
    """By column, every id that the roster gives."""
    groups: tuple[str, ...] = ()


SaidOfRow = dict[str, object]
"""By what it is about, what a row says of who it is, in one spelling."""
KindOfRow = tuple[str, ...]
"""What rows say something about."""
RowPlaces = dict[tuple[object, ...], list[int]]
"""By what they say, the places of rows: heaps, the first one on top."""
NAME, ADDRESS = "a name", "an address"
"""No column of ids is called so."""


def one_row_each(rows: Iterable[Row]) -> Iterator[Row]:
    """One row for each person."""
    persons: dict[str, _SameId] = defaultdict(_SameId)
    for row in rows:
        persons[loosely(row.student.id or row.student.email or "")].take(row)
    for own in persons.values():
        yield from own.rows


class _SameId:
    """The rows with one first id, those of one person put together."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._said: list[SaidOfRow] = []
        """Of each row."""
        self._kinds: dict[KindOfRow, dict[KindOfRow, RowPlaces]] = {}
        """By what rows speak about, and by what of it another one does, too."""

    def take(self, row: Row) -> None:
        """Add the row to that of the same person, the first one there is, or as a new one."""
        said = _said(row)
        at = min(self._fitting(said), default=None)
        if at is None:
            at = len(self.rows)
            self.rows.append(row)
            self._said.append({})
        else:
            self.rows[at] = _merged(self.rows[at], row)
            said = _said(self.rows[at])
        if said != self._said[at]:
            self._said[at] = said
            kind = _kind(said)
            for shared, places in self._kinds.setdefault(kind, {kind: defaultdict(list)}).items():
                heappush(places[_values(said, shared)], at)

    def _fitting(self, said: SaidOfRow) -> Iterator[int]:
        """Of each kind the first row of which nothing says that it is somebody else's."""
        for kind, by_shared in self._kinds.items():
            shared = tuple(one for one in kind if one in said)
            if shared not in by_shared:
                by_shared[shared] = _by(shared, kind, by_shared[kind])
            wanted = _values(said, shared)
            places = by_shared[shared].get(wanted, [])
            while places and not self._says(places[0], kind, shared, wanted):
                heappop(places)
            yield from places[:1]

    def _says(
        self, at: int, kind: KindOfRow, shared: KindOfRow, wanted: tuple[object, ...]
    ) -> bool:
        """Whether a row still says that: putting rows together changes what they say."""
        said = self._said[at]
        return _kind(said) == kind and _values(said, shared) == wanted


def _by(shared: KindOfRow, kind: KindOfRow, known: RowPlaces) -> RowPlaces:
    """The places of rows of a kind by a part of what they say."""
    found: RowPlaces = defaultdict(list)
    for values, places in known.items():
        found[_values(dict(zip(kind, values, strict=True)), shared)] += places
    for places in found.values():
        heapify(places)
    return found


def _said(row: Row) -> SaidOfRow:
    said: SaidOfRow = {column: loosely(value) for column, value in row.ids.items()}
    if row.student.name is not None:
        said[NAME] = name_words(row.student.name)
    if row.student.email is not None:
        said[ADDRESS] = folded(row.student.email)
    return said


def _kind(said: SaidOfRow) -> KindOfRow:
    return tuple(sorted(said))


def _values(said: Mapping[str, object], kind: Sequence[str]) -> tuple[object, ...]:
    return tuple(said[one] for one in kind)


def _merged(one: Row, other: Row) -> Row:
    sections_of = [
        section.split(", ") for section in (one.student.section, other.student.section) if section
    ]
    sections = dict.fromkeys(section for group in sections_of for section in group)
    student = replace(
        one.student,
        name=one.student.name or other.student.name,
        email=one.student.email or other.student.email,
        section=", ".join(sections) or None,
    )
    groups = tuple(dict.fromkeys((*one.groups, *other.groups)))
    return Row(student, {**other.ids, **one.ids}, groups)
