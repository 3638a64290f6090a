"""Measures what a tree of processes uses, and ends it.

Signals can be ignored and counters inside can be forged, so nothing that runs inside is asked.
"""

from __future__ import annotations

import contextlib
import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

import psutil

from grader.sandbox.walls.bubblewrap import SCRATCH

INODE_BYTES = 1024
"""What a file takes in the kernel's memory however short it is."""


def tree(pid: int) -> list[psutil.Process]:
    """`pid` and everything below it, as far as it still lives."""
    try:
        root = psutil.Process(pid)
        if not Path(f"/proc/{pid}/task/{pid}/children").exists():
            return [root, *root.children(recursive=True)]
    except psutil.Error:
        return []
    return [root, *_below(pid)]


def _below(pid: int) -> Iterator[psutil.Process]:
    """The descendants by what each thread has forked: psutil would read about every process of the
    host.
    """
    waiting = _children(pid)
    while waiting:
        child = waiting.pop()
        waiting += _children(child)
        with contextlib.suppress(psutil.Error):
            yield psutil.Process(child)


def _children(pid: int) -> list[int]:
    found: list[int] = []
    try:
        threads_of = tuple(Path(f"/proc/{pid}/task").iterdir())
    except OSError:
        return found
    for thread in threads_of:
        with contextlib.suppress(OSError):
            found += map(int, (thread / "children").read_bytes().split())
    return found


def end_tree(pid: int, *, within_s: float = 2.0) -> bool:
    """Kill `pid` and everything below it; whether all of it was gone in time.

    The second process of a sandbox is the first of its namespace: the system kills everything there
    with it.
    """
    deadline = time.monotonic() + within_s
    doomed = tree(pid)
    while doomed:
        for process in doomed:
            with contextlib.suppress(psutil.Error):
                process.kill()
        _, living = psutil.wait_procs(doomed, timeout=min(0.2, within_s))
        doomed = [process for process in {*living, *tree(pid)} if _runs(process)]
        if time.monotonic() > deadline:
            return not doomed
    return True


def threads(processes: Iterable[psutil.Process]) -> int:
    """How many threads they have; a process is one at least."""
    return sum(_threads(process) for process in processes)


def memory_bytes(processes: list[psutil.Process], *, enough: int) -> int:
    """Memory that they hold, shared pages counted once, with the tables of their pages: who reads
    what nobody has written holds no page of it, and a table of 4 kB for every two megabytes.

    The resident sizes are quick to read and at most too large; only where they add up to more than
    `enough` are the proportional ones (PSS) read, for which the system walks through all pages.
    """
    tables = sum(_page_table_bytes(process.pid) for process in processes)
    resident = sum(_resident_bytes(process.pid) for process in processes)
    if resident + tables <= enough:
        return resident + tables
    return sum(_proportional_bytes(process.pid) for process in processes) + tables


def scratch_bytes(processes: list[psutil.Process]) -> int:
    """What lies in the private file systems, seen through a process that lives in them."""
    outside = Path("/").stat().st_dev
    for process in reversed(processes):
        root = f"/proc/{process.pid}/root"
        try:
            if Path(root).stat().st_dev != outside:
                return sum(_held_bytes(root + path) for path in SCRATCH)
        except OSError:
            continue
    return 0


def _runs(process: psutil.Process) -> bool:
    try:
        return process.is_running() and process.status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _threads(process: psutil.Process) -> int:
    return _status_number(process.pid, b"Threads:")


def _resident_bytes(pid: int) -> int:
    return next(_numbers(f"/proc/{pid}/statm", place=1), 0) * os.sysconf("SC_PAGESIZE")


def _proportional_bytes(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/smaps_rollup", "rb") as rollup:  # noqa: PTH123 - read ten times a second
            for line in rollup:
                if line.startswith(b"Pss:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return _resident_bytes(pid)


def _page_table_bytes(pid: int) -> int:
    return _status_number(pid, b"VmPTE:") * 1024


def _status_number(pid: int, field: bytes) -> int:
    """What the system's file on a process says in a line that begins so; 0 where it says nothing.

    The first line is the process's name, which it chooses itself: only lines behind it count, and a
    line break in a name is written otherwise.
    """
    try:
        with open(f"/proc/{pid}/status", "rb") as status:  # noqa: PTH123 - read ten times a second
            _, _, said = status.read().partition(b"\n" + field)
            return int(said.split(maxsplit=1)[0])
    except (OSError, IndexError, ValueError):
        return 0


def _numbers(path: str, *, place: int) -> Iterator[int]:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - read ten times a second
            yield int(file.read().split()[place])
    except (OSError, IndexError):
        return


def _held_bytes(path: str) -> int:
    held = os.statvfs(path)
    return (held.f_blocks - held.f_bfree) * held.f_frsize + (
        held.f_files - held.f_ffree
    ) * INODE_BYTES
