"""Starts the student's kernel with the recorder in place.

The host runs `main` in a fresh interpreter with one argument, the settings as JSON: `connection_file`, `sockets` (port →
descriptor of a socket that listens already), `events_fd`, `answers_fd`, `seed`, `served` (file name → path), `limits`
(`resource.RLIMIT_…` by name → value), `cell_output_bytes`, `stock`.
"""

from __future__ import annotations

import json
import resource
import sys
import traceback
from typing import Any

from . import hooks, outputs, seeds, sockets, tracebacks
from .cells import Cells
from .channel import Channel
from .watch import Watch


def main() -> None:
    """Set limits, open the channel, install the hooks, and become a Jupyter kernel."""
    settings = json.loads(sys.argv[1])
    for name, value in settings["limits"].items():
        _limit(getattr(resource, name), int(value))
    channel = Channel(int(settings["events_fd"]), int(settings["answers_fd"]))

    def on_fault() -> None:
        channel.send("recorder_fault", traceback=traceback.format_exc()[-8000:], execution_count=running_cell())

    def note(kind: str, message: str) -> None:
        channel.send("notice", kind=kind, message=message[:1000], execution_count=running_cell())

    watch = Watch(channel, on_fault, running_cell, stock=bool(settings["stock"]))
    cells = Cells(on_fault)
    hooks.install(settings, watch, cells, note)
    seeds.seed_python(int(settings["seed"]))
    channel.send("kernel_ready", python=sys.version.split()[0])
    _become_kernel(settings, cells, note)


def running_cell() -> int | None:
    """IPython's count of the cell that is running."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None
    return None if shell is None else int(shell.displayhook.prompt_count)


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (lower, lower))


def _become_kernel(settings: dict[str, Any], cells: Cells, note: hooks.Note) -> None:
    from ipykernel.kernelapp import IPKernelApp

    arguments = ["-f", settings["connection_file"], "--HistoryManager.enabled=False"]
    sys.argv = ["ipykernel_launcher.py", *arguments]
    application = IPKernelApp.instance()
    sockets.adopt({int(port): int(fd) for port, fd in settings["sockets"].items()})
    application.initialize(arguments)
    application.shell.ask_exit = lambda: None  # as with "run all" after a restart, cells below an exit() are run
    tracebacks.hide_recorder(application.shell)
    hooks.attach(application.shell, cells, settings=settings, note=note)
    outputs.cap(
        int(settings["cell_output_bytes"]), lambda message: note("output_cut", message), running_cell=running_cell
    )
    application.start()
