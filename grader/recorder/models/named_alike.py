"""Says which of the student's own functions and layers bear the name of one of Keras' and compute
something else.

A name is how the host knows an activation, a loss or a layer. So those of the student's own are
tried beside their namesakes; where either can't be tried nothing is said.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Iterator
from typing import Any

import keras
import numpy as np

from .meanings import CHANCES, labels_tried, tried

EXAMPLES = 3
MAX_VALUES = 2_000_000
"""Of the examples that a layer is tried with."""
RELATIVE, ABSOLUTE = 1e-2, 5e-3
"""By how much two functions may differ and be one: a GELU by tanh is nearly the other."""
TEN = 10
IN_PROPORTION = 1.25
"""By how much losses of several examples may differ in proportion and be called the same: as much
as smoothing the labels does.
"""


def misnamed_activation(function: Any) -> Any:
    """The function under another name, where Keras has another one of its own; else None."""
    name = str(getattr(function, "__name__", ""))
    stock = _keras_own(keras.activations, name.removesuffix("_v2"))
    if stock is None or stock is function:
        return None
    values = np.array([[-3.0, -1.0, -0.25, 0.0, 0.5], [1.0, 2.0, 4.0, 7.0, 8.0]], np.float32)
    ours, theirs = tried(stock, values), tried(function, values)
    if ours is None or theirs is None or _alike(ours, theirs):
        return None

    @functools.wraps(function)
    def own(*args: Any, **kwargs: Any) -> Any:
        return function(*args, **kwargs)

    own.__name__ = own.__qualname__ = f"own {name}"
    return own


def own_loss(loss: Any, name: str) -> str:
    """What a loss of the student's own that bears the `name` of one of Keras' is called where it is
    another one, for one example after the other; empty where it isn't, or can't be tried.
    """
    function = getattr(loss, "fn", loss)
    module = str(getattr(function, "__module__", ""))
    stock = _keras_own(keras.losses, name)
    if stock is None or isinstance(loss, type) or not callable(function) or _is_keras(module):
        return ""
    for labels, chances in _examples():
        rows = [(labels[row : row + 1], chances[row : row + 1]) for row in range(len(chances))]
        ours, theirs = ([_mean(tried(one, *row)) for row in rows] for one in (stock, function))
        if all(ours) and None not in theirs:
            shares = [their / our for our, their in zip(ours, theirs)]  # type: ignore[operator]
            alike = 0 < max(shares) <= IN_PROPORTION * min(shares)
            return "" if alike else f"own_{name}"
    return ""


def misnamed_layer(layer: Any) -> tuple[str, None] | None:
    """The name of a layer's own class, or of one of Keras' whose `call` was exchanged, and no
    settings, where Keras has a layer of that name that computes something else with the same
    weights; else None.
    """
    kind = type(layer)
    stock: Any = getattr(keras.layers, kind.__name__, None)
    if stock is None or (_is_keras(kind.__module__) and "call" not in vars(layer)):
        return None
    with contextlib.suppress(Exception):
        shape = tuple(int(length) for length in tuple(layer.input.shape)[1:])
        if EXAMPLES * np.prod(shape) <= MAX_VALUES:
            twin = stock.from_config(_without_draws(layer.get_config()))
            twin.build((None, *shape))
            twin.set_weights(layer.get_weights())
            values = np.random.default_rng(0).normal(size=(EXAMPLES, *shape)).astype(np.float32)
            ours, theirs = tried(twin, values), tried(layer.call, values)
            if ours is not None and theirs is not None and not _alike(ours, theirs):
                return kind.__name__, None
    return None


def _examples() -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Labels and answers, of three classes and of ten: a loss may be written for so many."""
    for labels in labels_tried():
        yield labels, CHANCES
        others = ((0, 0), (0, TEN - CHANCES.shape[1]))
        wide = np.pad(0.93 * CHANCES, others, constant_values=0.01)
        one_hot = labels.ndim > 1 and labels.shape[1] > 1
        yield np.pad(labels, others) if one_hot else labels, wide


def _without_draws(config: dict[str, Any]) -> dict[str, Any]:
    """So that nothing is drawn beside the student's own random numbers."""
    return {
        key: "zeros" if key.endswith("_initializer") else value for key, value in config.items()
    } | {"kernel_initializer": "zeros"}


def _mean(values: np.ndarray | None) -> float | None:
    return None if values is None or not values.size else float(values.mean())


def _is_keras(module: str) -> bool:
    return module.startswith(("keras.", "tf_keras.", "tensorflow."))


def _keras_own(module: Any, name: str) -> Any:
    """Keras' function of that name; None where it has none."""
    if not name.isidentifier():
        return None
    try:
        found = module.get(name)
    except Exception:
        return None
    return found if callable(found) and not isinstance(found, type) else None


def _alike(one: np.ndarray, other: np.ndarray) -> bool:
    return one.shape == other.shape and bool(np.allclose(one, other, RELATIVE, ABSOLUTE))
