"""Reads a worksheet as Moodle's importer does: which participant gets which grade.

Each step is one of `assignfeedback_offline_grade_importer` (`importgradeslib.php`) or of
`process_import_grades` (`locallib.php`), as they are in Moodle 5.1, which is the strictest.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal, InvalidOperation

from grader.errors import ExportError
from grader.export.lms.worksheet import Worksheet

MARK = "\ufeff"


def read_as_moodle(content: bytes, before: Worksheet) -> dict[str, str]:
    """The grades by participant; raises ExportError where Moodle would refuse the file, or would
    take a row for one that was graded since.

    `before` is the worksheet as Moodle gave it: what it knows of the assignment.
    """
    rows = _rows(content, before.sheet.separator)
    header = before.sheet.header
    if not rows or tuple(rows[0]) != header:
        raise ExportError("Moodle would refuse the worksheet: its header is not as it was")
    known = {before.participant(row): cells for row, cells in before.rows.items()}
    grades: dict[str, str] = {}
    for row in rows[1:]:
        participant = row[before.identifier][len(before.word) :]
        cells = known.get(participant)
        if cells is None or participant in grades:
            raise ExportError(f"Moodle knows no participant {participant!r}, or finds it twice")
        if row[before.modified] != cells[before.modified]:
            raise ExportError(f"the date of participant {participant} is not as Moodle gave it")
        if _is_taken(row[before.grade], before):
            grades[participant] = row[before.grade]
    return grades


def _is_taken(cell: str, before: Worksheet) -> bool:
    """Whether Moodle sets this grade: none that is empty, negative, 0, or over the maximum."""
    try:
        grade = Decimal(cell.replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return False
    return 0 < grade <= before.maximum


def _rows(content: bytes, separator: str) -> list[list[str]]:
    """What `csv_import_reader` makes of the file; rows of another width are refused there, too."""
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8")
    text = text.removeprefix(MARK).replace("\r\n", "\n").replace("\r", "\n")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    rows = [row for row in reader if row]
    if len({len(row) for row in rows}) > 1:
        raise ExportError("Moodle would refuse the worksheet: its rows are not equally long")
    return rows
