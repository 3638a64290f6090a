"""Lays files beside the notebook: what was handed in with it, and what belongs to the assignment.

The student's own files come as a tar through a descriptor and are copied. The assignment's
resources lie in view read-only; in the working directory stand real folders, copies of small files,
and links to large ones. So a notebook may write beside them, replace a helper module or remove a
picture, and changes nothing but its own copy.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tarfile
from collections.abc import Iterable, Iterator
from pathlib import Path

FileFound = tuple[int, Path, str]
"""Size, where it lies, and its path relative to the working directory."""


def lay_resources(resources: Iterable[Iterable[str]], *, copied_bytes: int) -> None:
    """Put the assignment's files into the working directory.

    `resources` are pairs of where one lies and its relative path; of their files, the smallest are
    copied, `copied_bytes` in all, and the others linked.
    """
    for size, path, name in sorted(
        found for source, inside in resources for found in _files(Path(source), inside)
    ):
        copied_bytes -= size
        target = Path(name)
        target.parent.mkdir(parents=True, exist_ok=True)
        if copied_bytes >= 0:
            shutil.copyfile(path, target)
        else:
            target.symlink_to(path)


def lay_own(packed_fd: int) -> list[str]:
    """Put the student's files into the working directory, where nothing lies yet; return the names
    of those left out.

    Each of them counts as scratch space, which may be too small. `packed_fd` is closed here.
    """
    with os.fdopen(packed_fd, "rb") as stream, tarfile.open(fileobj=stream, mode="r:") as archive:
        return [member.name for member in archive if not _is_laid(archive, member)]


def _is_laid(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bool:
    source, path = archive.extractfile(member), Path(member.name)
    if source is None:
        return False
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with source, path.open("xb") as target:
            shutil.copyfileobj(source, target)
    except FileExistsError:
        return False
    except OSError:
        with contextlib.suppress(OSError):
            path.unlink()
        return False
    return True


def _files(source: Path, name: str) -> Iterator[FileFound]:
    """The files of one resource. Its folders are made here, those that are empty too."""
    if not source.is_dir():
        yield source.stat().st_size, source, name
        return
    for folder, _, names in os.walk(source):
        inner = os.path.normpath(os.path.join(name, os.path.relpath(folder, source)))  # noqa: PTH118 - text, not a path
        Path(inner).mkdir(parents=True, exist_ok=True)
        for each in names:
            path = Path(folder, each)
            yield path.stat().st_size, path, f"{inner}/{each}"
