"""Writes text into a table that a spreadsheet will open.

A spreadsheet runs a cell that begins with `=`, `+`, `-`, `@`, a tab or a carriage return as a
formula, with access to other cells, files and the network (OWASP: CSV injection). An apostrophe
before it makes it text; a number stays a number.
"""

from __future__ import annotations

import re
import unicodedata

MAX_CHARS = 32_000
"""Excel's cells hold 32,767."""
_FORMULA = re.compile(r"'*\s*[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n|%]")
"""Their full-width forms, too, which some spreadsheets take for the same; `|` and `%` begin
commands in old ones.
"""
_NUMBER = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?", re.ASCII)


def safe_cell(text: str) -> str:
    """Return `text` as a cell that no spreadsheet runs, on one line, no longer than a cell can
    be.
    """
    text = text if len(text) <= MAX_CHARS else text[: MAX_CHARS - 1] + "…"
    flat = (
        " ".join(_without_controls(text).split("\n"))
        if "\n" in text or "\r" in text
        else _without_controls(text)
    )
    if _NUMBER.fullmatch(flat) or not (_FORMULA.match(flat) or _FORMULA.match(text)):
        return flat
    return f"'{flat}"


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
