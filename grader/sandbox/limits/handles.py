"""Counts what a notebook holds open of things that the system bounds for a user, or for all, and
not for a notebook.

Nobody else could open a terminal, wait for a file or use a socket where one notebook took all there
is. And what sockets and epoll hold is memory of the system's that belongs to no process.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

import psutil

from grader.recorder.start.sealing import MAX_TERMINALS

FILES_PER_PROCESS = 64
"""Open files of all processes, for each that the notebook may have; each has its own limit besides.
A pool of 128 workers has 10,000.
"""
SOCKETS_PER_PROCESS = 1
"""Likewise. A kernel has thirty. Each may hold 200 kB that nobody has read."""
WATCHES_PER_PROCESS = 400
"""Likewise, what epoll may watch: the product of its instances and the files beside them, in each
process. A user has some millions on a host.
"""
LEAST_PROCESSES = 128
"""Fewer allowed processes than this leave as much as this many: a kernel needs its sockets."""
MANY_FILES = 128
"""In a process with fewer, nobody needs to look what they are."""


def excess(processes: Sequence[psutil.Process], *, allowed: int) -> str:
    """What they hold too much of, where so many processes are `allowed`; empty where it is all
    right.
    """
    allowed = max(allowed, LEAST_PROCESSES)
    files = {process.pid: _entries(f"/proc/{process.pid}/fd") for process in processes}
    total = sum(map(len, files.values()))
    if total > allowed * FILES_PER_PROCESS:
        return f"had {total:,} open files; {allowed * FILES_PER_PROCESS:,} are allowed"
    if sum(_watches(pid, names) for pid, names in files.items()) > allowed * WATCHES_PER_PROCESS:
        return "watched more files by epoll than are allowed"
    inside = next((process.pid for process in reversed(processes) if _is_inside(process.pid)), None)
    if inside is None:
        return ""
    sockets, terminals = _sockets(inside), len(_entries(f"/proc/{inside}/root/dev/pts"))
    if sockets > allowed * SOCKETS_PER_PROCESS:
        return f"had {sockets:,} open sockets; {allowed * SOCKETS_PER_PROCESS:,} are allowed"
    if terminals > MAX_TERMINALS + 1:  # beside them lies `ptmx`
        return f"had {terminals:,} open terminals; {MAX_TERMINALS} are allowed"
    return ""


def _watches(pid: int, names: Sequence[str]) -> int:
    """At most so many files are watched by the epoll instances of a process."""
    if len(names) < MANY_FILES:
        return 0
    return len(names) * sum(
        _leads_to(f"/proc/{pid}/fd/{name}") == "anon_inode:[eventpoll]" for name in names
    )


def _is_inside(pid: int) -> bool:
    """Whether a process lives in a network of its own: bubblewrap's first doesn't."""
    own = _leads_to(f"/proc/{pid}/ns/net")
    return own not in ("", _leads_to("/proc/self/ns/net"))


def _sockets(pid: int) -> int:
    """How many sockets there are in the network of a process, those in no process's hands
    included.
    """
    try:
        with open(f"/proc/{pid}/net/sockstat", "rb") as file:  # noqa: PTH123 - read twice a second
            return int(file.readline().split()[2])
    except (OSError, IndexError, ValueError):
        return 0


def _leads_to(link: str) -> str:
    try:
        return os.readlink(link)  # noqa: PTH115 - a thousand at a time
    except OSError:
        return ""


def _entries(folder: str) -> list[str]:
    try:
        return os.listdir(folder)  # noqa: PTH208 - a hundred at a time
    except OSError:
        return []
