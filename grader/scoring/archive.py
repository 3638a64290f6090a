"""What do the arrays of an npz from the student's process hold, and is it safe to read them?

The headers are read first, and nothing is allocated before shape, dtype and size are known to be reasonable:
an entry that says it has 10⁹ rows costs a few bytes to refuse.
"""

from __future__ import annotations

import math
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.lib import format as npy

MAX_MEMBERS = 2_000
MAX_HEADER_BYTES = 4096
NUMERIC_KINDS = "biuf"


class ArchiveRefused(Exception):  # noqa: N818 - a verdict about the file, not an error of ours
    """The npz is damaged or too large; the message says how."""


@dataclass(frozen=True, slots=True)
class Header:
    """What an entry says of itself."""

    shape: tuple[int, ...]
    dtype: np.dtype

    @property
    def nbytes(self) -> int:
        """Bytes of the array once read."""
        return math.prod(self.shape) * self.dtype.itemsize


def read_headers(path: Path) -> dict[str, Header]:
    """Return shape and dtype of every array of an npz, by name, without reading the arrays."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise ArchiveRefused(f"holds {len(members):,} arrays, more than {MAX_MEMBERS:,}")
            return {member.filename.removesuffix(".npy"): _header(archive, member) for member in members}
    except (OSError, zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, RuntimeError) as error:
        raise ArchiveRefused(f"can't be read: {error}") from None


def read_arrays(path: Path, names: Iterable[str], *, max_bytes: int) -> dict[str, np.ndarray]:
    """Read the named arrays; refuse when together they would take more than `max_bytes`."""
    headers, wanted = read_headers(path), list(names)
    missing = [name for name in wanted if name not in headers]
    if missing:
        raise ArchiveRefused(f"lacks the array {missing[0]!r}")
    total = sum(headers[name].nbytes for name in wanted)
    if total > max_bytes:
        raise ArchiveRefused(f"would take {total:,} bytes, more than {max_bytes:,}")
    try:
        with path.open("rb") as stream, np.load(stream, allow_pickle=False) as archive:
            return {name: archive[name] for name in wanted}
    except (OSError, zipfile.BadZipFile, ValueError, EOFError, MemoryError, RuntimeError) as error:
        raise ArchiveRefused(f"can't be read: {error}") from None


def _header(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Header:
    with archive.open(member) as stream:
        version = npy.read_magic(stream)
        if version == (1, 0):
            shape, _, dtype = npy.read_array_header_1_0(stream, max_header_size=MAX_HEADER_BYTES)
        else:
            shape, _, dtype = npy.read_array_header_2_0(stream, max_header_size=MAX_HEADER_BYTES)
        offset = stream.tell()
    if dtype.kind not in NUMERIC_KINDS:
        raise ArchiveRefused(f"has an array of {dtype}, not of numbers")
    if any(size < 0 for size in shape):
        raise ArchiveRefused(f"has an array of the impossible shape {shape}")
    header = Header(tuple(shape), dtype)
    if header.nbytes != member.file_size - offset:
        raise ArchiveRefused(f"has an array that says {header.nbytes:,} bytes and holds {member.file_size - offset:,}")
    return header
