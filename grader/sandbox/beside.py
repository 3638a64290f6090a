"""Packs files that a kernel finds in its working directory beside the notebook.

What the student handed in travels as a tar in a file without a name, whose descriptor the kernel
inherits or is sent: one that was forked from a zygote sees no folder of the host's. The
assignment's resources, the same for everybody, are mounted. `recorder/start/beside.py` lays out
both.
"""

from __future__ import annotations

import os
import tarfile
import tempfile
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from grader.model.assignment import Assignment

FilesBeside = tuple[tuple[Path, str], ...]
"""Where each file (or folder, of an assignment) lies on the host, and its path relative to the
notebook's working directory.
"""


def resources_of(assignment: Assignment) -> FilesBeside:
    """The assignment's own files, at the places that they have in its folder."""
    return tuple(
        (assignment.folder / name, PurePosixPath(name).as_posix()) for name in assignment.resources
    )


def packed(files: FilesBeside) -> BinaryIO:
    """The contents of `files` in an unnamed file, from its beginning; what is no plain file below
    the notebook is left out.
    """
    stream = tempfile.TemporaryFile()  # noqa: SIM115 - the caller's to close
    with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for path, name in files:
            if path.is_file() and not path.is_symlink() and _is_below(name):
                with path.open("rb") as content:
                    archive.addfile(_member(content, name), content)
    stream.seek(0)
    return stream


def _is_below(name: str) -> bool:
    place = PurePosixPath(name)
    return bool(place.parts) and not place.is_absolute() and ".." not in place.parts


def _member(content: BinaryIO, name: str) -> tarfile.TarInfo:
    """Name and size: no owner, no rights, no time of the host's."""
    member = tarfile.TarInfo(name)
    member.size = os.fstat(content.fileno()).st_size
    return member
