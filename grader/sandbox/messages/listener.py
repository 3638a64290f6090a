"""Receives the recorder's frames, checks and keeps them.

Whatever comes through the pipe was written by a process that a student controls. Each frame is
bounded, checked against the vocabulary, stamped with the host's time and written down before the
next one is read; what was written stays. Arrays go from the pipe to the disk, a piece at a time.
"""

from __future__ import annotations

import os
import struct
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

from pydantic import ConfigDict, TypeAdapter, ValidationError

from grader.model.events import EpochFinished, Event, FitFinished, FitStarted, KernelReady
from grader.model.events.asked import TrainingAsked
from grader.model.policy import MIB
from grader.model.supervision import Supervisor
from grader.sandbox.messages.answering import HostAnswers
from grader.untrusted.npz import npz_problem
from grader.untrusted.numbers import holds_huge_integer
from grader.untrusted.texts import is_nested_deeper, most_values

FRAME = struct.Struct("!IQ")
MAX_HEADER_BYTES = 4 * MIB
"""Of one event. The recorder leaves out what would make it longer."""
MAX_HEADERS_BYTES = 96 * MIB
"""Of all events together; they are held in memory."""
MAX_VALUES = 4_000_000
"""Values in all events together: a byte of JSON can become thirty in memory."""
MAX_EVENT_VALUES = 1_000_000
"""In one event: while it is read it takes twice the memory."""
MAX_NESTED = 100
"""Lists and objects within one another, in one event. What is read two hundred deep can be written
into a record, and not be read back from there, where it lies deeper. Honest ones have a dozen.
"""
MAX_EVENTS = 200_000
READ_BYTES = 1 * MIB
ASKS = b'"training_asked"'
"""A kernel that asks waits, whatever else is wrong with the event."""
ADAPTER: TypeAdapter[Event] = TypeAdapter(
    Event, config=ConfigDict(ser_json_inf_nan="constants", defer_build=True)
)


class TooMuch(Exception):  # noqa: N818 - ends the reading, is never an error of ours
    """The kernel sent what no recorder sends."""


@dataclass(frozen=True, slots=True)
class Alarms:
    """Who hears when something is wrong; each is called once at most, from the listener's
    thread.
    """

    on_too_much: Callable[[str], None]
    """The kernel sent what no recorder sends; nothing more is read."""
    on_dropped: Callable[[str], None]
    """Arrays no longer fit the limit; events are read on."""
    on_fault: Callable[[], None]
    """The host itself failed (see `Listener.fault`); nothing more is read."""
    waits_for_host: Callable[[], AbstractContextManager[None]] = nullcontext
    """Entered while the kernel waits for a training of the host's: that is no time of its own."""


