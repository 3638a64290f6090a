"""Finds the files that come with the program."""

from __future__ import annotations

from itertools import islice
from pathlib import Path
from typing import Literal

from grader.errors import PrerequisiteError

MOST_BESIDE = 200
"""Folders beside an assignment's that are looked at."""
MOST_OTHERS = 20

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


def other_assignments(folder: Path) -> tuple[Path, ...]:
    """Folders of the other assignments that come with the program or lie beside `folder`, sorted by
    name.
    """
    try:
        beside = [one for one in islice(folder.parent.iterdir(), MOST_BESIDE) if one != folder]
    except OSError:
        beside = []
    own = [bundled("reference") / name for name in bundled_assignments()]
    known = {one.resolve(): None for one in (*own, *beside) if (one / "assignment.yaml").is_file()}
    return tuple(sorted(known.keys() - {folder.resolve()}))[:MOST_OTHERS]
