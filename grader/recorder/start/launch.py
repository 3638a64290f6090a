"""Starts the student's kernel with the recorder in place.

The host runs `main` in a fresh interpreter with one argument, the settings as JSON. For the hooks:
`seed`, `served` (file name → path), `stock`, `own_stack` (whether this is the environment that
grader brings: only its Keras trains in large steps). For the kernel: `limits` (`resource.RLIMIT_…`
by name → value), `cell_output_bytes`, `writable` (folders; none: everywhere), `folders` (to be made
below the home), `work` (where the notebook runs, below the home), `resources` and `copied_bytes`
(see `beside`). To be reached: `connection_file`, `sockets` (port → descriptor of a socket that
listens already), `events_fd`, `answers_fd`; `beside_fd`, files for the working directory.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..compat.notes import Notes
from ..events.watch import Watch
from ..hooks import install as hooks
from ..hooks.cells import Cells
from . import beside, landlock, outputs, seeds, sockets, tracebacks
from .channel import Channel


@dataclass
class Prepared:
    """The recorder in place, before there is a kernel."""

    hooked: dict[str, Any]
    """The settings of the hooks."""
    channel: Channel
    cells: Cells
    notes: Notes = field(init=False)

    def __post_init__(self) -> None:
        """Each thing is reported once, whoever meets it."""
        self.notes = Notes(self.note)

    def note(self, kind: str, message: str) -> None:
        """Tell the host something about the running cell."""
        self.channel.send(
            "notice", kind=kind, message=message[:1000], execution_count=running_cell()
        )


@dataclass(frozen=True)
class Connection:
    """How the host reaches one kernel."""

    file: str
    """Jupyter's connection file."""
    sockets: dict[int, int]
    """Port → descriptor."""
    events_fd: int
    answers_fd: int
    beside_fd: int
    """Holds the files that were handed in with the notebook."""


def main() -> None:
    """Install the hooks and become a Jupyter kernel."""
    settings = json.loads(sys.argv[1])
    sockets = {int(port): int(fd) for port, fd in settings["sockets"].items()}
    pipes = (int(settings[name]) for name in ("events_fd", "answers_fd", "beside_fd"))
    connection = Connection(settings["connection_file"], sockets, *pipes)
    become_kernel(prepare(settings), settings, connection)


def prepare(settings: dict[str, Any]) -> Prepared:
    """Install the hooks; nothing is sent yet."""
    channel = Channel()

    def on_fault() -> None:
        channel.send(
            "recorder_fault",
            traceback=traceback.format_exc()[-8000:],
            execution_count=running_cell(),
        )

    cells, own_stack = Cells(on_fault), bool(settings.get("own_stack", True))
    prepared = Prepared(settings, channel, cells)
    watch = Watch(channel, on_fault, running_cell, stock=bool(settings["stock"]) or not own_stack)
    hooks.install(settings, watch, cells, prepared.notes)
    return prepared


def become_kernel(prepared: Prepared, settings: dict[str, Any], connection: Connection) -> None:
    """Lay files beside, bar writing and set limits, open the channel, and answer the host as a
    Jupyter kernel.
    """
    _make_home(settings["folders"], settings["work"])
    beside.lay_resources(settings["resources"], copied_bytes=int(settings["copied_bytes"]))
    left_out = beside.lay_own(connection.beside_fd)
    if settings["writable"]:
        landlock.write_only_below(settings["writable"])
        landlock.give_up_further_locks()
    for name, value in settings["limits"].items():
        _limit(getattr(resource, name), int(value))
    prepared.channel.open(connection.events_fd, connection.answers_fd)
    prepared.channel.send("kernel_ready", python=sys.version.split()[0])
    if left_out:
        what = "the assignment has files of these names, or there was no room"
        prepared.note(
            "left_out",
            (
                f"files handed in with the notebook that it does not see: {', '.join(left_out)}; "
                f"{what}"
            ),
        )
    _serve(prepared, connection, cell_output_bytes=int(settings["cell_output_bytes"]))


def _make_home(folders: list[str], work: str) -> None:
    """Make what a student's machine has, and go to where the notebook runs."""
    home = Path.home()
    for name in (*folders, work):
        (home / name).mkdir(parents=True, exist_ok=True)
    os.chdir(home / work)


def running_cell() -> int | None:
    """IPython's count of the cell that is running."""
    ipython = sys.modules.get("IPython")
    shell = (
        ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None
    )
    return None if shell is None else int(shell.displayhook.prompt_count)


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (lower, lower))


def _serve(prepared: Prepared, connection: Connection, *, cell_output_bytes: int) -> None:
    from ipykernel.kernelapp import IPKernelApp

    arguments = ["-f", connection.file, "--HistoryManager.enabled=False"]
    sys.argv = ["ipykernel_launcher.py", *arguments]
    application = IPKernelApp.instance()
    sockets.adopt(connection.sockets)
    application.initialize(arguments)
    tracebacks.hide_recorder(application.shell)
    hooks.attach(application.shell, prepared.cells, settings=prepared.hooked, notes=prepared.notes)
    outputs.cap(
        cell_output_bytes,
        lambda message: prepared.note("output_cut", message),
        running_cell=running_cell,
    )
    prepared.cells.at_first(lambda: seeds.seed_all(int(prepared.hooked["seed"])))
    application.start()
