"""Says which of Keras' activations, losses, metrics and layers a function of the student's
computes, by trying it.

`tf.nn.softmax`, a lambda, a partial and a function written out are one thing where they give the
same numbers. What is tried are a few small arrays, once a function; what the function prints
meanwhile is dropped.
"""

from __future__ import annotations

import contextlib
import functools
import io
from collections.abc import Callable, Iterator
from typing import Any

import keras
import numpy as np

ACTIVATIONS = (
    "linear", "relu", "softmax", "sigmoid", "tanh", "leaky_relu", "elu", "selu", "gelu", "silu",
    "softplus", "softsign", "relu6", "log_softmax", "hard_sigmoid", "exponential", "mish",
    "hard_silu",
)  # fmt: skip
LOSSES = (
    "sparse_categorical_crossentropy", "categorical_crossentropy", "mean_squared_error",
    "mean_absolute_error", "binary_crossentropy", "kl_divergence", "huber", "log_cosh",
)  # fmt: skip
WITH_LOGITS = ("sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy")
METRICS = (
    "sparse_categorical_accuracy",
    "categorical_accuracy",
    "mean_squared_error",
    "mean_absolute_error",
)
KEPT = 64
"""Functions whose meaning is remembered."""
CLOSE = 1e-4
PRECISE = 1e-6
MAX_VALUES = 2_000_000
"""Of one example that a Lambda layer is tried with."""

PlainLayer = tuple[str, dict[str, Any]]
"""A layer's class and its configuration."""


@functools.lru_cache(maxsize=KEPT)
def activation_of(function: Callable[..., Any]) -> str | None:
    """Keras' name of an activation; None where it is none of them."""
    values = np.array([[-3.0, -1.0, -0.25, 0.0, 0.5], [1.0, 2.0, 4.0, 7.0, 8.0]], np.float32)
    return _activation(values, tried(function, values))


def _activation(values: np.ndarray, found: np.ndarray | None) -> str | None:
    if found is None or found.shape != values.shape:
        return None
    return next(
        (
            name
            for name in ACTIVATIONS
            if _same(tried(_named(keras.activations, name), values), found)
        ),
        None,
    )


def activation_between(gave: np.ndarray, got: np.ndarray) -> str | None:
    """Keras' name of the activation between what a layer gave and what came of it; None where it is
    none of them.
    """
    return "linear" if np.array_equal(gave, got) else _activation(gave, got)


@functools.lru_cache(maxsize=KEPT)
def loss_of(function: Callable[..., Any]) -> tuple[str, bool] | None:
    """Keras' name of a loss, and whether it takes logits; None where it is none of them."""
    for labels in labels_tried():
        for answers, ways in ((CHANCES, (False,)), (_LOGITS, (True,))):
            found = tried(function, labels, answers)
            for logits in ways if found is not None else ():
                for name in WITH_LOGITS if logits else LOSSES:
                    options = {"from_logits": True} if logits else {}
                    expected = tried(
                        functools.partial(_named(keras.losses, name), **options), labels, answers
                    )
                    if _same_on_average(expected, found):
                        return name, logits
    return None


@functools.lru_cache(maxsize=KEPT)
def metric_of(function: Callable[..., Any]) -> str | None:
    """Keras' name of a metric; None where it is none of them."""
    for labels in labels_tried():
        found = tried(function, labels, CHANCES)
        for name in METRICS:
            if found is not None and _same_on_average(
                tried(_named(keras.metrics, name), labels, CHANCES), found
            ):
                return name
    return None


