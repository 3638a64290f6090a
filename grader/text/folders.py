"""Leaves out of a text where on this machine files lie: records and reports are handed out."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import grader

PATH = re.compile(r"(?<![\w./:\\~-])/(?:[^/\s\"'<>|:]+/)+(?P<last>[^/\s\"'<>|:,;)\]]*)")
"""A path from the root with a folder in it; an address of the web is none."""
INSIDE = ("grader", "site-packages", "dist-packages")
"""From these folders on a path says which code it is, and nothing of the machine."""


def without_folders(text: str) -> str:
    """The text with only the last part of each path in it; of code, from its package on."""
    for folder in _of_this_machine():
        text = text.replace(f"{folder}/", "/…/")
    return PATH.sub(_shown, text)


def _of_this_machine() -> tuple[str, ...]:
    """Folders whose names may hold spaces, which end a path otherwise; the longest first."""
    known = {Path(grader.__file__).resolve().parents[1]}
    finders: tuple[Callable[[], str | Path], ...] = (tempfile.gettempdir, Path.home, Path.cwd)
    for find in finders:
        with suppress(RuntimeError, OSError):  # an account without a home, a folder that is gone
            known.add(Path(find()))
    listed = (str(folder) for folder in known if len(folder.parts) > 1)
    return tuple(sorted(listed, key=len, reverse=True))


def _shown(found: re.Match[str]) -> str:
    parts = found[0].split("/")
    for place in range(len(parts) - 2, 0, -1):
        if parts[place] in INSIDE:
            start = place if parts[place] == INSIDE[0] else place + 1
            return "/".join(parts[start:])
    return f"…/{found['last']}" if found["last"] else "…"
