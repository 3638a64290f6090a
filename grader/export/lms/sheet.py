"""Reads a table as an LMS gave it, strictly, and writes it in the same form.

Strictly, because what a spreadsheet saved is no longer what the LMS gave: it drops leading zeros
and turns ids into exponents. What does not decode or has ragged rows is refused, with what to do.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.errors import ExportError
from grader.text.tables import (
    Encoding,
    TableError,
    below_headers,
    encoding_of,
    rows_of_table,
    table_text,
)

MAX_BYTES = 50 * 1024**2
AS_GIVEN = "give the file as the LMS exported it, not opened and saved by a spreadsheet"
ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")
FIRST_ROWS = 20
"""By which the separator is chosen."""


@dataclass(frozen=True, slots=True)
class TableFile:
    """The rows of a table, and how they are written."""

    rows: tuple[tuple[str, ...], ...]
    """The header first, without spaces around its cells; rows and last columns without any cell
    are left out.
    """
    numbers: tuple[int, ...]
    """Of each row, the number that a spreadsheet shows."""
    separator: str
    encoding: Encoding
    """In which it is written again: its own, where an LMS can know it by the mark."""

    @property
    def header(self) -> tuple[str, ...]:
        """The first row."""
        return self.rows[0]

    def written(self, rows: Iterable[Sequence[str]], *, quote_all: bool = False) -> bytes:
        """Other rows, in the form of this table."""
        text = io.StringIO()
        # With both signs at the end of lines, a cell with either of them is put in quotes.
        quoting: Literal[0, 1] = csv.QUOTE_ALL if quote_all else csv.QUOTE_MINIMAL
        writer = csv.writer(text, delimiter=self.separator, lineterminator="\r\n", quoting=quoting)
        writer.writerows(rows)
        return self.encoding.mark + text.getvalue().encode(self.encoding.name)


def read_sheet(content: bytes, name: str, *, separators: str = ",;\t") -> TableFile:
    """Read a table; raises ExportError where it is none, or not as an LMS writes it."""
    if len(content) > MAX_BYTES:
        raise ExportError(f"{name}: larger than {MAX_BYTES // 1024**2} MiB: no table of grades")
    encoding = encoding_of(content)
    try:
        text, stated = table_text(content[len(encoding.mark) :].decode(encoding.name))
        if not stated or stated not in separators:
            stated = max(separators, key=lambda one: _regularity(text, one))
        rows = rows_of_table(text, stated, strict=True)
    except UnicodeDecodeError as error:
        raise ExportError(
            f"{name}: expected {encoding.name.upper()}, got other bytes at {error.start}",
            hint=AS_GIVEN,
        ) from None
    except TableError as error:
        raise ExportError(f"{name}: {error}", hint=AS_GIVEN) from None
    if not rows.cells:
        raise ExportError(f"{name}: expected a table with a header, got nothing", hint=AS_GIVEN)
    if encoding.name not in ENCODINGS or not encoding.mark:
        encoding = Encoding("utf-8", b"")
    return TableFile(below_headers(rows.cells), rows.numbers, stated, encoding)


def _regularity(text: str, separator: str) -> tuple[int, int]:
    """How many of the first rows are as long as the header, and how long that is: a separator
    within a title makes only the header longer.
    """
    head = text.splitlines(keepends=True)[:FIRST_ROWS]
    try:
        first = rows_of_table("".join(head), separator).cells
    except TableError:
        return (0, 0)
    width = len(first[0]) if first else 0
    return (sum(len(row) == width for row in first) if width > 1 else 0, width)


def rows_below(sheet: TableFile, name: str) -> dict[int, list[str]]:
    """The rows below the header by their place, as long as it; refuses those that are longer, whose
    cells stand under other headers.
    """
    width = len(sheet.header)
    for number, row in zip(sheet.numbers[1:], sheet.rows[1:], strict=True):
        if any(row[width:]):
            raise ExportError(
                f"{name}: row {number} has {len(row)} cells, the header {width}", hint=AS_GIVEN
            )
    return {at: _padded(row, width) for at, row in enumerate(sheet.rows[1:], 1)}


def _padded(row: Sequence[str], width: int) -> list[str]:
    """The row with as many cells as the header has."""
    return [*row[:width], *[""] * (width - len(row))]
