"""Knows a kernel's processes, however they came to be."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
from typing import BinaryIO, Protocol


class Started(Protocol):
    """The process at the root of one kernel's tree."""

    @property
    def pid(self) -> int:
        """Its number on the host."""

    @property
    def errors(self) -> BinaryIO:
        """The error stream of the whole tree."""

    def alive(self) -> bool:
        """Whether it runs."""

    def wait(self, timeout_s: float) -> None:
        """Wait until it has ended, or so long."""

    def how_it_ended(self) -> str:
        """In words, for the error message of a kernel that never answered."""

    def close(self) -> None:
        """Drop what the host holds of it."""


class ColdProcess:
    """A child of this process."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        """Take a child whose error stream is a pipe."""
        self._process = process

    @property
    def pid(self) -> int:
        """Its number on the host."""
        return self._process.pid

    @property
    def errors(self) -> BinaryIO:
        """The error stream of the whole tree."""
        stream = self._process.stderr
        assert stream is not None  # noqa: S101 - started with a pipe
        return stream  # type: ignore[return-value]

    def alive(self) -> bool:
        """Whether it runs."""
        return self._process.poll() is None

    def wait(self, timeout_s: float) -> None:
        """Wait until it has ended, or so long."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(timeout_s)

    def how_it_ended(self) -> str:
        """In words."""
        return f"ended at once with exit code {self._process.poll()}"

    def close(self) -> None:
        """Close the error stream."""
        self.errors.close()


class ForkedProcess:
    """A process that another one forked for us: it can be watched, but its exit code is not ours to
    know.
    """

    def __init__(self, pid: int, errors: BinaryIO) -> None:
        """Take a process that lives now; raises ProcessLookupError where it doesn't."""
        self._pid = pid
        self._errors = errors
        self._pidfd = os.pidfd_open(pid)

    def fileno(self) -> int:
        """The handle on it."""
        return self._pidfd

    @property
    def pid(self) -> int:
        """Its number on the host."""
        return self._pid

    @property
    def errors(self) -> BinaryIO:
        """The error stream of the whole tree."""
        return self._errors

    def alive(self) -> bool:
        """Whether it runs."""
        return not has_ended(self._pidfd, within_s=0)

    def wait(self, timeout_s: float) -> None:
        """Wait until it has ended, or so long."""
        has_ended(self._pidfd, within_s=timeout_s)

    def how_it_ended(self) -> str:
        """In words."""
        return "ended at once"

    def close(self) -> None:
        """Close the error stream and the handle on the process."""
        self._errors.close()
        os.close(self._pidfd)


def has_ended(pidfd: int, *, within_s: float) -> bool:
    """Whether a process has ended, or does so within this time, by the handle on it."""
    poll = select.poll()
    poll.register(pidfd, select.POLLIN)
    return bool(poll.poll(within_s * 1000))
