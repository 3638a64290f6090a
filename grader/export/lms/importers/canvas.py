"""Reads an upload as Canvas' importer does (`lib/gradebook_importer.rb`): which student gets which
grade, and whether anything else would change.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from grader.errors import ExportError

_NUMBER = re.compile(r"-?[0-9.,]+%?")
_SKIPPED_LINE = re.compile(r"[;, ]+")
_TITLE = re.compile(r"(?P<title>.+) \((?P<id>\d+)\)", re.DOTALL)
_NO_STUDENT = re.compile(r"\s*(?:Muted|Manual Posting.*)?\s*", re.IGNORECASE)
_READ_ONLY = re.compile(r"read\s+only")
NOT_AN_ASSIGNMENT = re.compile(
    "Current Score|Current Points|Current Grade|Final Score|Final Points|Final Grade|"
    "Override Score|Override Grade|Override Status"
)
GUESSED_FROM = 3
"""Physical lines by which Canvas tells the separator."""


def read_as_canvas(content: bytes, assignment: str) -> dict[str, str]:
    """The grades by Canvas id; raises ExportError where Canvas would refuse the file, or change
    more than the assignment with this id.
    """
    rows = _rows(content.decode("utf-8"))
    header, *others = rows or [[]]
    students = _student_columns(header)
    columns = {}
    for at, cell in enumerate(header[students:], students):
        if NOT_AN_ASSIGNMENT.search(cell):
            continue
        found = _TITLE.fullmatch(cell)
        if found is None:
            raise ExportError(f"Canvas would make a new assignment of the column {cell!r}")
        columns[at] = found["id"]
    return _grades(header, others, columns, assignment)


def _grades(
    header: Sequence[str], rows: Sequence[Sequence[str]], columns: dict[int, str], assignment: str
) -> dict[str, str]:
    id_at = 2 if header[0] == "LastName" else 1
    grades: dict[str, str] = {}
    writable = dict(columns)
    for row in rows:
        if "Points Possible" in row[0]:
            writable = {at: one for at, one in columns.items() if not _READ_ONLY.search(row[at])}
        elif not all(map(_NO_STUDENT.fullmatch, row)):
            if not row[id_at].isdecimal() or row[id_at] in grades:
                raise ExportError(f"Canvas finds no student, or one twice, by {row[id_at]!r}")
            grades[row[id_at]] = ""
            for at, one in writable.items():
                if one != assignment:
                    raise ExportError(f"Canvas would change the column {header[at]!r}, too")
                grades[row[id_at]] = row[at].strip()
    return grades


def _rows(text: str) -> list[list[str]]:
    """The rows, with the separator that Canvas guesses and numbers as it normalises them."""
    lines = text.splitlines(keepends=True)
    semicolons, commas = (_fields(lines[:GUESSED_FROM], one) for one in ";,")
    kept = "".join(line for line in lines if not _SKIPPED_LINE.fullmatch(line.rstrip("\r\n")))
    separator = ";" if semicolons > commas else ","
    reader = csv.reader(io.StringIO(kept, newline=""), delimiter=separator, strict=True)
    return [[_normalised(cell) for cell in row] for row in reader if row]


def _fields(lines: Sequence[str], separator: str) -> int:
    """How many fields each of the lines has, where all have as many; else none."""
    try:
        counted = {
            len(next(csv.reader([line], delimiter=separator, strict=True))) for line in lines
        }
    except (csv.Error, StopIteration):
        return 0
    return counted.pop() if len(counted) == 1 else 0


def _normalised(cell: str) -> str:
    if not _NUMBER.fullmatch(cell):
        return cell
    *whole, last = re.split("[,.]", cell)
    return f"{''.join(whole)}.{last}" if whole else last


def _student_columns(header: Sequence[str]) -> int:
    """How many columns say who a student is; raises ExportError where Canvas takes none of them."""
    names = 4 if header[:2] == ["LastName", "FirstName"] else 3
    named = len(header) > names and (
        "ID" in header[2] if names == 4 else "Student" in header[0] and "ID" in header[1]
    )
    if not named:
        raise ExportError("Canvas would refuse the header of the file")
    at = names - 1
    if re.search(r"SIS\s+Login\s+ID", header[at]):
        at += 1
    elif re.search(r"SIS\s+User\s+ID", header[at]) and re.search(
        r"SIS\s+Login\s+ID", header[at + 1]
    ):
        at += 2
        at += bool(re.search(r"Integration\s+ID", header[at]))
        at += bool(re.search(r"Root\s+Account", header[at]))
    if "Section" not in header[at]:
        raise ExportError("Canvas would refuse the header: Section does not end it where expected")
    return at + 1
