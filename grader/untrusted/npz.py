"""Reads npz files that came out of a student's process.

NumPy's own reader parses each header as a literal of Python and raises whatever that raises
(TokenError, SyntaxError, RecursionError, MemoryError …). Here a header is matched against the one
form in which `np.save` writes plain numbers; all else is refused, before anything is allocated, and
there is only one exception to catch.
"""

from __future__ import annotations

import math
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import numpy as np

MAX_MEMBERS = 4096
MAX_HEADER_BYTES = 4096
MAX_DIMENSIONS = 32
MAX_EMPTY_LENGTH = 2_000_000
"""Of an axis of an array that holds nothing: no bytes stand behind it, so nothing else bounds it.
"""
MAX_BYTES = 64 * 1024**2
"""Of an array that `read_array` reads."""
READ_BYTES = 1024 * 1024
MEMBER_NAME = re.compile(r"[A-Za-z0-9_.]{1,100}\.npy")
NUMBERS = "biuf"
"""NumPy's kinds of the numbers that are computed with."""

_MAGIC = b"\x93NUMPY"
_LENGTHS = {(1, 0): struct.Struct("<H"), (2, 0): struct.Struct("<I")}
"""How each version of the format writes the length of its header."""
_HEADER = re.compile(
    rb"\{'descr': '([<>|=](?:[biufc]\d{1,2}|V2))', 'fortran_order': (True|False), "
    rb"'shape': \(((?:\d{1,15}, )*\d{1,15},?|)\), \} *\n"
)
"""What `numpy.lib.format` writes for plain numbers; `|V2` are the two bytes of a bfloat16."""
_SHOWN = re.compile(rb"'descr': '?([^'}]{1,40})|'shape': (\([^)}]{0,80}\))")
_BROKEN = (
    *(OSError, EOFError, KeyError, ValueError, NotImplementedError, RuntimeError, MemoryError),
    *(OverflowError, zipfile.BadZipFile, zlib.error, struct.error),
)
"""What `zipfile` raises for damaged archives: it names `ValueError`, `NotImplementedError` and
`RuntimeError`, too.
"""


class NpzRefused(Exception):  # noqa: N818 - a judgement of the file, not an error of ours
    """The file is damaged, too large, or holds what is no plain number; the message says which."""


@dataclass(frozen=True, slots=True)
class Header:
    """What a member says of itself, held against its length."""

    shape: tuple[int, ...]
    dtype: np.dtype
    fortran_order: bool = False

    @property
    def nbytes(self) -> int:
        """Bytes of the array once read."""
        return math.prod(self.shape) * self.dtype.itemsize


def npz_problem(path: Path) -> str:
    """Why the file at `path` is not as the recorder writes them; empty where it is.

    Reads every member to its end for the sake of its checksum, and never holds one.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            return _directory_problem(members, path.stat().st_size) or _first_problem(
                archive, members
            )
    except (NpzRefused, *_BROKEN) as error:
        return f"not an npz: {_why(error)}"


def _why(error: Exception) -> object:
    """What went wrong; where on this machine the file lies is nobody's to read."""
    return error.strerror if isinstance(error, OSError) and error.strerror else error


