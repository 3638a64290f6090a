"""Packs folders into bytes that travel between machines, and unpacks them within bounds."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from grader.errors import GraderError
from grader.model.assignment import Assignment

MOST_BYTES = 4 * 1024**3
"""Of a folder, unpacked: a recording has its own, smaller bound."""
MOST_FILES = 200_000
COMPRESSION = 1
"""Of gzip: event streams shrink by nine tenths, arrays are compressed already."""


NO_ARCHIVE = (tarfile.TarError, gzip.BadGzipFile, zlib.error, EOFError, ValueError)
NO_PLACE = (FileExistsError, IsADirectoryError, NotADirectoryError)
"""A name that is a file's and a folder's."""


class ParcelRefused(GraderError):  # noqa: N818 - what it says is the name
    """Bytes that came from another machine are not what they should be."""


def packed(root: Path, paths: Iterable[Path]) -> bytes:
    """Return the files `paths`, which lie below `root`, in one archive that says nothing of owners
    and times.
    """
    archive = io.BytesIO()
    with tarfile.open(fileobj=archive, mode="w") as tar:
        for path in sorted(paths):
            entry = tarfile.TarInfo(path.relative_to(root).as_posix())
            content = path.read_bytes()
            entry.size = len(content)
            tar.addfile(entry, io.BytesIO(content))
    return gzip.compress(archive.getvalue(), COMPRESSION, mtime=0)


def files_below(folder: Path) -> list[Path]:
    """Every plain file below `folder`; links are left out, and what Python compiled."""
    return [
        Path(place) / name
        for place, _, names in os.walk(folder)
        for name in names
        if not (Path(place) / name).is_symlink()
        and (Path(place) / name).is_file()
        and Path(place).name != "__pycache__"
    ]


def unpack(parcel: bytes, folder: Path) -> None:
    """Write the files of `parcel` below `folder`. Raises ParcelRefused where it holds anything but
    files with paths below it, or too much.
    """
    size = count = 0
    try:
        with tarfile.open(fileobj=io.BytesIO(parcel), mode="r:gz") as tar:
            for entry in tar:
                size, count = size + entry.size, count + 1
                content = tar.extractfile(entry) if entry.isreg() else None
                if content is None or size > MOST_BYTES or count > MOST_FILES:
                    raise ParcelRefused(f"a parcel from a worker holds {entry.name[:80]!r}")
                _write(content, folder / _below(entry.name))
    except (*NO_ARCHIVE, *NO_PLACE) as error:
        raise ParcelRefused(f"a parcel from a worker can't be unpacked: {error}") from None


def _below(name: str) -> PurePosixPath:
    """The path of a file in a parcel. Raises ParcelRefused where it leads out of the folder: what
    is unpacked are plain files in a folder without links, so that nothing else can.
    """
    path = PurePosixPath(name)
    if path.is_absolute() or not path.parts or ".." in path.parts or "\0" in name:
        raise ParcelRefused(f"a parcel from a worker holds {name[:80]!r}")
    return path


def _write(content: IO[bytes], place: Path) -> None:
    try:
        stream = place.open("wb")
    except FileNotFoundError:
        place.parent.mkdir(parents=True, exist_ok=True)
        stream = place.open("wb")
    with stream:
        shutil.copyfileobj(content, stream)


@dataclass(frozen=True, slots=True)
class AssignmentParcel:
    """An assignment with its data set, as it travels to a worker: once, by its digest."""

    content: bytes
    folder: str
    """Path of the assignment's folder, once unpacked."""
    digest: str


def assignment_parcel(assignment: Assignment) -> AssignmentParcel:
    """Pack the folder of an assignment, and its data where it lies elsewhere.

    Raises GraderError where the data's place is given as an absolute path: it would have to be the
    same on every worker.
    """
    if Path(assignment.dataset.file).is_absolute():
        raise GraderError(
            f"dataset.file of the assignment is an absolute path: {assignment.dataset.file}",
            hint="give it relative to the assignment's folder, so that it can travel to workers",
        )
    folder = assignment.folder.resolve()
    data = Path(os.path.normpath(folder / assignment.dataset.file))
    root = Path(os.path.commonpath([folder, data.parent]))
    content = packed(root, {*files_below(folder), data})
    where = folder.relative_to(root).as_posix()
    return AssignmentParcel(
        content, where, hashlib.sha256(where.encode() + b"\0" + content).hexdigest()
    )
