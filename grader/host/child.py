"""A process of ours that answers one request after another, and is ended when it takes too long.

Requests and answers are frames on its stdin and stdout: a big-endian uint64 length, then so many
bytes.
"""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from grader.host.parents import started_by_a_thread_that_stays
from grader.host.pipes import PipeTimeout, can_be_read, write_within

LENGTH = struct.Struct("!Q")
READ_BYTES = 1024 * 1024
END_TIMEOUT_S = 10.0


class ChildFailed(Exception):  # noqa: N818 - each caller says what it means for its request
    """The process ended, took too long or answered at impossible length; the message says which."""


@dataclass(frozen=True, slots=True)
class ChildStart:
    """How the process is started."""

    command: Sequence[str]
    environment: Mapping[str, str] | None = None
    """None for that of this process."""
    folder: Path | None = None
    """Where it starts, None for here."""
    errors: Path | None = None
    """The file that takes what it prints as an error; None: nowhere."""
    shows_errors: bool = False
    """Whether what it prints as an error goes where this process's errors go, where there is no
    file for it.
    """


class Child:
    """One process, started when first needed and again after it ended."""

    def __init__(self, start: ChildStart, *, max_answer_bytes: int) -> None:
        """Take how to start it; nothing is started yet."""
        self._start = start
        self._max_answer_bytes = max_answer_bytes
        self._process: subprocess.Popen[bytes] | None = None
        self._received = bytearray()
        self._over = threading.Event()
        """Set once the process has ended: its parent, a thread, may go."""

    @property
    def running(self) -> bool:
        """Whether the process is there."""
        return self._process is not None and self._process.poll() is None

    def start(self, *, timeout_s: float) -> None:
        """Start the process if it isn't running and wait for its first frame; raises
        `ChildFailed`.
        """
        if self.running:
            return
        self.end()
        errors = self._start.errors.open("wb") if self._start.errors else None
        try:
            self._over = threading.Event()
            self._process = started_by_a_thread_that_stays(lambda: self._popen(errors), self._over)
        finally:
            if errors is not None:
                errors.close()
        self._read(timeout_s)

    def ask(self, request: bytes, *, timeout_s: float) -> bytes:
        """Send one request and return its answer; ends the process and raises `ChildFailed` where
        none comes in time.
        """
        process, began = self._process, time.monotonic()
        if process is None or process.stdin is None:
            raise ChildFailed("it is not running")
        try:
            frame = LENGTH.pack(len(request)) + request
            write_within(process.stdin.fileno(), frame, timeout_s=timeout_s)
        except PipeTimeout:
            self.end()
            raise ChildFailed(_took_longer(timeout_s)) from None
        except OSError:
            message = self._cause_of_death()
            self.end()
            raise ChildFailed(message) from None
        return self._read(timeout_s, since=began)

    def kill(self) -> None:
        """End the process from another thread than the one that asks, which learns that it
        ended.
        """
        process = self._process
        if process is not None and process.poll() is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait(timeout=END_TIMEOUT_S)

    def end(self) -> None:
        """End the process and all that it started in its session."""
        process, self._process = self._process, None
        self._received.clear()
        if process is None:
            return
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait(timeout=END_TIMEOUT_S)
        self._over.set()
        for stream in (process.stdin, process.stdout):
            if stream is not None:
                stream.close()

    def _popen(self, errors: BinaryIO | None) -> subprocess.Popen[bytes]:
        unkept = None if self._start.shows_errors else subprocess.DEVNULL
        return subprocess.Popen(
            list(self._start.command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors or unkept,
            env=dict(self._start.environment) if self._start.environment is not None else None,
            cwd=self._start.folder,
            start_new_session=True,
        )

    def _read(self, timeout_s: float, *, since: float | None = None) -> bytes:
        began = time.monotonic() if since is None else since
        try:
            return self._read_frame(began + timeout_s, timeout_s)
        except BaseException:
            self.end()
            raise

    def _read_frame(self, deadline: float, timeout_s: float) -> bytes:
        (size,) = LENGTH.unpack(self._take(LENGTH.size, deadline, timeout_s))
        if size > self._max_answer_bytes:
            raise ChildFailed("it answered at impossible length")
        return self._take(size, deadline, timeout_s)

    def _take(self, size: int, deadline: float, timeout_s: float) -> bytes:
        """The next `size` bytes of its output."""
        process = self._process
        if process is None or process.stdout is None:
            raise ChildFailed("it is not running")
        while len(self._received) < size:
            if not can_be_read(process.stdout.fileno(), within_s=deadline - time.monotonic()):
                raise ChildFailed(_took_longer(timeout_s))
            piece = os.read(process.stdout.fileno(), READ_BYTES)
            if not piece:
                raise ChildFailed(self._cause_of_death())
            self._received += piece
        taken = bytes(self._received[:size])
        del self._received[:size]
        return taken

    def _cause_of_death(self) -> str:
        code = self._process.wait(timeout=END_TIMEOUT_S) if self._process else 0
        return f"it ended ({signal.Signals(-code).name if code < 0 else f'exit code {code}'})"


def _took_longer(timeout_s: float) -> str:
    return f"it took longer than {timeout_s:g} s"


def serve(answer: Callable[[bytes], bytes], answers: BinaryIO | None = None) -> None:
    """Say that this process is ready, then answer requests until its stdin ends. For the child's
    side; `answers` is its `own_output`, where that was taken before.
    """
    requests, answers = sys.stdin.buffer, answers or own_output()
    _send(answers, b"")
    while (request := _frame(requests)) is not None:
        _send(answers, answer(request))


def own_output() -> BinaryIO:
    """Keep the real stdout for answers, and send whatever libraries print to stderr. Who runs code
    of others' before it serves takes it first.
    """
    channel = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return channel


def _frame(stream: BinaryIO) -> bytes | None:
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    content = stream.read(size)
    return content if len(content) == size else None


def _send(stream: BinaryIO, content: bytes) -> None:
    stream.write(LENGTH.pack(len(content)) + content)
    stream.flush()
