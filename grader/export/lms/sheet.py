"""Reads a table as an LMS gave it, strictly, and writes it in the same form.

Strictly, because what a spreadsheet saved is no longer what the LMS gave: it drops leading zeros
and turns ids into exponents. What does not decode or has ragged rows is refused, with what to do.
"""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from grader.errors import ExportError

MAX_BYTES = 50 * 1024**2
MAX_CELL_CHARS = 10 * 1024**2
"""A worksheet may hold what students typed in."""
AS_GIVEN = "give the file as the LMS exported it, not opened and saved by a spreadsheet"
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True, slots=True)
class TableFile:
    """The rows of a table, and how they are written."""

    rows: tuple[tuple[str, ...], ...]
    """The header first; rows without any cell are left out."""
    separator: str
    encoding: str
    mark: bytes
    """The byte-order mark that the file begins with."""

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
        return self.mark + text.getvalue().encode(self.encoding)


def read_sheet(content: bytes, name: str, *, separators: str = ",;\t") -> TableFile:
    """Read a table; raises ExportError where it is none, or not as an LMS writes it."""
    if len(content) > MAX_BYTES:
        raise ExportError(f"{name}: larger than {MAX_BYTES // 1024**2} MiB: no table of grades")
    text, encoding, mark = _decoded(content, name)
    separator = max(separators, key=lambda one: len(_first_row(text, one)))
    rows = [tuple(row) for row in _rows(text, separator, name) if any(map(str.strip, row))]
    if not rows:
        raise ExportError(f"{name}: expected a table with a header, got nothing", hint=AS_GIVEN)
    return TableFile(tuple(rows), separator, encoding, mark)


def rows_below(sheet: TableFile, name: str) -> dict[int, list[str]]:
    """The rows below the header by their place, as long as it; refuses those that are longer, whose
    cells stand under other headers.
    """
    width = len(sheet.header)
    for number, row in enumerate(sheet.rows[1:], 2):
        if any(row[width:]):
            raise ExportError(
                f"{name}: row {number} has {len(row)} cells, the header {width}", hint=AS_GIVEN
            )
    return {at: _padded(row, width) for at, row in enumerate(sheet.rows[1:], 1)}


def _padded(row: Sequence[str], width: int) -> list[str]:
    """The row with as many cells as the header has."""
    return [*row[:width], *[""] * (width - len(row))]


def _decoded(content: bytes, name: str) -> tuple[str, str, bytes]:
    mark, encoding = next(
        ((mark, encoding) for mark, encoding in _MARKS if content.startswith(mark)), (b"", "utf-8")
    )
    try:
        text = content[len(mark) :].decode(encoding)
    except UnicodeDecodeError as error:
        raise ExportError(
            f"{name}: expected {encoding.upper()}, got other bytes at {error.start}", hint=AS_GIVEN
        ) from None
    if "\0" in text:
        raise ExportError(f"{name}: it holds zero bytes: no table of text", hint=AS_GIVEN)
    return text, encoding, mark


def _first_row(text: str, separator: str) -> list[str]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        return next((row for row in reader if row), [])
    except csv.Error:
        return []


def _rows(text: str, separator: str, name: str) -> list[list[str]]:
    usual = csv.field_size_limit(MAX_CELL_CHARS)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return list(reader)
    except csv.Error as error:
        raise ExportError(f"{name}:{reader.line_num}: {error}", hint=AS_GIVEN) from None
    finally:
        csv.field_size_limit(usual)
