"""Reads points that people gave in a table: a row for each finding, or a column for each.

The table may come from `grader export --to grading-sheet`, from Excel with its decimal commas,
semicolons and code pages, or be somebody's own. Empty points say nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from grader.batch.by_hand.orders import Order
from grader.errors import ConfigError, Problem
from grader.export import SHA, text_of_cell
from grader.intake import Spreadsheet, read_table
from grader.text.ids import folded, loosely
from grader.text.tables import TableError

STUDENT_COLUMNS = ("hand_in", "student_id", "id", "email", "e-mail", "student", "name")
"""The surest first: the first of them that a row fills in names the student."""
OWN_COLUMNS = (*STUDENT_COLUMNS, "finding", "points", "comment", "decision", "answer_digest")
COMMENT = " comment"
"""Ends the header of a column with comments, where each finding has a column of points."""
MAX_BYTES = 50 * 1024**2
MOST_NAMED, MOST_CHARS = 12, 40
SAVED_AS = "save it as “CSV UTF-8”"


def read_sheet(
    path: Path, findings: Collection[str], *, overwrite: bool = False
) -> tuple[Order, ...]:
    """What is asked for in the table; `findings` are the ids that a column may be headed with. With
    `overwrite`, what others decided since it was written does not matter. Raises ConfigError where
    it is no such table.
    """
    by_header = {folded(finding): finding for finding in findings}
    known = {*OWN_COLUMNS, *by_header}
    content = _content(path)
    try:
        table = read_table(
            content, known=lambda cells: sum(folded(cell) in known for cell in cells)
        )
    except TableError as error:
        raise ConfigError([Problem(str(path), None, "", str(error))], hint=SAVED_AS) from None
    sheet = _GradingSheet(path, table, by_header)
    sheet.check()
    return tuple(replace(one, seen="any") if overwrite else one for one in sheet.orders())


@dataclass(frozen=True, slots=True)
class _GradingSheet:
    path: Path
    table: Spreadsheet
    findings: Mapping[str, str]
    """By header, the finding whose points stand below it."""

    @property
    def header(self) -> Sequence[str]:
        return [folded(cell) for cell in self.table.lines[0]] if self.table.lines else ()

    def check(self) -> None:
        """Raise ConfigError where the columns don't say what is meant."""
        header = self.header
        if not header:
            raise self._refused("the table is empty")
        twice = sorted(one for one, times in Counter(header).items() if one and times > 1)
        if twice:
            named = ", ".join(one[:MOST_CHARS] for one in twice[:MOST_NAMED])
            raise self._refused(f"several columns are headed {named}")
        if not any(one in header for one in STUDENT_COLUMNS):
            raise self._refused(
                f"no column names the student; one of these must: {', '.join(STUDENT_COLUMNS)}"
            )
        if "finding" in header and "points" not in header:
            raise self._refused("there is a column finding, and none that is headed points")
        if "finding" not in header and not any(one in self.findings for one in header):
            known = ", ".join(list(self.findings.values())[:MOST_NAMED])
            raise self._refused(f"no column is headed finding, or with the id of one ({known})")
        self._check_lengths()

    def _check_lengths(self) -> None:
        width = len(self.header)
        for number, line in zip(self.table.numbers, self.table.lines, strict=True):
            if len(line) > width:
                raise self._refused(
                    f"row {number} has {len(line)} cells, the header {width}: a decimal comma, or "
                    "a comma in a comment, needs quotes where commas part the cells"
                )

    def orders(self) -> Iterator[Order]:
        header = self.header
        of_row = self._by_row if "finding" in header else self._by_column
        for number, line in zip(self.table.numbers[1:], self.table.lines[1:], strict=True):
            yield from of_row(number, dict(zip(header, line, strict=False)))

    def _by_row(self, number: int, cells: Mapping[str, str]) -> Iterator[Order]:
        """A row is about one finding."""
        order = Order(
            source=str(self.path),
            line=number,
            student=_student(cells),
            finding=cells.get("finding", ""),
            points=cells.get("points", ""),
            comment=_comment(cells, "comment"),
            answer=cells.get("answer_digest", "").strip().removeprefix(SHA),
        )
        if "decision" in cells:
            order = replace(order, seen=_number(cells["decision"]))
        if order.points.strip() or order.comment:
            yield order

    def _by_column(self, number: int, cells: Mapping[str, str]) -> Iterator[Order]:
        """A row is about one student, with the points of each finding below its id."""
        for column, finding in self.findings.items():
            points, comment = cells.get(column, ""), _comment(cells, column + COMMENT)
            if points.strip() or comment:
                yield Order(str(self.path), number, _student(cells), finding, points, comment)

    def _refused(self, message: str) -> ConfigError:
        hint = "grader export FOLDER --to grading-sheet writes a table that can be filled in"
        return ConfigError([Problem(str(self.path), None, "", message)], hint=hint)


def _content(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            content = stream.read(MAX_BYTES + 1)
    except OSError as error:
        message = f"can't be read: {error.strerror or type(error).__name__}"
        raise ConfigError([Problem(str(path), None, "", message)]) from None
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        message = "is a workbook of a spreadsheet, not a table as text"
        raise ConfigError([Problem(str(path), None, "", message)], hint="save it as CSV")
    if len(content) > MAX_BYTES:
        message = f"is larger than {MAX_BYTES // 1024**2} MiB"
        raise ConfigError([Problem(str(path), None, "", message)])
    return content


def _student(cells: Mapping[str, str]) -> str:
    filled = (cells.get(column, "") for column in STUDENT_COLUMNS)
    return text_of_cell(next((cell for cell in filled if cell.strip()), ""))


def _comment(cells: Mapping[str, str], column: str) -> str | None:
    return text_of_cell(cells[column]).strip() if column in cells else None


def _number(cell: str) -> int | None:
    """The id of a decision; one that no decision has where the cell holds no number."""
    text = loosely(cell)
    return int(text) if text.isdecimal() else -1 if text else None
