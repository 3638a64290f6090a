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
from collections.abc import Container, Sequence

from grader.intake.lms.owner import Owner, OwnerOf, Parts
from grader.text.ids import folded

ENDING = ".ipynb"
ARCHIVE = ".zip"
MAX_DEPTH = 4
"""How many folders may lie in one another above what somebody handed in."""
_OF_COPIES = re.compile(
    r"\b(?:copy\d*|of|kopie|von|copia|copie|de|final|finale?|new|neu|old|backup|checkpoint|draft|version|v\d+|last|real)\b|\(\d+\)"
)
"""What names of copies have more than the original's."""
_ORDERED = re.compile(r"\d{1,2}[_ .-].*", re.DOTALL)
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
    return _by_steps(2 if _are_sections(files) else 1, files)


def by_people(paths: Sequence[Parts], people: Container[str]) -> OwnerOf | None:
    """Return how owners are recognised, where a folder in most paths is called as somebody is."""
    files = [parts for parts in paths if parts[-1].lower().endswith(ENDING)]
    for depth in range(MAX_DEPTH):
        named = sum(len(parts) > depth + 1 and folded(parts[depth]) in people for parts in files)
        if 2 * named > len(files):
            return _by_steps(depth + 1, files)
    return None


def _by_steps(depth: int, files: Sequence[Parts]) -> OwnerOf:
    """By so many folders, and where all of them hold versions, with which it is."""
    versions = all(_version(parts[depth:]) for parts in files)

    def owner_of(parts: Parts) -> Owner | None:
        inner = parts[depth:]
        attempt = _version(inner) if versions else ""
        return Owner("/".join(parts[:depth]), rest=inner, attempt=attempt) if inner else None

    return owner_of


def by_folder(parts: Parts) -> Owner | None:
    """The owner of a file: by the first folder."""
    return Owner(parts[0], rest=parts[1:]) if len(parts) > 1 else None


def _are_sections(files: Sequence[Parts]) -> bool:
    """Whether the first folders may hold students, and not what one of them handed in: then there
    are as many names below as above, each of which says something.
    """
    if all(_version(parts[1:]) for parts in files):
        return False
    names = {parts[1] for parts in files}
    below = all(len(parts) > 2 and _may_be_called(parts[1]) for parts in files)
    return below and len({parts[0] for parts in files}) <= len(names)


def _may_be_called(folder: str) -> bool:
    """Whether somebody's folder may have the name: no copy's has, nor one of several in an order,
    as OpenOLAT's `1_submission`.
    """
    return bool(_without_marks(folder)) and not _ORDERED.fullmatch(folder)


def _version(inner: Parts) -> str:
    """Which time it was handed in, `{assignment}/Version 2/…`; empty where the path doesn't say."""
    found = _VERSION.fullmatch(inner[1]) if len(inner) > 2 else None
    return f"version {int(found['number']):04}" if found else ""


def _without_marks(name: str) -> str:
    words = re.sub(r"[-_. ]+", " ", name.casefold().removesuffix(ENDING))
    return " ".join(_OF_COPIES.sub(" ", words).split())