def layer_of(layer: Any) -> PlainLayer | None:
    """The standard layer that a Lambda layer amounts to: an activation, a reshaping, a scaling."""
    shape = tuple(getattr(getattr(layer, "input", None), "shape", ()))[1:]
    if not shape or any(length is None for length in shape) or np.prod(shape) > MAX_VALUES:
        return None
    values = np.random.default_rng(0).normal(scale=3.0, size=(3, *shape)).astype(np.float32)
    found = tried(layer.call, values)
    if found is None or found.shape[:1] != values.shape[:1]:
        return None
    name = _activation(values, found)
    if name is not None:
        return "Activation", {"activation": name}
    if found.size == values.size and np.array_equal(found.ravel(), values.ravel()):
        return "Reshape", {"target_shape": list(found.shape[1:])}
    return _scaling(values, found)


def _scaling(values: np.ndarray, found: np.ndarray) -> PlainLayer | None:
    if found.shape != values.shape:
        return None
    scale, offset = np.polyfit(values.ravel().astype(float), found.ravel().astype(float), 1)
    if not _same((scale * values + offset).astype(np.float32), found):
        return None
    return "Rescaling", {"scale": float(np.float32(scale)), "offset": float(np.float32(offset))}


@contextlib.contextmanager
def standard_activations(layers: list[Any]) -> Iterator[None]:
    """Let layers hold Keras' own function where theirs computes the same, so that they can be
    written down; one that only bears the name of such a function is written down as an own one.
    """
    from .named_alike import misnamed_activation

    exchanged = []
    try:
        for layer in layers:
            given = vars(layer).get("activation")
            if callable(given) and not hasattr(given, "get_config") and not _is_kerasic(given):
                name = activation_of(given)
                shown = keras.activations.get(name) if name else misnamed_activation(given)
                if shown is not None:
                    exchanged.append((layer, given))
                    vars(layer)["activation"] = shown
        yield
    finally:
        for layer, given in exchanged:
            vars(layer)["activation"] = given


def _is_kerasic(function: Any) -> bool:
    name = getattr(function, "__name__", "")
    return name in ACTIVATIONS and getattr(keras.activations, name, None) is function


def _named(module: Any, name: str) -> Any:
    """The function of that name; where this version of Keras has none, one that refuses
    everything.
    """
    try:
        return module.get(name)
    except ValueError:
        return _nothing


def _nothing(*_: Any, **__: Any) -> None:
    raise ValueError


CHANCES = np.array(
    [[0.2, 0.5, 0.3], [0.6, 0.3, 0.1], [0.25, 0.35, 0.4], [0.1, 0.7, 0.2]], np.float32
)
_LOGITS = np.array(
    [[-1.0, 2.0, 0.5], [3.0, 0.0, -2.0], [0.5, 1.0, 1.5], [-0.5, 0.25, 4.0]], np.float32
)
_CLASSES = np.array([1, 0, 1, 2], np.int32)


def labels_tried() -> tuple[np.ndarray, ...]:
    """Whole numbers, in a row and in a column, and one-hot rows."""
    return np.eye(3, dtype=np.float32)[_CLASSES], _CLASSES, _CLASSES[:, None].astype(np.float32)


def tried(function: Any, *arguments: np.ndarray) -> np.ndarray | None:
    """What the function gives for these arrays; None where it refuses them."""
    try:
        with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
            return np.asarray(function(*map(_tensor, arguments)), dtype=np.float32)
    except Exception:
        return None


def _tensor(array: np.ndarray) -> Any:
    if hasattr(keras, "ops"):
        return keras.ops.convert_to_tensor(array)
    from tensorflow import convert_to_tensor  # Keras 2

    return convert_to_tensor(array)


def _same(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    """Whether both are the same numbers."""
    return (
        one is not None
        and other is not None
        and one.shape == other.shape
        and np.allclose(one, other, CLOSE, PRECISE)
    )


def _same_on_average(one: np.ndarray | None, other: np.ndarray | None) -> bool:
    """Whether both are the same for every example, or come to the same mean where one of them took
    it already.
    """
    if one is None or other is None or not one.size or not other.size:
        return False
    return (
        _same(one, other)
        if one.shape == other.shape
        else _same(np.asarray(one.mean()), np.asarray(other.mean()))
    )
