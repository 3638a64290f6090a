"""Keeps two commands from writing into one output folder at the same time, and says who holds it.

The system's own lock (POSIX, of the process) decides: it ends with its process however that ends,
so nothing stale is ever left. What stands in the file only tells people who holds it.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from grader.errors import FolderInUse, OutputError

NAME = ".grader.lock"
HELD = (errno.EAGAIN, errno.EACCES)
MAX_BYTES = 4096
NO_LOCKS = (errno.ENOLCK, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EINVAL)
"""What file systems say that know no locks; there people have to take care themselves."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who writes into a folder."""

    command: str = "another grader command"
    pid: int = 0
    host: str = ""
    since: str = ""
    """ISO 8601, UTC, to the second."""

    def __str__(self) -> str:
        return (
            f"{self.command} (process {self.pid or '?'} on {self.host or '?'}, since "
            f"{self.since or '?'})"
        )


@contextmanager
def held(folder: Path, command: str) -> Iterator[None]:
    """Hold `folder`, which is made where it is missing; raises FolderInUse where somebody else
    does.

    The file must not be opened again by this process: closing it anywhere gives the lock up.
    """
    path = folder / NAME
    try:
        folder.mkdir(parents=True, exist_ok=True)
        stream = path.open("a+b")
    except OSError as error:
        raise OutputError.of(error, path if folder.is_dir() else folder) from None
    with stream:
        try:
            fcntl.lockf(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno in HELD:
                raise FolderInUse(
                    f"{folder}: in use by {_holder_named_in(stream.fileno())}",
                    hint="wait until it is done, or take another --out",
                ) from None
            if error.errno not in NO_LOCKS:
                raise
        with suppress(OSError):  # a full disk keeps nobody from holding it
            stream.truncate(0)
            stream.write(json.dumps(asdict(_this_process(command))).encode())
            stream.flush()
        yield


def holder(folder: Path) -> Holder | None:
    """Who writes into `folder` now; None where nobody does."""
    try:
        with (folder / NAME).open("rb") as stream:
            try:
                fcntl.lockf(stream, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except OSError as error:
                return _holder_named_in(stream.fileno()) if error.errno in HELD else None
    except OSError:
        return None
    return None


def _this_process(command: str) -> Holder:
    return Holder(
        command, os.getpid(), socket.gethostname(), datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    )


def _holder_named_in(fd: int) -> Holder:
    try:
        return Holder(**json.loads(os.pread(fd, MAX_BYTES, 0)))
    except (OSError, ValueError, TypeError, RecursionError):
        return Holder()
