"""Makes hand-ins and archives that nobody should make."""

import io
import json
import stat
import struct
import warnings
import zipfile
from dataclasses import dataclass
from pathlib import Path

from grader.assignment import bundled

LINK, PIPE, DEVICE = stat.S_IFLNK | 0o777, stat.S_IFIFO | 0o644, stat.S_IFBLK | 0o660
GOOD = (bundled("reference") / "digits" / "solution.ipynb").read_bytes()
"""A notebook that earns its points by what is saved in it."""


def notebook(*cells: str, names: str = "") -> bytes:
    """A notebook of code cells that nothing was run of, under a line with a name."""
    code = [
        {
            "cell_type": "code",
            "source": cell,
            "outputs": [],
            "metadata": {},
            "execution_count": None,
        }
        for cell in cells
    ]
    head = (
        [{"cell_type": "markdown", "source": f"**Name:** {names}", "metadata": {}}] if names else []
    )
    return json.dumps(
        {"cells": head + code, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
    ).encode()


BAD = notebook("print('BREACH')")
"""What must not be taken for anybody's hand-in."""


@dataclass(frozen=True)
class Entry:
    """One entry of a zip, as its maker likes it."""

    name: str
    content: bytes = BAD
    mode: int = stat.S_IFREG | 0o644
    method: int = zipfile.ZIP_DEFLATED


def packed(*entries: Entry) -> bytes:
    """A zip of these."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        for entry in entries:
            info = zipfile.ZipInfo("x")
            info.filename = entry.name
            info.external_attr, info.compress_type, info.create_system = (
                entry.mode << 16,
                entry.method,
                3,
            )
            archive.writestr(info, entry.content)
    return stream.getvalue()


def handed_in(here: Path, name: str, *entries: Entry) -> Path:
    """Write a zip into the folder of hand-ins."""
    path = here / name
    path.write_bytes(packed(*entries))
    return path


def with_flag(archive: bytes, flag: int) -> bytes:
    """The same zip with a flag set in every header: 1 for encrypted, 0x800 for names in UTF-8."""
    changed = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = changed.find(signature)
        while at >= 0:
            (flags,) = struct.unpack_from("<H", changed, at + offset)
            struct.pack_into("<H", changed, at + offset, flags | flag)
            at = changed.find(signature, at + 4)
    return bytes(changed)


def with_size(archive: bytes, size: int) -> bytes:
    """The same zip, whose entries claim to hold `size` bytes each."""
    changed = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
        at = changed.find(signature)
        while at >= 0:
            struct.pack_into("<I", changed, at + offset, size)
            at = changed.find(signature, at + 4)
    return bytes(changed)


def overlapping(number: int, size: int) -> bytes:
    """A zip in which `number` entries share one body of `size` zeros, as in David Fifield's
    bombs.
    """
    one = packed(Entry("x.ipynb", b"\0" * size))
    at = one.index(b"PK\x01\x02")
    body, central = one[:at], one[at : one.index(b"PK\x05\x06")]
    directory = central * number
    end = struct.pack(
        "<4s4H2LH",
        b"PK\x05\x06",
        0,
        0,
        number & 0xFFFF,
        number & 0xFFFF,
        len(directory),
        len(body),
        0,
    )
    return body + directory + end


def nested(depth: int, innermost: Entry) -> bytes:
    """Zips in one another."""
    archive = packed(innermost)
    for _ in range(depth - 1):
        archive = packed(Entry("next.zip", archive, method=zipfile.ZIP_STORED))
    return archive
