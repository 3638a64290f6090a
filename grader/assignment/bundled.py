"""Finds the files that come with the program."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from grader.errors import PrerequisiteError

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled(kind: Literal["reference", "templates"]) -> Path:
    """Return the folder of that kind: inside the installed package, or at the top of a checkout."""
    for folder in (_PACKAGE / "_bundled" / kind, _PACKAGE.parent / kind):
        if folder.is_dir():
            return folder
    raise PrerequisiteError(f"the bundled folder {kind!r} is missing", hint="install grader again")


def bundled_assignments() -> tuple[str, ...]:
    """Names of the assignments that come with the program, sorted."""
    return tuple(
        sorted(path.parent.name for path in bundled("reference").glob("*/assignment.yaml"))
    )
