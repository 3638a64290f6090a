"""Bars the kernel from writing anywhere but in its scratch space.

A second lock behind the read-only mounts, from Linux 5.13 on: a process gives up rights on files
for itself and its children, for good (`linux/landlock.h`, and the kernel's
`userspace-api/landlock.rst`).
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
from collections.abc import Iterable
from pathlib import Path

CREATE_RULESET, ADD_RULE, RESTRICT_SELF = 444, 445, 446
"""System calls; the numbers are the same on every architecture."""
SECCOMP = {"x86_64": 317, "aarch64": 277}
VERSION, PATH_BENEATH, NO_NEW_PRIVILEGES = 1, 1, 38
SET_FILTER, ALL_THREADS = 1, 1
"""Of seccomp(2), `linux/seccomp.h`."""
STEPS_OF_FILTER = 5
WRITE_FILE, TRUNCATE = 1 << 1, 1 << 14
WRITING = {
    1: WRITE_FILE | sum(1 << place for place in range(4, 13)),
    2: 1 << 13,
    3: TRUNCATE,
}
"""Rights by the version that brought them: writing; removing and making every kind of file; linking
elsewhere; truncating.
"""
DEVICES = ("/dev/null", "/dev/zero", "/dev/full", "/dev/tty", "/dev/pts")

LIBC = ctypes.CDLL(None, use_errno=True)


class _FurtherFilter(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def version() -> int:
    """Which version of Landlock the system has; 0 where it has none."""
    return max(0, int(LIBC.syscall(CREATE_RULESET, None, ctypes.c_size_t(0), VERSION)))


def write_only_below(folders: Iterable[str]) -> bool:
    """Give up writing for this thread and all that it starts, but below `folders` and to harmless
    devices.

    Whether the system has Landlock. Raises OSError where it has and refuses.
    """
    has = version()
    if not has:
        return False
    rights = sum(right for since, right in WRITING.items() if since <= has)
    attributes = struct.pack("=Q", rights)
    rules = _checked(
        LIBC.syscall(CREATE_RULESET, attributes, ctypes.c_size_t(len(attributes)), 0),
        "create_ruleset",
    )
    try:
        for folder in folders:
            _allow(rules, folder, rights)
        for device in DEVICES:
            _allow(rules, device, rights & (WRITE_FILE | TRUNCATE))
        _checked(LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0), "no_new_privs")
        _checked(LIBC.syscall(RESTRICT_SELF, rules, 0), "restrict_self")
    finally:
        os.close(rules)
    return True


def give_up_further_locks() -> None:
    """Forbid all threads, and whatever they start, to add rules of Landlock's or filters of system
    calls: each is memory of the system's that belongs to no process, and a process may have
    thousands. Without a control group nobody sees them.

    A filter beside that of the sandbox, which is there before this process has added its own.
    """
    number = SECCOMP.get(platform.machine())
    if number is not None:
        program = _FurtherFilter(STEPS_OF_FILTER, _without(CREATE_RULESET, number))
        asked = SET_FILTER, ALL_THREADS, ctypes.byref(program)
        _checked(LIBC.syscall(number, *asked), "filter")


def _without(first: int, second: int) -> bytes:
    """A filter that answers two calls as a system does that has none of them."""
    return struct.pack(
        "=" + STEPS_OF_FILTER * "HBBI",
        *(0x20, 0, 0, 0),  # load the number of the call
        *(0x15, 1, 0, first),
        *(0x15, 0, 1, second),
        *(0x06, 0, 0, 0x00050000 | errno.ENOSYS),
        *(0x06, 0, 0, 0x7FFF0000),  # all others are allowed
    )


def _allow(rules: int, path: str, rights: int) -> None:
    if not Path(path).exists():
        return
    beneath = os.open(path, os.O_PATH | os.O_CLOEXEC)
    try:
        rule = struct.pack("=Qi", rights, beneath)
        _checked(LIBC.syscall(ADD_RULE, rules, PATH_BENEATH, rule, 0), f"add_rule {path}")
    finally:
        os.close(beneath)


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise OSError(number, f"landlock {what}: {os.strerror(number)}")
    return int(result)
