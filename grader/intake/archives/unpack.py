"""Unpacks an archive into a folder of our own, again and again the same files.

No file gets the name that the archive gives it: names are numbered, so that none clashes with
another in case or spelling, leads elsewhere or is too long. What was unpacked completely is found
again by the archive's hash and not unpacked twice.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter

from grader.errors import IntakeError
from grader.host.files import read_whole, write_bytes, writing
from grader.intake.archives.archive import Archive, Member, opened
from grader.intake.archives.names import EntryRefused, is_litter

MAX_FILES = 1_000
"""Of one hand-in."""
MAX_HAND_IN_BYTES = 500 * 1024**2
"""Of all files of one hand-in, unpacked."""
SPARE_BYTES = 1024**3
"""What must be left free on the disk."""
MANIFEST = "unpacked.json"
MAX_MANIFEST_BYTES = 1024**3
_OURS = re.compile(r"[0-9a-f]{16}|\.[0-9a-f]{16}\.part")

OwnerKeyOf = Callable[[tuple[str, ...]], str]
"""Tells, for the path of a file, by which name its owner is known here."""
OwnerKeysIn = Callable[[Sequence[tuple[str, ...]]], OwnerKeyOf]
"""From the paths of all files to what tells whose one of them is."""


@dataclass(frozen=True, slots=True)
class File:
    """One file of a folder or an archive."""

    parts: tuple[str, ...]
    """Its path, as it was packed."""
    path: Path | None
    """Where it lies now; None where it was left out."""
    problem: str = ""
    """Why it was left out."""
    page: str = ""
    """The code page by which an archive's name of it was read, where nothing states it."""


@dataclass(slots=True)
class UnpackAllowance:
    """What one hand-in may still take."""

    files: int = MAX_FILES
    size_bytes: int = MAX_HAND_IN_BYTES

    def take(self, archive: Archive, member: Member, target: Path) -> None:
        """Unpack one file on this account; raises EntryRefused where it is used up."""
        if self.files == 0:
            raise EntryRefused(f"one hand-in may hold {MAX_FILES:,} files, and this one holds more")
        self.files -= 1
        self.size_bytes -= archive.unpack(member, target, limit_bytes=self.size_bytes)


_MANIFEST = TypeAdapter(tuple[File, ...])


def unpack(path: Path, *, name: str, into: Path, owner_of: OwnerKeysIn) -> tuple[File, ...]:
    """Unpack the zip at `path` into a folder below `into` and say what became of every entry.

    What several owners hand in is counted apart: one who fills the allowance costs nobody else.
    Raises IntakeError, which calls the archive `name`, where it is no zip or the disk is too small,
    and OutputError where it is full before all of it is there: what was left out for that would
    count as damaged the next time.
    """
    folder = into / _digest(path, name)[:16]
    known = _known(folder)
    if known is not None:
        return known
    half_done = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(half_done, ignore_errors=True)
    with writing(folder):
        half_done.mkdir(parents=True, mode=0o700)
    try:
        with opened(path, name=name) as archive:
            members = [member for member in archive.members() if not is_litter(member.parts)]
            owner = owner_of([member.parts for member in members if not member.refused])
            _require_room(members, owner, folder=into, name=name)
            files = _unpacked(archive, members, owner, folder=half_done)
        with writing(folder):
            write_bytes(half_done / MANIFEST, _MANIFEST.dump_json(tuple(files), fallback=str))
            shutil.rmtree(folder, ignore_errors=True)
            half_done.rename(folder)
    except BaseException:
        shutil.rmtree(half_done, ignore_errors=True)
        raise
    return _resolved(tuple(files), folder)


def forget_others(work: Path, used: Iterable[Path]) -> None:
    """Remove what was unpacked into `work` for an earlier batch and holds none of the files
    `used`.
    """
    kept = {path.relative_to(work).parts[0] for path in used if path.is_relative_to(work)}
    for folder in work.iterdir():
        if folder.name not in kept and _OURS.fullmatch(folder.name) and not folder.is_symlink():
            shutil.rmtree(folder, ignore_errors=True)


def _unpacked(
    archive: Archive, members: list[Member], owner: OwnerKeyOf, *, folder: Path
) -> list[File]:
    allowances: dict[str, UnpackAllowance] = {}
    files = []
    for number, member in enumerate(members):
        name = Path(f"{number // 1000:03}", f"{number:05}-{_plain_name(member.parts)}")
        parts, page = _encodable(member.parts), member.page
        if member.refused:
            files.append(File(parts, None, member.refused, page))
            continue
        try:
            with writing(folder):
                (folder / name).parent.mkdir(exist_ok=True)
            allowances.setdefault(owner(member.parts), UnpackAllowance()).take(
                archive, member, folder / name
            )
            files.append(File(parts, name, page=page))
        except EntryRefused as refusal:
            files.append(File(parts, None, str(refusal), page))
    return files


def _known(folder: Path) -> tuple[File, ...] | None:
    """What was unpacked here before; None where it is not all here."""
    try:
        files = _MANIFEST.validate_json(
            read_whole(folder / MANIFEST, most_bytes=MAX_MANIFEST_BYTES)
        )
    except (OSError, ValueError):
        return None
    found = _resolved(files, folder)
    return found if all(file.path is None or file.path.is_file() for file in found) else None


def _resolved(files: tuple[File, ...], folder: Path) -> tuple[File, ...]:
    return tuple(replace(file, path=folder / file.path if file.path else None) for file in files)


def _digest(path: Path, name: str) -> str:
    try:
        with path.open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise IntakeError(
            f"{name}: can't be read ({error.strerror})", hint="check the path"
        ) from None


def _require_room(members: list[Member], owner: OwnerKeyOf, *, folder: Path, name: str) -> None:
    claimed: Counter[str] = Counter()
    for member in members:
        if not member.refused:
            claimed[owner(member.parts)] += member.size_bytes
    needed = sum(min(size, MAX_HAND_IN_BYTES) for size in claimed.values())
    free = shutil.disk_usage(folder).free
    if needed > free - SPARE_BYTES and needed > SPARE_BYTES:
        raise IntakeError(
            f"{name}: unpacks to {needed / 1024**3:.1f} GiB, and {free / 1024**3:.1f} GiB are "
            f"free in {folder}",
            hint="make room, or choose another folder with --out",
        )


def _plain_name(parts: tuple[str, ...]) -> str:
    """A short name of letters and digits by which a person still knows the file."""
    path = PurePosixPath(parts[-1])
    suffix = re.sub(r"[^A-Za-z0-9.]", "", path.suffix.lower())[:12]
    return (re.sub(r"[^A-Za-z0-9]+", "-", path.stem)[:40].strip("-") or "file") + suffix


def _encodable(parts: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part.encode("utf-8", "replace").decode("utf-8") for part in parts)
