"""Fills in the gradebook that Canvas exports, so that Canvas imports it.

Written are the columns that say who it is and the one column of the assignment; of the rows only
those whose grade is set. For Canvas takes what stands in a file for what is meant: a blank cell
takes a grade away, the old grade of another column brings it back, an old override, too, a title
without a known id makes a new assignment, other points possible change the assignment's.

What Canvas does is read in its importer, `lib/gradebook_importer.rb`.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from grader.errors import ExportError
from grader.export.cells import safe_cell
from grader.export.lms.columns import the_column
from grader.export.lms.filling import GradeTable, fill, people_of
from grader.export.lms.groups import without_numbers_of_groups
from grader.export.lms.importers.canvas import NOT_AN_ASSIGNMENT, read_as_canvas
from grader.export.lms.plan import Acceptance, FilledIn, FillingRequest, number
from grader.export.lms.sheet import AS_GIVEN, TableFile, read_sheet, rows_below
from grader.text.tables import Encoding

ID, SECTION = "ID", "Section"
NAMES = ("Student", "LastName")
IDS = (ID, "SIS User ID", "SIS Login ID", "Integration ID")
POINTS_POSSIBLE = "Points Possible"
CLOSED = {
    "ex": "excused in Canvas; take the excuse away there first",
    "n/a": "N/A in Canvas: not assigned to the student, or anonymous and not posted yet",
}
"""By what stands in a cell, why Canvas takes no grade there, or should not."""
READ_ONLY = re.compile(r"read\s+only")
_ASSIGNMENT = re.compile(r".+ \((?P<id>\d+)\)", re.DOTALL)
_DIGITS = re.compile(r"[0-9]{1,20}")
_TWO = ("complete", "incomplete")
OF_TWO = (
    "the assignment is displayed as Complete/Incomplete, where Canvas drops all but 0 and full "
    "points: display it as points, and export again"
)
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?E\+?\d+", re.IGNORECASE)
_NO_STUDENT = re.compile(r"\s*(?:Muted|Manual Posting.*)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class GradebookExport:
    """The instructor's own export."""

    sheet: TableFile
    possible: tuple[str, ...]
    """The row `Points Possible`, as long as the header."""
    students: dict[int, list[str]]
    """The rows of the students, by their place in the sheet."""

    @property
    def header(self) -> tuple[str, ...]:
        """The first row."""
        return self.sheet.header

    def is_read_only(self, at: int) -> bool:
        """Whether Canvas leaves the column alone."""
        return bool(READ_ONLY.search(self.possible[at]))

    def is_of_two(self, at: int) -> bool:
        """Whether the column's grades are displayed as Complete/Incomplete."""
        return any(row[at].strip().casefold() in _TWO for row in self.students.values())


def read_gradebook(content: bytes, name: str) -> GradebookExport:
    """Read an export of Canvas; raises ExportError where Canvas would not take it for one."""
    sheet = read_sheet(content, name, separators=",;")
    header = sheet.header
    if ID not in header or SECTION not in header or header[0] not in NAMES:
        seen = ", ".join(header[:6])
        raise ExportError(
            f"{name}:1: expected Canvas' columns Student, ID, …, Section, got {seen}",
            hint="in Canvas: Grades, Export, Export Entire Gradebook",
        )
    possible = ("",) * len(header)
    students = {}
    for at, cells in rows_below(sheet, name).items():
        if POINTS_POSSIBLE in cells[0] and not cells[header.index(ID)].strip():
            possible = tuple(cells)
        elif not all(map(_NO_STUDENT.fullmatch, cells)):
            students[at] = _with_plain_id(cells, header.index(ID), name, sheet.numbers[at])
    return GradebookExport(sheet, possible, students)


def _with_plain_id(cells: Sequence[str], id_at: int, name: str, number: int) -> list[str]:
    """The row, with its id as Canvas knows it."""
    if _ROUNDED.fullmatch(cells[id_at].strip()):
        raise ExportError(
            f"{name}: in row {number} a spreadsheet has rounded the ID to {cells[id_at].strip()}",
            hint=AS_GIVEN,
        )
    return [cell.strip() if at == id_at else cell for at, cell in enumerate(cells)]


