"""Writes the filter of system calls for the inside.

A short program for the kernel (classic BPF), assembled here so that no library is needed. It
refuses what no notebook needs and what attacks on kernels and memory limits are made of; everything
else is allowed.
"""

from __future__ import annotations

import errno
import os
import platform
import struct
from collections.abc import Iterable, Iterator, Sequence

from grader.sandbox.walls.calls import MISSING, NOTHING_DONE, REFUSED

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN, KEEP_BITS = 0x20, 0x15, 0x35, 0x45, 0x06, 0x54
"""Instructions: load a word of the call's description; jump; end; keep some bits of the word."""
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT, THIRD_ARGUMENT = 0, 4, 16, 24, 32
FOURTH_ARGUMENT = 40
"""Where the words lie in `struct seccomp_data`, of arguments the lower half."""
UPPER_HALF = 4
"""How far behind it the upper half of an argument lies."""
ALLOW, FAIL = 0x7FFF0000, 0x00050000
X32 = 0x40000000
"""Numbers from here on belong to another ABI of x86_64."""
NEW_NAMESPACES = 0x7E020000
"""The flags of clone() that ask for namespaces."""
SHARED_FILES, NEW_THREAD = 0x400, 0x10000
"""Flags of clone(): a thread without the first has a table of open files of its own, which nobody
counts.
"""
UNIX, NETLINK, ROUTE = 1, 16, 0
"""AF_UNIX, AF_NETLINK, and the one protocol of the latter that programs ask for: which interfaces
there are.
"""
FAMILIES = (UNIX, 2, 10)
"""Sockets that a kernel without network may have: AF_UNIX, AF_INET, AF_INET6. Not AF_VSOCK, which
speaks to the machine below this one and knows no namespace, nor AF_PACKET, AF_ALG and the like.
"""
KINDS, KIND_BITS = (1, 2, 3), 0xF
"""SOCK_STREAM, SOCK_DGRAM, SOCK_RAW, and where a kind stands beside flags."""
PROTOCOLS = (0, 1, 6, 17, 58)
"""Of AF_INET and AF_INET6: the usual one, ICMP, TCP, UDP, ICMP of IPv6. For SCTP, DCCP, L2TP and
the like a module is loaded into the host's kernel; what MPTCP holds stands in no list that the
watchdog reads.
"""
OF_ANY_SOCKET, BUFFERS = 1, (7, 8)
"""setsockopt(): SOL_SOCKET's SO_SNDBUF and SO_RCVBUF. What a socket holds unread is no process's
memory; since Linux 6.15 it may be made eight megabytes, forty times as much as by default.
"""
LEASE = 1024
"""fcntl() that makes whoever writes a file wait: F_SETLEASE, on files that all notebooks read."""
LOCKS_OF_NOBODY = (37, 38)
"""fcntl() that locks a part of a file for an open file and for no process, so that nobody can say
whose the lock is: F_OFD_SETLK, F_OFD_SETLKW.
"""
CORE = 4
"""RLIMIT_CORE, which has been set (`NO_CORE_BYTES`) when a kernel starts: whoever made it 0 would
have Linux start the program that `core_pattern` names, on the host, for each crash.
"""
TERMINAL_TRICKS = (0x5412, 0x541C)
"""ioctl() that types for somebody else: TIOCSTI, TIOCLINUX."""
OF_MODULES = (0x8940, 0x8941, 0x8982, 0x8983)
"""ioctl() for which a module is loaded, whoever asks: SIOCGIFBR, SIOCSIFBR, SIOCGIFVLAN,
SIOCSIFVLAN.
"""
OWN_FILTER, CORES_OF_ONE, ALL_MERGED, FUTEX_SLOTS = 22, 62, 67, 78
"""prctl(): PR_SET_SECCOMP, as seccomp(2), which is refused later; PR_SCHED_CORE, which keeps
everybody else off the other half of a core; PR_SET_MEMORY_MERGE; PR_FUTEX_HASH, by which a process
had 260 MB of the system's memory that is in no size of its own.
"""
CONTROLS = (OWN_FILTER, CORES_OF_ONE, ALL_MERGED, FUTEX_SLOTS)
MERGED = 12
"""madvise() with MADV_MERGEABLE: where the host merges equal pages (KSM), how long a write takes
tells what stands in the memory of others, of virtual machines for instance.
"""
HUGE_PAGES = 0x40000
"""mmap() with MAP_HUGETLB: the pages are the operator's, and in no process's size."""

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""How the kernel names the architectures."""
CLONE, SOCKET, SOCKET_PAIR, CLOSE_RANGE = (56, 220), (41, 198), (53, 199), (436, 436)
IOCTL, FCNTL, MAP, CONTROL = (16, 29), (72, 25), (9, 222), (157, 167)
ADVISE = (28, 233)
SET_OPTION = (54, 208)
"""setsockopt(): sizes are answered as if they were set, as where the system bounds them."""
SET_LIMIT, LIMIT_OF_PROCESS = (160, 164), (302, 261)
"""setrlimit() and prlimit64()."""
UNSHARE_FILES = 2
"""The flag of close_range() that gives a thread a table of open files of its own."""


def supported() -> bool:
    """Whether the filter is known for this machine's architecture."""
    return platform.machine() in AUDIT


