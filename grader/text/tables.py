"""Reads tables of text (CSV), whatever programs put around what stands in them.

Byte-order marks once, twice and within quotes; spaces that nobody sees around headers; Excel's line
`sep=;`; columns and rows without anything; any sign for the end of a line. Whoever reads decides
what to do with bytes that are not in a Unicode encoding, and which row is the header.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grader.text.ids import UNSEEN

MAX_CELL_CHARS = 20 * 1024**2
"""A worksheet may hold what students typed in."""
ZERO_BYTES = "it holds zero bytes: it is damaged, or no table of text"
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SEPARATOR_LINE = re.compile(r"\A\s*\"?sep=(.)\"?[,;\t| ]*(?:\r\n|\r|\n|\Z)", re.IGNORECASE)

_IN_PLAIN_WORDS = (
    ("unexpected end of data", "a quote is opened and never closed"),
    ("expected after", "a quote ends in the middle of a cell"),
    ("larger than field limit", f"a cell is larger than {MAX_CELL_CHARS // 1024**2} MiB"),
)
"""What `csv` says contains the first; meant is the second."""


class TableError(ValueError):
    """A table can't be read; says why."""


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a text is written in bytes."""

    name: str
    mark: bytes
    """The byte-order mark in front of it; empty where there is none."""


@dataclass(frozen=True, slots=True)
class Rows:
    """The rows of a table that hold anything."""

    numbers: tuple[int, ...]
    """Of each row, the number that a spreadsheet shows."""
    cells: tuple[tuple[str, ...], ...]


def encoding_of(data: bytes) -> Encoding:
    """By its mark; UTF-16 also without one. Anything else may be UTF-8."""
    for mark, name in _MARKS:
        if data.startswith(mark):
            return Encoding(name, mark)
    return Encoding(_unmarked_utf16(data) or "utf-8", b"")


def _unmarked_utf16(data: bytes) -> str:
    """Half of the bytes of ASCII text in UTF-16 are zero, either every second or every other
    one.
    """
    sample = data[: 2 * (min(len(data), 4000) // 2)]
    if len(sample) < 4 or 0 not in sample:
        return ""
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    if max(even, odd) < len(sample) // 5 or min(even, odd) > len(sample) // 20:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def table_text(text: str) -> tuple[str, str]:
    """The text without marks and without Excel's line, and the separator that this line names;
    raises TableError where it is no text.
    """
    if "\0" in text:
        raise TableError(ZERO_BYTES)
    text = text.lstrip(UNSEEN)
    stated = _SEPARATOR_LINE.match(text)
    return (text[stated.end() :], stated[1]) if stated else (text, "")


def rows_of_table(text: str, separator: str, *, strict: bool = False) -> Rows:
    """The rows that hold anything; raises TableError where a quote or a cell can't be read."""
    usual = csv.field_size_limit(MAX_CELL_CHARS)
    reader = csv.reader(
        io.StringIO(text, newline=""),
        delimiter=separator,
        skipinitialspace=not strict,
        strict=strict,
    )
    try:
        return rows_with_cells(enumerate(reader, 1))
    except csv.Error as error:
        said = next((plain for part, plain in _IN_PLAIN_WORDS if part in str(error)), str(error))
        raise TableError(f"line {reader.line_num}: {said}") from None
    finally:
        csv.field_size_limit(usual)


def rows_with_cells(rows: Iterator[tuple[int, Sequence[str]]]) -> Rows:
    """Those rows in which a cell holds anything, without signs at its ends that nobody sees."""
    kept = [(at, tuple(cell.strip(UNSEEN) for cell in row)) for at, row in rows]
    kept = [(at, row) for at, row in kept if any(map(str.strip, row))]
    return Rows(tuple(at for at, _ in kept), tuple(row for _, row in kept))


def below_headers(rows: Sequence[Sequence[str]]) -> tuple[tuple[str, ...], ...]:
    """A header and the rows below it: without spaces around headers, and without columns at the
    end that hold nothing. A row that is longer than the header and than others stays so: a
    separator too many has moved its cells.
    """
    if not rows:
        return ()
    header, *below = rows
    width = max(_used(row) for row in ([_bare(cell) for cell in header], *below))
    alike = len(below) > 1 and len({len(row) for row in below}) == 1
    return (
        tuple(_bare(cell) for cell in header[:width]),
        *(tuple(row[:width] if alike or len(row) <= len(header) else row) for row in below),
    )


def _bare(cell: str) -> str:
    """Without spaces of any kind at its ends, in whichever order they stand there."""
    return re.sub(rf"\A[\s{UNSEEN}]+|[\s{UNSEEN}]+\Z", "", cell)


def _used(row: Sequence[str]) -> int:
    """How many cells there are up to the last that holds anything."""
    return next((at for at in range(len(row), 0, -1) if row[at - 1].strip()), 0)
