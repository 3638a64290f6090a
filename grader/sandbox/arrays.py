"""Is this npz made of plain numbers, as large as it says?

The file was written by a process that a student controls. Later rooms load it with NumPy: what could hurt them (objects,
shapes that nothing backs, members that unfold, a damaged member) is turned away here, and never held in memory.
"""

from __future__ import annotations

import math
import re
import zipfile
from pathlib import Path
from typing import IO

from numpy.lib import format as npy

MAX_MEMBERS = 4096
MAX_DIMENSIONS = 32
MEMBER_NAME = re.compile(r"[A-Za-z0-9_.]{1,100}\.npy")
PLAIN_KINDS = "biufc"
"""NumPy's kinds of plain numbers."""
BFLOAT16 = "|V2"
"""How NumPy writes the two bytes of a bfloat16."""
READ_BYTES = 1024 * 1024


def npz_problem(path: Path) -> str:
    """Why the file at `path` is not an npz of plain numbers; empty where it is."""
    try:
        with zipfile.ZipFile(path) as archive:
            members = archive.infolist()
            return _directory_problem(members, path.stat().st_size) or _first_problem(archive, members)
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError) as error:
        return f"not an npz: {error}"


def _directory_problem(members: list[zipfile.ZipInfo], size: int) -> str:
    names = [member.filename for member in members]
    if len(names) > MAX_MEMBERS or len(set(names)) < len(names):
        return f"{len(names)} members, some of one name or more than {MAX_MEMBERS}"
    if not all(MEMBER_NAME.fullmatch(name) for name in names):
        return "a member's name is none that the recorder gives"
    if any(member.compress_type != zipfile.ZIP_STORED or member.flag_bits & 1 for member in members):
        return "a member is packed"
    return "members overlap" if sum(member.file_size for member in members) > size else ""


def _first_problem(archive: zipfile.ZipFile, members: list[zipfile.ZipInfo]) -> str:
    for member in members:
        with archive.open(member) as stream:
            problem = _array_problem(stream, member.file_size)
        if problem:
            return f"{member.filename}: {problem}"
    return ""


def _array_problem(stream: IO[bytes], size: int) -> str:
    """Check one member's header against its length, and read it to its end for the sake of its checksum."""
    version = npy.read_magic(stream)
    if version not in ((1, 0), (2, 0)):
        return f"npy version {version}"
    read = npy.read_array_header_1_0 if version == (1, 0) else npy.read_array_header_2_0
    shape, _, dtype = read(stream)
    if dtype.hasobject or dtype.names or dtype.subdtype or (dtype.kind not in PLAIN_KINDS and dtype.str != BFLOAT16):
        return f"dtype {dtype} is no plain number"
    if len(shape) > MAX_DIMENSIONS or any(length < 0 for length in shape):
        return f"shape {shape}"
    held = size - stream.tell()
    if math.prod(shape) * dtype.itemsize != held:
        return f"shape {shape} of {dtype} does not fit {held} bytes"
    while stream.read(READ_BYTES):
        pass
    return ""
