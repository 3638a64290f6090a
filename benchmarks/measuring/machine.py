"""Says on what, and with which versions, it was measured."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import psutil

import grader

LIBRARIES = ("tensorflow", "keras", "numpy", "ipykernel", "jupyter_client", "weasyprint")


def describe_machine() -> str:
    """Processor, cores, memory and system in a line."""
    memory_gib = psutil.virtual_memory().total / 2**30
    cores = len(os.sched_getaffinity(0))
    system = f"{platform.system()} {platform.release().split('-')[0]}"
    return (
        f"{_processor()}, {cores} cores, {memory_gib:.0f} GiB of memory, {system}, Python "
        f"{platform.python_version()}"
    )


def load() -> float:
    """How many processes wanted to run, on average over the last minute."""
    return os.getloadavg()[0]


def our_versions() -> dict[str, str]:
    """The program and what it stands on."""
    return {"grader": grader.__version__, **{name: version(name) for name in LIBRARIES}}


def commit(root: Path) -> str:
    """The commit that was measured, with a + where files differ from it."""
    name = _git(root, "rev-parse", "--short", "HEAD")
    changed = _git(
        root,
        "status",
        "--porcelain",
        "--untracked-files=no",
        "--",
        "grader",
        "reference",
        "templates",
    )
    return f"{name}+" if changed else name


def _git(root: Path, *arguments: Sequence[str] | str) -> str:
    done = subprocess.run(
        ["git", "-C", str(root), *arguments], capture_output=True, text=True, check=False
    )
    return done.stdout.strip() if done.returncode == 0 else ""


def _processor() -> str:
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
