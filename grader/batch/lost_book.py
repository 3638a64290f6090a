"""Refuses to go on where what people decided is lost: its file is gone or empty, and what was
published tells of it.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

from grader.errors import ConfigError, Problem
from grader.host.files import read_whole
from grader.review import Book
from grader.store import BatchFolder
from grader.store.records import MAX_RECORD_BYTES

_NO_DECISIONS = b'\n  "decisions": []\n}'
"""How a published record ends in which nobody decided anything: its last field."""


def require_book(store: BatchFolder) -> None:
    """Raise ConfigError where it is lost: the grades would silently become the program's again, and
    what was published would be written anew without what people decided.
    """
    if Book(store.path).all():
        return
    for place in sorted((store.path / "submissions").glob("*/grade.json")):
        if _tells_of_decisions(place):
            name = place.parent.name
            said = f"holds no decision, and {name}/grade.json tells of some: it was lost"
            raise ConfigError(
                [Problem(str(Book(store.path).path), None, "", said)],
                hint="take the file from a backup, with those beside it that end in -wal and -shm; "
                "to go on without what people decided, remove submissions/*/grade.json and then "
                "run grader regrade",
            )


def _tells_of_decisions(place: Path) -> bool:
    try:
        if _end_of(place) == _NO_DECISIONS:
            return False
        return bool(json.loads(read_whole(place, most_bytes=MAX_RECORD_BYTES))["decisions"])
    except (OSError, ValueError, RecursionError, KeyError, TypeError):
        return False


def _end_of(place: Path) -> bytes:
    """Most records end so, and are large: they need not be taken apart to see that."""
    opened = os.open(place, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        length = len(_NO_DECISIONS)
        return os.pread(opened, length, max(0, os.fstat(opened).st_size - length))
    finally:
        os.close(opened)
