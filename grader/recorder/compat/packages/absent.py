"""Knows which missing packages can be done without, and which are missed."""

from __future__ import annotations

import functools
import importlib.util
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from ..caller import expects_failure, importing_cell
from ..notes import Notes
from .stubs import Stub

FIGURES = "it draws figures"
DRAW = "it draws"
PROGRESS = "it shows how far a loop is"
LOOKS = "it changes how the notebook looks"
LOGS = "it keeps a log elsewhere"
DOWNLOADS = "it downloads, and nothing is downloaded here"
DECORATIVE = {
    "altair": FIGURES,
    "ann_visualizer": DRAW,
    "bokeh": FIGURES,
    "bqplot": FIGURES,
    "chart_studio": FIGURES,
    "colorama": LOOKS,
    "comet_ml": LOGS,
    "cufflinks": FIGURES,
    "dtreeviz": DRAW,
    "eli5": DRAW,
    "folium": DRAW,
    "gdown": DOWNLOADS,
    "graphviz": DRAW,
    "gradio": "it shows a page to click on",
    "holoviews": FIGURES,
    "hvplot": FIGURES,
    "ipympl": DRAW,
    "ipywidgets": "it shows things to click on",
    "jupyterthemes": LOOKS,
    "kaggle_secrets": "it keeps passwords at Kaggle's",
    "keras_sequential_ascii": DRAW,
    "keras_tqdm": PROGRESS,
    "keras_visualizer": DRAW,
    "lets_plot": FIGURES,
    "lime": DRAW,
    "livelossplot": FIGURES,
    "memory_profiler": "it measures memory",
    "missingno": DRAW,
    "mlflow": LOGS,
    "mpld3": DRAW,
    "neptune": LOGS,
    "netron": DRAW,
    "nn_visualizer": DRAW,
    "plotly": FIGURES,
    "plotnine": FIGURES,
    "prettytable": LOOKS,
    "pydot": DRAW,
    "pydot_ng": DRAW,
    "pydotplus": DRAW,
    "pyecharts": FIGURES,
    "pygal": FIGURES,
    "quiver_engine": DRAW,
    "shap": DRAW,
    "streamlit": "it shows a page to click on",
    "tabulate": LOOKS,
    "tensorboard": DRAW,
    "tensorboardX": DRAW,
    "tensorboardcolab": DRAW,
    "termcolor": LOOKS,
    "tqdm": PROGRESS,
    "visualkeras": DRAW,
    "wandb": LOGS,
    "wget": DOWNLOADS,
    "watermark": LOOKS,
    "yellowbrick": FIGURES,
}
"""Packages that no result depends on → what they do."""
FRAMEWORKS = {
    "torch": "PyTorch",
    "torchvision": "PyTorch",
    "jax": "JAX",
    "flax": "Flax",
    "mxnet": "MXNet",
}
FRAMEWORKS |= {
    "paddle": "PaddlePaddle",
    "fastai": "fastai",
    "chainer": "Chainer",
    "pytorch_lightning": "PyTorch Lightning",
}


class AbsentFinder(MetaPathFinder):
    """Asked last of all: gives a stub for decoration, and names what is missed."""

    def __init__(self, notes: Notes) -> None:
        """Tell `notes` of every use."""
        self._notes = notes

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """A stub's spec, or None with a notice."""
        del path, target
        package, _, below = fullname.partition(".")
        if below and isinstance(sys.modules.get(package), Stub):
            return _spec(fullname)
        frame = importing_cell()
        if frame is None or expects_failure(frame) or below:
            return None
        if package in DECORATIVE:
            self._notes.tell(
                "figures_missing" if DECORATIVE[package] == FIGURES else "compatibility",
                package,
                f"The package {package} is not installed here; {DECORATIVE[package]}, so the "
                f"notebook ran without it.",
            )
            return _spec(fullname)
        if package in FRAMEWORKS:
            _tell_framework(package, self._notes)
        self._notes.tell("package_missing", package, _missing(package))
        return None


def _missing(package: str) -> str:
    """What is known of a name that nobody finds: it may be a file of the student's own."""
    if package in FRAMEWORKS:
        return f"The package {package} is imported but not installed here."
    return (
        f"{package} is imported: no package of that name is installed here, and no file of that "
        f"name was handed in."
    )


class _StubLoader(Loader):
    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return Stub(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        module.__dict__["__all__"] = []


def _spec(fullname: str) -> ModuleSpec:
    return ModuleSpec(fullname, _StubLoader(), is_package=True)


def install(notes: Notes) -> None:
    """Ask for absent packages after all other finders."""
    sys.meta_path.append(AbsentFinder(notes))


def hooks(notes: Notes) -> dict[str, Any]:
    """What is done after the import of modules that look for optional packages."""

    def no_pictures(module: Any) -> None:
        if isinstance(module.pydot, Stub):
            module.pydot = None

    def seen(module: Any) -> None:
        if importing_cell() is not None:
            _tell_framework(module.__name__, notes)

    return {
        **dict.fromkeys(FRAMEWORKS, seen),
        "keras.src.utils.model_visualization": no_pictures,
        "keras.src.callbacks.tensorboard": lambda module: _silence_board(module.TensorBoard, notes),
        "keras_tuner.src.engine.tuner": lambda module: _tune_without_board(module.Tuner),
    }


def _tell_framework(package: str, notes: Notes) -> None:
    message = (
        f"The notebook uses {FRAMEWORKS[package]} ({package}). Models made with it are not seen "
        "here; this assignment is marked on models of Keras and scikit-learn."
    )
    notes.tell("other_framework", FRAMEWORKS[package], message)


def _silence_board(board: Any, notes: Notes) -> None:
    """Make the callback one that does nothing where the package that it writes with is missing."""
    if importlib.util.find_spec("tensorboard") is not None:
        return
    stock, base = board.__init__, board.__mro__[1]
    for name in (name for name in vars(base) if name.startswith("on_") or name == "set_model"):
        setattr(board, name, vars(base)[name])

    @functools.wraps(stock)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        stock(self, *args, **kwargs)
        message = (
            "The package tensorboard is not installed here; the callback TensorBoard wrote nothing."
        )
        notes.tell("compatibility", "TensorBoard", message)

    board.__init__ = init


def _tune_without_board(tuner: Any) -> None:
    """Let KerasTuner train: it imports tensorboard before every trial, and takes the failure for
    the trial's.
    """
    if importlib.util.find_spec("tensorboard") is None:
        tuner._configure_tensorboard_dir = lambda *_, **__: None
