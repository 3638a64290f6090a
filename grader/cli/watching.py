"""Waits for a folder to change and to come to rest again."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path

LOOK_EVERY_S = 5.0
"""Twice this long nothing may change before it counts: files are still being copied."""

FilesSeen = frozenset[tuple[str, int, int]]
"""Path, size and time of every file."""


def changes_of(
    folder: Path, *, without: Path, wait: Callable[[float], None] = time.sleep
) -> Iterator[None]:
    """Yield at once, and whenever the files below `folder` are others and have come to rest.

    `without` is a folder below it that doesn't count: where the results go.
    """
    seen = _state(folder, without)
    yield
    before = _state(folder, without)
    while True:
        wait(LOOK_EVERY_S)
        now = _state(folder, without)
        if now != seen and now == before:
            seen = now
            yield
            now = _state(folder, without)
        before = now


def _state(folder: Path, without: Path) -> FilesSeen:
    apart = without.resolve()
    return frozenset(_files(folder, apart))


def _files(folder: Path, apart: Path) -> Iterator[tuple[str, int, int]]:
    for parent, folders, names in os.walk(folder):
        folders[:] = [name for name in folders if Path(parent, name).resolve() != apart]
        for name in names:
            path = Path(parent, name)
            try:
                status = path.lstat()
            except OSError:
                continue
            yield str(path), status.st_size, status.st_mtime_ns
