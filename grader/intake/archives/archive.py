"""Reads what a zip holds, and brings its entries to disk one by one, whoever packed it.

Everything in a zip is a claim: names, sizes, kinds, the place where an entry begins. An entry that
claims what can't be, or would do harm, is refused alone; only what no longer is a zip at all is
refused as a whole.
"""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from grader.errors import IntakeError
from grader.host.files import writing
from grader.intake.archives.names import EntryRefused, steps_of
from grader.intake.formats import format_of, is_other_archive
from grader.intake.kinds import ZIP_BEGINS, head_of
from grader.intake.notebooks.read import MAX_BYTES
from grader.intake.path import printable
from grader.text.codepages import ARCHIVES, CodePage, likeliest

MAX_DIRECTORY_BYTES = 64 * 1024**2
"""Of the list of entries: some 500,000. Reading it takes ten times as much memory."""
MAX_RATIO = 250
"""How much smaller an entry may be packed that is larger than `SMALL_BYTES`. Ordinary notebooks: 3
to 30.
"""
SMALL_BYTES = 20 * 1024**2
CHUNK_BYTES = 1024**2
HEADER_BYTES = 30
"""Of what stands before every entry, without its name."""
ENCRYPTED = 0x1
UTF8 = 0x800
UNICODE_PATH = 0x7075
MAX_NAMES = 20_000
"""By which the code page of an archive's names is recognised."""
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
KINDS = {
    stat.S_IFLNK: "a link",
    stat.S_IFIFO: "a named pipe",
    stat.S_IFCHR: "a device",
    stat.S_IFBLK: "a device",
    stat.S_IFSOCK: "a socket",
}
DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
)
"""What `zipfile` raises over damaged or lying archives."""
AGAIN = "the download may have been cut off: fetch the archive again"
PACK_AGAIN = "unpack it and give the folder, or pack it as a zip"
NO_ARCHIVE = "download the archive again: where a page came instead, sign in to the LMS first"


class _DirectoryTooLong(Exception):  # noqa: N818 - becomes an IntakeError
    """More was to be read at once than a list of entries may be long."""


class _BoundedFile(io.BufferedReader):
    """A file of which nobody reads too much at once.

    `zipfile` reads the list of entries in one piece, as long as some of the marks at the end say:
    of which of them, only `zipfile` knows.
    """

    def read(self, size: int | None = -1, /) -> bytes:
        """Raise `_DirectoryTooLong` for more than a list of entries may have."""
        if size is None or not 0 <= size <= MAX_DIRECTORY_BYTES:
            here = self.tell()
            left = self.seek(0, io.SEEK_END) - here
            self.seek(here)
            if min(left, left if size is None or size < 0 else size) > MAX_DIRECTORY_BYTES:
                raise _DirectoryTooLong
        return super().read(size)


@dataclass(frozen=True, slots=True)
class Member:
    """One file that a zip says it holds."""

    parts: tuple[str, ...]
    """Its path; for one that is refused for its name, the name as it is."""
    size_bytes: int
    """As it claims."""
    info: zipfile.ZipInfo
    refused: str = ""
    """Why it is not taken."""
    page: str = ""
    """The code page by which its name was read, where nothing in the zip states it."""


class Archive:
    """A zip opened for reading."""

    def __init__(self, stream: zipfile.ZipFile) -> None:
        """Take an archive that `opened` has looked at."""
        self._zip = stream

    def members(self) -> tuple[Member, ...]:
        """Every file in it, the refused ones too, in the order of their names."""
        infos = self._zip.infolist()
        overlapping = _overlapping(infos)
        page = _page_of(infos)
        found = [
            _member(info, page, overlaps=id(info) in overlapping)
            for info in infos
            if not _is_folder(info)
        ]
        return tuple(sorted(found, key=lambda member: (member.parts, member.info.header_offset)))

    def unpack(self, member: Member, target: Path, *, limit_bytes: int) -> int:
        """Write one entry to `target`, a new file, and return its length; raises EntryRefused, and
        OutputError where the disk takes no more, leaving nothing behind.
        """
        try:
            with self._zip.open(member.info) as source:
                written = _copy(source, target, limit_bytes)
            _require_whole(written, member)
        except DAMAGE as error:
            target.unlink(missing_ok=True)
            raise EntryRefused(
                f"it is damaged ({printable(str(error))[:200] or type(error).__name__})"
            ) from None
        except BaseException:
            target.unlink(missing_ok=True)
            raise
        return written


@contextmanager
def opened(path: Path, *, name: str) -> Iterator[Archive]:
    """Open the zip at `path`; raises IntakeError, which calls it `name`, where it is none that can
    be read.
    """
    try:
        with _BoundedFile(io.FileIO(path)) as stream, zipfile.ZipFile(stream) as archive:
            yield Archive(archive)
    except _DirectoryTooLong:
        raise IntakeError(
            f"{name}: lists far more entries than any hand-in has", hint="unpack it by hand"
        ) from None
    except FileNotFoundError:
        raise IntakeError(
            f"{name}: no such file", hint="check the path for a typing mistake"
        ) from None
    except DAMAGE as error:
        raise _no_zip(head_of(path), name, reason=printable(str(error))[:200]) from None


