"""Forks kernels from a process that has imported everything.

This process runs inside a sandbox as a kernel does, imports what notebooks import, with the
recorder's hooks in place, and runs no cell ever. For each notebook it forks: the child leaves for
namespaces of its own, seals itself (`sealing`), and becomes a kernel. The host asks through one
socket, with a word and eleven descriptors:

    status      a socket: the first process of the new namespaces says on it that it is sealed, or
                what went wrong
    settings    a pipe with this kernel's settings, its connection with the key among them; only
                the child reads it, so that no child finds a sibling's key in its memory
    errors      becomes the error stream
    events, answers     the recorder's pipes
    beside      holds the files that were handed in with the notebook

and the listening sockets of Jupyter's channels, in the order of their ports.
"""

from __future__ import annotations

import base64
import contextlib
import gc
import importlib
import json
import os
import signal
import socket
import sys
import traceback
from pathlib import Path
from typing import Any

from . import launch, sealing
from .forking import LOST, computes_after_fork
from .stack import STACK

OWN = ("ipykernel.kernelapp", "ipykernel.zmqshell", "IPython.core.completer")
"""What a kernel itself needs."""
FORK = b"fork"
DESCRIPTORS = 6 + 5
MAX_DESCRIPTORS = 4096
MAX_WORDS_BYTES = 4000
CONNECTION_BYTES = 1 << 20
"""Of the file system that holds the connection file."""
KernelToBe = tuple[dict[str, Any], launch.Connection]
"""A child's settings, and how it is reached."""
INIT = """
import os, signal, sys
signal.signal(signal.SIGINT, signal.SIG_IGN)
while True:
    pid, status = os.wait()
    if pid == int(sys.argv[1]):
        os._exit(os.waitstatus_to_exitcode(status) & 0xFF)
"""
"""The first process of a namespace reaps orphans, and ends with the kernel."""


def main() -> None:
    """Import, tell the host, and fork until the host hangs up."""
    settings = json.loads(sys.argv[1])
    control = socket.socket(fileno=int(settings["control_fd"]))
    control.set_inheritable(False)
    try:
        sealing.bare_proc()
        prepared = launch.prepare(settings)
        _import_stack()
    except Exception:
        control.send(traceback.format_exc()[-MAX_WORDS_BYTES:].encode())
        return
    if not settings.get("own_stack", True) and not computes_after_fork():
        control.send(LOST.encode())
        return
    gc.collect()
    gc.freeze()
    control.send(b"ready")
    kernel = _serve(control)
    if kernel is not None:
        launch.become_kernel(prepared, *kernel)


def _import_stack() -> None:
    os.environ.setdefault("MPLBACKEND", "module://matplotlib_inline.backend_inline")
    gc.disable()  # all of it stays: looking for what doesn't takes a tenth of the time
    for name in (*STACK, *OWN):
        with contextlib.suppress(
            Exception
        ):  # what is not installed, or broken, is left to the notebook that asks for it
            importlib.import_module(name)
    gc.enable()


def _serve(control: socket.socket) -> KernelToBe | None:
    """Fork for each request. Returns in a child that is sealed, with its settings, and in the
    zygote with None at the end.
    """
    while True:
        word, descriptors, _, _ = socket.recv_fds(control, 64, DESCRIPTORS)
        if word != FORK:
            return None
        child = os.fork()
        if child == 0:
            control.close()
            return _seal(descriptors)
        for fd in descriptors:
            os.close(fd)
        os.waitpid(child, 0)


def _seal(descriptors: list[int]) -> KernelToBe:
    """Become the kernel of one notebook: out of the zygote's namespaces, into new ones, without
    rights.

    Three processes come of it: this one ends at once, its child is the first of the namespace,
    whose child returns.
    """
    status = socket.socket(fileno=descriptors[0])
    try:
        os.setsid()
        with os.fdopen(descriptors[1], "rb") as pipe:
            settings = json.load(pipe)
        sealing.leave_namespaces(become=int(settings["user"]))
        if os.fork():
            os._exit(0)
        sealing.make_private(
            settings["scratch"],
            scratch_bytes=int(settings["scratch_bytes"]),
            kept=settings["kept"],
            hidden=settings["hidden"],
        )
        sealing.mount_memory(
            settings["runtime"],
            size_bytes=CONNECTION_BYTES,
            files={"kernel.json": json.dumps(settings["connection"])},
        )
        Path(settings["home"]).mkdir(parents=True, exist_ok=True)
        os.chdir(settings["home"])
        sealing.give_up_rights(base64.b64decode(settings["filter"]))
        _take_streams(descriptors[2])
        status.send(b"sealed")
        if not status.recv(1):
            os._exit(0)  # who asked for it is gone
    except BaseException:
        status.send(traceback.format_exc()[-MAX_WORDS_BYTES:].encode())
        os._exit(1)
    kernel = os.fork()
    if kernel:
        os.closerange(0, MAX_DESCRIPTORS)
        os.execv(sys.executable, [sys.executable, "-I", "-S", "-c", INIT, str(kernel)])  # noqa: S606 - no shell is meant
    status.close()
    sockets = dict(enumerate(descriptors[6:], start=1))
    return settings, launch.Connection(
        f"{settings['runtime']}/kernel.json", sockets, *descriptors[3:6]
    )


def _take_streams(errors_fd: int) -> None:
    """Standard input and output lead nowhere, as in a kernel that is started cold; errors go to the
    host.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    for fd in (0, 1):
        os.dup2(nowhere, fd)
    os.dup2(errors_fd, 2)
    for fd in (nowhere, errors_fd):
        os.close(fd)
    signal.signal(signal.SIGINT, signal.default_int_handler)
