"""Writes text into a table that a spreadsheet will open.

A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return as a
formula, with access to other cells, files and the network (OWASP: CSV injection). An apostrophe
before it makes it text; a number stays a number.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
import unicodedata
from collections.abc import Iterable, Sequence

MAX_CHARS = 32_000
"""Excel's cells hold 32,767."""
_FORMULA = re.compile(r"'*\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n|%]")
"""Their full-width forms, too, which some spreadsheets take for the same; `|` and `%` begin
commands in old ones.
"""
_BEHIND_A_SEPARATOR = re.compile(r"(;[\s\"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20|%])")
_MARKED_BEHIND_ONE = re.compile(r"(;[\s\"']*)'(?=[=+\-@\uff1d\uff0b\uff0d\uff20|%])")
"""Where decimals have commas, a spreadsheet that opens a table with commas parts its lines at
semicolons, and reads on behind one as in a cell of its own, whatever quotes stand around it.
"""
_RUN_BEHIND_ONE = re.compile(r"(?<=;)[\s\"']*(?:[=+\-@\uff1d\uff0b\uff0d\uff20|%][\s\"']*)+")
_SIGN = re.compile(r"[=+\-@\uff1d\uff0b\uff0d\uff20|%]")
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)


def safe_cell(text: str) -> str:
    """Return `text` as a cell that no spreadsheet runs, on one line, no longer than a cell can
    be.
    """
    text = _BEHIND_A_SEPARATOR.sub(r"\1'", text[: MAX_CHARS + 1])
    text = text if len(text) <= MAX_CHARS else text[: MAX_CHARS - 1] + "…"
    flat = (
        " ".join(_without_controls(text).split("\n"))
        if "\n" in text or "\r" in text
        else _without_controls(text)
    )
    runs = _FORMULA.match(flat) or _FORMULA.match(text)
    return f"'{flat}" if runs and not _NUMBER.fullmatch(flat) else flat


def safe_html_cell(text: str) -> str:
    """The same for HTML, where each `&lt;` ends in a semicolon: what a formula could begin with
    behind one is written so that a browser shows it as it was.
    """
    return safe_cell(_RUN_BEHIND_ONE.sub(_as_references, text))


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text."""
    return _FORMULA.match(text) is not None and not _NUMBER.fullmatch(text)


def table_text(rows: Iterable[Sequence[str]]) -> str:
    """The rows as CSV, every cell in quotes; the cells are safe already."""
    sheet = io.StringIO()
    csv.writer(sheet, lineterminator="\n", quoting=csv.QUOTE_ALL).writerows(rows)
    return sheet.getvalue()


def for_excel(text: str) -> bytes:
    """A CSV as Excel opens it with a double click, whatever the language of the computer: tabs, and
    UTF-16 with a byte-order mark.

    With commas it takes a line for one cell where decimals have commas; a line `sep=,` helps, but
    then it no longer sees the mark and spoils every umlaut.
    """
    sheet = io.StringIO()
    writer = csv.writer(sheet, delimiter="\t", lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows(csv.reader(io.StringIO(text, newline="")))
    return codecs.BOM_UTF16_LE + sheet.getvalue().encode("utf-16-le", "replace")


def text_of_cell(cell: str) -> str:
    """What `safe_cell` was given, but for line ends: without the apostrophes that it set before
    it and behind semicolons.
    """
    bare = cell.removeprefix("'")
    text = bare if bare != cell and _FORMULA.match(bare) else cell
    return _MARKED_BEHIND_ONE.sub(r"\1", text)


def _as_references(run: re.Match[str]) -> str:
    return _SIGN.sub(lambda sign: f"&#{ord(sign[0])};", run[0])


def _without_controls(text: str) -> str:
    return "".join(map(_shown, text))


def _shown(sign: str) -> str:
    """What stands for `sign` in a cell; the line ends that only Unicode knows would break a row for
    some readers.
    """
    if sign in "\t\r\u2028\u2029":
        return " "
    return (
        "\N{REPLACEMENT CHARACTER}"
        if unicodedata.category(sign)[0] == "C" and sign != "\n"
        else sign
    )
