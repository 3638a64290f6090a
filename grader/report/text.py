"""Makes a stranger's text harmless where it is shown as text.

Escaping markup is the template's business (Jinja2 escapes everything that is not `Markup`). Here
goes what escaping leaves: terminal sequences, control characters, characters that turn the reading
direction around or can't be seen, and towers of accents that would spill over the lines above.
"""

from __future__ import annotations

import re

from grader.text.terminal import without_escapes

REPLACED = "\N{REPLACEMENT CHARACTER}"
"""Stands where something was that must not act: visible, so that nobody is fooled."""

_LINE_ENDS = re.compile("\r\n?|[\u2028\u2029\x0b\x0c\x85]")
_ACTING = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f"  # C0 and C1 controls
    "\u202a-\u202e\u2066-\u2069"  # embeddings, overrides, isolates
    "\ud800-\udfff\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff"  # surrogates and what is no character
    "\U000e0000-\U000e007f]"  # invisible tags
)
_UNSEEN = re.compile("[\u00ad\u061c\u180e\u200b\u200e\u200f\u2060-\u2064\ufeff]")
_ACCENTS = re.compile(
    "([\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]{4})[\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]+"
)

_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_WORDS = re.compile(f"[{_RIGHT_TO_LEFT}](?:[\\s\\d{_RIGHT_TO_LEFT}.()'\"_-]*[{_RIGHT_TO_LEFT}])?")
"""Names and what belongs to them; a comma, an arrow or a letter that is read the other way ends
them.
"""


def plain(text: str) -> str:
    """Return `text` with only characters that stand where they are written."""
    text = _LINE_ENDS.sub("\n", text)
    text = without_escapes(text)
    text = _UNSEEN.sub("", text)
    return _ACTING.sub(REPLACED, _ACCENTS.sub(r"\1", text))


def isolated(text: str) -> str:
    """Return `text` with words that are read from right to left set apart: a number behind a name
    would else be drawn before it.
    """
    return _WORDS.sub("\u2068\\g<0>\u2069", text)


def shortened(text: str, limit: int) -> str:
    """Return `text` made plain, cut after `limit` characters with an ellipsis."""
    text = plain(text[: 4 * limit])
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def one_line(text: str, limit: int = 200) -> str:
    """Return `text` made plain, on one line, cut after `limit` characters."""
    return shortened(" ".join(plain(text[: 4 * limit]).split()), limit)


def last_lines(text: str, *, lines: int, characters: int) -> str:
    """Return the end of `text`, made plain, saying so where something was left out."""
    kept = plain(text[-4 * characters :])[-characters:].split("\n")
    cut = len(text) > 4 * characters or len(kept) > lines or len(plain(text)) > characters
    return "\n".join(["…", *kept[-lines:]] if cut else kept)
