"""Says what of this host a notebook sees.

Its own process tree, a read-only system without anybody's home, the interpreter, the recorder, the
assignment's data, and private scratch space in memory. No network, no other notebook, no
environment of the operator's.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import grader
from grader.host.bubblewrap import find_bubblewrap
from grader.host.limits import NO_CORE_BYTES
from grader.model.assignment import Assignment
from grader.model.interpreter import Interpreter
from grader.model.policy import Policy
from grader.sandbox.beside import FilesBeside
from grader.sandbox.walls import seccomp

HOMES = "/home"
HOME = f"{HOMES}/student"
WORK = "courses/deep-learning/notebooks"
"""Where a notebook runs, below `HOME`: its parents (`../models`, `../../reports`) are the student's
to write to.
"""
NESTING = ("CAP_SYS_ADMIN", "CAP_SETFCAP")
"""What a process needs within its own sandbox to make sandboxes: to mount `/proc`, and to hand on
its user, who is 0 there.
"""
STUDENT = 1000
"""The number of the user, and of the group, that a notebook runs as inside."""
START_WITHOUT_CORE = """
import os, resource, sys
try:
    resource.setrlimit(resource.RLIMIT_CORE, (int(sys.argv[1]),) * 2)
except ValueError:  # it is 0 for good: only root raises a limit
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
try:
    os.execv(sys.argv[2], sys.argv[2:])
except OSError as error:
    sys.exit(f"{sys.argv[2]} could not be started: {error.strerror}")
"""
SCRATCH = (HOMES, "/tmp", "/dev/shm")  # noqa: S108 - paths inside
"""Private file systems in memory."""
ELSEWHERE = ".elsewhere"
"""Where `ROOTS` lead, below `HOME`."""
ROOTS = (
    *(
        "Users",
        "app",
        "content",
        "data",
        "dataset",
        "datasets",
        "dbfs",
        "drive",
        "gdrive",
        "input",
        "kaggle",
        "media",
    ),
    *(
        "mnt",
        "models",
        "notebooks",
        "output",
        "project",
        "root",
        "storage",
        "tf",
        "workspace",
        "workspaces",
    ),
)
"""Names at the root of other people's machines (Colab, Kaggle, macOS, containers) that a notebook
writes to.
"""
FOLDERS = (
    *("Desktop", "Documents", "Downloads"),
    *(f"{ELSEWHERE}/{name}" for name in ROOTS),
    *(
        f"{ELSEWHERE}/content/{name}"
        for name in ("drive/MyDrive", "drive/My Drive", "gdrive/MyDrive", "sample_data")
    ),
    *(f"{ELSEWHERE}/kaggle/{name}" for name in ("input", "working", "temp")),
)
"""What every student's machine has, below `HOME`."""
INSIDE = "/opt/grader"
"""Where the recorder and the data lie inside."""
RUNTIME = "/run/kernel"
"""Where the connection file and the sockets lie inside."""
SYSTEM = ("/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32")
ETC = (
    "ld.so.cache",
    "ld.so.conf",
    "ld.so.conf.d",
    "fonts",
    "alternatives",
    "localtime",
    "mime.types",
    "terminfo",
)
PROC_SECRETS = (
    "kcore",
    "keys",
    "key-users",
    "kallsyms",
    "kmsg",
    "timer_list",
    "sched_debug",
    "sysrq-trigger",
)
TRIAL_TIMEOUT_S = 20


FilesAtPaths = tuple[tuple[Path, str], ...]
"""Files of the host and their names inside `INSIDE/data`."""


@dataclass(frozen=True, slots=True)
class View:
    """Which files of the host one kernel gets to see."""

    runtime: Path
    """The host's folder with the connection file and the sockets, which the kernel inherits
    listening.
    """
    etc: Path
    """Holds `passwd`, `group` and `hosts` for the inside."""
    data: FilesAtPaths
    interpreter: Interpreter
    resources: FilesBeside
    """What of the assignment lies in the working directory, once the recorder has laid it there."""


def data_of(assignment: Assignment) -> FilesAtPaths:
    """The files that a notebook of this assignment loads."""
    return tuple((assignment.dataset_path, name) for name in assignment.dataset.serve_as)


