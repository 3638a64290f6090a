"""Reads who is in the class: any CSV with a header that an LMS exports or Excel saves.

Canvas' gradebook, Moodle's grading worksheet, Gradescope's roster, nbgrader's students, the lists
of Blackboard and Brightspace, in the languages that these speak.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import ConfigError, Problem
from grader.intake.path import printable
from grader.intake.rosters.columns import (
    EMAIL_COLUMNS,
    GROUP_COLUMNS,
    ID_COLUMNS,
    MOODLES,
    NAME_COLUMNS,
    SECTION_COLUMNS,
    has_addresses,
    header_of,
    is_address,
    known_headers,
)
from grader.intake.rosters.names import FIRST_NAMES, LAST_NAMES
from grader.intake.rosters.persons import Row, one_row_each
from grader.intake.rosters.table import MAX_BYTES, Spreadsheet, no_text, read_table
from grader.model.submission import Student
from grader.text.ids import folded, loosely
from grader.text.tables import TableError

MOST_NAMED, MOST_CHARS = 10, 40
_PARTICIPANT = re.compile(r"(?P<word>[^\W\d][^\d]{0,40}?)(?P<space>\s*)(?P<id>\d{1,18})")
_KNOWN_WORD = re.compile(
    r"(?:participant|teilnehm|deelnem|partecipant|uczestni)[\w/*:.()-]*", re.IGNORECASE
)
_AS_TEXT = re.compile(r"=\"(?P<formula>[^\"]*)\"|['’](?P<quoted>[\w.@-]+)")
"""How spreadsheets are made to keep a number as it is."""


@dataclass(frozen=True, slots=True)
class Roster:
    """The students of a class."""

    path: str
    rows: tuple[Row, ...]
    notes: tuple[str, ...] = ()
    """How it was read where that was not plain, a sentence each."""

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of groups."""
        return tuple(dict.fromkeys(group for row in self.rows for group in row.groups))

    @property
    def called(self) -> frozenset[str]:
        """All ids and names, folded."""
        names = (row.student.name for row in self.rows if row.student.name)
        return frozenset(
            map(folded, [*names, *(one for row in self.rows for one in row.ids.values())])
        )


def read_roster(path: Path) -> Roster:
    """Read a roster; raises ConfigError where it has no column by which a student could be
    found.
    """
    name = printable(path)
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES)
        if other := no_text(content):
            raise ConfigError(
                [Problem(name, None, "", f"expected a table of text (CSV), got {other}")],
                hint="open it and save it as “CSV UTF-8”, or export the roster from the LMS",
            )
        table = _with_a_header(read_table(content, known=known_headers))
    except (OSError, TableError) as error:
        raise ConfigError(
            [Problem(name, None, "", f"can't be read: {printable(str(error))}")]
        ) from None
    header = _header(table)
    if not any(column in header for column in (*ID_COLUMNS, *EMAIL_COLUMNS)):
        expected = (
            "expected a column with ids or addresses (id, student id, sis user id, username, "
            "email, …)"
        )
        seen = (
            ", ".join(printable(cell[:MOST_CHARS]) for cell in (*table.lines[:1], ())[0][:10])
            or "nothing"
        )
        raise ConfigError(
            [Problem(name, 1, "header", f"{expected}, got {seen}")],
            hint="export the roster from the LMS",
        )
    rows = _without_words([_row(header, line) for line in table.lines[1:]])
    found = list(one_row_each([row for row in rows if row.ids or row.student.email]))
    said = (*table.notes, *_moved_cells(table), *_ids_of_several(found))
    notes = [f"The roster {name}: {note}" for note in said]
    return Roster(name, tuple(found), tuple(notes))


def _with_a_header(table: Spreadsheet) -> Spreadsheet:
    """The table; where its first line is a student's already, with a line of headers above it, so
    that nobody is left out.
    """
    first = table.lines[0] if table.lines else ()
    if known_headers(first) or not any(map(is_address, first)):
        return table
    header = tuple(EMAIL_COLUMNS[0] if is_address(cell) else "" for cell in first)
    note = (
        "It has no line of headers: students are known by their addresses, and nothing else of it "
        "is read. With a line such as “id,name,email” on top all of it is."
    )
    return replace(
        table,
        lines=(header, *table.lines),
        numbers=(0, *table.numbers),
        notes=(*table.notes, note),
    )


