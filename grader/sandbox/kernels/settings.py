"""Says with which settings a kernel starts, and in which environment."""

from __future__ import annotations

import base64
import platform
from pathlib import Path
from typing import Any

from grader.host.limits import NO_CORE_BYTES
from grader.model.interpreter import Interpreter
from grader.model.policy import MIB, Policy
from grader.sandbox.beside import FilesBeside
from grader.sandbox.messages.displayed import CELL_SHARE
from grader.sandbox.walls import seccomp
from grader.sandbox.walls.bubblewrap import (
    FOLDERS,
    HOME,
    HOMES,
    INSIDE,
    RUNTIME,
    SCRATCH,
    STUDENT,
    WORK,
    FilesAtPaths,
    hidden_files,
)

PASSWD = f"student:x:1000:1000:student:{HOME}:/bin/sh\nroot:x:0:0:root:/root:/bin/sh\n"
COPIED_BYTES = 32 * MIB
"""Of an assignment's resources, what each kernel copies into its memory; without a sandbox all, as
nothing bars writing.
"""
PENDING_SIGNALS = 256
"""Signals that wait, and timers: the user has a hundred thousand for the whole host, and a notebook
256 processes.
"""
LOCKED_BYTES = 64 * 1024
"""Of each process, that the system may not swap out: what Linux allowed by default for long. It
bounds what sockets send without a copy, too, and of that it counts a huge page as a small one.
"""
CUT_NOTICE_BYTES = 200
"""Room for the line that says that text was cut."""


def hook_settings(policy: Policy, data: FilesAtPaths, interpreter: Interpreter) -> dict[str, Any]:
    """The settings of the recorder's hooks, before there is a kernel."""
    served = {name: str(path) if policy.unsafe else f"{INSIDE}/data/{name}" for path, name in data}
    return {
        "seed": policy.seed,
        "served": served,
        "stock": policy.stock,
        "own_stack": interpreter.is_own,
    }


def kernel_settings(
    policy: Policy, resources: FilesBeside, interpreter: Interpreter
) -> dict[str, Any]:
    """The settings of one kernel, but for its connection."""
    return {
        "resources": [
            (str(path) if policy.unsafe else f"{INSIDE}/beside/{name}", name)
            for path, name in resources
        ],
        "copied_bytes": 1 << 62 if policy.unsafe else COPIED_BYTES,
        "limits": _limits(policy),
        "writable": () if policy.unsafe else _writable(interpreter),
        "folders": FOLDERS,
        "work": WORK,
        "cell_output_bytes": policy.limits.output_bytes // CELL_SHARE - CUT_NOTICE_BYTES,
    }


def sealing_settings(policy: Policy, interpreter: Interpreter) -> dict[str, Any]:
    """What a kernel that was forked needs to know to shut itself in as bubblewrap would
    (`recorder/start/sealing.py`).
    """
    return {
        "user": STUDENT,
        "home": HOME,
        "runtime": RUNTIME,
        "scratch": SCRATCH,
        "scratch_bytes": policy.limits.disk_bytes,
        "kept": [
            str(path)
            for path in interpreter.folders
            if path.is_dir() and any(map(path.is_relative_to, SCRATCH))
        ],
        "hidden": hidden_files(),
        "filter": base64.b64encode(seccomp.program(platform.machine())).decode(),
    }


def environment_for(policy: Policy, interpreter: Interpreter, *, home: str) -> dict[str, str]:
    """The environment of the kernel, which has nothing of the operator's."""
    threads = str(policy.threads)
    thread_names = (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "NUMEXPR_NUM_THREADS",
    )
    return {
        "PATH": f"{interpreter.executable.parent}:/usr/local/bin:/usr/bin:/bin",
        "HOME": home,
        "USER": "student",
        "LANG": "C.UTF-8",
        "TERM": "xterm-color",
        "PYTHONPATH": ":".join(map(str, interpreter.elsewhere)),
        "PYTHONHASHSEED": "0",
        "PYTHONDONTWRITEBYTECODE": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_NUM_INTRAOP_THREADS": threads,
        "TF_NUM_INTEROP_THREADS": "1",
        "CUDA_VISIBLE_DEVICES": "",
        "KERAS_BACKEND": interpreter.keras_backend,
        "IPYTHONDIR": f"{home}/.ipython",
        # Where memory is in pieces, a kernel looks for huge pages for longer than it computes.
        "NUMPY_MADVISE_HUGEPAGE": "0",
        # Who may read a file may lock it: neighbours could read no HDF5 file of the assignment's.
        "HDF5_USE_FILE_LOCKING": "FALSE",
        **dict.fromkeys(thread_names, threads),
    }


def python_command(
    interpreter: Interpreter, package: Path, module: str, settings: str
) -> list[str]:
    """The command line that runs `main` of a module of the recorder's, `package`'s parent being its
    home.
    """
    # The first entry is the working directory. IPython puts it back, behind the standard library;
    # with -P, it would not.
    start = (
        f"import sys; sys.path[0] = {str(package)!r}; from recorder.start.{module} import main; "
        f"sys.path.pop(0); main()"
    )
    return [str(interpreter.executable), "-s", "-c", start, settings]


def write_etc(folder: Path) -> None:
    """The few files of /etc that belong to the inside."""
    for name, text in {
        "passwd": PASSWD,
        "group": "student:x:1000:\n",
        "hosts": "127.0.0.1 localhost\n",
    }.items():
        (folder / name).write_text(text)


def _writable(interpreter: Interpreter) -> tuple[str, ...]:
    """Where the second lock lets a kernel write: not beside a Python that lies among the homes of
    this host.
    """
    holds_python = any(folder.is_relative_to(HOMES) for folder in interpreter.folders)
    return (HOME if holds_python else HOMES, *SCRATCH[1:])


def _limits(policy: Policy) -> dict[str, int]:
    if policy.unsafe:
        return {"RLIMIT_CORE": NO_CORE_BYTES}
    limits = policy.limits
    return {  # that of core files is set before: the filter lets nobody set it
        "RLIMIT_NOFILE": limits.open_files,
        "RLIMIT_FSIZE": limits.disk_bytes,
        "RLIMIT_SIGPENDING": PENDING_SIGNALS,
        "RLIMIT_MSGQUEUE": 0,
        "RLIMIT_MEMLOCK": LOCKED_BYTES,
    }
