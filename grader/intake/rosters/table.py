"""Reads a table as spreadsheets save it: in whatever encoding, with whatever separator.

Excel writes "CSV" in the code page of the computer it runs on, with semicolons where commas are
decimal, and "Unicode text" in UTF-16 with tabs. What is not plain from the bytes is chosen by
how the letters look, and that is said.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from grader.intake.rosters.markup import is_markup, rows_of
from grader.text.codepages import SPREADSHEETS, likeliest

MAX_BYTES = 20 * 1024**2
SEPARATORS = (",", ";", "\t", "|")
FIRST_LINES = 20
"""Among which the header stands: some exports put a title above it."""
_MARKS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OTHERS = (
    (b"PK\x03\x04", "a workbook of Excel or LibreOffice"),
    (b"\xd0\xcf\x11\xe0", "an old workbook of Excel"),
    (b"%PDF", "a PDF"),
)
_SEPARATOR_LINE = re.compile(r"\A\s*\"?sep=(.)\"?[^\S\n]*(?:\r\n|\r|\n)", re.IGNORECASE)


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
    separator are found.
    """
    text, note = decoded(data)
    stated = _SEPARATOR_LINE.match(text)
    if stated:
        text = text[stated.end() :]
    separators = (stated[1],) if stated and stated[1] in SEPARATORS else SEPARATORS
    head = "\n".join(text.splitlines()[:FIRST_LINES])
    separator = max(
        separators, key=lambda one: (max(map(known, _lines(head, one)), default=0), head.count(one))
    )
    numbers, lines = _rows(text, separator)
    best = max(
        range(min(len(lines), FIRST_LINES)), key=lambda at: (known(lines[at]), -at), default=0
    )
    kept = tuple(tuple(line) for line in lines[best:])
    return Spreadsheet(kept, (note,) if note else (), tuple(numbers[best:]))


def no_text(data: bytes) -> str:
    """What a file is that holds no table of text; empty where it may hold one."""
    return next((what for mark, what in _OTHERS if data.startswith(mark)), "")


def decoded(data: bytes) -> tuple[str, str]:
    """The text, and a sentence about how it was read where that was not plain."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return data.decode(encoding, "replace"), ""
    if wide := _unmarked_utf16(data):
        return data.decode(
            wide, "replace"
        ), "It is UTF-16 without a byte-order mark; it was read as such."
    try:
        return data.decode("utf-8"), ""
    except UnicodeDecodeError:
        encoding, name = likeliest(data, SPREADSHEETS)
        note = (
            f"It is not UTF-8; it was read as {name}. Look at the names; saved as “CSV UTF-8” it "
            f"needs no guess."
        )
        return data.decode(encoding, "replace"), note


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


def _rows(text: str, separator: str) -> tuple[list[int], list[list[str]]]:
    if is_markup(text):
        rows = rows_of(text)
        return [*range(1, len(rows) + 1)], rows
    return _numbered(text, separator)


def _lines(text: str, separator: str) -> list[list[str]]:
    return _numbered(text, separator)[1]


def _numbered(text: str, separator: str) -> tuple[list[int], list[list[str]]]:
    """The rows that are not empty, of whatever length, with their numbers: a grading worksheet may
    hold what students typed in.
    """
    usual = csv.field_size_limit(MAX_BYTES)
    try:
        stream = io.StringIO(text.replace("\0", ""), newline="")
        reader = csv.reader(stream, delimiter=separator, skipinitialspace=True)
        rows = [(at, line) for at, line in enumerate(reader, 1) if any(map(str.strip, line))]
    finally:
        csv.field_size_limit(usual)
    return [at for at, _ in rows], [line for _, line in rows]