def read_headers(path: Path) -> dict[str, Header]:
    """Return shape and dtype of every array by name, without reading the arrays; raises
    `NpzRefused`.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            if len(members) > MAX_MEMBERS:
                raise NpzRefused(f"holds {len(members):,} arrays, more than {MAX_MEMBERS:,}")
            return {
                member.filename.removesuffix(".npy"): _opened(archive, member) for member in members
            }
    except _BROKEN as error:
        raise NpzRefused(f"can't be read: {_why(error)}") from None


def read_arrays(path: Path, names: Iterable[str], *, max_bytes: int) -> dict[str, np.ndarray]:
    """Read the named arrays; raises `NpzRefused`, also where together they would take more than
    `max_bytes`.
    """
    headers, wanted = read_headers(path), list(names)
    missing = [name for name in wanted if name not in headers]
    if missing:
        raise NpzRefused(f"lacks the array {missing[0]!r}")
    total = sum(headers[name].nbytes for name in wanted)
    if total > max_bytes:
        raise NpzRefused(f"would take {total:,} bytes, more than {max_bytes:,}")
    try:
        with zipfile.ZipFile(path) as archive:
            return {name: _read(archive, archive.getinfo(f"{name}.npy")) for name in wanted}
    except _BROKEN as error:
        raise NpzRefused(f"can't be read: {_why(error)}") from None


def read_array(
    folder: Path | None, name: str | None, key: str, *, max_bytes: int = MAX_BYTES
) -> np.ndarray | None:
    """Read one array of the npz `name` in the recording's folder; None where it is missing, too
    large or damaged.
    """
    if folder is None or not name:
        return None
    try:
        return read_arrays(inside(folder, name), [key], max_bytes=max_bytes)[key]
    except NpzRefused:
        return None


def read_row_hashes(folder: Path | None, name: str | None, key: str) -> np.ndarray | None:
    """One hash a row (n,) of the array `key`; None where they are missing or of another form."""
    found = read_array(folder, name, f"{key}.row_hashes")
    return found if found is not None and found.ndim == 1 else None


def inside(folder: Path, name: str) -> Path:
    """The file `name` of the recording in `folder`; refused where it lies elsewhere."""
    try:
        path = (folder / name).resolve()
        if path.is_relative_to(folder.resolve()) and path.is_file():
            return path
    except (OSError, ValueError, RuntimeError):
        pass
    raise NpzRefused("is not among the recording's files")


def _directory_problem(members: list[zipfile.ZipInfo], size: int) -> str:
    names = [member.filename for member in members]
    if len(names) > MAX_MEMBERS or len(set(names)) < len(names):
        return f"{len(names)} members, some of one name or more than {MAX_MEMBERS}"
    if not all(MEMBER_NAME.fullmatch(name) for name in names):
        return "a member's name is none that the recorder gives"
    if any(
        member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1 for member in members
    ):
        return "a member is packed"
    return "members overlap" if sum(member.file_size for member in members) > size else ""


def _first_problem(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    for member in members:
        try:
            with archive.open(member) as stream:
                _header(stream, member.file_size, kinds=None)
                while stream.read(READ_BYTES):
                    pass
        except NpzRefused as refusal:
            return f"{member.filename} {refusal}"
    return ""


def _opened(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Header:
    with archive.open(member) as stream:
        return _header(stream, member.file_size)


def _read(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> np.ndarray:
    with archive.open(member) as stream:
        header = _header(stream, member.file_size)
        flat = np.empty(math.prod(header.shape), header.dtype)
        _fill(stream, flat)
    return flat.reshape(header.shape, order="F" if header.fortran_order else "C")


def _fill(stream: IO[bytes], flat: np.ndarray) -> None:
    """Read the array's bytes into its memory, and to the end of the member for its checksum."""
    room, filled = flat.view(np.uint8), 0
    while piece := stream.read(READ_BYTES):
        room[filled : filled + len(piece)] = np.frombuffer(piece, np.uint8)
        filled += len(piece)
    if filled != len(room):
        raise NpzRefused(f"has an array cut off after {filled:,} bytes")


def _header(stream: IO[bytes], size: int, *, kinds: str | None = NUMBERS) -> Header:
    """Read the header of a member of `size` bytes; refuses dtypes of other `kinds` where those are
    given.
    """
    dtype, shape, fortran_order = _parsed(_header_text(stream))
    if kinds is not None and dtype.kind not in kinds:
        raise NpzRefused(f"has an array of {dtype}, not of numbers")
    if len(shape) > MAX_DIMENSIONS:
        raise NpzRefused(f"has an array of {len(shape)} dimensions")
    header, held = Header(shape, dtype, fortran_order), size - stream.tell()
    if header.nbytes != held:
        raise NpzRefused(f"has an array that says {header.nbytes:,} bytes and holds {held:,}")
    if not header.nbytes and max(shape, default=0) > MAX_EMPTY_LENGTH:
        raise NpzRefused(f"has an empty array of the shape {shape}")
    return header


def _header_text(stream: IO[bytes]) -> bytes:
    start = stream.read(len(_MAGIC) + 2)
    length = _LENGTHS.get((start[-2], start[-1])) if len(start) == len(_MAGIC) + 2 else None
    if length is None or not start.startswith(_MAGIC):
        raise NpzRefused("has a member that is no array")
    (size,) = length.unpack(stream.read(length.size))
    if size > MAX_HEADER_BYTES:
        raise NpzRefused(f"has an array with a header of {size:,} bytes")
    return stream.read(size)


def _parsed(text: bytes) -> tuple[np.dtype, tuple[int, ...], bool]:
    """Dtype, shape and order of a header as NumPy writes it."""
    match = _HEADER.fullmatch(text)
    if match is None:
        shown = b", ".join(found.group(0) for found in _SHOWN.finditer(text)).decode(
            "ascii", "replace"
        )
        raise NpzRefused(
            f"has an array that is no plain number, or a damaged header ({shown or '…'})"
        )
    descr, order, lengths = (part.decode("ascii") for part in match.groups())
    try:
        dtype = np.dtype(descr)
    except TypeError:
        raise NpzRefused(f"has an array of the unknown type {descr}") from None
    shape = tuple(int(length) for length in lengths.replace(" ", "").split(",") if length)
    return dtype, shape, order == "True"
