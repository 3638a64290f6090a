"""Starts the student's kernel with the recorder in place.

The host runs `main` in a fresh interpreter with one argument, the settings as JSON: `connection_file`, `events_fd`,
`answers_fd`, `seed`, `served` (file name → path), `limits` (`resource.RLIMIT_…` by name → value), `output_bytes`, `stock`.
"""

from __future__ import annotations

import json
import resource
import sys
import traceback
from collections.abc import Callable
from types import ModuleType
from typing import Any

from . import datasets, imports, outputs, seeds, tracebacks
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
    imports.install(_hooks(settings, watch, note), on_fault)
    seeds.seed_python(int(settings["seed"]))
    channel.send("kernel_ready", python=sys.version.split()[0])
    _become_kernel(settings, note)


def running_cell() -> int | None:
    """IPython's count of the cell that is running."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None
    return None if shell is None else int(shell.displayhook.prompt_count)


def _hooks(settings: dict[str, Any], watch: Watch, note: datasets.Note) -> dict[str, Callable[[ModuleType], None]]:
    """What is done after which module's import."""
    seed, served = int(settings["seed"]), dict(settings["served"])

    def on_keras(keras: ModuleType) -> None:
        from . import keras_hooks

        seeds.seed_keras(seed)
        keras_hooks.install(keras, watch)

    def on_figures(backend_bases: ModuleType) -> None:
        from . import figures

        figures.install(backend_bases, watch.channel, count=running_cell, on_fault=watch.on_fault)

    return {
        "numpy": lambda numpy: seeds.seed_numpy(numpy, seed),
        "tensorflow": lambda tensorflow: seeds.seed_tensorflow(tensorflow, seed),
        "keras": on_keras,
        "keras.src.utils.file_utils": lambda module: datasets.install_get_file(module, served, note),
        "sklearn.datasets._openml": lambda module: datasets.install_openml(module, served, note),
        "matplotlib.backend_bases": on_figures,
    }


def _limit(kind: int, value: int) -> None:
    _, hard = resource.getrlimit(kind)
    lower = value if hard == resource.RLIM_INFINITY else min(value, hard)
    resource.setrlimit(kind, (lower, lower))


def _become_kernel(settings: dict[str, Any], note: datasets.Note) -> None:
    from ipykernel.kernelapp import IPKernelApp

    arguments = ["-f", settings["connection_file"], "--HistoryManager.enabled=False"]
    sys.argv = ["ipykernel_launcher.py", *arguments]
    application = IPKernelApp.instance()
    application.initialize(arguments)
    tracebacks.hide_recorder(application.shell)
    outputs.cap(int(settings["output_bytes"]), lambda message: note("output_cut", message))
    application.start()