class Listener(threading.Thread):
    """Reads events until the kernel's end of the pipe closes; answers epochs as the supervisor
    says.
    """

    def __init__(
        self,
        pipes: tuple[int, int],
        alarms: Alarms,
        *,
        folder: Path,
        supervisor: Supervisor,
        limit_bytes: int,
    ) -> None:
        """Take the descriptors to read events from and to write answers to; write arrays of
        `limit_bytes` to `folder`.
        """
        super().__init__(name="grader-listener", daemon=True)
        self.events: list[Event] = []
        self.rejected = 0
        self.ready = False
        """Whether the recorder has reported that it is in place."""
        self.fault: BaseException | None = None
        self._events_fd, self._answers = pipes[0], HostAnswers(pipes[1])
        self._folder, self._supervisor = folder, supervisor
        self._alarms = alarms
        self._limit_bytes = self._arrays_left = limit_bytes
        self._headers_left, self._values_left = MAX_HEADERS_BYTES, MAX_VALUES
        self._began = time.monotonic()
        self._frames = 0
        self._nobody_waits = threading.Event()
        (folder / "arrays").mkdir(exist_ok=True)

    def kernel_is_gone(self) -> None:
        """What it still asks for in the pipe is trained for nobody."""
        self._nobody_waits.set()

    def run(self) -> None:
        """Receive until the pipe closes, or the kernel sends what no recorder sends."""
        try:
            with (
                (self._folder / "events.jsonl").open("ab") as log,
                os.fdopen(os.dup(self._events_fd), "rb") as pipe,
            ):
                while self._take_frame(pipe, log):
                    pass
        except TooMuch as much:
            self.rejected += 1
            self._alarms.on_too_much(str(much))
        except BaseException as error:  # noqa: BLE001 - handed to the thread that joins
            self.fault = error
            self._alarms.on_fault()
        finally:
            self._answers.close()

    def _take_frame(self, pipe: BinaryIO, log: BinaryIO) -> bool:
        """Read one frame; whether there may be another."""
        sizes = _exactly(pipe, FRAME.size)
        if sizes is None:
            return False
        header_bytes, payload_bytes = FRAME.unpack(sizes)
        self._frames += 1
        self._charge(header_bytes)
        header = _exactly(pipe, header_bytes)
        if header is None:
            return False
        event = self._read_event(header)
        if event is None and ASKS in header:
            self._answers.line("decline 0 what was asked was not understood")
        arrays, whole = self._keep_arrays(pipe, payload_bytes, wanted=event is not None)
        if event is not None and whole:
            arrays = arrays or self._earlier(event.same_arrays_as)
            self._take(
                replace(event, host_time_s=time.monotonic() - self._began, arrays=arrays), log
            )
        return whole

    def _charge(self, header_bytes: int) -> None:
        self._headers_left -= header_bytes
        if header_bytes > MAX_HEADER_BYTES or self._headers_left < 0 or self._frames > MAX_EVENTS:
            raise TooMuch(
                f"sent more through the recorder's channel than a recorder does, after "
                f"{len(self.events)} events"
            )

    def _read_event(self, header: bytes) -> Event | None:
        values = most_values(header)
        self._values_left -= values
        if values > MAX_EVENT_VALUES:
            raise TooMuch(f"recorded more than {MAX_EVENT_VALUES:,} values at once")
        if self._values_left < 0:
            raise TooMuch(f"recorded more than {MAX_VALUES:,} values")
        event = read_event(header)
        self.rejected += event is None
        return event

    def _take(self, event: Event, log: BinaryIO) -> None:
        self.events.append(event)
        log.write(ADAPTER.dump_json(event) + b"\n")
        log.flush()
        self._supervise(event)

    def _keep_arrays(self, pipe: BinaryIO, size: int, *, wanted: bool) -> tuple[str | None, bool]:
        """Bring the payload to disk; its name, None where it was not kept, and whether all of it
        came.
        """
        if not size:
            return None, True
        name = f"arrays/{self._frames:06d}.npz"
        if wanted and size > self._arrays_left:
            self._drop()
        if not wanted or size > self._arrays_left:
            return None, _skip(pipe, size)
        self._arrays_left -= size
        incoming = self._folder / "arrays" / "incoming"
        whole = _to_file(pipe, size, incoming)
        if not whole:  # the kernel died while it sent: that is no message of somebody else's
            incoming.unlink()
            return None, False
        if npz_problem(incoming):
            incoming.unlink()
            self.rejected += 1
            return None, True
        incoming.rename(self._folder / name)
        return name, True

    def _drop(self) -> None:
        if self._limit_bytes >= 0:
            allowed = self._limit_bytes / 1e6
            self._alarms.on_dropped(
                f"recorded more than {allowed:,.0f} MB of weights and data; what came later was "
                f"left out"
            )
            self._limit_bytes = -1

    def _earlier(self, number: int | None) -> str | None:
        """The arrays of an earlier frame, where it had some."""
        if not number or not 0 < number < self._frames:
            return None
        name = f"arrays/{number:06d}.npz"
        return name if (self._folder / name).is_file() else None

    def _supervise(self, event: Event) -> None:
        match event:
            case KernelReady():
                self.ready = True
            case FitStarted():
                self._supervisor.fit_started(event)
            case TrainingAsked() if self._nobody_waits.is_set():
                pass
            case TrainingAsked():
                with self._alarms.waits_for_host():
                    answer = self._supervisor.training_asked(event)
                self._answers.training(event.run, answer)
            case EpochFinished():
                answer = self._supervisor.epoch_finished(event)
                self._answers.line(f"{answer} {event.run} {event.epoch}")
            case FitFinished():
                self._supervisor.fit_finished(event)
            case _:
                pass


def read_event(header: bytes) -> Event | None:
    """The event that the JSON `header` describes; None where it is none that a recorder sends."""
    if holds_huge_integer(header) or is_nested_deeper(header, MAX_NESTED):
        return None
    try:
        return ADAPTER.validate_json(header)
    except (ValidationError, ValueError, RecursionError):
        return None


def _exactly(pipe: BinaryIO, size: int) -> bytes | None:
    """Read `size` bytes, or None where the pipe closes before."""
    content = bytearray()
    while len(content) < size:
        part = pipe.read(min(READ_BYTES, size - len(content)))
        if not part:
            return None
        content += part
    return bytes(content)


def _to_file(pipe: BinaryIO, size: int, path: Path) -> bool:
    """Copy `size` bytes to `path`; whether all of them came."""
    with path.open("wb") as target:
        while size and (part := pipe.read(min(READ_BYTES, size))):
            target.write(part)
            size -= len(part)
    return size == 0


def _skip(pipe: BinaryIO, size: int) -> bool:
    """Read `size` bytes and forget them; whether all of them came."""
    while size and (part := pipe.read(min(READ_BYTES, size))):
        size -= len(part)
    return size == 0