def fill_in_canvas(wanted: FillingRequest) -> FilledIn:
    """Write the grades into the gradebook that Canvas exported."""
    book = read_gradebook(wanted.table, wanted.name)
    column = _column(book, wanted)
    ids = Counter(row[book.header.index(ID)].strip() for row in book.students.values())
    of_two = book.is_of_two(column)
    people = people_of(book.students, book.header, IDS, name=(*NAMES, "FirstName"))
    if wanted.system == "canvas":
        wanted = replace(wanted, awards=without_numbers_of_groups(wanted.awards, people, own=ID))
    table = GradeTable(
        book.students,
        people,
        column,
        book.header[column],
        number(book.possible[column]),
        lambda points, cells: _acceptance(book, column, points, cells, ids, of_two=of_two),
        own=ID if wanted.system == "canvas" else None,
    )
    filling = fill(wanted, table)
    id_at = book.header.index(ID)
    expected = {book.students[row][id_at]: points for row, points in filling.points.items()}
    content = _written(book, column, filling.points)
    assignment = _assignment(book.header[column])
    return FilledIn(content, filling.lines, expected, lambda data: read_as_canvas(data, assignment))


def _column(book: GradebookExport, wanted: FillingRequest) -> int:
    """The column of the assignment: only one with an id, since Canvas makes a new one of others."""
    first = book.header.index(SECTION) + 1
    titled = [
        at
        for at in range(first, len(book.header))
        if _ASSIGNMENT.fullmatch(book.header[at]) and not book.is_read_only(at)
    ]
    candidates = [at for at in titled if not NOT_AN_ASSIGNMENT.search(book.header[at])]
    _refuse_sums([book.header[at] for at in titled if at not in candidates], wanted)
    column = the_column(
        book.header,
        candidates,
        wanted.column,
        name=wanted.name,
        what="column of an assignment",
        plural="columns of assignments",
    )
    if book.header.count(book.header[column]) > 1:
        raise ExportError(
            f"{wanted.name}: two columns are called {book.header[column]!r}",
            hint="rename one of the assignments in Canvas and export again",
        )
    return column


def _refuse_sums(titles: Sequence[str], wanted: FillingRequest) -> None:
    """Refuse a column of which Canvas would import nothing, and say nothing either."""
    asked = [one for one in titles if wanted.column.casefold() in one.casefold()]
    if wanted.column and asked:
        raise ExportError(
            f"{wanted.name}: Canvas takes {asked[0]!r} for one of its own sums, by its words, and "
            "imports nothing of it",
            hint="rename the assignment in Canvas and export again, or use --to canvas-service",
        )


def _assignment(title: str) -> str:
    """The assignment's id; empty where the header has none."""
    found = _ASSIGNMENT.fullmatch(title)
    return found["id"] if found else ""


def _acceptance(
    book: GradebookExport,
    column: int,
    points: Decimal,
    cells: Sequence[str],
    ids: Mapping[str, int],
    *,
    of_two: bool,
) -> Acceptance:
    id_, was = cells[book.header.index(ID)].strip(), cells[column].strip().casefold()
    maximum = number(book.possible[column])
    reasons = (
        (not _DIGITS.fullmatch(id_), "the row has no Canvas id: Canvas would go by the name"),
        (ids[id_] > 1, "the Canvas id stands on several rows"),
        (POINTS_POSSIBLE in cells[0], "Canvas takes the name for the row of points possible"),
        (was in CLOSED, CLOSED.get(was, "")),
        (of_two and points not in (0, maximum), OF_TWO),
    )
    if said := next((said for holds, said in reasons if holds), ""):
        return Acceptance(skip=True, said=said)
    if maximum is not None and points > maximum:
        return Acceptance(said="more than the points possible: Canvas takes it as extra credit")
    return Acceptance()


def _written(book: GradebookExport, column: int, points: Mapping[int, str]) -> bytes:
    """The upload: names are for people only, since every row has its id."""
    section = book.header.index(SECTION)
    kept = [*range(section + 1), column]
    rows: list[Sequence[str]] = [book.header]
    if any(book.possible):
        rows.append(book.possible)
    for row in sorted(points):
        filled = [*book.students[row]]
        filled[column] = points[row]
        rows.append(filled)
    # Canvas finds the columns and `LastName` only where no byte-order mark stands before them.
    sheet = replace(book.sheet, encoding=Encoding("utf-8", b""))
    return sheet.written([safe_cell(row[at]) for at in kept] for row in rows)
