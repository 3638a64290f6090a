"""Recognises a folder for each student, as people who sort hand-ins by hand lay them out:
ada01/hw3.ipynb, ben02/hw3.ipynb.

Only where nothing speaks against it: each folder holds a notebook of the same name, or copies of
it, and neither other notebooks nor archives, which may be somebody else's. Else every notebook is a
hand-in of its own: a folder may as well be a section. Who knows better says so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from grader.intake.lms.owner import Owner, OwnerOf, Parts

ENDING = ".ipynb"
ARCHIVE = ".zip"
_OF_COPIES = re.compile(
    r"\b(?:copy\d*|of|kopie|von|copia|copie|de|final|finale?|new|neu|old|backup|checkpoint|draft|version|v\d+|last|real)\b|\(\d+\)"
)
"""What names of copies have more than the original's."""


def folders(paths: Sequence[Parts], groups: Sequence[str] = ()) -> OwnerOf | None:
    """Return how owners are recognised, where there is a folder for each."""
    del groups
    files = [parts for parts in paths if parts[-1].lower().endswith((ENDING, ARCHIVE))]
    owners = {parts[0] for parts in files}
    names = {_without_marks(parts[-1]) for parts in files}
    nested = all(len(parts) > 1 and parts[-1].lower().endswith(ENDING) for parts in files)
    if len(owners) < 2 or not nested or len(names) > 1:
        return None
    same = Counter(name for name, _ in {(parts[-1].lower(), parts[0]) for parts in files})
    return by_folder if 2 * max(same.values()) > len(owners) else None


def by_folder(parts: Parts) -> Owner | None:
    """The owner of a file: by the first folder."""
    return Owner(parts[0], rest=parts[1:]) if len(parts) > 1 else None


def _without_marks(name: str) -> str:
    words = re.sub(r"[-_. ]+", " ", name.casefold().removesuffix(ENDING))
    return " ".join(_OF_COPIES.sub(" ", words).split())
