"""What is done after which module's import, and what when a cell ends?"""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from . import datasets, imports, seeds, training
from .cells import Cells
from .watch import Watch

Note = Callable[[str, str], None]
"""Takes a notice's kind and its message."""


def install(settings: dict[str, Any], watch: Watch, cells: Cells, note: Note) -> None:
    """Watch for the libraries that matter; none of them is imported here."""
    own = _own(settings, watch, cells, note)
    cells.at_very_end(lambda _: training.settle(watch))
    imports.install(own, watch.on_fault)


def attach(shell: Any, cells: Cells) -> None:
    """Listen to the IPython shell that is there now."""
    cells.attach(shell)


def _own(settings: dict[str, Any], watch: Watch, cells: Cells, note: Note) -> dict[str, imports.AfterImport]:
    seed, served = int(settings["seed"]), dict(settings["served"])

    def on_keras(keras: ModuleType) -> None:
        seeds.seed_keras(seed)
        training.install_keras(keras, watch, cells)

    def on_figures(backend_bases: ModuleType) -> None:
        from . import figures

        figures.install(backend_bases, watch.channel, count=watch.count, on_fault=watch.on_fault)

    return {
        "numpy": lambda numpy: seeds.seed_numpy(numpy, seed),
        "tensorflow": lambda tensorflow: seeds.seed_tensorflow(tensorflow, seed),
        "keras": on_keras,
        "keras.src.utils.file_utils": lambda module: datasets.install_get_file(module, served, note),
        "sklearn.datasets._openml": lambda module: datasets.install_openml(module, served, note),
        "matplotlib.backend_bases": on_figures,
    }
