"""Which notebooks lie in a folder?"""

from __future__ import annotations

import os
from pathlib import Path

from grader.errors import IntakeError
from grader.intake.path import printable

SUFFIX = ".ipynb"


def find_notebooks(path: Path) -> tuple[Path, ...]:
    """Return every notebook below a folder, sorted; a file is returned as it is.

    Hidden folders, Jupyter's checkpoints among them, and links that lead out of the folder are left out.
    """
    try:
        if path.is_dir():
            return tuple(sorted(_below(path)))
        exists = path.exists()
    except (OSError, ValueError) as error:
        raise IntakeError(f"{printable(path)}: can't be looked at ({error})") from None
    if not exists:
        raise IntakeError(f"{printable(path)}: no such file or folder", hint="check the path for a typing mistake")
    return (path,)


def _below(folder: Path) -> list[Path]:
    root = folder.resolve()
    found = []
    for parent, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in files:
            candidate = Path(parent) / name
            if name.lower().endswith(SUFFIX) and not name.startswith(".") and _stays_inside(candidate, root):
                found.append(candidate)
    return found


def _stays_inside(candidate: Path, root: Path) -> bool:
    """Whether it is a regular file that lies below `root`, links followed."""
    try:
        target = candidate.resolve(strict=True)
        return target.is_file() and target.is_relative_to(root)
    except (OSError, RuntimeError):
        return False
