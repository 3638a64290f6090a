"""Knows the names that left their module, and what stands for them today."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterable
from types import ModuleType
from typing import Any

from ..notes import Notes
from .backend import OF_VARIABLES
from .moved import ROOTS, relative, target_of

LEGACY_IMAGES = "keras.src.legacy.preprocessing.image"
RENAMED = {
    "layers": {
        "AtrousConvolution2D": "Conv2D",
        "BatchNormalizationV1": "BatchNormalization",
        "BatchNormalizationV2": "BatchNormalization",
        "CuDNNGRU": "GRU",
        "CuDNNLSTM": "LSTM",
        "Deconvolution2D": "Conv2DTranspose",
    },
    "initializers": {
        "normal": "RandomNormal",
        "uniform": "RandomUniform",
        "zero": "Zeros",
        "one": "Ones",
    },
    "optimizers": {
        "adadelta": "Adadelta",
        "adagrad": "Adagrad",
        "adam": "Adam",
        "adamax": "Adamax",
        "nadam": "Nadam",
        "rmsprop": "RMSprop",
        "sgd": "SGD",
    },
    "regularizers": {
        "l1l2": "L1L2",
        "activity_l1": "l1",
        "activity_l2": "l2",
        "activity_l1l2": "L1L2",
    },
    "constraints": {"maxnorm": "MaxNorm", "nonneg": "NonNeg", "unitnorm": "UnitNorm"},
}
"""By module, old name → new name in the same module."""
LEGACY_OPTIMIZERS = ("Adagrad", "Adam", "Ftrl", "RMSprop", "SGD")
MODULES: tuple[str, ...] = (
    "",
    "backend",
    "constraints",
    "engine",
    "initializers",
    "layers",
    "optimizers",
    "optimizers.legacy",
)
MODULES += ("preprocessing", "preprocessing.image", "regularizers", "utils", "wrappers")


def hooks(notes: Notes) -> dict[str, Callable[[ModuleType], None]]:
    """What is done after the import of the modules that names have left."""
    roots = [root for root in ROOTS if root not in ("tensorflow.python.keras", "tf_keras")]
    return {
        f"{root}.{place}" if place else root: _filler(place, notes)
        for root in roots
        for place in MODULES
        if place
    } | {root: _filler("", notes) for root in roots if root != "keras"}


def fill(module: ModuleType, place: str, notes: Notes) -> None:
    """Make `module`, which stands at `place` of Keras, answer to its old names."""
    stock = module.__dict__.get("__getattr__")
    replaced: dict[str, Iterable[str]] = {
        "optimizers.legacy": LEGACY_OPTIMIZERS,
        "backend": OF_VARIABLES,
    }
    for name in replaced.get(place, ()):
        module.__dict__.pop(name, None)

    def missing(name: str) -> Any:
        if not name.startswith("__"):
            found = _find(module, place, name, notes)
            if found is not None:
                return found
        if stock is not None:
            return stock(name)
        raise AttributeError(f"module {module.__name__!r} has no attribute {name!r}")

    module.__dict__["__getattr__"] = missing


def _filler(place: str, notes: Notes) -> Callable[[ModuleType], None]:
    return lambda module: fill(module, place, notes)


def _find(module: ModuleType, place: str, name: str, notes: Notes) -> Any:  # noqa: PLR0911 - a table
    here = module.__name__.replace("keras._tf_keras.keras", "tf.keras")
    new = RENAMED.get(place, {}).get(name)
    if new is not None:
        notes.used(f"{here}.{name}", f"{here}.{new}")
        return getattr(module, new)
    if place == "optimizers.legacy" and name in LEGACY_OPTIMIZERS:
        notes.used(f"{here}.{name}", f"keras.optimizers.{name}")
        return getattr(importlib.import_module("keras.optimizers"), name)
    if place == "backend":
        return _of_backend(here, name, notes)
    if place == "preprocessing.image":
        return _legacy(LEGACY_IMAGES, here, name, notes)
    if (place, name) == ("layers", "merge"):
        notes.used(f"{here}.merge", "keras.layers.concatenate, add, multiply, …")
        return _merge
    if (place, name) == ("utils", "multi_gpu_model"):
        notes.used(f"{here}.multi_gpu_model", "tf.distribute.MirroredStrategy")
        return _on_one
    return _submodule(module, place, name, notes)


def _submodule(module: ModuleType, place: str, name: str, notes: Notes) -> Any:
    """A moved module, asked for as an attribute."""
    split = relative(f"{module.__name__}.{name}")
    if split is None or target_of(split[1]) is None or target_of(place) is not None:
        return None
    try:
        return importlib.import_module(f"{module.__name__}.{name}")
    except ImportError:
        return _quietly_moved(module, split[1], name, notes)


def _quietly_moved(module: ModuleType, rest: str, name: str, notes: Notes) -> Any:
    """A moved module reached as an attribute of a module that no import statement names."""
    new = target_of(rest) or ""
    if new == "scikit_learn":
        return None
    notes.used(f"{module.__name__}.{name}", f"keras.{new}")
    return importlib.import_module(f"keras.{new}")


def _of_backend(here: str, name: str, notes: Notes) -> Any:
    from . import backend

    found = getattr(backend, name, None) if name in backend.NAMES else None
    if found is None:
        return _legacy("keras.src.legacy.backend", here, name, notes)
    notes.used(f"{here}.{name}", backend.NAMES[name])
    return found


def _legacy(source: str, here: str, name: str, notes: Notes) -> Any:
    found = getattr(importlib.import_module(source), name, None)
    if found is not None and not name.startswith("_"):
        notes.used(
            f"{here}.{name}",
            "keras.ops, or layers made for it" if "backend" in source else "layers of keras",
        )
        return found
    return None


def _on_one(model: Any, *_: Any, **__: Any) -> Any:
    """The model itself."""
    return model


def _merge(inputs: Any, mode: str = "sum", concat_axis: int = -1, **_: Any) -> Any:
    layers = importlib.import_module("keras.layers")
    if mode == "concat":
        return layers.concatenate(inputs, axis=concat_axis)
    names = {"sum": "add", "mul": "multiply", "ave": "average", "max": "maximum", "dot": "dot"}
    return getattr(layers, names[mode])(inputs)
