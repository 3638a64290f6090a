"""Names a path in a message of one line."""

from __future__ import annotations

import unicodedata
from pathlib import Path, PurePosixPath

MAX_CHARS = 120
"""Of one step of a path, where it is shown."""


def printable(path: Path | str) -> str:
    """Return the path with line breaks, terminal escapes, text-direction marks and undecodable
    bytes as `?`.
    """
    text = str(path)
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        "?" if unicodedata.category(sign)[0] == "C" or sign in "\u2028\u2029" else sign
        for sign in text
    )


def shown(parts: tuple[str, ...]) -> str:
    """Return a path from an archive as it is shown: printable, no step longer than a line; its
    ending is kept.
    """
    return "/".join(_shortened(printable(part)) for part in parts)


def _shortened(step: str) -> str:
    if len(step) <= MAX_CHARS:
        return step
    suffix = PurePosixPath(step).suffix[:12]
    return step[: MAX_CHARS - len(suffix) - 1] + "…" + suffix
