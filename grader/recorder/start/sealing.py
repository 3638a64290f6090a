"""Shuts a forked process in.

What bubblewrap does for a kernel that is started cold: namespaces of its own, private file systems
in memory, no rights that could be won back, and the system call filter. Linux' own calls through
the C library, which Python has no functions for.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import socket
import struct
from collections.abc import Iterable, Mapping
from pathlib import Path

NEW_NAMESPACES = (
    0x10000000 | 0x00020000 | 0x20000000 | 0x40000000 | 0x08000000 | 0x04000000 | 0x02000000
)
"""CLONE_NEWUSER, NEWNS, NEWPID, NEWNET, NEWIPC, NEWUTS and NEWCGROUP of `linux/sched.h`."""
READ_ONLY, NO_SETUID, NO_DEVICES, NO_PROGRAMS, REMOUNT, BIND, RECURSIVE, PRIVATE = (
    1,
    2,
    4,
    8,
    32,
    4096,
    16384,
    1 << 18,
)
"""Flags of mount(2), `linux/mount.h`."""
NO_NEW_PRIVILEGES, DROP_FROM_BOUNDS, SET_FILTER, AMBIENT, CLEAR_ALL = 38, 24, 22, 47, 4
"""Of prctl(2), `linux/prctl.h`."""
FILTER = 2
CAPABILITIES_VERSION = 0x20080522
LAST_CAPABILITY = 63
INTERFACE_FLAGS, SET_INTERFACE_FLAGS, UP = "16sh14x", 0x8914, 1
MAX_TERMINALS = 64
"""Pseudo-terminals of one notebook; IPython opens one for each `!command`. All of the host has
4,096.
"""
STEP_BYTES = 8
"""Of one instruction of a filter."""

LIBC = ctypes.CDLL(None, use_errno=True)


class _Filter(ctypes.Structure):
    """`struct sock_fprog`."""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def bare_proc() -> None:
    """Mount a `/proc` that nothing lies upon: without one in sight the system lets no child mount
    its own.
    """
    _mount("proc", "/proc", "proc", NO_SETUID | NO_DEVICES | NO_PROGRAMS)


def leave_namespaces(*, become: int) -> None:
    """Leave every namespace of the parent; this process's next child is the first of the new
    process namespace.

    The process must have one thread only. Its user and group are numbered `become` from now on, and
    nobody else has a number.
    """
    user, group = os.getuid(), os.getgid()
    _checked(LIBC.unshare(NEW_NAMESPACES), "unshare")
    Path("/proc/self/setgroups").write_text("deny")
    Path("/proc/self/uid_map").write_text(f"{become} {user} 1")
    Path("/proc/self/gid_map").write_text(f"{become} {group} 1")


def make_private(
    scratch: Iterable[str], *, scratch_bytes: int, kept: Iterable[str], hidden: Iterable[str]
) -> None:
    """Mount empty file systems at `scratch`, and a `/proc` and terminals of this namespace's own;
    needs its first process.

    `kept` are folders below them that stay in view: where Python lies, if it lies there. `hidden`
    are files of `/proc` that tell of the host.
    """
    _mount(None, "/", None, RECURSIVE | PRIVATE)
    held = {folder: os.open(folder, os.O_PATH) for folder in kept}
    for folder in scratch:
        mount_memory(folder, size_bytes=scratch_bytes)
    for folder, fd in held.items():
        Path(folder).mkdir(parents=True)
        _mount(f"/proc/self/fd/{fd}", folder, None, BIND | RECURSIVE)
        os.close(fd)
    guarded = NO_SETUID | NO_DEVICES | NO_PROGRAMS
    _mount("proc", "/proc", "proc", guarded)
    Path("/proc/sys/user/max_user_namespaces").write_text("0")
    for name in hidden:
        _mount("/dev/null", f"/proc/{name}", None, BIND)
    _mount(None, "/proc", None, REMOUNT | BIND | READ_ONLY | guarded)
    _mount(
        "devpts",
        "/dev/pts",
        "devpts",
        NO_SETUID | NO_PROGRAMS,
        f"newinstance,ptmxmode=0666,mode=620,max={MAX_TERMINALS}",
    )
    _raise_loopback()


def mount_memory(folder: str, *, size_bytes: int, files: Mapping[str, str] | None = None) -> None:
    """Mount a file system in memory; with `files` (name → text) it holds these and is read-only."""
    _mount("tmpfs", folder, "tmpfs", NO_SETUID | NO_DEVICES, f"size={size_bytes},mode=0755")
    for name, text in (files or {}).items():
        Path(folder, name).write_text(text)
    if files is not None:
        _mount(None, folder, None, REMOUNT | BIND | READ_ONLY | NO_SETUID | NO_DEVICES)


def give_up_rights(filter_program: bytes) -> None:
    """Drop every capability for good, forbid new privileges, and install the system call filter."""
    for capability in range(LAST_CAPABILITY + 1):
        LIBC.prctl(DROP_FROM_BOUNDS, capability, 0, 0, 0)
    _checked(LIBC.prctl(AMBIENT, CLEAR_ALL, 0, 0, 0), "prctl")
    header, none = struct.pack("=Ii", CAPABILITIES_VERSION, 0), bytes(24)
    _checked(LIBC.capset(header, none), "capset")
    _checked(LIBC.prctl(NO_NEW_PRIVILEGES, 1, 0, 0, 0), "prctl")
    program = _Filter(len(filter_program) // STEP_BYTES, filter_program)
    _checked(LIBC.prctl(SET_FILTER, FILTER, ctypes.byref(program), 0, 0), "seccomp")


def _raise_loopback() -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        fcntl.ioctl(any_socket, SET_INTERFACE_FLAGS, struct.pack(INTERFACE_FLAGS, b"lo", UP))


def _mount(
    source: str | None, target: str, kind: str | None, flags: int, options: str = ""
) -> None:
    parts = [None if text is None else text.encode() for text in (source, target, kind)]
    result = LIBC.mount(*parts, ctypes.c_ulong(flags), options.encode() if options else None)
    _checked(result, f"mount {target}")


def _checked(result: int, what: str) -> None:
    if result != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")
