"""Fills in the grading worksheet that Moodle gives, so that Moodle imports it.

Moodle skips rows without a word: locked ones, grades out of range or unchanged, a grade of 0, rows
that were graded since. What can be foreseen is reported here. Written are only the rows whose grade
is set, with the date of the last change as it is, for by it Moodle sees what was graded since.

What Moodle does is read in `mod/assign/feedback/offline`, `locallib.php` and `importgradeslib.php`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from grader.export.cells import safe_cell, safe_html_cell
from grader.export.comment import comment_of
from grader.export.lms.filling import Filling, GradeTable, fill
from grader.export.lms.groups import shared_out
from grader.export.lms.importers.moodle import read_as_moodle
from grader.export.lms.matching import Person
from grader.export.lms.participants import IDENTIFIER
from grader.export.lms.plan import Acceptance, FilledIn, FillingRequest
from grader.export.lms.worksheet import Worksheet, read_worksheet
from grader.text.ids import folded

ZERO = "Moodle (from 5.1) takes no 0 from a worksheet: enter it by hand, or use --to moodle-service"
FOREIGN_DATE = (
    "Moodle can't read the date of the last change in this language: tick “Allow updating records "
    "that have been modified more recently in Moodle than in the spreadsheet”"
)
COMMENTS = frozenset(
    {
        *("feedback comments", "feedback als kommentar", "commentaires de feedback"),
        *("comentarios de retroalimentación", "commenti di feedback", "feedback door opmerkingen"),
        *("comentários de feedback", "commentaires", "komentarz zwrotny", "反馈评论"),
    }
)
_ENGLISH = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august"
    r"|september|october|november|december|[ap]m",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")


def fill_in_moodle(wanted: FillingRequest) -> FilledIn:
    """Write the grades, and comments where they are asked for, into Moodle's worksheet."""
    worksheet = read_worksheet(wanted.table, wanted.name, column=wanted.column)
    people = _people(worksheet, wanted)
    if wanted.system == "moodle":
        wanted = replace(wanted, awards=shared_out(wanted.awards, people, own=IDENTIFIER))
    filling = fill(wanted, _table(worksheet, people, wanted.system))
    comments = _comments(worksheet) if wanted.comments else None
    content = _written(worksheet, filling, comments)
    expected = {worksheet.participant(row): points for row, points in filling.points.items()}
    return FilledIn(
        content,
        filling.lines,
        expected,
        lambda data: read_as_moodle(data, worksheet),
        tuple(_notes(wanted, worksheet, comments)),
    )


def _people(worksheet: Worksheet, wanted: FillingRequest) -> list[Person]:
    """Who stands in the rows: by Moodle's number where the hand-ins have it, else by what else the
    worksheet says of a person.
    """
    if wanted.system == "moodle":
        return worksheet.people(wanted.awards, worksheet.between())
    telling = [at for at in range(worksheet.grade) if _tells_people_apart(worksheet, at)]
    return [
        Person(
            row,
            {worksheet.sheet.header[at]: cells[at] for at in telling if cells[at].strip()},
            worksheet.name_of(row),
            folded(next((cells[at] for at in telling if "@" in cells[at]), "")),
        )
        for row, cells in worksheet.rows.items()
    ]


def _table(worksheet: Worksheet, people: Sequence[Person], system: str) -> GradeTable:
    return GradeTable(
        worksheet.rows,
        people,
        worksheet.grade,
        worksheet.sheet.header[worksheet.grade],
        worksheet.maximum,
        lambda points, cells: _acceptance(worksheet, points, cells),
        own=IDENTIFIER if system == "moodle" else None,
    )


def _tells_people_apart(worksheet: Worksheet, at: int) -> bool:
    """Whether a column holds ids: not Moodle's own numbers, and no two the same."""
    cells = [row[at].strip() for row in worksheet.rows.values() if row[at].strip()]
    return at not in (worksheet.identifier, worksheet.name) and len(set(cells)) == len(cells)


def _acceptance(worksheet: Worksheet, points: Decimal, cells: Sequence[str]) -> Acceptance:
    if worksheet.is_locked(cells):
        return Acceptance(
            skip=True, said="locked or overridden in Moodle's gradebook: unlock it there"
        )
    if points > worksheet.maximum:
        return Acceptance(skip=True, said=f"more than Moodle's maximum ({worksheet.maximum})")
    if points < 0:
        return Acceptance(skip=True, said="less than 0, which Moodle takes for no grade")
    if points == 0:
        return Acceptance(skip=True, said=ZERO)
    if _is_foreign(cells[worksheet.modified]):
        return Acceptance(said=FOREIGN_DATE)
    return Acceptance()


def _is_foreign(date: str) -> bool:
    return any(not _ENGLISH.fullmatch(word) for word in _WORD.findall(date))


def _written(worksheet: Worksheet, filling: Filling, comments: int | None) -> bytes:
    """The rows whose grade is set. What Moodle reads stays as it is; the rest is for people."""
    rows = [worksheet.sheet.header]
    rows += [_row(worksheet, filling, row, comments) for row in sorted(filling.points)]
    return worksheet.sheet.written(rows)


def _row(worksheet: Worksheet, filling: Filling, row: int, comments: int | None) -> tuple[str, ...]:
    read = {worksheet.identifier, worksheet.grade}
    cells = [
        cell if at in read or at >= worksheet.modified else safe_cell(cell)
        for at, cell in enumerate(worksheet.rows[row])
    ]
    cells[worksheet.grade] = filling.points[row]
    graded = filling.awards[row].graded
    if comments is not None and graded is not None:
        text = html.escape(comment_of(graded.result.grade), quote=False)
        cells[comments] = safe_html_cell(text.replace("\n", "<br>"))
    return tuple(cells)


def _comments(worksheet: Worksheet) -> int | None:
    """Where comments go: the column of that name, else the only one behind the dates."""
    header = worksheet.sheet.header
    behind = range(worksheet.modified + 1, len(header))
    known = [at for at in behind if header[at].strip().casefold() in COMMENTS]
    return known[0] if known else behind[0] if len(behind) == 1 else None


def _notes(wanted: FillingRequest, worksheet: Worksheet, comments: int | None) -> Iterator[str]:
    yield (
        "Moodle skips rows that were graded there since the worksheet was downloaded, and says "
        "nothing: upload it soon, and compare the number of grades that it reports"
    )
    if wanted.comments and comments is None:
        yield "the worksheet has no column for comments: switch on “Feedback comments” in Moodle"
    if worksheet.sheet.separator != ",":
        yield f"choose the separator {worksheet.sheet.separator!r} when you upload it"