def _no_zip(head: bytes, name: str, *, reason: str) -> IntakeError:
    """Say what the file is instead, where that is known by how it begins."""
    if not head:
        return IntakeError(f"{name}: expected a zip archive, the file is empty", hint=AGAIN)
    if is_other_archive(head):
        what = format_of(head)
        return IntakeError(f"{name}: expected a zip archive, got {what}", hint=PACK_AGAIN)
    if (what := format_of(head)) and not head.startswith(ZIP_BEGINS):
        return IntakeError(f"{name}: expected a zip archive, got {what}", hint=NO_ARCHIVE)
    return IntakeError(f"{name}: can't be read as a zip archive ({reason})", hint=AGAIN)


def _member(info: zipfile.ZipInfo, page: CodePage, *, overlaps: bool) -> Member:
    stated = _stated_name(info)
    name = stated or info.orig_filename.encode("cp437").decode(page[0], "replace")
    name, guessed = name.partition("\0")[0], "" if stated else page[1]
    parts: tuple[str, ...] = ()
    try:
        parts = steps_of(name)
        _require_harmless(info, overlaps=overlaps)
    except EntryRefused as refusal:
        return Member(parts or (name,), info.file_size, info, str(refusal), guessed)
    return Member(parts, info.file_size, info, page=guessed)


def _page_of(infos: Sequence[zipfile.ZipInfo]) -> CodePage:
    """The code page of the names that are neither marked as UTF-8 nor valid as such, recognised by
    all of them together.
    """
    raw = [
        data
        for info in infos[:MAX_NAMES]
        if (data := _raw(info)) is not None and _utf8(data) is None
    ]
    return likeliest(b"\n".join(raw), ARCHIVES)


def _stated_name(info: zipfile.ZipInfo) -> str:
    """The name as its author saw it, where it is known: much that packs zips writes UTF-8 without
    saying so. Empty where it is in another code page.
    """
    raw = _raw(info)
    return _unicode_path(info) or (info.orig_filename if raw is None else _utf8(raw) or "")


def _raw(info: zipfile.ZipInfo) -> bytes | None:
    """The bytes of a name whose encoding is not stated; None where it is, or doesn't matter."""
    if info.flag_bits & UTF8 or info.orig_filename.isascii():
        return None
    try:
        return info.orig_filename.encode("cp437")
    except UnicodeError:
        return None


def _utf8(data: bytes) -> str | None:
    try:
        return data.decode("utf-8")
    except UnicodeError:
        return None


def _unicode_path(info: zipfile.ZipInfo) -> str | None:
    """Info-ZIP's own field for the name in UTF-8, which counts where it belongs to the name that is
    there.
    """
    extra, raw = info.extra, _raw(info)
    while raw is not None and len(extra) >= 4:
        kind, length = struct.unpack("<HH", extra[:4])
        body, extra = extra[4 : 4 + length], extra[4 + length :]
        if (
            kind == UNICODE_PATH
            and len(body) > 5
            and struct.unpack("<L", body[1:5])[0] == zlib.crc32(raw)
        ):
            return _utf8(body[5:])
    return None


def _is_folder(info: zipfile.ZipInfo) -> bool:
    kind = stat.S_IFMT(info.external_attr >> 16)
    return kind == stat.S_IFDIR or (kind == 0 and info.orig_filename.endswith(("/", "\\")))


def _require_harmless(info: zipfile.ZipInfo, *, overlaps: bool) -> None:
    if overlaps:
        raise EntryRefused("it lies over another entry, as in a zip bomb")
    kind = stat.S_IFMT(info.external_attr >> 16)
    if kind not in (0, stat.S_IFREG):
        raise EntryRefused(f"it is {KINDS.get(kind, 'no ordinary file')}")
    if info.flag_bits & ENCRYPTED:
        raise EntryRefused("it is encrypted: ask for it without a password")
    if info.compress_type not in METHODS:
        raise EntryRefused(
            "it is packed in an unusual way: ask for an ordinary zip, or for the file itself"
        )
    if info.file_size > MAX_BYTES:
        raise EntryRefused(f"it is larger than {MAX_BYTES // 1024**2} MB")
    if info.file_size > max(SMALL_BYTES, MAX_RATIO * info.compress_size):
        raise EntryRefused(
            f"it would unpack to {info.file_size // max(1, info.compress_size):,} times its size"
        )


def _overlapping(infos: list[zipfile.ZipInfo]) -> set[int]:
    """Which entries begin before another one ends: their `id`s."""
    found: set[int] = set()
    end, last = 0, None
    for info in sorted(infos, key=lambda info: info.header_offset):
        if info.header_offset < end and last is not None:
            found |= {id(info), id(last)}
        reaches = info.header_offset + HEADER_BYTES + len(info.orig_filename) + info.compress_size
        if reaches > end:
            end, last = reaches, info
    return found


def _require_whole(written: int, member: Member) -> None:
    if written != member.size_bytes:
        raise EntryRefused(
            f"it is damaged: {member.size_bytes:,} bytes were claimed, and {written:,} are there"
        )


def _copy(source: IO[bytes], target: Path, limit_bytes: int) -> int:
    written = 0
    with writing(target):
        sink = target.open("xb", buffering=0)  # or closing it would write, and fail once more
    with sink:
        while chunk := source.read(CHUNK_BYTES):
            written += len(chunk)
            if written > limit_bytes:
                raise EntryRefused("together with the rest it is more than one hand-in may hold")
            while chunk:
                with writing(target):  # what reading raises says that the entry is damaged
                    chunk = chunk[sink.write(chunk) :]
    return written
