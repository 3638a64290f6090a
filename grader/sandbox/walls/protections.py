"""Looks at what protects this host, what is missing, and how to get it."""

from __future__ import annotations

import ctypes
import os
import resource
import subprocess
from dataclasses import dataclass
from pathlib import Path

from grader.errors import SandboxUnavailable
from grader.host.bubblewrap import find_bubblewrap
from grader.sandbox.limits import cgroup
from grader.sandbox.walls import seccomp
from grader.sandbox.walls.bubblewrap import trial

IN_FORCE = (
    "namespaces",
    "no network",
    "read-only system",
    "no capabilities",
    "no new privileges",
    "system call filter",
    "private scratch",
    "limits",
)
NAMESPACES_HINT = (
    "allow unprivileged user namespaces: sysctl kernel.unprivileged_userns_clone=1, and on Ubuntu"
    " kernel.apparmor_restrict_unprivileged_userns=0; in a container, run it with --security-opt "
    "seccomp=unconfined"
)
LANDLOCK_CREATE_RULESET, LANDLOCK_VERSION = 444, 1
"""The system call that also tells its version, `linux/landlock.h`."""
CORE_PATTERN = Path("/proc/sys/kernel/core_pattern")
RAISE_LIMITS = 1 << 24
"""CAP_SYS_RESOURCE."""
FILTER_HINT = "use a kernel with CONFIG_SECCOMP_FILTER=y on x86_64 or aarch64"


@dataclass(frozen=True, slots=True)
class Protection:
    """One thing that the sandbox is made of."""

    name: str
    available: bool
    required: bool = True
    """Whether grading refuses to run without it."""
    why_not: str = ""
    how_to_get: str = ""


def protections() -> tuple[Protection, ...]:
    """Look at this host."""
    try:
        bubblewrap = find_bubblewrap()
    except SandboxUnavailable as error:
        return (
            Protection("bubblewrap", available=False, why_not=error.message, how_to_get=error.hint),
        )
    namespaces = _problem(filtered=False)
    filtering = namespaces or _filter_problem()
    return (
        Protection(f"bubblewrap ({bubblewrap})", available=True),
        Protection(
            "user, mount, pid, network, ipc and uts namespaces; no capabilities, no new privileges",
            available=not namespaces,
            why_not=namespaces,
            how_to_get=NAMESPACES_HINT,
        ),
        Protection(
            "system call filter", available=not filtering, why_not=filtering, how_to_get=FILTER_HINT
        ),
        Protection(
            "time, memory, processes, disk and output are limited by the grader's own watchdog",
            available=True,
        ),
        _control_group(),
        _landlock(),
        _ordinary_user(),
        _crashes(),
    )


def require_protection() -> tuple[str, ...]:
    """The names of the protections in force; raises SandboxUnavailable where notebooks can't be
    sandboxed.
    """
    missing = [found for found in protections() if found.required and not found.available]
    if missing:
        first = missing[0]
        raise SandboxUnavailable(
            f"this host can't sandbox a notebook: {first.name}: {first.why_not}",
            hint=f"{first.how_to_get}; `grader doctor` says more; --unsafe runs a notebook of "
            f"your own without",
        )
    return (*IN_FORCE, "Landlock") if _landlock_version() > 0 else IN_FORCE


def _landlock() -> Protection:
    has = _landlock_version() > 0
    return Protection(
        "Landlock: a notebook bars itself from writing outside its scratch space",
        available=has,
        required=False,
        why_not="" if has else "this system has no Landlock, or has it switched off",
        how_to_get=""
        if has
        else "Linux 5.13 or later with `landlock` in its `lsm=` list; the mounts are read-only "
        "without it",
    )


def _landlock_version() -> int:
    ask = ctypes.CDLL(None, use_errno=True).syscall
    return int(ask(LANDLOCK_CREATE_RULESET, None, ctypes.c_size_t(0), LANDLOCK_VERSION))


def _control_group() -> Protection:
    why_not = cgroup.why_none()
    return Protection(
        "control groups: the system bounds memory and processes, too",
        available=not why_not,
        required=False,
        why_not=why_not,
        how_to_get=cgroup.HINT if why_not else "",
    )


def _ordinary_user() -> Protection:
    root = os.geteuid() == 0
    return Protection(
        "an ordinary user's rights beneath all of this",
        available=not root,
        required=False,
        why_not="the grader runs as root: what got out of the sandbox would be root"
        if root
        else "",
        how_to_get="run the grader as an ordinary user; it needs no privileges",
    )


def _crashes() -> Protection:
    """With a limit of 1 Linux starts nothing at a crash; one of 0 holds for files alone."""
    try:
        named = CORE_PATTERN.read_text("utf-8", "replace").strip()
    except OSError:
        named = ""
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    started = named.startswith("|") and hard == 0 and not _may_raise_limits()
    return Protection(
        "a notebook that crashes starts no program of the host's",
        available=not started,
        required=False,
        why_not="the hard limit of core files is 0, which nobody but root raises to 1: at each "
        f"crash inside, Linux starts what core_pattern names: {named[:200]}"
        if started
        else "",
        how_to_get="let the soft limit alone be 0 (`ulimit -S -c 0`, LimitCORE=0:infinity), or "
        "kernel.core_pattern name a file"
        if started
        else "",
    )


def _may_raise_limits() -> bool:
    held = next(
        line for line in Path("/proc/self/status").read_text().splitlines() if "CapEff" in line
    )
    return bool(int(held.split()[1], 16) & RAISE_LIMITS)


def _filter_problem() -> str:
    if not seccomp.supported():
        return "no filter is known for this machine's architecture"
    return _problem(filtered=True)


def _problem(*, filtered: bool) -> str:
    try:
        return trial(filtered=filtered)
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
