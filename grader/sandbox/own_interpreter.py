"""Finds the interpreter that this process runs in, with the folders of its packages."""

from __future__ import annotations

import platform
import sys
from pathlib import Path

from grader.model.interpreter import Interpreter

PACKAGES = ("site-packages", "dist-packages")
"""What folders of installed packages are called."""


def own_interpreter() -> Interpreter:
    """The interpreter that this process runs in."""
    elsewhere = _packages_elsewhere()
    found = [Path("/usr")]
    for folder in (*_prefixes(), *elsewhere):
        if not any(map(folder.is_relative_to, found)):
            found.append(folder)
    return Interpreter(
        Path(sys.executable), tuple(found[1:]), elsewhere, platform.python_version(), is_own=True
    )


def _packages_elsewhere() -> tuple[Path, ...]:
    """Folders of installed packages that lie outside the interpreter's own: a user's, or those on
    PYTHONPATH.
    """
    found = (Path(entry).resolve() for entry in sys.path if Path(entry).name in PACKAGES)
    own = _prefixes()
    return tuple(
        dict.fromkeys(
            path for path in found if path.is_dir() and not any(map(path.is_relative_to, own))
        )
    )


def _prefixes() -> tuple[Path, ...]:
    """Where Python lies, the system first."""
    return (Path("/usr"), *(Path(prefix).resolve() for prefix in (sys.base_prefix, sys.prefix)))
