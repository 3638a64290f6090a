"""Lets the system itself hold one kernel's processes to a limit.

A control group bounds memory and the number of tasks exactly, where the watchdog only looks ten
times a second. Not every host lets us make one: as an ordinary user it takes a delegated subtree.
Both versions are known (Linux' `admin-guide/cgroup-v1` and `cgroup-v2.rst`).
"""

from __future__ import annotations

import contextlib
import os
import secrets
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Self

from grader.model.policy import MIB, Limits
from grader.sandbox.limits.processes import tree

ROOT = Path("/sys/fs/cgroup")
MEMORY_MARGIN_BYTES = 64 * MIB
TASKS_MARGIN = 1024
"""The bounds lie above the limits, so that the watchdog, who names the cause, mostly comes first.
It looks ten times a second, in which time hundreds of processes are forked; a thousand too many
harm nobody.
"""
EMPTY_TIMEOUT_S = 2.0
STALE_S = 3600.0
"""An empty group this old was left by a grader that was killed."""
NAME = "grader-"
LEAF = "grader"
"""Of version 2: where the grader itself lives."""
HINT = (
    "run the grader as `systemd-run --user --scope -p Delegate=yes grader …`, or in a container "
    "with a writable cgroup; without, the watchdog alone looks after memory"
)


@dataclass(frozen=True, slots=True)
class ControlGroup:
    """The group of one kernel: a folder with both controllers (version 2), or one for each (version
    1).
    """

    folders: tuple[Path, ...]

    @classmethod
    def make(cls, limits: Limits) -> Self:
        """Make a group with the bounds of `limits`; raises OSError where this host lets nobody make
        one.

        At the bound of memory no single process dies, so that no cell goes on without it: version 2
        ends all of them, in version 1 they wait until the watchdog has seen it.
        """
        memory, tasks = limits.memory_bytes + MEMORY_MARGIN_BYTES, limits.processes + TASKS_MARGIN
        name = NAME + secrets.token_hex(6)
        unified = (ROOT / "cgroup.controllers").exists()
        group = cls(
            (_delegated() / name,) if unified else (_own("memory") / name, _own("pids") / name)
        )
        for folder in group.folders:
            _remove_stale(folder.parent)
        bounds = (
            {"memory.max": memory, "memory.swap.max": 0}
            if unified
            else {"memory.limit_in_bytes": memory}
        )
        try:
            for folder in group.folders:
                folder.mkdir()
            for file, bound in {**bounds, "pids.max": tasks}.items():
                group._write(file, bound)
            group._write("memory.oom.group" if unified else "memory.oom_control", 1)
        except OSError:
            group.remove()
            raise
        return group

    def take(self, pids: Iterable[int]) -> None:
        """Put processes into the group; what they fork from now on is born there."""
        for pid in pids:
            for folder in self.folders:
                with contextlib.suppress(ProcessLookupError):
                    (folder / "cgroup.procs").write_text(str(pid))

    def out_of_memory(self) -> bool:
        """Whether the group has reached its bound of memory: the system has killed its processes,
        or holds them.
        """
        for file in ("memory.events", "memory.oom_control"):
            for line in self._lines(file):
                word, _, value = line.partition(" ")
                if word in ("oom_kill", "under_oom") and int(value) > 0:
                    return True
        return False

    def remove(self) -> None:
        """Remove the group; its processes must be dead."""
        deadline = time.monotonic() + EMPTY_TIMEOUT_S
        for folder in self.folders:
            while folder.exists() and time.monotonic() < deadline:
                try:
                    folder.rmdir()
                except OSError:
                    time.sleep(0.01)

    def _write(self, file: str, value: int) -> None:
        for folder in self.folders:
            if (folder / file).exists():
                (folder / file).write_text(str(value))
                return
        if file != "memory.swap.max":
            raise FileNotFoundError(f"this host's control groups have no {file}")

    def _lines(self, file: str) -> list[str]:
        for folder in self.folders:
            with contextlib.suppress(OSError):
                return (folder / file).read_text().splitlines()
        return []


def _remove_stale(parent: Path) -> None:
    """Remove the groups below `parent` whose grader could not do it; one with a process in it can't
    be removed.
    """
    for folder in parent.glob(f"{NAME}*"):
        with contextlib.suppress(OSError):
            if time.time() - folder.stat().st_mtime > STALE_S:
                folder.rmdir()


def why_none() -> str:
    """Why no control group can be made here; empty where one can."""
    try:
        group = ControlGroup.make(Limits())
    except OSError as error:
        return f"no control group can be made: {error}"
    group.remove()
    return ""


def _own(controller: str) -> Path:
    """The folder of the group that this process lives in; `controller` is empty for version 2."""
    for line in Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", maxsplit=2)
        if controller in controllers.split(","):
            folder = ROOT / controller / path.lstrip("/")
            return folder if folder.exists() else ROOT / controller
    raise FileNotFoundError(f"this host has no control groups for {controller or 'anything'}")


def _delegated() -> Path:
    """The folder of version 2 below which groups with both controllers can be made.

    A group with processes in it can hand on no controllers. Where it was made for us alone, as by
    `systemd-run --scope -p Delegate=yes`, this process moves into a leaf of it.
    """
    own = _own("")
    if own.name == LEAF:
        return own.parent
    wanted, given = {"memory", "pids"}, set((own / "cgroup.subtree_control").read_text().split())
    if not wanted <= given:
        inside = set(map(int, (own / "cgroup.procs").read_text().split()))
        ours = {process.pid for process in tree(os.getpid())}
        if not inside <= ours:
            raise PermissionError(
                "others live in this process's control group, which can't be divided"
            )
        (own / LEAF).mkdir(exist_ok=True)
        for pid in inside:
            (own / LEAF / "cgroup.procs").write_text(str(pid))
        (own / "cgroup.subtree_control").write_text("+memory +pids")
    return own
