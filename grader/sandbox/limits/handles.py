"""Counts what a notebook holds open of things that the system bounds for a user, or for all, and
not for a notebook.

Nobody else could open a terminal, wait for a file or use a socket where one notebook took all there
is. And what sockets and epoll hold is memory of the system's that belongs to no process.
"""

from __future__ import annotations

import os
import random
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress

import psutil

from grader.recorder.start.sealing import MAX_TERMINALS

FILES_PER_PROCESS = 64
"""Open files of all processes, for each that the notebook may have; each has its own limit besides.
A pool of 128 workers has 10,000.
"""
SOCKETS_PER_PROCESS = 1
"""Likewise. A kernel has thirty. Each may hold 200 kB that nobody has read."""
QUEUED_BYTES = 256 << 20
"""What TCP may hold that nobody has read: a connection through which much has gone is given
megabytes.
"""
FEW_SOCKETS = 40
"""A kernel has thirty, and nobody looks how much they hold."""
WATCHES_PER_PROCESS = 400
"""Likewise, what epoll may watch: the product of its instances and the files beside them, in each
process. A user has some millions on a host.
"""
LEAST_PROCESSES = 128
"""Fewer allowed processes than this leave as much as this many: a kernel needs its sockets."""
MANY_FILES = 128
"""In a process with fewer, nobody needs to look what they are."""
CONNECTIONS_BYTES = 1 << 18
"""As much is read of the list of all connections: more than there may be."""
LOCKS = 10_000
"""Parts of files that all processes may have locked: each takes the system 200 bytes."""
LOCKS_BYTES = 1 << 20
"""As much is read of the list of all locks of the host: 16,000 of them."""
MAPPINGS = 2_000_000
"""Pieces of memory that all processes may have mapped, each of which takes the system 220 bytes. A
kernel has 3,000; one process may have 65,530, so that only many can have too many.
"""
FEW_PROCESSES = 16
SAMPLED = 4
"""Of many processes, so many are looked at: to count the mappings of one takes milliseconds."""


def excess(processes: Sequence[psutil.Process], *, allowed: int) -> str:
    """What they hold too much of, where so many processes are `allowed`; empty where it is all
    right.
    """
    return next(
        _excesses([process.pid for process in processes], max(allowed, LEAST_PROCESSES)), ""
    )


def excess_of_sockets(processes: Sequence[psutil.Process], *, allowed: int) -> str:
    """The same of sockets alone, whose number is one quick look: what they hold fills up as fast as
    memory, and who closes them in time would never be seen.
    """
    return next(
        _of_sockets([process.pid for process in processes], max(allowed, LEAST_PROCESSES)), ""
    )


def _excesses(pids: Sequence[int], allowed: int) -> Iterator[str]:
    files = {pid: _entries(f"/proc/{pid}/fd") for pid in pids}
    total = sum(map(len, files.values()))
    if total > allowed * FILES_PER_PROCESS:
        yield f"had {total:,} open files; {allowed * FILES_PER_PROCESS:,} are allowed"
    if sum(_watches(pid, names) for pid, names in files.items()) > allowed * WATCHES_PER_PROCESS:
        yield "watched more files by epoll than are allowed"
    if _locks(pids) > LOCKS:
        yield f"had locked more than {LOCKS:,} parts of files"
    if _mappings(pids) > MAPPINGS:
        yield f"had mapped more than {MAPPINGS:,} pieces of memory"
    yield from _of_sockets(pids, allowed)
    inside = next(filter(_is_inside, reversed(pids)), None)
    if inside is None:
        return
    sockets, terminals = _sockets(inside), len(_entries(f"/proc/{inside}/root/dev/pts"))
    if sockets > FEW_SOCKETS and _queued(inside) > QUEUED_BYTES:
        yield f"had sent more than {QUEUED_BYTES >> 20} MiB by TCP that nobody read"
    if terminals > MAX_TERMINALS + 1:  # beside them lies `ptmx`
        yield f"had {terminals:,} open terminals; {MAX_TERMINALS} are allowed"


def _of_sockets(pids: Sequence[int], allowed: int) -> Iterator[str]:
    inside = next(filter(_is_inside, reversed(pids)), None)
    sockets = 0 if inside is None else _sockets(inside)
    if sockets > allowed * SOCKETS_PER_PROCESS:
        yield f"had {sockets:,} open sockets; {allowed * SOCKETS_PER_PROCESS:,} are allowed"


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


def _queued(pid: int) -> int:
    """How many bytes TCP holds in the network of a process: sent and not taken yet, or not read."""
    held = 0
    for protocol in ("tcp", "tcp6"):
        for line in _connections(f"/proc/{pid}/net/{protocol}")[1:]:
            with suppress(IndexError, ValueError):
                held += sum(int(part, 16) for part in line.split()[4].split(b":"))
    return held


def _connections(path: str) -> list[bytes]:
    try:
        with open(path, "rb") as file:  # noqa: PTH123 - read twice a second
            return file.read(CONNECTIONS_BYTES).splitlines()
    except OSError:
        return []


def _locks(pids: Collection[int]) -> int:
    """How many parts of files they have locked, as far as the list is read."""
    try:
        with open("/proc/locks", "rb") as file:  # noqa: PTH123 - read twice a second
            lines = file.read(LOCKS_BYTES).splitlines()
    except OSError:
        return 0
    if len(lines) <= LOCKS:
        return 0
    own = {str(pid).encode() for pid in pids}
    return sum(any(word in own for word in line.split()[4:6]) for line in lines)


def _mappings(pids: Sequence[int]) -> int:
    """About how many pieces of memory they have mapped, by some of them; 0 where they are few."""
    if len(pids) <= FEW_PROCESSES:
        return 0
    sampled = random.sample(pids, SAMPLED)
    return sum(map(_mappings_of, sampled)) * len(pids) // SAMPLED


def _mappings_of(pid: int) -> int:
    try:
        with open(f"/proc/{pid}/maps", "rb") as file:  # noqa: PTH123 - read twice a second
            return file.read().count(b"\n")
    except OSError:
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
