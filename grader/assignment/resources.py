"""Checks the files that an assignment lays beside its notebooks, and tells their content apart."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from grader.model.assignment import Assignment
from grader.text.spelling import nearest
from grader.text.yaml_text import YamlPlace

MAX_BYTES = 2 * 1024**3
MAX_FILES = 20_000
"""Every kernel makes a link or a copy of each."""


def resource_problems(assignment: Assignment) -> Iterator[tuple[YamlPlace, str]]:
    """Yield the place and the message of every resource that isn't there, lies elsewhere, or is too
    large.
    """
    files = size = 0
    for number, name in enumerate(assignment.resources):
        place: YamlPlace = ("resources", number)
        problem = _problem(assignment.folder, name)
        if problem:
            yield place, problem
            continue
        found = list(_files(assignment.folder / name))
        files, size = files + len(found), size + sum(path.stat().st_size for path in found)
    if files > MAX_FILES or size > MAX_BYTES:
        held = f"{files:,} files of {size / 1024**3:.1f} GiB in all"
        yield (
            ("resources",),
            (
                f"{held}; at most {MAX_FILES:,} and {MAX_BYTES // 1024**3} GiB are laid beside a "
                f"notebook"
            ),
        )


def resources_fingerprint(assignment: Assignment) -> str:
    """SHA-256 over the names and contents of all resources."""
    digest = hashlib.sha256()
    for name in sorted(assignment.resources):
        for path in _files(assignment.folder / name):
            with path.open("rb") as stream:
                content = hashlib.file_digest(stream, "sha256").digest()
            digest.update(path.relative_to(assignment.folder).as_posix().encode() + b"\0" + content)
    return digest.hexdigest()


def _problem(folder: Path, name: str) -> str:
    place, path = PurePosixPath(name), folder / name
    if place.is_absolute() or ".." in place.parts:
        return f"expected a path below the assignment's folder, got {name!r}"
    if not place.parts:
        return (
            "expected a file or a folder, not the assignment's whole folder, which holds the "
            "solution"
        )
    if not path.exists():
        around = sorted(each.name for each in path.parent.iterdir()) if path.parent.is_dir() else []
        return f"no such file or folder: {name!r}" + (nearest(place.name, around) if around else "")
    for each in (path, *_files(path)):
        if not each.resolve().is_relative_to(folder.resolve()):
            return (
                f"{each.relative_to(folder)} is a link that leads out of the assignment's folder; "
                f"copy the file"
            )
        if not (each.is_file() or each.is_dir()):
            return f"{each.relative_to(folder)} is neither a file nor a folder"
    return ""


def _files(path: Path) -> Iterator[Path]:
    """The file, or all files below the folder, in a settled order."""
    if not path.is_dir():
        yield path
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(each for each in folders if each != "__pycache__")
        yield from (Path(folder, each) for each in sorted(names))