def program(machine: str) -> bytes:
    """The filter for `machine` as the kernel reads it: instructions of eight bytes."""
    return b"".join(_instructions(machine))


def filter_fd() -> int:
    """A descriptor to read the filter from; whoever asked for it closes it."""
    reading, writing = os.pipe()
    try:
        os.write(writing, program(platform.machine()))
    finally:
        os.close(writing)
    return reading


def _instructions(machine: str) -> Iterator[bytes]:
    column = list(AUDIT).index(machine)
    yield _load(ARCHITECTURE)
    yield from _unless(AUDIT[machine], FAIL | errno.ENOSYS)
    yield _load(NUMBER)
    if machine == "x86_64":
        yield _step(AT_LEAST, X32, otherwise=1)
        yield _end(FAIL | errno.ENOSYS)
    for calls, action in (
        (REFUSED, FAIL | errno.EPERM),
        (MISSING, FAIL | errno.ENOSYS),
        (NOTHING_DONE, FAIL),
    ):
        for numbers in calls.values():
            if numbers[column] is not None:
                yield from _when(numbers[column], action)
    yield from _only_if(CLONE[column], [*_namespaces(), *_own_files()])
    yield from _only_if(SOCKET[column], [*_families()])
    yield from _only_if(
        SOCKET_PAIR[column], [_load(FIRST_ARGUMENT), *_unless(UNIX, FAIL | errno.EAFNOSUPPORT)]
    )
    yield from _only_if(
        CLOSE_RANGE[column], [_load(THIRD_ARGUMENT), *_bits(UNSHARE_FILES, FAIL | errno.EPERM)]
    )
    tricks = _each((*TERMINAL_TRICKS, *OF_MODULES), FAIL | errno.EPERM)
    locks = _each(LOCKS_OF_NOBODY, FAIL | errno.EINVAL)
    yield from _only_if(
        FCNTL[column], [_load(SECOND_ARGUMENT), *_when(LEASE, FAIL | errno.EPERM), *locks]
    )
    yield from _only_if(IOCTL[column], [_load(SECOND_ARGUMENT), *tricks])
    controls = _each(CONTROLS, FAIL | errno.EINVAL)
    yield from _only_if(CONTROL[column], [_load(FIRST_ARGUMENT), *controls])
    yield from _only_if(
        ADVISE[column], [_load(THIRD_ARGUMENT), *_when(MERGED, FAIL | errno.EINVAL)]
    )
    yield from _only_if(
        MAP[column], [_load(FOURTH_ARGUMENT), *_bits(HUGE_PAGES, FAIL | errno.ENOMEM)]
    )
    sizes = _each(BUFFERS, FAIL)
    level = [_load(SECOND_ARGUMENT), *_unless(OF_ANY_SOCKET, ALLOW)]
    yield from _only_if(SET_OPTION[column], [*level, _load(THIRD_ARGUMENT), *sizes])
    yield from _only_if(SET_LIMIT[column], [_load(FIRST_ARGUMENT), *_when(CORE, FAIL)])
    yield from _only_if(LIMIT_OF_PROCESS[column], [*_core_limit()])
    yield _end(ALLOW)


