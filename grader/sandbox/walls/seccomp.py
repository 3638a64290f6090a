"""Writes the filter of system calls for the inside.

A short program for the kernel (classic BPF), assembled here so that no library is needed. It
refuses what no notebook needs and what attacks on kernels and memory limits are made of; everything
else is allowed. Numbers are those of Linux' `asm/unistd_64.h` (x86_64) and `asm-generic/unistd.h`
(aarch64).
"""

from __future__ import annotations

import errno
import os
import platform
import struct
from collections.abc import Iterator

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""Instructions: load a word of the call's description; jump; end."""
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

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""How the kernel names the architectures."""
CallNumbers = dict[str, tuple[int | None, int | None]]
"""A call's number on x86_64 and on aarch64."""

REFUSED: CallNumbers = {
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "kcmp": (312, 272),
    "pidfd_getfd": (438, 438),
    "kexec_load": (246, 104),
    "kexec_file_load": (320, 294),
    "mount": (165, 40),
    "umount2": (166, 39),
    "pivot_root": (155, 41),
    "chroot": (161, 51),
    "move_mount": (429, 429),
    "open_tree": (428, 428),
    "fsopen": (430, 430),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fspick": (433, 433),
    "mount_setattr": (442, 442),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
    "userfaultfd": (323, 282),
    "io_uring_setup": (425, 425),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "unshare": (272, 97),
    "setns": (308, 268),
    "init_module": (175, 105),
    "finit_module": (313, 273),
    "delete_module": (176, 106),
    "swapon": (167, 224),
    "swapoff": (168, 225),
    "reboot": (169, 142),
    "acct": (163, 89),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "syslog": (103, 116),
    "sethostname": (170, 161),
    "setdomainname": (171, 162),
    "iopl": (172, None),
    "ioperm": (173, None),
    "settimeofday": (164, 170),
    "clock_settime": (227, 112),
    "clock_adjtime": (305, 266),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "lookup_dcookie": (212, 18),
    "uselib": (134, None),
    "vhangup": (153, 58),
    "modify_ldt": (154, None),
    "move_pages": (279, 239),
    "migrate_pages": (256, 238),
    "fanotify_init": (300, 262),
    "fanotify_mark": (301, 263),
    "open_tree_attr": (467, 467),
}
"""Answered with EPERM."""
MISSING: CallNumbers = {
    "clone3": (435, 435),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
    "inotify_init": (253, None),
    "inotify_init1": (294, 26),
    "io_setup": (206, 0),
    "vmsplice": (278, 75),
}
"""Answered as if the kernel had none (ENOSYS), so that libraries do without: clone3 hides its flags
from a filter. What shmget, msgget, semget, mq_open and the memfds give holds memory that belongs to
no process and no file system that the watchdog could look at. Of inotify's instances a user has 128
on the whole host, of io_setup's requests all users have 65,536 together. What vmsplice puts into a
pipe stays there when it is nobody's any more, and for a single byte a huge page of two megabytes.
"""
NOTHING_DONE: CallNumbers = {
    "sync": (162, 81),
    "syncfs": (306, 267),
    "sched_setaffinity": (203, 122),
}
"""Answered as if they were done. The first two write out what all of the host has written, and a
notebook writes to memory; with the last one it would leave its own cores for those of a neighbour.
"""
CLONE, SOCKET, SOCKET_PAIR, CLOSE_RANGE = (56, 220), (41, 198), (53, 199), (436, 436)
IOCTL, FCNTL = (16, 29), (72, 25)
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
    tricks = (part for trick in TERMINAL_TRICKS for part in _when(trick, FAIL | errno.EPERM))
    locks = (part for lock in LOCKS_OF_NOBODY for part in _when(lock, FAIL | errno.EINVAL))
    yield from _only_if(
        FCNTL[column], [_load(SECOND_ARGUMENT), *_when(LEASE, FAIL | errno.EPERM), *locks]
    )
    yield from _only_if(IOCTL[column], [_load(SECOND_ARGUMENT), *tricks])
    sizes = (part for option in BUFFERS for part in _when(option, FAIL))
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
    """Of socket(): the families of `FAMILIES`, and of netlink the one protocol."""
    yield _load(FIRST_ARGUMENT)
    for family in FAMILIES:
        yield from _when(family, ALLOW)
    yield from _unless(NETLINK, FAIL | errno.EAFNOSUPPORT)
    yield _load(THIRD_ARGUMENT)
    yield from _unless(ROUTE, FAIL | errno.EPROTONOSUPPORT)


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
