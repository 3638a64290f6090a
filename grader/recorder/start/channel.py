"""Sends events out of the kernel, and takes the answers.

Two pipes that the host opened. A frame is two big-endian numbers (uint32 length of the header,
uint64 length of the payload), the header as JSON, the payload as npz. A thread does the writing: an
interrupt reaches the main thread at any byte and must not leave half a frame behind.
"""

from __future__ import annotations

import io
import json
import os
import queue
import re
import select
import struct
import threading
import time
from typing import Any

FRAME = struct.Struct("!IQ")
MAX_HEADER_BYTES = 4 * 1024 * 1024
"""The host takes a longer one for an attack; a figure of very many points is left out instead."""
MAX_INTEGER = 2**53
"""The host refuses an event with a larger one."""
LONG_NUMBER = re.compile(r"\d{16}")
ANSWER_TIMEOUT_S = 10.0
"""After this long without an answer training goes on."""
READ_BYTES = 1024 * 1024


class Channel:
    """The kernel's end. Only the process that opened it sends; its forked children are silent."""

    def __init__(self) -> None:
        """Begin closed: what is sent before `open` goes nowhere."""
        self._events_fd = self._answers_fd = -1
        self._pid = 0
        self._started = time.monotonic()
        self._sent = 0
        self._numbering = threading.Lock()
        self._asking = threading.RLock()
        """Held from a question to its answer: of two threads that train at a time, one would take
        the other's answer, which then waits for ever.
        """
        self._unread = bytearray()
        self._frames: queue.SimpleQueue[tuple[bytes, bytes, threading.Event]] = queue.SimpleQueue()

    def open(self, events_fd: int, answers_fd: int) -> None:
        """Take the writing end for events and the reading end for answers; from here on this
        process sends.
        """
        self._events_fd, self._answers_fd = events_fd, answers_fd
        self._pid = os.getpid()
        self._started = time.monotonic()
        for fd in (events_fd, answers_fd):
            os.set_inheritable(fd, False)
        threading.Thread(target=self._write_frames, name="recorder", daemon=True).start()

    def send(self, event: str, arrays: dict[str, Any] | None = None, **fields: Any) -> int:
        """Send one event, wait until it is written, and return its number from 1; 0 where it was
        not sent.
        """
        if os.getpid() != self._pid:
            return 0
        fields = {"event": event, "kernel_time_s": time.monotonic() - self._started, **fields}
        header = _encoded(fields)
        if len(header) > MAX_HEADER_BYTES:
            what = f"an event ({event}) of {len(header):,} bytes was left out"
            count = fields.get("execution_count")
            self.send("recorder_fault", traceback=what, execution_count=count)
            return 0
        payload = _npz(arrays) if arrays else b""
        written = threading.Event()
        with self._numbering:
            self._frames.put((FRAME.pack(len(header), len(payload)) + header, payload, written))
            self._sent += 1
            number = self._sent
        written.wait()
        return number

    def ask(self, event: str, **fields: Any) -> str:
        """Send the event of an epoch and wait for the host's word on it: `continue` or `stop`."""
        if os.getpid() != self._pid:
            return "continue"
        with self._asking:
            if not self.send(event, **fields):
                return "continue"
            deadline = time.monotonic() + ANSWER_TIMEOUT_S
            while (answer := self._next_answer(deadline)) is not None:
                word, rest, _ = answer
                if rest == f"{fields.get('run')} {fields.get('epoch')}":
                    return word
        return "continue"

    def ask_for_training(self, run: int, **fields: Any) -> bytes:
        """Ask the host to do the training of `run`, and wait for as long as that takes.

        Returns the npz with what it came to; nothing where the host leaves it to the kernel.
        """
        if os.getpid() != self._pid:
            return b""
        with self._asking:
            if not self.send("training_asked", run=run, **fields):
                return b""  # nobody would answer
            while (answer := self._next_answer(None)) is not None:
                word, rest, payload = answer
                if word in ("trained", "decline") and rest.partition(" ")[0] in ("0", str(run)):
                    return payload
        return b""

    def _next_answer(self, deadline: float | None) -> tuple[str, str, bytes] | None:
        """The next answer's first word, the rest of its line, and what comes behind it.

        It is taken out of what was read when all of it is there: an interrupt leaves it whole.
        """
        size, word, rest = 0, "", ""
        while os.getpid() == self._pid:
            line, found, _ = self._unread.partition(b"\n")
            if found:
                word, _, rest = line.decode("utf-8", "replace").partition(" ")
                size = int(rest.split()[1]) if word == "trained" else 0
                if len(self._unread) > len(line) + size:
                    content = bytes(self._unread[len(line) + 1 :][:size])
                    del self._unread[: len(line) + 1 + size]
                    return word, rest, content
            if not self._read_more(None if size else deadline):
                break
        return None

    def _write_frames(self) -> None:
        broken = False
        while True:
            *parts, written = self._frames.get()
            for part in parts:
                rest = memoryview(part)
                try:
                    while rest and not broken:
                        rest = rest[os.write(self._events_fd, rest) :]
                except OSError:
                    broken = True
            written.set()

    def _read_more(self, deadline: float | None) -> bool:
        left_s = None if deadline is None else deadline - time.monotonic()
        if left_s is not None and left_s <= 0:
            return False
        waiting = select.poll()
        waiting.register(self._answers_fd, select.POLLIN)
        if not waiting.poll(None if left_s is None else 1000 * left_s):
            return False
        chunk = os.read(self._answers_fd, READ_BYTES)
        self._unread += chunk
        return bool(chunk)


def _encoded(fields: dict[str, Any]) -> bytes:
    """The fields as JSON; whole numbers that the host would refuse are cut to what it takes
    (`epochs=10**400`), half a character is a question mark.
    """
    text = json.dumps(fields, default=str, ensure_ascii=False)
    if LONG_NUMBER.search(text):
        text = json.dumps(json.loads(text, parse_int=_cut), ensure_ascii=False)
    return text.encode("utf-8", "replace")


def _cut(digits: str) -> int:
    if len(digits) > 17:
        return -MAX_INTEGER if digits.startswith("-") else MAX_INTEGER
    return max(-MAX_INTEGER, min(MAX_INTEGER, int(digits)))


def _npz(arrays: dict[str, Any]) -> bytes:
    import numpy as np

    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()
