"""Installs the hooks: what is done after which module's import, and when a cell ends."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

from ..compat import layer as compat
from ..compat.notes import Notes
from ..data import copies, datasets, mnist_files, mnist_looked_for, mnist_packages
from ..events.watch import Watch
from ..start import seeds
from ..start.stack import STACK
from ..surroundings import copying, endings, folders, hardware, keyboard, workers
from . import imports, training
from .cells import Cells
from .drawing import Drawing
from .fitting import Fitting
from .sklearn_calls import SklearnCalls

KERAS = ("keras", "tf_keras")
"""Keras, and Keras 2 under the name that it has beside Keras 3."""
DOWNLOADERS = (
    "keras.src.utils.file_utils",
    *("keras.src.utils.data_utils", "keras.utils.data_utils", "tf_keras.src.utils.data_utils"),
)
"""Where `get_file` lives: in Keras 3, and in the versions of Keras 2."""
Note = Callable[[str, str], None]
"""Takes a notice's kind and its message."""


def install(settings: dict[str, Any], watch: Watch, cells: Cells, notes: Notes) -> None:
    """Watch for the libraries that matter; none of them is imported here."""
    own_stack = bool(settings.get("own_stack", True))
    fitting = Fitting(notes.note, watch.on_fault, own_stack=own_stack)
    served: dict[str, str] = dict(settings["served"])
    npz = served.get(datasets.MNIST)
    files = None if npz is None else mnist_files.Files(npz, notes.note)
    hooks = imports.together(
        _own(settings, watch, cells, fitting), _data(served, notes.note, files)
    )
    if npz is not None and files is not None:
        looking = mnist_looked_for.FilesOnDemand(files)
        looking.install()
        mnist_files.install(files)
        mnist_packages.install(npz, notes.note)
        hooks = imports.together(
            hooks, mnist_files.hooks(files), looking.hooks(), mnist_packages.hooks(npz, notes.note)
        )
    if _is_compatible(settings):
        keras = (
            {"keras": lambda module: compat.after_keras(module, notes, watch.on_fault)}
            if own_stack
            else {}
        )
        old = compat.install(notes) if own_stack else compat.install_missing(notes)
        hooks = imports.together(hooks, keras, old, hardware.hooks(notes))
    hooks = imports.together(hooks, dict.fromkeys(STACK, _nothing))
    folders.install()
    hooks = imports.together(hooks, folders.hooks())
    cells.at_very_end(lambda _: training.settle(watch))
    cells.at_end(fitting.cell_ended)
    before = {"keras": lambda: compat.before_keras(notes)} if own_stack else {}
    imports.install(fitting.each(hooks), watch.on_fault, before)


def attach(shell: Any, cells: Cells, *, settings: dict[str, Any], notes: Notes) -> None:
    """Listen to the IPython shell that is there now."""
    cells.attach(shell)
    endings.Endings(notes).attach(shell)
    keyboard.attach(shell, notes)
    if _is_compatible(settings):
        compat.attach(shell, notes)
        hardware.attach(shell, notes)


def _nothing(module: ModuleType) -> None:
    del module


def _is_compatible(settings: dict[str, Any]) -> bool:
    return bool(settings.get("compatibility", True))


def _own(
    settings: dict[str, Any], watch: Watch, cells: Cells, fitting: Fitting
) -> dict[str, imports.AfterImport]:
    seed = int(settings["seed"])

    def on_keras(keras: ModuleType) -> None:
        seeds.seed_keras(seed)
        training.install_keras(keras, watch, cells, fitting)

    drawing = Drawing(watch.channel, watch.count, watch.on_fault)

    classifiers = SklearnCalls(watch)
    cells.at_end(classifiers.cell_ended)
    return {
        "sklearn.base": classifiers.install,
        "sklearn.neural_network._multilayer_perceptron": classifiers.perceptrons.install,
        "numpy": lambda numpy: seeds.seed_numpy(numpy, seed),
        "tensorflow": lambda tensorflow: seeds.seed_tensorflow(tensorflow, seed),
        copying.MODULE: copying.install,
        **workers.hooks(),
        "torch": lambda torch: seeds.seed_torch(torch, seed),
        **dict.fromkeys(KERAS if not settings.get("own_stack", True) else KERAS[:1], on_keras),
        "matplotlib.backend_bases": drawing.into_files,
        "IPython.core.pylabtools": drawing.below_cells,
        "plotly.io._renderers": drawing.by_plotly,
    }


def _data(
    served: dict[str, str], note: Note, files: mnist_files.Files | None
) -> dict[str, imports.AfterImport]:
    """How the assignment's data are found, whatever they are loaded with."""
    return {
        **dict.fromkeys(
            DOWNLOADERS, lambda module: datasets.install_get_file(module, served, note, files)
        ),
        "numpy": lambda numpy: copies.install_npz(numpy, served, note),
        "pandas": lambda pandas: copies.install_csv(pandas, served, note),
        "sklearn.datasets": lambda module: datasets.install_mldata(module, served, note),
        "sklearn.datasets._openml": lambda module: datasets.install_openml(module, served, note),
    }
