"""Keeps a ledger of what was sent to an LMS that can't be asked everything.

A line is written before something is sent and another one when the LMS has taken it, so that a run
that was killed between the two is known. Lines are only appended; a torn last one is left out.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.errors import OutputError


@dataclass(frozen=True, slots=True)
class Entry:
    """What was sent for one student."""

    item: str
    """The address of the line item."""
    user: str
    points: str
    """Empty where no score was sent."""
    comment: str
    """Its mark only."""
    final: bool
    """Whether it was sent as fully graded."""
    was: str
    """What the LMS had before."""
    arrived: bool
    """False until the LMS has said that it took it."""


class Ledger:
    """The ledger of one folder."""

    def __init__(self, path: Path) -> None:
        """Read what is there."""
        self._path = path
        try:
            text = path.read_text("utf-8") if path.exists() else ""
        except (OSError, UnicodeDecodeError) as error:
            raise OutputError(f"{path}: can't be read: {error}") from None
        self._torn = bool(text) and not text.endswith("\n")
        self._last = {(one.item, one.user): one for one in _entries(text)}

    def last(self, item: str, user: str) -> Entry | None:
        """What was sent last for a student, or was about to be."""
        return self._last.get((item, user))

    def note(self, entry: Entry) -> None:
        """Write it down, on the disk before this returns."""
        line = json.dumps(asdict(entry)) + "\n"
        try:
            with self._path.open("a", encoding="utf-8") as file:
                file.write("\n" + line if self._torn else line)
                file.flush()
                os.fsync(file.fileno())
        except OSError as error:
            raise OutputError.of(error, self._path) from None
        self._torn = False
        self._last[entry.item, entry.user] = entry


def _entries(text: str) -> Iterator[Entry]:
    for line in text.splitlines():
        try:
            yield Entry(**json.loads(line))
        except (ValueError, TypeError, RecursionError):
            continue  # cut off by a run that was killed
