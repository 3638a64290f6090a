r"""Reads JSON that others wrote so that all of its text can be written again.

An escape may stand for half a character (`"\ud800"`). JSON allows it and Python reads it, but no
encoding holds it: whichever room writes that text first would fail. What comes through here has a
question mark in its place, as bytes that are no text have when they are decoded.
"""

from __future__ import annotations

import html
import json
import re

from pydantic import JsonValue

_HIGH, _LOW = r"\\u[dD][89abAB][0-9a-fA-F]{2}", r"\\u[dD][c-fC-F][0-9a-fA-F]{2}"
_ESCAPE = re.compile(rf"(?P<whole>{_HIGH}{_LOW}|\\[^u])|{_HIGH}|{_LOW}", re.DOTALL)
r"""Each escape in turn, so that the second half of `\\` never begins one."""
_HALF_ESCAPED = re.compile(r"\\u[dD][89a-fA-F]")
_QUESTION_MARK = r"\u003f"
"""As long as what it stands for: places in the text stay where they are."""
_LONG_REFERENCE = re.compile(r"&#[0-9]{8,}")
_NO_CHARACTER = "&#65533"
STRING = re.compile(r'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
"""One of JSON's; one that never ends reaches to the end, so that nothing is gone through twice."""
_STRING_OF_BYTES = re.compile(STRING.pattern.encode(), re.DOTALL)
_BRACKET = re.compile(rb"[][{}]")
_LINE_ENDS = "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
_LINE_END = re.compile(rf"\r\n|[{_LINE_ENDS}]")
MOST_VALUES = 10_000_000
"""Of one document: what is read of them takes a gigabyte of memory at most."""


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


def holds_too_many_values(text: str) -> bool:
    """Whether reading the JSON would fill the memory: three signs (`{},`) can become seventy
    bytes. What stands in strings does not count.
    """
    return _values(text) > MOST_VALUES and _values(STRING.sub("", text)) > MOST_VALUES


def _values(text: str) -> int:
    return text.count(",") + text.count("[") + text.count("{")


def most_values(content: bytes | bytearray) -> int:
    """At least as many as there are in JSON, without reading it: lists that lie in each other have
    no comma. A list counts for two and an object for three, as they take memory.
    """
    return content.count(b",") + 2 * content.count(b"[") + 3 * content.count(b"{")


def is_nested_deeper(content: bytes, most: int) -> bool:
    """Whether lists and objects lie in each other more than `most` deep, in JSON; what stands in
    strings does not count.
    """
    if content.count(b"[") + content.count(b"{") <= most:
        return False
    depth = 0
    for bracket in _BRACKET.findall(_STRING_OF_BYTES.sub(b"", content)):
        depth += 1 if bracket in b"[{" else -1
        if depth > most:
            return True
    return False


def lines_in(text: str) -> int:
    """At least as many lines as `str.splitlines` finds, without taking them apart."""
    return sum(map(text.count, _LINE_ENDS)) + bool(text)


def is_one_line(text: str) -> bool:
    """Whether `str.splitlines` finds one line, without taking all of them apart."""
    end = _LINE_END.search(text)
    return bool(text) and (end is None or end.end() == len(text))


def with_short_references(markup: str) -> str:
    """HTML in which no reference to a character has more digits than there are characters, which
    Python's readers of HTML would raise at.
    """
    return _LONG_REFERENCE.sub(_NO_CHARACTER, markup)


def unescaped(markup: str) -> str:
    """The text that HTML stands for."""
    return html.unescape(with_short_references(markup))


def without_surrogates(text: str) -> str:
    """Return `text` with what no encoding can hold as `?`."""
    if text.isascii():
        return text
    return text.encode("utf-8", "replace").decode("utf-8")
