"""Reads an upload as Blackboard does, by its description ("Work offline with grade data")."""

from __future__ import annotations

import csv
import io
import re

from grader.errors import ExportError

_NUMBERED = re.compile(r".+\|\s*\d+\s*", re.DOTALL)


def read_as_blackboard(content: bytes, user: str, item: str, separator: str) -> dict[str, str]:
    """The grades by user name; raises ExportError where Blackboard would refuse the file, make a
    new column, or change another one than `item`.
    """
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    header, *others = rows or [[]]
    if header.count(user) != 1 or header.count(item) != 1 or not _NUMBERED.fullmatch(item):
        raise ExportError("Blackboard would not find the user name or the column")
    changed = [cell for cell in header if _NUMBERED.fullmatch(cell) and cell != item]
    if changed or header[-2:] != [user, item]:
        raise ExportError(f"Blackboard would make or change other columns: {header}")
    grades: dict[str, str] = {}
    for row in others:
        if len(row) != len(header) or not row[-2].strip() or row[-2].strip() in grades:
            raise ExportError(f"Blackboard would refuse the row of {row[-2:-1]}")
        grades[row[-2].strip()] = row[-1]
    return grades
