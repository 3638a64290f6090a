"""Tells notebooks and archives from other files, by their names and, where these say little, by how
they begin.
"""

from __future__ import annotations

import os
import re
from pathlib import Path

NOTEBOOK = ".ipynb"
ARCHIVE = ".zip"
OTHER_ARCHIVES = (".rar", ".7z", ".tar", ".gz", ".tgz", ".bz2", ".xz")
HEAD_BYTES = 4_096
ZIP_BEGINS = (b"PK\x03\x04", b"PK\x05\x06")
_ADDED = re.compile(r"(?:\.(?:txt|json|gz|download|bak)|_|~|[ .]?\(\d+\)|[ .]+$)*")
"""What browsers, mail programs and systems put behind a notebook's name."""
_UNSURE = ("", ".txt", ".json", ".py", ".download")
"""Endings behind which a notebook may stand that lost its own."""
_BEGINS = re.compile(rb"\s*\{\s*\"(?:cells|metadata|nbformat|nbformat_minor|worksheets)\"\s*:")


def is_notebook(parts: tuple[str, ...], path: Path | None = None) -> bool:
    """Whether the file is a notebook: by its name, else, where `path` is given, by its
    beginning.
    """
    name = parts[-1]
    before, ending, added = name.lower().rpartition(NOTEBOOK)
    if ending and (before or not added) and _ADDED.fullmatch(added):
        return not (
            path and name.lower().endswith(NOTEBOOK) and head_of(path).startswith(ZIP_BEGINS)
        )
    if path is None or os.path.splitext(name)[1].lower() not in _UNSURE:  # noqa: PTH122 - a name, no path
        return False
    return (
        _BEGINS.match(head_of(path).replace(b"\0", b"").removeprefix(b"\xef\xbb\xbf")) is not None
    )


def is_archive(parts: tuple[str, ...], path: Path | None = None) -> bool:
    """Whether the file is a zip: by its name, or one that was given a notebook's."""
    name = parts[-1].lower()
    if name.endswith(ARCHIVE):
        return True
    return path is not None and name.endswith(NOTEBOOK) and head_of(path).startswith(ZIP_BEGINS)


def head_of(path: Path) -> bytes:
    """How a regular file begins; nothing where it can't be read."""
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD_BYTES)
    except OSError:
        return b""
