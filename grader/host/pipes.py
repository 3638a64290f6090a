"""Reads and writes pipes of child processes for no longer than is allowed: a child may hang, or say
half of what it has to say.
"""

from __future__ import annotations

import os
import select
import time
from collections.abc import Iterator

PIECE_BYTES = 1024 * 1024


class PipeTimeout(Exception):  # noqa: N818 - as Python's own TimeoutError it would be an OSError, as a closed pipe is
    """The other end did not read or write in time."""


def can_be_read(fd: int, *, within_s: float) -> bool:
    """Whether something can be read there, or the other end is closed, now or within this time."""
    return _is_ready(fd, select.POLLIN, within_s=within_s)


def _is_ready(fd: int, event: int, *, within_s: float) -> bool:
    """By poll, since `select` refuses descriptors from 1,024 on: dozens of kernels take as many."""
    poll = select.poll()
    poll.register(fd, event)
    return bool(poll.poll(max(within_s, 0.0) * 1000))


def write_within(fd: int, content: bytes, *, timeout_s: float) -> None:
    """Write all of it, raising PipeTimeout where the other end does not take it in time, and
    OSError where it is closed.
    """
    os.set_blocking(fd, False)  # else what is longer than the pipe has room for would wait in it
    deadline, rest = time.monotonic() + timeout_s, memoryview(content)
    while rest:
        if not _is_ready(fd, select.POLLOUT, within_s=deadline - time.monotonic()):
            raise PipeTimeout(f"it reads nothing for {timeout_s:g} s")
        rest = rest[os.write(fd, rest[:PIECE_BYTES]) :]


def lines_within(fd: int, *, patience_s: float) -> Iterator[bytes]:
    """Line by line until the other end closes, the last one perhaps unfinished; raises PipeTimeout
    where it says nothing for so long.
    """
    begun = b""
    while True:
        if not can_be_read(fd, within_s=patience_s):
            raise PipeTimeout(f"it says nothing for {patience_s:g} s")
        piece = os.read(fd, PIECE_BYTES)
        *lines, begun = (begun + piece).split(b"\n")
        yield from (line + b"\n" for line in lines)
        if not piece:
            if begun:
                yield begun
            return
