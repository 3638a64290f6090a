"""Recognises a folder for each student, as people who sort hand-ins by hand lay them out:
ada01/hw3.ipynb, ben02/hw3.ipynb.

Only where nothing speaks against it: each folder holds a notebook of the same name, or copies of
it, and neither other notebooks nor archives, which may be somebody else's. Else every notebook is a
hand-in of its own: a folder may as well be a section. Who knows better says so.

Above them there may be folders of sections: morning/ada01/hw3.ipynb. Teams keeps every time that
somebody handed in: ada01/Homework 3/Version 2/hw3.ipynb.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from grader.intake.lms.owner import Owner, OwnerOf, Parts

ENDING = ".ipynb"
ARCHIVE = ".zip"
_OF_COPIES = re.compile(
    r"\b(?:copy\d*|of|kopie|von|copia|copie|de|final|finale?|new|neu|old|backup|checkpoint|draft|version|v\d+|last|real)\b|\(\d+\)"
)
"""What names of copies have more than the original's."""
_VERSION = re.compile(
    r"(?:version|versión|versione|versão|versie|wersja) (?P<number>\d{1,4})", re.IGNORECASE
)


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
    if 2 * max(same.values()) <= len(owners):
        return None
    if all(map(_version, files)):
        return _by_version
    return _in_a_section if _are_sections(files) else by_folder


def by_folder(parts: Parts) -> Owner | None:
    """The owner of a file: by the first folder."""
    return Owner(parts[0], rest=parts[1:]) if len(parts) > 1 else None


def _are_sections(files: Sequence[Parts]) -> bool:
    """Whether the first folders hold students, and not what one of them handed in: then there are
    more names below than above, each of which says something.
    """
    names = {parts[1] for parts in files}
    below = all(len(parts) > 2 and _without_marks(parts[1]) for parts in files)
    return below and len({parts[0] for parts in files}) < len(names)


def _in_a_section(parts: Parts) -> Owner | None:
    return Owner("/".join(parts[:2]), rest=parts[2:]) if len(parts) > 2 else None


def _by_version(parts: Parts) -> Owner | None:
    owner = by_folder(parts)
    return owner and replace(owner, attempt=_version(parts))


def _version(parts: Parts) -> str:
    """Which time it was handed in; empty where the path doesn't say."""
    found = _VERSION.fullmatch(parts[2]) if len(parts) > 3 else None
    return f"version {int(found['number']):04}" if found else ""


def _without_marks(name: str) -> str:
    words = re.sub(r"[-_. ]+", " ", name.casefold().removesuffix(ENDING))
    return " ".join(_OF_COPIES.sub(" ", words).split())
