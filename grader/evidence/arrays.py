"""How is one array read from an npz that came out of the student's process?

Nothing in it is trusted: sizes are checked before anything is read, and only plain numbers are.
"""

from __future__ import annotations

import tokenize
import zipfile
import zlib
from math import prod
from pathlib import Path
from typing import IO

import numpy as np

MAX_BYTES = 64 * 1024**2
_BROKEN_FILE = (OSError, KeyError, EOFError, RuntimeError, zipfile.BadZipFile, zlib.error)
_BROKEN_HEADER = (ValueError, TypeError, SyntaxError, tokenize.TokenError, RecursionError, MemoryError)
"""What numpy's reader of headers, which parses a literal of Python, has been seen to raise, and what it may."""


def read_array(folder: Path | None, arrays: str | None, key: str) -> np.ndarray | None:
    """Return the array, or None where it is missing, too large, or not what it says."""
    path = _inside(folder, arrays)
    if path is None:
        return None
    try:
        with zipfile.ZipFile(path) as archive:
            member = archive.getinfo(f"{key}.npy")
            if member.file_size > MAX_BYTES:
                return None
            with archive.open(member) as stream:
                return _read_npy(stream, member.file_size)
    except (*_BROKEN_FILE, *_BROKEN_HEADER):
        return None


def _inside(folder: Path | None, arrays: str | None) -> Path | None:
    """The path of the npz, if it lies in the recording's folder."""
    if folder is None or not arrays:
        return None
    path = (folder / arrays).resolve()
    return path if path.is_relative_to(folder.resolve()) and path.is_file() else None


def _read_npy(stream: IO[bytes], size: int) -> np.ndarray | None:
    version = np.lib.format.read_magic(stream)
    read_header = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran_order, dtype = read_header(stream)
    if dtype.kind not in "biuf" or any(side < 0 for side in shape) or prod(shape) * dtype.itemsize > size:
        return None
    flat = np.frombuffer(stream.read(prod(shape) * dtype.itemsize), dtype)
    return flat.reshape(shape, order="F" if fortran_order else "C")
