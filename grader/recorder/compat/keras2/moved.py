"""Knows where modules of older Keras versions live today."""

from __future__ import annotations

import importlib
import re
import sys
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import Any

from ..caller import importing_cell
from ..notes import Notes

ROOTS = (
    "keras._tf_keras.keras",
    "tensorflow.python.keras",
    "tensorflow.keras",
    "tf_keras",
    "keras",
)
"""Under these names Keras is imported; the first that fits counts."""

VERSIONED = re.compile(r"^_v[12](\.|$)(keras(\.|$))?")
"""`keras.api._v2.keras.layers` and `keras._v2.keras.layers`, as editors write it."""

MOVED = {
    **dict.fromkeys(
        (
            "activation",
            "advanced_activations",
            "attention",
            "convolutional",
            "convolutional_recurrent",
            "core",
            "cudnn_recurrent",
            "embeddings",
            "experimental",
            "local",
            "merge",
            "merging",
            "noise",
            "normalization",
            "pooling",
            "preprocessing",
            "recurrent",
            "regularization",
            "reshaping",
            "rnn",
            "wrappers",
        ),
        "layers",
    ),
}
"""What used to stand under `layers`."""
TARGETS = {
    **{f"layers.{name}": target for name, target in MOVED.items()},
    **{
        f"utils.{name}": "utils"
        for name in (
            "all_utils",
            "data_utils",
            "generic_utils",
            "io_utils",
            "layer_utils",
            "np_utils",
            "training_utils",
            "vis_utils",
            "visualize_util",
        )
    },
    "backend.tensorflow_backend": "backend",
    "callbacks.callbacks": "callbacks",
    "engine": "layers",
    "engine.base_layer": "layers",
    "engine.functional": "models",
    "engine.saving": "models",
    "engine.sequential": "models",
    "engine.topology": "layers",
    "engine.training": "models",
    "initializations": "initializers",
    "objectives": "losses",
    "optimizer_v1": "optimizers",
    "optimizer_v2": "optimizers",
    "optimizers.adadelta": "optimizers",
    "optimizers.adagrad": "optimizers",
    "optimizers.adam": "optimizers",
    "optimizers.adam_v2": "optimizers",
    "optimizers.adamax": "optimizers",
    "optimizers.experimental": "optimizers",
    "optimizers.gradient_descent": "optimizers",
    "optimizers.gradient_descent_v2": "optimizers",
    "optimizers.nadam": "optimizers",
    "optimizers.optimizer_v1": "optimizers",
    "optimizers.optimizer_v2": "optimizers",
    "optimizers.rmsprop": "optimizers",
    "optimizers.rmsprop_v2": "optimizers",
    "optimizers.sgd": "optimizers",
    "preprocessing.text": "src.legacy.preprocessing.text",
    "saving.save": "models",
    "wrappers.scikit_learn": "scikit_learn",
}
"""Old place → today's, both relative to Keras; what stood below an old place is found in the new
one too.
"""
TODAY = {
    "preprocessing.text": "keras.layers.TextVectorization",
    "wrappers.scikit_learn": "keras.wrappers.SKLearnClassifier",
}


def relative(name: str) -> tuple[str, str] | None:
    """Split a module's full name into the root that Keras is imported under and the rest; None for
    other modules.
    """
    for root in ROOTS:
        if name.startswith(f"{root}."):
            rest = name[len(root) + 1 :]
            rest = rest.removeprefix("api.")
            return root, VERSIONED.sub("", rest)
    return ("tf_keras", "") if name == "tf_keras" else None


def target_of(rest: str) -> str | None:
    """Today's place of a module of Keras; None where it isn't known to have moved."""
    place = rest
    while place:
        if place in TARGETS:
            return TARGETS[place]
        place = place.rpartition(".")[0]
    return None


class MovedFinder(MetaPathFinder):
    """Asked last of all: gives the old module its old name and the new one's contents."""

    def __init__(self, notes: Notes) -> None:
        """Tell `notes` of every use."""
        self._notes = notes

    def find_spec(self, fullname: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        """A spec for what has moved and is imported by the student's own code."""
        del path, target
        split = relative(fullname)
        if split is None or importing_cell() is None:
            return None
        root, rest = split
        new = target_of(rest)
        if new is None and (
            root == "tf_keras"
            or fullname in (f"{root}.api", f"{root}._v1", f"{root}._v2")
            or fullname != f"{root}.{rest}"
        ):
            new = "" if rest == "api" else rest
        if new is None:
            return None
        today = (
            TODAY.get(rest) or f"{'keras' if root == 'tf_keras' else root}{'.' if new else ''}{new}"
        )
        return ModuleSpec(
            fullname, _MovedKerasLoader(root, new, fullname, today, self._notes), is_package=True
        )


class _MovedKerasLoader(Loader):
    def __init__(self, root: str, new: str, old: str, today: str, notes: Notes) -> None:
        self._root, self._new, self._old, self._today, self._notes = root, new, old, today, notes

    def create_module(self, spec: ModuleSpec) -> ModuleType:
        return _MovedModule(spec.name)

    def exec_module(self, module: ModuleType) -> None:
        found = _load(self._root, self._new)
        module.__dict__["__found__"] = found
        module.__dict__["__all__"] = [name for name in dir(found) if not name.startswith("_")]
        self._notes.used(self._old, self._today)


class _MovedModule(ModuleType):
    """Has every name of the module that took its place."""

    def __getattr__(self, name: str) -> Any:
        if name == "__found__":
            raise AttributeError(name)
        return getattr(self.__found__, name)


def _load(root: str, new: str) -> ModuleType:
    if new == "scikit_learn":
        return importlib.import_module(f"{__package__}.scikit_learn")
    base = "keras" if root == "tf_keras" or new.startswith("src.") else root
    return importlib.import_module(f"{base}.{new}" if new else base)


def install(notes: Notes) -> None:
    """Ask for moved modules after all other finders."""
    sys.meta_path.append(MovedFinder(notes))
