"""Has a notebook used more than it may?

Looks a few times a second at the whole process tree, and ends it. Signals can be ignored and counters inside can be
forged, so nothing that runs inside is asked.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psutil

from grader.model.policy import MIB, Limits
from grader.model.recording import LimitHit, LimitKind
from grader.sandbox.bubblewrap import HOME

PERIOD_S = 0.1
GRACE_S = 1.5
"""How long a cell may take to end after it was interrupted."""
SCRATCH = (HOME, "/tmp", "/dev/shm")  # noqa: S108 - paths inside


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
    hits: list[LimitHit] = field(default_factory=list)
    killed_for: LimitKind | None = None
    cell: int | None = None
    cell_timed_out: bool = False
    _cell_started: float = 0.0
    _interrupted: float | None = None
    _started: float = field(default_factory=time.monotonic)
    _output_bytes: int = 0

    def begin(self, cell: int) -> None:
        """A cell starts."""
        self.cell, self.cell_timed_out, self._interrupted = cell, False, None
        self._cell_started = time.monotonic()

    def end(self) -> None:
        """The cell is over."""
        self.cell, self._interrupted = None, None

    def saw_output(self, size: int) -> None:
        """The kernel displayed `size` bytes more."""
        self._output_bytes += size
        allowed = 4 * self.limits.output_bytes + 64 * MIB
        if self._output_bytes > allowed:
            self.stop("output", f"displayed more than {allowed / 1e6:,.0f} MB")

    def stop(self, kind: LimitKind, what: str) -> None:
        """End the kernel, once, and note why."""
        if self.killed_for is None:
            self.killed_for = kind
            self.hits.append(LimitHit(kind, f"The notebook {what}; it was stopped.", self.cell))
            self.kill()

    async def run(self) -> None:
        """Look at everything, again and again."""
        while self.killed_for is None:
            await asyncio.sleep(PERIOD_S)
            await self._look_at_time()
            self._look_at_processes()

    async def _look_at_time(self) -> None:
        now, limits = time.monotonic(), self.limits
        if self._interrupted is not None:
            if now - self._interrupted > GRACE_S:
                self.stop("cell_time" if self.cell_timed_out else "notebook_time", "did not stop when it was asked to")
        elif self.cell is None:
            return
        elif now - self._started > limits.notebook_timeout_s:
            self.stop("notebook_time", f"ran longer than {limits.notebook_timeout_s:,.0f} s")
        elif now - self._cell_started > limits.cell_timeout_s:
            self.cell_timed_out, self._interrupted = True, now
            message = f"Cell {self.cell + 1} ran longer than {limits.cell_timeout_s:,.0f} s and was interrupted."
            self.hits.append(LimitHit("cell_time", message, self.cell))
            await self.interrupt()

    def _look_at_processes(self) -> None:
        tree = list(_tree(self.pid))
        threads = sum(_threads(process) for process in tree)
        if threads > self.limits.processes:
            self.stop("processes", f"had {threads} processes and threads; {self.limits.processes} are allowed")
        scratch = 0 if self.unsafe else _scratch_bytes(tree)
        memory = sum(_memory_bytes(process) for process in tree) + scratch
        if memory > self.limits.memory_bytes:
            used, allowed = memory / MIB, self.limits.memory_bytes / MIB
            self.stop("memory", f"used {used:,.0f} MiB of memory; {allowed:,.0f} are allowed")


def end_tree(pid: int, *, within_s: float = 2.0) -> None:
    """Kill `pid` and everything below it, and wait until it is gone."""
    doomed = list(_tree(pid))
    for process in doomed:
        try:
            process.kill()
        except psutil.Error:
            continue
    psutil.wait_procs(doomed, timeout=within_s)


def _tree(pid: int) -> Iterator[psutil.Process]:
    try:
        root = psutil.Process(pid)
        yield root
        yield from root.children(recursive=True)
    except psutil.Error:
        return


def _threads(process: psutil.Process) -> int:
    try:
        return process.num_threads()
    except psutil.Error:
        return 0


def _memory_bytes(process: psutil.Process) -> int:
    """Resident memory with shared pages counted once over all sharers (PSS), where the kernel tells."""
    try:
        with open(f"/proc/{process.pid}/smaps_rollup", "rb") as rollup:  # noqa: PTH123 - read ten times a second
            for line in rollup:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0


def _scratch_bytes(tree: list[psutil.Process]) -> int:
    """What lies in the private file systems, seen through a process that lives in them."""
    outside = Path("/").stat().st_dev
    for process in reversed(tree):
        root = f"/proc/{process.pid}/root"
        try:
            if Path(root).stat().st_dev != outside:
                return sum(_held_bytes(root + path) for path in SCRATCH)
        except OSError:
            continue
    return 0


def _held_bytes(path: str) -> int:
    held = os.statvfs(path)
    return (held.f_blocks - held.f_bfree) * held.f_frsize
