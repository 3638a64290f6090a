"""What protects this host, what is missing, and how to get it?"""

from __future__ import annotations

import subprocess
from dataclasses import dataclass

from grader.errors import SandboxUnavailable
from grader.sandbox.bubblewrap import find_bubblewrap, trial

NAMES = ("namespaces", "no network", "read-only system", "no capabilities", "private scratch", "limits")


@dataclass(frozen=True, slots=True)
class Protection:
    """One thing that keeps a notebook in."""

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
        return (Protection("bubblewrap", available=False, why_not=error.message, how_to_get=error.hint),)
    problem = _problem()
    works = Protection(
        "user, mount, pid, network, ipc and uts namespaces",
        available=not problem,
        why_not=problem,
        how_to_get="allow unprivileged user namespaces: sysctl kernel.unprivileged_userns_clone=1, and on Ubuntu"
        " kernel.apparmor_restrict_unprivileged_userns=0; or run as root",
    )
    return (Protection(f"bubblewrap ({bubblewrap})", available=True), works)


def require_protection() -> tuple[str, ...]:
    """The names of the protections in force; raises SandboxUnavailable where notebooks can't be kept in."""
    missing = [found for found in protections() if found.required and not found.available]
    if missing:
        first = missing[0]
        raise SandboxUnavailable(
            f"this host can't keep a notebook in: {first.name}: {first.why_not}",
            hint=f"{first.how_to_get}; `grader doctor` says more; --unsafe runs a notebook of your own without",
        )
    return NAMES


def _problem() -> str:
    try:
        return trial()
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
