"""Fills in the grades that Brightspace exports, so that Brightspace imports them.

Written are the columns of the ids, the one of the grade item, and the `End-of-Line Indicator`;
names and addresses are not to be imported. An item that Brightspace doesn't know would be made.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal

from grader.errors import ExportError
from grader.export.cells import is_formula
from grader.export.lms.columns import have_decimal_commas, the_column
from grader.export.lms.filling import GradeTable, fill, people_of
from grader.export.lms.importers.brightspace import (
    END,
    IDS,
    MARK,
    read_as_brightspace,
    without_mark,
)
from grader.export.lms.plan import Acceptance, FilledIn, FillingRequest, number
from grader.export.lms.sheet import read_sheet, rows_below

_POINTS = re.compile(r".* Points Grade(?: <(?P<about>[^<>]*)>)?\s*", re.DOTALL)
_MAXIMUM = re.compile(r"MaxPoints:\s*([0-9.,]+)")


def fill_in_brightspace(wanted: FillingRequest) -> FilledIn:
    """Write the grades into the table that Brightspace exported."""
    sheet = read_sheet(wanted.table, wanted.name)
    header = sheet.header
    ids = [one for one in IDS if one in header]
    if not ids:
        raise ExportError(
            f"{wanted.name}:1: expected OrgDefinedId or Username, got {', '.join(header[:6])}",
            hint="in Brightspace: Grades, Enter Grades, Export; key field Both, Points grade",
        )
    rows = rows_below(sheet, wanted.name)
    items = [at for at, cell in enumerate(header) if _POINTS.fullmatch(cell)]
    column = the_column(header, items, wanted.column, name=wanted.name, what="grade item")
    people = people_of(
        {at: [without_mark(cell) for cell in row] for at, row in rows.items()},
        header,
        ids,
        name=("First Name", "Last Name"),
        email=("Email",),
    )
    maxima = [_stated(title) for title in header]
    maximum = number(maxima[column])
    table = GradeTable(
        rows,
        people,
        column,
        header[column],
        maximum,
        lambda points, cells: _acceptance(
            maximum, points, [cells[header.index(one)] for one in ids]
        ),
        decimal_commas=have_decimal_commas(
            row[at] for row in (*rows.values(), maxima) for at in items
        ),
    )
    filling = fill(wanted, table)
    key_at = [header.index(one) for one in ids]
    written = [[*ids, header[column], END]]
    written += [
        [*(rows[row][at] for at in key_at), points, MARK]
        for row, points in sorted(filling.points.items())
    ]
    expected = {_key(rows[row], key_at): points for row, points in filling.points.items()}
    return FilledIn(
        sheet.written(written),
        filling.lines,
        expected,
        lambda data: read_as_brightspace(data, header[column], sheet.separator),
    )


def _key(cells: Sequence[str], key_at: Sequence[int]) -> str:
    return next((without_mark(cells[at]) for at in key_at if without_mark(cells[at])), "")


def _stated(title: str) -> str:
    """What the item is out of, as its header says where Brightspace writes it."""
    found = _MAXIMUM.search(title)
    return found[1] if found else ""


def _acceptance(maximum: Decimal | None, points: Decimal, ids: Sequence[str]) -> Acceptance:
    if not any(map(without_mark, ids)):
        return Acceptance(skip=True, said="the row has neither OrgDefinedId nor Username")
    if any(map(is_formula, ids)):
        return Acceptance(skip=True, said="a spreadsheet would run the id as a formula: by hand")
    if maximum is not None and points > maximum:
        return Acceptance(said="more than the maximum: Brightspace caps it unless it can exceed")
    return Acceptance()