def _ids_of_several(rows: Sequence[Row]) -> Iterator[str]:
    """Where one id stands beside several people's names."""
    people: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        people[loosely(row.student.id or row.student.email or "")].append(row)
    for own in [own for own in people.values() if len(own) > 1][:MOST_NAMED]:
        names = (printable((row.student.name or "–")[:MOST_CHARS]) for row in own[:MOST_NAMED])
        shared = printable(str(own[0].student.id or own[0].student.email)[:MOST_CHARS])
        yield (
            f"{shared} stands on the rows of several people ({', '.join(names)}): nobody is found "
            "by it alone."
        )


def _moved_cells(table: Spreadsheet) -> Iterator[str]:
    """Where rows are longer than the header: `Doe, Jane` without quotes is two cells."""
    at = zip(table.numbers, table.lines, strict=True)
    rows = [str(number) for number, line in at if len(line) > len(table.lines[0])]
    if rows:
        named = ", ".join(rows[:MOST_NAMED]) + (" …" if len(rows) > MOST_NAMED else "")
        yield (
            f"More cells than headers stand in row {named}: where a name holds a comma, it needs "
            "quotes, or what follows it is read under the wrong header."
        )


def _header(table: Spreadsheet) -> list[str]:
    """The columns by their headers; one of addresses is known by what stands in it."""
    if not table.lines:
        return []
    header = [header_of(cell) for cell in table.lines[0]]
    if not any(column in EMAIL_COLUMNS for column in header):
        for at, column in enumerate(header):
            unknown = column not in ID_COLUMNS
            if unknown and has_addresses([line[at] for line in table.lines[1:] if at < len(line)]):
                header[at] = EMAIL_COLUMNS[0]
                break
    return header


def _row(header: Sequence[str], line: Sequence[str]) -> Row:
    cells: dict[str, str] = {}
    for column, cell in zip(header, line, strict=False):
        if column and cell.strip():
            cells.setdefault(column, _plain(cell.strip()))
    ids = {
        column: cells[column].removeprefix("#").strip() for column in ID_COLUMNS if column in cells
    }
    first, last = _first(cells, FIRST_NAMES), _first(cells, LAST_NAMES)
    student = Student(
        id=next(iter(ids.values()), None),
        name=_name(_first(cells, NAME_COLUMNS), first, last),
        email=_first(cells, EMAIL_COLUMNS),
        section=_first(cells, SECTION_COLUMNS),
    )
    group = _first(cells, GROUP_COLUMNS)
    return Row(student, ids, (group,) if group else ())


def _name(name: str | None, first: str | None, last: str | None) -> str | None:
    """The whole name: beside a family name, what is headed “name” may be the first name only."""
    if name and last and folded(last) not in folded(name):
        return f"{name} {last}"
    return name or " ".join(filter(None, (first, last))) or None


def _plain(cell: str) -> str:
    found = _AS_TEXT.fullmatch(cell)
    return (found["formula"] or found["quoted"] or cell) if found else cell


def _without_words(rows: Sequence[Row]) -> list[Row]:
    """Moodle's ids are a word, in the language of who exports, and a number: `Participant 12`,
    `Teilnehmer/in 12`. They stand under `identifier` then, whatever the header says.
    """
    words: dict[str, set[str | None]] = defaultdict(set)
    for row in rows:
        for column, value in row.ids.items():
            found = _PARTICIPANT.fullmatch(value)
            apart = found is not None and (
                bool(found["space"])
                or not found["word"].isascii()
                or bool(_KNOWN_WORD.fullmatch(found["word"]))
            )
            words[column].add(found["word"] if found and apart else None)
    worded = {column for column, seen in words.items() if len(seen) == 1 and None not in seen}
    return [_numbered(row, worded) for row in rows] if worded else list(rows)


def _numbered(row: Row, worded: set[str]) -> Row:
    ids: dict[str, str] = {}
    for column, value in row.ids.items():
        found = _PARTICIPANT.fullmatch(value) if column in worded else None
        ids[MOODLES if found else column] = found["id"] if found else value
    return replace(row, ids=ids, student=replace(row.student, id=next(iter(ids.values()), None)))


def _first(cells: Mapping[str, str], columns: Sequence[str]) -> str | None:
    return next((cells[column] for column in columns if column in cells), None)
