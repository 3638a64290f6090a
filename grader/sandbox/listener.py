"""How are the recorder's frames received, checked and kept?

Whatever comes through the pipe was written by a process that a student controls. Each frame is bounded, checked against the
vocabulary, stamped with the host's time and written down before the next one is read; what was written stays.
"""

from __future__ import annotations

import os
import struct
import threading
import time
import zipfile
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from grader.model.policy import MIB
from grader.model.recording import EpochFinished, Event, FitFinished, FitStarted
from grader.model.supervision import Supervisor

FRAME = struct.Struct("!IQ")
MAX_HEADER_BYTES = 16 * MIB
MAX_EVENTS = 200_000
READ_BYTES = 1 * MIB


class Listener(threading.Thread):
    """Reads events until the kernel's end of the pipe closes; answers epochs as the supervisor says."""

    def __init__(
        self,
        events_fd: int,
        answers_fd: int,
        *,
        folder: Path,
        supervisor: Supervisor,
        limit_bytes: int,
        on_too_much: Callable[[str], None],
    ) -> None:
        """Write to `folder`; `on_too_much` is told, once, when the kernel sends more than it may."""
        super().__init__(name="grader-listener", daemon=True)
        self.events: list[Event] = []
        self.rejected = 0
        self.fault: BaseException | None = None
        self._events_fd, self._answers_fd = events_fd, answers_fd
        self._folder, self._supervisor = folder, supervisor
        self._left, self._on_too_much = limit_bytes, on_too_much
        self._began = time.monotonic()
        self._frames = 0
        self._adapter: TypeAdapter[Event] = TypeAdapter(Event)
        (folder / "arrays").mkdir(exist_ok=True)

    def run(self) -> None:
        """Receive until the pipe closes, or the kernel sends what no recorder sends."""
        try:
            with (self._folder / "events.jsonl").open("ab") as log, os.fdopen(os.dup(self._events_fd), "rb") as pipe:
                while frame := self._read_frame(pipe):
                    self._take(*frame, log)
        except BaseException as error:  # noqa: BLE001 - handed to the thread that joins
            self.fault = error

    def _read_frame(self, pipe: object) -> tuple[bytes, bytes] | None:
        sizes = _exactly(pipe, FRAME.size)
        if sizes is None:
            return None
        header_bytes, payload_bytes = FRAME.unpack(sizes)
        self._left -= header_bytes + payload_bytes
        if header_bytes > MAX_HEADER_BYTES or self._left < 0 or self._frames >= MAX_EVENTS:
            self.rejected += 1
            self._on_too_much(f"the recorder's channel carried more than it may after {self._frames} events")
            return None
        header = _exactly(pipe, header_bytes)
        payload = _exactly(pipe, payload_bytes) if payload_bytes else b""
        return None if header is None or payload is None else (header, payload)

    def _take(self, header: bytes, payload: bytes, log: object) -> None:
        self._frames += 1
        try:
            event = self._adapter.validate_json(header)
        except (ValidationError, ValueError, RecursionError):
            self.rejected += 1
            return
        event = replace(
            event, host_time_s=time.monotonic() - self._began, arrays=self._keep_arrays(payload, event.same_arrays_as)
        )
        self.events.append(event)
        log.write(self._adapter.dump_json(event) + b"\n")  # type: ignore[attr-defined]
        log.flush()  # type: ignore[attr-defined]
        self._supervise(event)

    def _keep_arrays(self, payload: bytes, same_as: int | None) -> str | None:
        """Write the npz, if it is one, and return its name."""
        if not payload:
            earlier = f"arrays/{same_as:06d}.npz" if same_as and 0 < same_as < self._frames else None
            return earlier if earlier and (self._folder / earlier).is_file() else None
        if not zipfile.is_zipfile(BytesIO(payload)):
            self.rejected += 1
            return None
        name = f"arrays/{self._frames:06d}.npz"
        (self._folder / name).write_bytes(payload)
        return name

    def _supervise(self, event: Event) -> None:
        match event:
            case FitStarted():
                self._supervisor.fit_started(event)
            case EpochFinished():
                self._answer(f"{self._supervisor.epoch_finished(event)} {event.run} {event.epoch}")
            case FitFinished():
                self._supervisor.fit_finished(event)
            case _:
                pass

    def _answer(self, line: str) -> None:
        try:
            os.write(self._answers_fd, line.encode() + b"\n")
        except OSError:
            return


def _exactly(pipe: object, size: int) -> bytes | None:
    """Read `size` bytes, or None where the pipe closes before."""
    content = bytearray()
    while len(content) < size:
        part = pipe.read(min(READ_BYTES, size - len(content)))  # type: ignore[attr-defined]
        if not part:
            return None
        content += part
    return bytes(content)