def wrap(
    command: list[str],
    *,
    view: View,
    policy: Policy,
    environment: dict[str, str],
    filter_fd: int | None,
) -> list[str]:
    """The command line that runs `command` inside; the system call filter is read from `filter_fd`.

    None for a process of ours that runs no cell and makes sandboxes within this one: it may ask for
    namespaces and mount.
    """
    nested = filter_fd is None
    user = "0" if nested else str(STUDENT)
    scratch = str(policy.limits.disk_bytes)
    proc = () if nested else (*_masked(), "--remount-ro", "/proc")
    arguments = [
        *_without_core(),
        str(find_bubblewrap()),
        *_namespaces(nested=nested),
        *("--hostname", "notebook", "--uid", user, "--gid", user),
        *("--die-with-parent", "--new-session", "--cap-drop", "ALL", "--clearenv"),
        *(part for capability in (NESTING if nested else ()) for part in ("--cap-add", capability)),
        *(part for name, value in environment.items() for part in ("--setenv", name, value)),
        *_system(),
        *(
            part
            for name in ("passwd", "group", "hosts")
            for part in ("--ro-bind", str(view.etc / name), f"/etc/{name}")
        ),
        *("--proc", "/proc", *proc, "--dev", "/dev"),
        *(part for folder in SCRATCH for part in ("--size", scratch, "--tmpfs", folder)),
        *(
            part
            for name in other_roots(view.interpreter)
            for part in ("--symlink", f"{HOME}/{ELSEWHERE}/{name}", f"/{name}")
        ),
        *_interpreter(view.interpreter),
        *("--ro-bind", str(recorder_folder()), f"{INSIDE}/recorder"),
        *(
            part
            for path, name in view.data
            for part in ("--ro-bind", str(path), f"{INSIDE}/data/{name}")
        ),
        *(
            part
            for path, name in view.resources
            for part in ("--ro-bind", str(path), f"{INSIDE}/beside/{name}")
        ),
        *("--ro-bind", str(view.runtime), RUNTIME),
        *("--remount-ro", "/dev", "--remount-ro", "/", "--dir", HOME, "--chdir", HOME),
        *(() if nested else ("--seccomp", str(filter_fd))),
    ]
    return [*arguments, "--", *command]


def _without_core() -> list[str]:
    """What starts a command whose crashes start nothing: inside, the filter lets nobody set that
    limit, us included.
    """
    return [sys.executable, "-I", "-S", "-c", START_WITHOUT_CORE, str(NO_CORE_BYTES)]


@cache
def trial(*, filtered: bool) -> str:
    """Try to sandbox `true`, with the system call filter or without; empty where it works, else
    what bubblewrap said.
    """
    filter_fd = seccomp.filter_fd() if filtered else -1
    command = [
        *(
            str(find_bubblewrap()),
            *_namespaces(),
            "--cap-drop",
            "ALL",
            *_system(),
            "--proc",
            "/proc",
        ),
        *(("--seccomp", str(filter_fd)) if filtered else ()),
        *("--", shutil.which("true") or "/bin/true"),
    ]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=TRIAL_TIMEOUT_S,
            check=False,
            pass_fds=(filter_fd,) if filtered else (),
        )
    finally:
        if filtered:
            os.close(filter_fd)
    return "" if done.returncode == 0 else done.stderr.strip() or f"exit code {done.returncode}"


def recorder_folder() -> Path:
    """The package that runs inside the kernel."""
    return Path(grader.__file__).resolve().parent / "recorder"


def hidden_files() -> list[str]:
    """The files of this host's /proc that are covered inside."""
    return [name for name in PROC_SECRETS if Path("/proc", name).is_file()]


def _namespaces(*, nested: bool = False) -> list[str]:
    return [
        *("--unshare-user", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts"),
        *("--unshare-cgroup-try", *(() if nested else ("--disable-userns",))),
    ]


def _masked() -> Iterator[str]:
    """Empty files in place of what tells too much of the host.

    A sandbox that the administrator starts belongs to user 0 of the host, who owns the files of
    /proc without any capability: that is why /proc as a whole is read-only, `core_pattern` and
    `sysrq-trigger` first of all.
    """
    for name in hidden_files():
        yield from ("--ro-bind", "/dev/null", f"/proc/{name}")


def _system() -> Iterator[str]:
    """The operating system, read-only, as it is laid out here."""
    for name in SYSTEM:
        path = Path(name)
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), name)
        elif path.is_dir():
            yield from ("--ro-bind", name, name)
    for name in ETC:
        yield from ("--ro-bind-try", f"/etc/{name}", f"/etc/{name}")


def other_roots(interpreter: Interpreter) -> tuple[str, ...]:
    """Those of `ROOTS` that Python doesn't lie below here."""
    taken = {folder.parts[1] for folder in interpreter.folders if len(folder.parts) > 1}
    return tuple(name for name in ROOTS if name not in taken)


def _interpreter(interpreter: Interpreter) -> Iterator[str]:
    """Python with its packages where they lie, and nothing of grader's among them."""
    bound = [Path("/usr"), *interpreter.folders]
    for folder in bound[1:]:
        yield from ("--ro-bind", str(folder), str(folder))
    package = Path(grader.__file__).resolve().parent
    if any(map(package.is_relative_to, bound)):
        yield from ("--tmpfs", str(package), "--remount-ro", str(package))
