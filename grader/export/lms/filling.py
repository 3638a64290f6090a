"""Decides, for a table of any LMS, which student's grade goes into which row."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from grader.export.awards import Award
from grader.export.lms.matching import NoRowFound, Person, RowFound, places
from grader.export.lms.plan import (
    Acceptance,
    FillingRequest,
    Line,
    converted,
    line_of,
    number,
    refuse_other_maximum,
)
from grader.text.ids import folded

TableRow = Sequence[str]


@dataclass(frozen=True, slots=True)
class GradeTable:
    """A table of an LMS, with what of it matters for grades."""

    rows: Mapping[int, TableRow]
    """The students' rows by their place; every row as long as the header."""
    people: Sequence[Person]
    """Who stands in them."""
    column: int
    title: str
    """Of the column."""
    maximum: Decimal | None
    """What the column is out of; None where the table doesn't say."""
    accepts: Callable[[Decimal, TableRow], Acceptance]
    """What the LMS will do with points in a row, where that is not just to take them."""
    own: str | None = None
    """The column of the system's own ids, where the students have these."""
    decimal_commas: bool = False
    """Whether the system's own numbers have them, and takes no others for what they are."""
    without_hand_in: str = "in the table, but no hand-in of theirs is here"


@dataclass(frozen=True, slots=True)
class Filling:
    """Who gets what, and what is written."""

    lines: tuple[Line, ...]
    points: Mapping[int, str] = field(default_factory=dict)
    """By row, what is written into it."""
    awards: Mapping[int, Award] = field(default_factory=dict)
    """By row, whose it is."""


def fill(wanted: FillingRequest, table: GradeTable) -> Filling:
    """Place every grade, and say what becomes of everybody, of those without a hand-in too."""
    refuse_other_maximum(wanted, table.maximum, where=f"the column {table.title!r}")
    found = places(wanted.awards, table.people, own=table.own, system=wanted.system)
    lines: list[Line] = []
    points: dict[int, str] = {}
    awards: dict[int, Award] = {}
    for award, place in zip(wanted.awards, found, strict=True):
        line, written = _placed(wanted, table, award, place)
        lines.append(line)
        if written is not None and isinstance(place, RowFound):
            points[place.person.row], awards[place.person.row] = written, award
    with_hand_in: set[int] = set()
    for place in found:
        with_hand_in |= {place.person.row} if isinstance(place, RowFound) else place.rows
    lines += [
        Line(one.name, next(iter(one.ids.values()), ""), "skipped", said=table.without_hand_in)
        for one in table.people
        if one.row not in with_hand_in
    ]
    return Filling(tuple(lines), points, awards)


def _placed(
    wanted: FillingRequest, table: GradeTable, award: Award, place: RowFound | NoRowFound
) -> tuple[Line, str | None]:
    """What becomes of one award, and what is written."""
    if award.points is None:
        return line_of(award, "skipped", said=award.why_none), None
    if isinstance(place, NoRowFound):
        return line_of(award, "skipped", said=place.why), None
    cells = table.rows[place.person.row]
    was = cells[table.column].strip()
    text = converted(award.points, award.possible, table.maximum, scale=wanted.scale)
    acceptance = table.accepts(Decimal(text), cells)
    if acceptance.skip:
        return line_of(award, "skipped", points=text, was=was, said=acceptance.said), None
    how = (
        f"found by {place.how}: row {place.person.row + 1}, {place.person.name}"
        if place.how
        else ""
    )
    said = "; ".join(filter(None, (how, acceptance.said)))
    if number(was) == Decimal(text):
        return line_of(award, "same", points=text, was=was, said=said), None
    written = text.replace(".", ",") if table.decimal_commas else text
    return line_of(award, "set", points=written, was=was, said=said), written


def people_of(
    rows: Mapping[int, TableRow],
    header: Sequence[str],
    ids: Sequence[str],
    *,
    name: Sequence[str],
    email: Sequence[str] = (),
) -> list[Person]:
    """Who stands in the rows, by the headers of ids, of the parts of the name and of addresses."""
    id_at = {one: header.index(one) for one in ids if one in header}
    name_at = [header.index(one) for one in name if one in header]
    mail_at = [header.index(one) for one in email if one in header]
    return [
        Person(
            row,
            {one: cells[at] for one, at in id_at.items() if cells[at].strip()},
            " ".join(filter(None, (cells[at].strip() for at in name_at))),
            folded(next((cells[at] for at in mail_at if cells[at].strip()), "")),
        )
        for row, cells in rows.items()
    ]
