"""Which system calls are refused inside?

A short program for the kernel (classic BPF), assembled here so that no library is needed. It refuses what no notebook needs
and what attacks on kernels and memory limits are made of; everything else is allowed. Numbers are those of Linux'
`asm/unistd_64.h` (x86_64) and `asm-generic/unistd.h` (aarch64).
"""

from __future__ import annotations

import errno
import os
import platform
import struct
from collections.abc import Iterator

LOAD, EQUAL, AT_LEAST, ANY_BIT, RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""Instructions: load a word of the call's description; jump; end."""
NUMBER, ARCHITECTURE, FIRST_ARGUMENT, SECOND_ARGUMENT = 0, 4, 16, 24
"""Where the words lie in `struct seccomp_data`."""
ALLOW, FAIL = 0x7FFF0000, 0x00050000
X32 = 0x40000000
"""Numbers from here on belong to another ABI of x86_64."""
NEW_NAMESPACES = 0x7E020000
"""The flags of clone() that ask for namespaces."""
FAMILIES = (1, 2, 10, 16)
"""Sockets that a kernel without network may have: AF_UNIX, AF_INET, AF_INET6, AF_NETLINK. Not AF_VSOCK, which speaks to the
machine below this one and knows no namespace, nor AF_PACKET, AF_ALG and the like."""
TERMINAL_TRICKS = (0x5412, 0x541C)
"""ioctl() that types for somebody else: TIOCSTI, TIOCLINUX."""

AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
"""How the kernel names the architectures."""
Numbers = dict[str, tuple[int | None, int | None]]
"""A call's number on x86_64 and on aarch64."""

REFUSED: Numbers = {
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
}
"""Answered with EPERM."""
MISSING: Numbers = {
    "clone3": (435, 435),
    "memfd_create": (319, 279),
    "memfd_secret": (447, 447),
    "shmget": (29, 194),
    "msgget": (68, 186),
    "semget": (64, 190),
    "mq_open": (240, 180),
}
"""Answered as if the kernel had none (ENOSYS), so that libraries do without: clone3 hides its flags from a filter, the others
hold memory that belongs to no process and no file system that the watchdog could look at."""
CLONE, SOCKET, IOCTL = (56, 220), (41, 198), (16, 29)


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
    for calls, error in ((REFUSED, errno.EPERM), (MISSING, errno.ENOSYS)):
        for numbers in calls.values():
            if numbers[column] is not None:
                yield from _when(numbers[column], FAIL | error)
    yield from _only_if(CLONE[column], [_load(FIRST_ARGUMENT), *_bits(NEW_NAMESPACES, FAIL | errno.EPERM)])
    families = (part for family in FAMILIES for part in _when(family, ALLOW))
    yield from _only_if(SOCKET[column], [_load(FIRST_ARGUMENT), *families, _end(FAIL | errno.EAFNOSUPPORT)])
    tricks = (part for trick in TERMINAL_TRICKS for part in _when(trick, FAIL | errno.EPERM))
    yield from _only_if(IOCTL[column], [_load(SECOND_ARGUMENT), *tricks])
    yield _end(ALLOW)


def _step(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    """One instruction; `then` and `otherwise` are how many it skips."""
    return struct.pack("=HBBI", code, then, otherwise, value)


def _load(place: int) -> bytes:
    return _step(LOAD, place)


def _end(verdict: int) -> bytes:
    return _step(RETURN, verdict)


def _when(value: int | None, verdict: int) -> Iterator[bytes]:
    yield _step(EQUAL, value or 0, otherwise=1)
    yield _end(verdict)


def _unless(value: int, verdict: int) -> Iterator[bytes]:
    yield _step(EQUAL, value, then=1)
    yield _end(verdict)


def _bits(mask: int, verdict: int) -> Iterator[bytes]:
    yield _step(ANY_BIT, mask, otherwise=1)
    yield _end(verdict)


def _only_if(number: int, steps: list[bytes]) -> Iterator[bytes]:
    """Look further at one call, and allow it where the steps come to no end."""
    yield _step(EQUAL, number, otherwise=len(steps) + 1)
    yield from steps
    yield _end(ALLOW)
