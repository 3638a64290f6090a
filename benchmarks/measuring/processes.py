"""Runs a program and measures it from outside."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import psutil

GRADER = Path(sys.executable).with_name("grader")
SAMPLE_EVERY_S = 1.0
SAMPLE_SELDOM_S = 10.0
"""Of a batch of many minutes: a look at the memory of all its processes takes a quarter of a second
of a processor that the batch could use.
"""
LOOK_EVERY_S = 0.5
"""At the processor time of processes: what each of them takes after that is not seen."""


class CommandError(Exception):
    """A program that was to be measured didn't do its work."""


def timed(
    command: Sequence[str | Path],
    *,
    cwd: Path,
    environment: Mapping[str, str] | None = None,
    timeout_s: float = 3600,
    accept: Sequence[int] = (0,),
) -> float:
    """Wall-clock seconds of a program from start to end; raises CommandError with its last
    words.
    """
    started = time.perf_counter()
    with subprocess.Popen(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(environment or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            said, _ = process.communicate(timeout=timeout_s)
        except BaseException:
            end_with_children(process.pid)
            raise
    wall_s = time.perf_counter() - started
    if process.returncode not in accept:
        raise CommandError(
            f"{' '.join(map(str, command))} ended with {process.returncode}:\n{said[-3000:]}"
        )
    return wall_s


def end_with_children(pid: int) -> None:
    """Kill a process that was started here, and all below it."""
    try:
        parent = psutil.Process(pid)
        tree = [*parent.children(recursive=True), parent]
    except psutil.NoSuchProcess:
        return
    for process in tree:
        try:
            process.kill()
        except psutil.NoSuchProcess:
            continue


@dataclass(frozen=True, slots=True)
class Footprint:
    """Memory of a process tree over time."""

    moments_s: tuple[float, ...]
    """Seconds since the start."""
    by_process: tuple[Mapping[str, int], ...]
    """At these moments, what each process of the tree holds; memory that several share is counted
    once.
    """
    every_s: float
    """How often it was looked at."""

    @property
    def bytes(self) -> tuple[int, ...]:
        """At these moments, what the whole tree holds."""
        return tuple(sum(held.values()) for held in self.by_process)


class _Watch:
    """Looks at everything that this process starts, again and again, in a thread."""

    every_s: float

    def __init__(self) -> None:
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        self._started = time.monotonic()
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        me = psutil.Process()
        while not self._over.wait(self.every_s):
            self._look(me.children(recursive=True))

    def _look(self, processes: list[psutil.Process]) -> None:
        raise NotImplementedError


class MemoryWatch(_Watch):
    """Samples the memory of everything that this process starts, in a thread."""

    def __init__(self, every_s: float = SAMPLE_EVERY_S) -> None:
        """Look once in so many seconds."""
        super().__init__()
        self.every_s = every_s
        self._moments: list[float] = []
        self._held: list[dict[str, int]] = []
        self._names: dict[int, str] = {}

    @property
    def footprint(self) -> Footprint:
        """What was seen so far."""
        return Footprint(tuple(self._moments), tuple(self._held), self.every_s)

    def _look(self, processes: list[psutil.Process]) -> None:
        held = {self._name(process): _proportional_bytes(process) for process in processes}
        self._moments.append(time.monotonic() - self._started)
        self._held.append(held)

    def _name(self, process: psutil.Process) -> str:
        """What it runs, and its number; as it was when first seen, for a fork may rename itself."""
        if process.pid not in self._names:
            try:
                command = " ".join(process.cmdline())
            except psutil.Error:
                command = ""
            ours = re.search(r"grader\.([\w.]+)", command)
            program = ours.group(1) if ours else Path(command.split(" ")[0] or "?").name
            self._names[process.pid] = f"{program} {process.pid}"
        return self._names[process.pid]


class ProcessorWatch(_Watch):
    """Adds up the processor time of everything that this process starts, in a thread.

    The system adds a process's time to its parent's only where the parent waits for it: sandboxes
    are killed with all that is in them, and would cost nothing.
    """

    every_s = LOOK_EVERY_S

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[tuple[int, float], float] = {}

    @property
    def processor_s(self) -> float:
        """As last seen of each process."""
        return sum(list(self._seen.values()))  # the thread may add to them meanwhile

    def _look(self, processes: list[psutil.Process]) -> None:
        for process in processes:
            with suppress(psutil.Error):
                used = process.cpu_times()
                self._seen[process.pid, process.create_time()] = used.user + used.system


def _proportional_bytes(process: psutil.Process) -> int:
    """The process's share of memory (PSS); all that it sees (RSS) where the system keeps that to
    itself.
    """
    try:
        for line in Path(f"/proc/{process.pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    try:
        return int(process.memory_info().rss)
    except psutil.Error:
        return 0
