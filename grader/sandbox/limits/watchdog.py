"""Ends a notebook that has used more than it may.

Looks a few times a second at the whole process tree.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field

import psutil

from grader.model.limits_hit import LimitHit, LimitKind
from grader.model.policy import GIB, MIB, Limits
from grader.sandbox.limits import handles, processes
from grader.sandbox.limits.cgroup import ControlGroup

PERIOD_S = 0.1
GRACE_S = 5.0
"""How long a cell may take to end after it was interrupted."""
LOOKS_PER_COUNT = 5
"""Open files are counted at each fifth look: it takes longer, and they fill up more slowly than
memory. Sockets are at each.
"""
MAX_MESSAGES = 500_000
"""Messages of one notebook; an honest kernel joins what is printed into a few a second."""
MAX_DROPPED_BYTES = 2 * GIB
"""Of messages that were too long to be passed on."""


@dataclass(slots=True)
class Watchdog:
    """Watches one kernel; `run` ends when it is cancelled or has ended the kernel."""

    limits: Limits
    pid: int
    interrupt: Callable[[], Awaitable[None]]
    """Asks the kernel to stop its cell."""
    kill: Callable[[], None]
    """Ends the whole tree."""
    unsafe: bool
    group: ControlGroup | None = None
    """Where the system bounds the processes, too."""
    hits: list[LimitHit] = field(default_factory=list)
    killed_for: LimitKind | None = None
    cell: int | None = None
    cell_timed_out: bool = False
    _cell_started: float = 0.0
    _interrupted: float | None = None
    _started: float | None = None
    """When the first cell began: how long a kernel takes to start on a busy host costs no notebook.
    """
    _output_bytes: int = 0
    _dropped_bytes: int = 0
    _messages: int = 0
    _looks: int = 0
    _waited_s: float = 0.0
    _waits_since: float | None = None

    @contextlib.contextmanager
    def clock_stopped(self) -> Iterator[None]:
        """The kernel waits for the host: no time of the notebook's passes."""
        self._waits_since = time.monotonic()
        try:
            yield
        finally:
            self._waited_s += time.monotonic() - self._waits_since
            self._waits_since = None

    def _now(self) -> float:
        """The notebook's own clock."""
        return (self._waits_since or time.monotonic()) - self._waited_s

    def begin(self, cell: int) -> None:
        """A cell starts."""
        self.cell, self.cell_timed_out, self._interrupted = cell, False, None
        self._cell_started = self._now()
        if self._started is None:
            self._started = self._cell_started

    def end(self) -> None:
        """The cell is over."""
        self.cell, self._interrupted = None, None

    def saw_message(self, size: int) -> None:
        """The kernel sent a message of `size` bytes."""
        self._output_bytes += size
        self._messages += 1
        allowed = 4 * self.limits.output_bytes + 64 * MIB
        if self._output_bytes > allowed:
            self.stop("output", f"displayed more than {allowed / 1e6:,.0f} MB")
        elif self._messages > MAX_MESSAGES:
            self.stop("output", f"sent more than {MAX_MESSAGES:,} messages")

    def saw_dropped(self, size: int) -> None:
        """The kernel sent a message of `size` bytes that was too long to be read."""
        if not self._dropped_bytes:
            self.note("output", f"displayed {size / 1e6:,.0f} MB at once, which was left out")
        self._dropped_bytes += size
        if self._dropped_bytes > MAX_DROPPED_BYTES:
            self.stop("output", f"displayed more than {MAX_DROPPED_BYTES / 1e9:,.0f} GB")

    def note(self, kind: LimitKind, what: str) -> None:
        """Note that something was left out; the notebook goes on."""
        self.hits.append(LimitHit(kind, f"The notebook {what}.", self.cell))

    def stop(self, kind: LimitKind, what: str) -> None:
        """End the kernel, once, and note why."""
        if self.killed_for is None:
            self.killed_for = kind
            self.hits.append(
                LimitHit(kind, f"The notebook {what}; it was stopped.", self.cell, "notebook")
            )
            self.kill()

    async def run(self) -> None:
        """Look at everything, again and again."""
        while self.killed_for is None:
            await asyncio.sleep(PERIOD_S)
            await self._look_at_time()
            self._look_at_processes()

    async def _look_at_time(self) -> None:
        now, limits = self._now(), self.limits
        if self._started is not None and now - self._started > limits.notebook_timeout_s:
            self.stop("notebook_time", f"ran longer than {limits.notebook_timeout_s:,.0f} s")
        elif self._interrupted is not None:
            if now - self._interrupted > GRACE_S:
                self.stop("cell_time", "did not stop when it was asked to")
        elif self.cell is not None and now - self._cell_started > limits.cell_timeout_s:
            self.cell_timed_out, self._interrupted = True, now
            message = (
                f"Cell {self.cell + 1} ran longer than {limits.cell_timeout_s:,.0f} s and was "
                f"interrupted."
            )
            self.hits.append(LimitHit("cell_time", message, self.cell, "cell"))
            await self.interrupt()

    def look_at_the_end(self) -> None:
        """A kernel that has died may have been killed by the system."""
        if self.group is not None and self.group.out_of_memory():
            allowed = self.limits.memory_bytes / MIB
            self.stop("memory", f"used more than the {allowed:,.0f} MiB of memory that are allowed")

    def _look_at_processes(self) -> None:
        self.look_at_the_end()
        found = processes.tree(self.pid)
        threads = processes.threads(found)
        if threads > self.limits.processes:
            self.stop(
                "processes",
                f"had {threads} processes and threads; {self.limits.processes} are allowed",
            )
        scratch = 0 if self.unsafe else processes.scratch_bytes(found)
        memory = processes.memory_bytes(found, enough=self.limits.memory_bytes - scratch) + scratch
        if memory > self.limits.memory_bytes:
            used, allowed = memory / MIB, self.limits.memory_bytes / MIB
            self.stop("memory", f"used {used:,.0f} MiB of memory; {allowed:,.0f} are allowed")
        self._looks += 1
        if not self.unsafe:
            self._look_at_handles(found)

    def _look_at_handles(self, found: list[psutil.Process]) -> None:
        all_of_them = self._looks % LOOKS_PER_COUNT == 0
        look = handles.excess if all_of_them else handles.excess_of_sockets
        excess = look(found, allowed=self.limits.processes)
        if excess:
            self.stop("processes", excess)