def _namespaces() -> Iterator[bytes]:
    """Of clone(): no new namespaces."""
    yield _load(FIRST_ARGUMENT)
    yield from _bits(NEW_NAMESPACES, FAIL | errno.EPERM)


def _own_files() -> Iterator[bytes]:
    """Of clone(), its flags loaded: no thread with open files of its own."""
    yield _step(ANY_BIT, NEW_THREAD, otherwise=2)
    yield _step(ANY_BIT, SHARED_FILES, then=1)
    yield _end(FAIL | errno.EPERM)


def _families() -> Iterator[bytes]:
    """Of socket(): the families of `FAMILIES` with their usual protocols, and of netlink one."""
    yield _load(SECOND_ARGUMENT)
    yield _step(KEEP_BITS, KIND_BITS)
    seqpacket = [_load(FIRST_ARGUMENT), *_unless(UNIX, FAIL | errno.ESOCKTNOSUPPORT)]
    yield from _unless_any(KINDS, seqpacket)
    yield _load(FIRST_ARGUMENT)
    yield from _when(UNIX, ALLOW)
    yield from _unless_any(FAMILIES, _netlink())
    yield _load(THIRD_ARGUMENT)
    yield from _unless_any(PROTOCOLS, [_end(FAIL | errno.EPROTONOSUPPORT)])


def _netlink() -> list[bytes]:
    """Of socket(), its family loaded: netlink's routes."""
    return [
        *_unless(NETLINK, FAIL | errno.EAFNOSUPPORT),
        _load(THIRD_ARGUMENT),
        *_unless(ROUTE, FAIL | errno.EPROTONOSUPPORT),
        _end(ALLOW),
    ]


def _core_limit() -> Iterator[bytes]:
    """Of prlimit64(): the limit of core files can be asked for and is not set. Programs that want
    no core file hear that there will be none; who asks for the former limit as well, which nobody
    would fill in, is refused.
    """
    yield _load(SECOND_ARGUMENT)
    yield from _unless(CORE, ALLOW)
    yield from _when_null(THIRD_ARGUMENT, ALLOW)
    yield from _when_null(FOURTH_ARGUMENT, FAIL)
    yield _end(FAIL | errno.EPERM)


def _when_null(argument: int, action: int) -> Iterator[bytes]:
    """End where a pointer is null."""
    yield _load(argument)
    yield _step(EQUAL, 0, otherwise=3)
    yield _load(argument + UPPER_HALF)
    yield _step(EQUAL, 0, otherwise=1)
    yield _end(action)


def _step(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    """One instruction; `then` and `otherwise` are how many it skips."""
    return struct.pack("=HBBI", code, then, otherwise, value)


def _load(place: int) -> bytes:
    return _step(LOAD, place)


def _end(action: int) -> bytes:
    return _step(RETURN, action)


def _when(value: int | None, action: int) -> Iterator[bytes]:
    yield _step(EQUAL, value or 0, otherwise=1)
    yield _end(action)


def _each(values: Iterable[int], action: int) -> Iterator[bytes]:
    for value in values:
        yield from _when(value, action)


def _unless_any(values: Sequence[int], steps: Sequence[bytes]) -> Iterator[bytes]:
    """Take the steps where it is none of these."""
    for place, value in enumerate(values, 1):
        yield _step(EQUAL, value, then=len(values) - place + len(steps))
    yield from steps


def _unless(value: int, action: int) -> Iterator[bytes]:
    yield _step(EQUAL, value, then=1)
    yield _end(action)


def _bits(mask: int, action: int) -> Iterator[bytes]:
    yield _step(ANY_BIT, mask, otherwise=1)
    yield _end(action)


def _only_if(number: int, steps: list[bytes]) -> Iterator[bytes]:
    """Look further at one call, and allow it where the steps come to no end."""
    yield _step(EQUAL, number, otherwise=len(steps) + 1)
    yield from steps
    yield _end(ALLOW)
