"""Who is in the class, and which hand-in is whose?

Any CSV with a header does that an LMS exports: Canvas' gradebook, Moodle's grading worksheet, Gradescope's roster,
nbgrader's students. A student is found by an id that the LMS gave or by the e-mail address, never by what the notebook says.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.errors import ConfigError, Problem
from grader.intake.path import printable
from grader.model.hand_in import HandIn, Intake
from grader.model.submission import Student

MAX_BYTES = 20 * 1024**2
MAX_NAMED = 8
OWN_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "canvas": ("canvas id", "canvas user id", "canvas_user_id", "id"),
    "moodle": ("identifier", "participant id", "participant", "id"),
    "nbgrader": ("student_id", "id", "username", "login", "login id"),
    "gradescope": ("sid", "student id", "id"),
}
"""Columns that hold the system's own ids: where one is there, no other column is asked, whose numbers mean something else."""
ID_COLUMNS = (
    *("id", "student id", "student_id", "canvas id", "canvas user id", "canvas_user_id", "user id", "user_id", "sid"),
    *("sis user id", "sis login id", "integration id", "login id", "login", "username", "user name", "identifier"),
    *("participant id", "participant", "id number", "anonymous id", "anonymous_id", "lms_user_id"),
)
NAME_COLUMNS = ("name", "full name", "student", "student name")
EMAIL_COLUMNS = ("email", "e-mail", "email address", "mail")
SECTION_COLUMNS = ("section", "sections", "section name")
GROUP_COLUMNS = ("group", "group name", "groups", "team")
_PARTICIPANT = re.compile(r"participant\s+(\d+)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Row:
    """One student of the roster."""

    student: Student
    ids: Mapping[str, str]
    """By column, every id that the roster gives."""
    group: str = ""


@dataclass(frozen=True, slots=True)
class Roster:
    """The students of a class."""

    path: str
    rows: tuple[Row, ...]

    @property
    def groups(self) -> tuple[str, ...]:
        """The names of groups."""
        return tuple(dict.fromkeys(row.group for row in self.rows if row.group))

    def find(self, student: Student, *, system: str) -> Row | None:
        """The one row that is this student's; None where there is none or more than one."""
        columns = {column for row in self.rows for column in row.ids}
        own = [column for column in OWN_COLUMNS.get(system, ()) if column in columns][:1]
        asked = own or sorted(columns)
        found = [row for row in self.rows if student.id and student.id in [row.ids.get(column) for column in asked]]
        if not found and "@" in (address := (student.email or student.id or "")):
            found = [row for row in self.rows if (row.student.email or "").casefold() == address.casefold()]
        return found[0] if len(found) == 1 else None


def read_roster(path: Path) -> Roster:
    """Read a roster; raises ConfigError where it has no column by which a student could be found."""
    name = printable(path)
    try:
        with path.open("rb") as stream:
            text = stream.read(MAX_BYTES).decode("utf-8-sig", "replace")
        lines = _lines(text)
    except (OSError, csv.Error) as error:
        raise ConfigError([Problem(name, None, "", f"can't be read: {printable(str(error))}")]) from None
    header = [cell.strip().casefold() for cell in lines[0]] if lines else []
    if not any(column in header for column in (*ID_COLUMNS, *EMAIL_COLUMNS)):
        expected = "expected a column with ids or addresses (id, student id, sis user id, username, email, …)"
        seen = ", ".join(printable(cell) for cell in header[:10]) or "nothing"
        raise ConfigError(
            [Problem(name, 1, "header", f"{expected}, got {seen}")], hint="export the roster from the LMS"
        )
    rows = [_row(dict(zip(header, line, strict=False))) for line in lines[1:]]
    return Roster(name, tuple(row for row in rows if row.ids or row.student.email))


def with_roster(intake: Intake, roster: Roster) -> Intake:
    """Name the students as the roster does, and say who is missing on which side."""
    present: set[int] = set()
    unmatched: list[str] = []
    hand_ins = []
    for one in intake.hand_ins:
        students = one.origin.students or _by_place(one)
        rows = [roster.find(student, system=intake.system) for student in students]
        present |= {id(row) for row in rows if row is not None}
        if not any(rows):
            unmatched.append(one.name)
            hand_ins.append(one)
            continue
        named = tuple(_merged(student, row) for student, row in zip(students, rows, strict=True))
        hand_ins.append(replace(one, origin=replace(one.origin, students=named)))
    absent = [
        row.student.name or row.student.id or row.student.email or "?" for row in roster.rows if id(row) not in present
    ]
    return replace(intake, hand_ins=tuple(hand_ins), notes=(*intake.notes, *_told(roster, unmatched, absent)))


def _by_place(one: HandIn) -> tuple[Student, ...]:
    """Whom a plain folder may name: by the folder around a notebook, or by the file's own name."""
    first = one.name.split("/")[0]
    return (Student(id=first.rpartition(".")[0] or first if "/" not in one.name else first),)


def _merged(student: Student, row: Row | None) -> Student:
    """The LMS's id, and what the roster says of the student."""
    if row is None:
        return student
    told = row.student
    return Student(student.id or told.id, told.name or student.name, told.email or student.email, told.section)


def _told(roster: Roster, unmatched: Sequence[str], absent: Sequence[str]) -> Iterator[str]:
    if unmatched:
        yield f"On the roster {roster.path} there is nobody to whom these belong ({len(unmatched)}): {_listed(unmatched)}."
    if absent:
        yield f"On the roster, but handed in nothing ({len(absent)}): {_listed(absent)}."


def _listed(names: Sequence[str]) -> str:
    listed = ", ".join(printable(name) for name in names[:MAX_NAMED])
    return f"{listed} and {len(names) - MAX_NAMED} more" if len(names) > MAX_NAMED else listed


def _lines(text: str) -> list[list[str]]:
    """The rows, of whatever length: a grading worksheet may hold what students typed in."""
    usual = csv.field_size_limit(MAX_BYTES)
    try:
        return [line for line in csv.reader(io.StringIO(text, newline=""), dialect=_dialect(text)) if any(line)]
    finally:
        csv.field_size_limit(usual)


def _dialect(text: str) -> type[csv.Dialect]:
    """Commas, semicolons or tabs, whichever the header has most of."""
    header = text.partition("\n")[0]
    sign = max(",;\t", key=header.count)
    return type("Roster", (csv.excel,), {"delimiter": sign})


def _row(cells: Mapping[str, str]) -> Row:
    clean = {column: cell.strip() for column, cell in cells.items() if column and cell.strip()}
    ids: dict[str, str] = {}
    for column in ID_COLUMNS:
        if column in clean:
            participant = _PARTICIPANT.fullmatch(clean[column])
            ids[column] = participant[1] if participant else clean[column]
    first_last = " ".join(
        filter(
            None, (clean.get("first name") or clean.get("first_name"), clean.get("last name") or clean.get("last_name"))
        )
    )
    student = Student(
        id=next(iter(ids.values()), None),
        name=_first(clean, NAME_COLUMNS) or first_last or None,
        email=_first(clean, EMAIL_COLUMNS),
        section=_first(clean, SECTION_COLUMNS),
    )
    return Row(student, ids, _first(clean, GROUP_COLUMNS) or "")


def _first(cells: Mapping[str, str], columns: Sequence[str]) -> str | None:
    return next((cells[column] for column in columns if column in cells), None)
