r"""Reads JSON that others wrote so that all of its text can be written again.

An escape may stand for half a character (`"\ud800"`). JSON allows it and Python reads it, but no
encoding holds it: whichever room writes that text first would fail. What comes through here has a
question mark in its place, as bytes that are no text have when they are decoded.
"""

from __future__ import annotations

import json
import re

from pydantic import JsonValue

_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf"(?P<whole>{_HIGH}{_LOW}|\\[^u])|{_HIGH}|{_LOW}", re.DOTALL)
r"""Each escape in turn, so that the second half of `\\` never begins one."""
_HALF_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
_QUESTION_MARK = r"\u003f"
"""As long as what it stands for: places in the text stay where they are."""


def read_json(text: str) -> JsonValue:
    """What the JSON says, control characters in its strings allowed.

    Raises ValueError where it is no JSON or holds a number that is too long, RecursionError where
    it is nested too deeply.
    """
    document: JsonValue = json.loads(with_whole_characters(text), strict=False)
    return document


def with_whole_characters(text: str) -> str:
    """JSON, or what is left of it, without escapes that stand for half a character alone."""
    if not _HALF_ESCAPED.search(text):
        return text
    return _ESCAPE.sub(lambda found: found["whole"] or _QUESTION_MARK, text)


def without_surrogates(text: str) -> str:
    """Return `text` with what no encoding can hold as `?`."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")
