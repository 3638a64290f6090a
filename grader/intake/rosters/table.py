"""Reads a table as spreadsheets save it: in whatever encoding, with whatever separator.

Excel writes "CSV" in the code page of the computer it runs on, with semicolons where commas are
decimal, and "Unicode text" in UTF-16 with tabs. What is not plain from the bytes is chosen by
how the letters look, and that is said.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.intake.rosters.markup import is_markup, rows_of
from grader.text.codepages import SPREADSHEETS, likeliest
from grader.text.tables import (
    Rows,
    below_headers,
    encoding_of,
    rows_of_table,
    rows_with_cells,
    table_text,
)

MAX_BYTES = 20 * 1024**2
SEPARATORS = (",", ";", "\t", "|")
FIRST_LINES = 20
"""Among which the header stands: some exports put a title above it."""
_OTHERS = (
    (b"PK\x03\x04", "a workbook of Excel or LibreOffice"),
    (b"\xd0\xcf\x11\xe0", "an old workbook of Excel"),
    (b"%PDF", "a PDF"),
)


@dataclass(frozen=True, slots=True)
class Spreadsheet:
    """The rows of a table, the header first."""

    lines: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    """What was not plain from the file, a sentence each."""
    numbers: tuple[int, ...] = ()
    """Of each line, the row that a spreadsheet shows it in."""


def read_table(data: bytes, *, known: Callable[[Sequence[str]], int]) -> Spreadsheet:
    """Read the table; `known` counts how many of a line's cells are headers, so that the header and
    separator are found. Raises TableError where it is none.
    """
    text, note = decoded(data)
    text, stated = table_text(text)
    separators = (stated,) if stated in SEPARATORS else SEPARATORS
    head = "\n".join(text.splitlines()[:FIRST_LINES])
    separator = max(
        separators,
        key=lambda one: (
            max(map(known, rows_of_table(head, one).cells), default=0),
            head.count(one),
        ),
    )
    rows = _rows(text, separator)
    best = max(
        range(min(len(rows.cells), FIRST_LINES)),
        key=lambda at: (known(rows.cells[at]), -at),
        default=0,
    )
    kept = below_headers(rows.cells[best:])
    return Spreadsheet(kept, (note,) if note else (), rows.numbers[best:])


def no_text(data: bytes) -> str:
    """What a file is that holds no table of text; empty where it may hold one."""
    return next((what for mark, what in _OTHERS if data.startswith(mark)), "")


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and a sentence about how it was read where that was not plain."""
    found = encoding_of(data)
    if found.mark:
        return data[len(found.mark) :].decode(found.name, "replace"), ""
    if found.name != "utf-8":
        note = "It is UTF-16 without a byte-order mark; it was read as such."
        return data.decode(found.name, "replace"), note
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        encoding, name = likeliest(data, SPREADSHEETS)
        note = (
            f"It is not UTF-8; it was read as {name}. Look at the names; saved as “CSV UTF-8” it "
            f"needs no guess."
        )
        return data.decode(encoding, "replace"), note


def _rows(text: str, separator: str) -> Rows:
    if is_markup(text):
        return rows_with_cells(enumerate(rows_of(text), 1))
    return rows_of_table(text, separator)
