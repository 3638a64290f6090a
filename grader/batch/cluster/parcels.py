"""Packs folders into bytes that travel between machines, and unpacks them within bounds."""

from __future__ import annotations

import gzip
import hashlib
import io
import os
import shutil
import tarfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from grader.errors import GraderError
from grader.model.assignment import Assignment
from grader.model.interpreter import Interpreter

MOST_BYTES = 4 * 1024**3
"""Of a folder, unpacked: a recording has its own, smaller bound."""
MOST_FILES = 200_000
MOST_OF_AN_ASSIGNMENT = 1024**3
"""With its data, before it is packed."""
ENVIRONMENT = "pyvenv.cfg"
"""What a folder holds that is a virtual environment."""
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
    """Empty where the worker is on this machine, and finds the folder in its place."""
    folder: str
    """Path of the assignment's folder, once unpacked."""
    digest: str
    interpreter: str = ""
    """Path of the one in which its notebooks run, where that is not grader's own: it does not
    travel, and has to be at the same place on every worker, as a shared file system has it.
    """
    packages: str = ""
    """Fingerprint of what is installed there."""


def assignment_in_place(assignment: Assignment) -> AssignmentParcel:
    """What to say to workers of this machine: they find everything where it is."""
    folder = str(assignment.folder.resolve())
    return AssignmentParcel(b"", folder, hashlib.sha256(folder.encode()).hexdigest())


def assignment_parcel(
    assignment: Assignment, interpreter: Interpreter | None = None
) -> AssignmentParcel:
    """Pack the folder of an assignment, and its data where it lies elsewhere; `interpreter` is the
    one in which its notebooks run, where that is not grader's own.

    Raises GraderError where the data's place is given as an absolute path, which would have to be
    the same on every worker, or where the folder holds more than an assignment.
    """
    if Path(assignment.dataset.file).is_absolute():
        raise GraderError(
            f"dataset.file of the assignment is an absolute path: {assignment.dataset.file}",
            hint="give it relative to the assignment's folder, so that it can travel to workers",
        )
    folder = assignment.folder.resolve()
    data = [Path(os.path.normpath(folder / assignment.dataset.file))] if assignment.has_data else []
    root = Path(os.path.commonpath([folder, *(file.parent for file in data)]))
    content = packed(root, {*_assignment_files(folder), *data})
    where = folder.relative_to(root).as_posix()
    digest = hashlib.sha256(where.encode() + b"\0" + content).hexdigest()
    if interpreter is None:
        return AssignmentParcel(content, where, digest)
    place = str(interpreter.executable.absolute())
    return AssignmentParcel(content, where, digest, place, interpreter.fingerprint)


def _assignment_files(folder: Path) -> Iterator[Path]:
    """The files of an assignment, those that its author linked to as well; environments don't
    travel. Raises GraderError where there is more than an assignment has.
    """
    size, been = 0, set()
    for place, folders, names in os.walk(folder, followlinks=True):
        been.add(os.path.realpath(place))
        folders[:] = [
            name
            for name in folders
            if name != "__pycache__"
            and not Path(place, name, ENVIRONMENT).exists()
            and os.path.realpath(Path(place, name)) not in been
        ]
        for path in (Path(place, name) for name in names):
            if path.is_file():
                size += path.stat().st_size
                if size > MOST_OF_AN_ASSIGNMENT:
                    raise GraderError(
                        f"the folder of the assignment, {folder}, holds more than "
                        f"{MOST_OF_AN_ASSIGNMENT / 1024**3:g} GiB, all of which would travel to "
                        f"every worker (the last file that was looked at: {path})",
                        hint="keep hand-ins, graded folders and the like elsewhere",
                    )
                yield path
