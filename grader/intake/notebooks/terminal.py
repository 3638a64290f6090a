"""Keeps of text that was written for a terminal what its reader saw at the end.

Progress bars overwrite their line with carriage returns and backspaces, and colour it with escapes.
Of each line only what was written last is kept, so that a log of many megabytes shrinks to a line
an epoch. Every step is linear.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from grader.text.terminal import without_escapes

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BACKSPACES = re.compile("(\b+)")


def as_seen(text: str) -> str:
    """Return `text` as a terminal shows it at the end, without colours and control characters."""
    if "\r" in text or "\b" in text:
        text = "\n".join(_last_written(line) for line in text.split("\n"))
    return _CONTROL.sub("", without_escapes(text))


def _last_written(line: str) -> str:
    """What stands on one line after the last carriage return with something behind it."""
    if "\r" in line:
        kept = line.rstrip("\r\b \t")
        line = kept[kept.rfind("\r") + 1 :]
    return _without_backspaces(line) if "\b" in line else line


def _without_backspaces(line: str) -> str:
    """Let each run of backspaces take back as many characters, keeping a line that would be taken
    back whole.
    """
    pieces = _BACKSPACES.split(line)
    left = lengths_left(list(map(len, pieces)))
    shown = "".join(
        piece[:length] for piece, length in zip(pieces[::2], left, strict=True) if length
    )
    return shown or line.replace("\b", "")


def lengths_left(lengths: Sequence[int]) -> list[int]:
    """How much stays of each text, where texts of these `lengths` alternate with runs of
    backspaces.

    Counts only: a long line is not copied for each of its backspaces.
    """
    left, runs = list(lengths[::2]), lengths[1::2]
    with_signs: list[int] = []
    for number, backspaces in enumerate(runs):
        with_signs.append(number)
        missing = backspaces
        while missing and with_signs:
            last = with_signs[-1]
            back = min(missing, left[last])
            left[last] -= back
            missing -= back
            if not left[last]:
                with_signs.pop()
    return left
