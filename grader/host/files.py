"""Writes files so that a reader sees the old one or the new one, never half of it; says which file
a system refused; and reads those that end.
"""

from __future__ import annotations

import errno
import fcntl
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

from grader.errors import OutputError

PART = ".part"
"""The ending of a file that is being written, whose name begins with a dot."""
MAX_NAME_CHARS = 60
"""Of a file that is being written; a name may be as long as the file system allows, and gets an
ending.
"""


def write_text(path: Path, text: str) -> None:
    """Write text in UTF-8, whole or not at all."""
    write_bytes(path, text.encode("utf-8", "surrogatepass"))


def write_bytes(path: Path, content: bytes) -> None:
    """Write bytes, whole or not at all. An OSError names `path`: of a full disk the system says
    which file it was only where that was opened.
    """
    with replacing(path) as stream:
        stream.write(content)


@contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A stream whose content becomes the file `path` at the end, whole or not at all. Where others
    write the same file now, each writes one of its own, and that of the last one stays.
    """
    try:
        half_written, stream = _half_written(path)
    except OSError as error:
        error.filename = str(path)
        raise
    try:
        with stream:
            yield stream
            stream.flush()
            # The new name must not reach the disk before the content: after a power cut the file
            # would be empty.
            os.fsync(stream.fileno())
            half_written.replace(path)
    except BaseException as error:
        with suppress(OSError):
            half_written.unlink()
        if isinstance(error, OSError) and error.errno is not None:
            error.filename, error.filename2 = str(path), None
        raise


def _half_written(path: Path) -> tuple[Path, BinaryIO]:
    """A file beside `path` that nobody else writes: the one that a killed command left, too."""
    name, own = f".{path.name[:MAX_NAME_CHARS]}", f".{os.getpid()}-{threading.get_native_id()}"
    half_written = path.with_name(f"{name}{PART}")
    stream = _opened(half_written)
    if not _held(stream, half_written):
        stream.close()
        half_written = path.with_name(f"{name}{own}{PART}")
        stream = _opened(half_written)
    stream.truncate(0)
    return half_written, stream


def _opened(path: Path) -> BinaryIO:
    """As it is: somebody may be writing it."""
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o666), "wb")


def _held(stream: BinaryIO, path: Path) -> bool:
    """Whether it is this one's alone until it is closed."""
    try:
        fcntl.flock(stream.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(stream.fileno()), path.stat())
    except (BlockingIOError, FileNotFoundError):  # who wrote it may just have put it in its place
        return False
    except OSError:  # a file system without locks
        return True


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Raise OutputError, which names `path`, for what the system refuses here: only for what writes
    there, as a file that is read from may be damaged for other reasons.
    """
    try:
        yield
    except OSError as error:
        raise OutputError.of(error, path) from None


def read_whole(path: Path, *, most_bytes: int) -> bytes:
    """What a file holds; raises OSError where it is longer, or no file: who reads a pipe waits for
    ever, and a device may never end.
    """
    opened = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    with os.fdopen(opened, "rb") as stream:
        if not stat.S_ISREG(os.fstat(opened).st_mode):
            raise OSError(errno.EINVAL, "neither a file nor a link to one", str(path))
        content = stream.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise OSError(errno.EFBIG, f"larger than {most_bytes:,} bytes", str(path))
    return content
