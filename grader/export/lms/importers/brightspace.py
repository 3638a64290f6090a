"""Reads an upload as Brightspace's import does, by its description ("Importing grades", D2L)."""

from __future__ import annotations

import csv
import io

from grader.errors import ExportError

IDS = ("OrgDefinedId", "Username")
END, MARK = "End-of-Line Indicator", "#"


def without_mark(cell: str) -> str:
    """An id without the sign before it that keeps its leading zeros."""
    return cell.strip().removeprefix(MARK).strip()


def read_as_brightspace(content: bytes, item: str, separator: str) -> dict[str, str]:
    """The grades by the first id of each row; raises ExportError where Brightspace would refuse the
    file, or make a grade item other than `item`.
    """
    text = content.decode("utf-16" if content[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True))
    header, *others = rows or [[]]
    ids = [at for at, cell in enumerate(header) if cell in IDS]
    if not ids or header[-1:] != [END]:
        raise ExportError("Brightspace would refuse the header: an id first, the end of line last")
    items = [cell for cell in header[:-1] if cell not in IDS]
    if items != [item]:
        raise ExportError(f"Brightspace would make or change other grade items: {items}")
    grades: dict[str, str] = {}
    for row in others:
        key = next((without_mark(row[at]) for at in ids if without_mark(row[at])), "")
        if len(row) != len(header) or row[-1] != MARK or not key or key in grades:
            raise ExportError(f"Brightspace would refuse the row of {key!r}")
        grades[key] = row[header.index(item)]
    return grades
