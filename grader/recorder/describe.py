"""How does a Keras model describe itself to the host?"""

from __future__ import annotations

import contextlib
import json
import math
import re
from typing import Any

import numpy as np

MAX_CONFIG_CHARS = 20_000
MAX_ARCHITECTURE_CHARS = 2_000_000


def describe_model(model: Any, model_id: int) -> dict[str, Any]:
    """A `ModelInfo` as a dict."""
    return {
        "model_id": model_id,
        "class_name": type(model).__name__,
        "layers": [_layer(layer) for layer in model.layers],
        "parameters": _count(model, "count_params"),
        "trainable_parameters": sum(_size(weight) for weight in model.trainable_weights),
        "architecture": _architecture(model),
    }


def describe_compilation(model: Any) -> dict[str, Any]:
    """A `CompileInfo` as a dict."""
    return {
        **describe_optimizer(getattr(model, "optimizer", None)),
        **describe_loss(getattr(model, "loss", None)),
        "metrics": [str(name) for name in getattr(model, "metrics_names", [])],
    }


def describe_optimizer(optimizer: Any) -> dict[str, Any]:
    """The optimizer's part of a `CompileInfo`."""
    if optimizer is None:
        return {"optimizer": "", "optimizer_config": {}}
    return {"optimizer": type(optimizer).__name__, "optimizer_config": _plain(optimizer.get_config())}


def describe_loss(loss: Any) -> dict[str, Any]:
    """The loss's part of a `CompileInfo`."""
    config = loss.get_config() if hasattr(loss, "get_config") else {}
    return {"loss": loss_name(loss), "loss_config": _plain(config)}


def loss_name(loss: Any) -> str:
    """Keras' name of a loss in snake case, whatever form the student gave: `mean_squared_error`."""
    if loss is None:
        return ""
    if isinstance(loss, (list, tuple)) and len(loss) == 1:
        return loss_name(loss[0])
    if isinstance(loss, (list, tuple, dict)):
        return "several"
    if isinstance(loss, str):
        import keras

        try:
            return loss_name(keras.losses.get(loss))
        except Exception:
            return snake(loss)
    return snake(getattr(loss, "__name__", None) or type(loss).__name__)


def snake(name: str) -> str:
    """`MeanSquaredError` to `mean_squared_error`; names in snake case stay."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return spaced.lower()


def moved(before: list[np.ndarray], after: list[np.ndarray], *, trainable: list[bool]) -> float | None:
    """By which share of their Euclidean norm the weights moved that training may change; None where there are none."""
    way, size = 0.0, 0.0
    for old, new, counts in zip(before, after, trainable, strict=True):
        if counts and old.shape == new.shape and old.dtype.kind == "f":
            difference = (new - old).ravel().astype(np.float64)
            way += float(difference @ difference)
            size += float(np.square(old, dtype=np.float64).sum())
    share = math.sqrt(way / size) if size > 0 else math.inf
    return share if math.isfinite(share) else None


def figures(logs: dict[str, Any]) -> dict[str, float]:
    """The logs of an epoch or an evaluation as plain numbers."""
    numbers = {}
    for name, value in logs.items():
        with contextlib.suppress(Exception):
            numbers[str(name)] = float(value)
    return numbers


def _layer(layer: Any) -> dict[str, Any]:
    try:
        config = _plain(layer.get_config())
    except Exception:
        config = {}
    return {
        "class_name": type(layer).__name__,
        "name": str(layer.name),
        "config": config,
        "output_shape": _shape(layer),
        "parameters": _count(layer, "count_params"),
    }


def _shape(layer: Any) -> list[int | None]:
    try:
        return [None if length is None else int(length) for length in layer.output.shape]
    except Exception:
        return []


def _count(thing: Any, method: str) -> int:
    try:
        return int(getattr(thing, method)())
    except Exception:
        return 0


def _size(weight: Any) -> int:
    size = 1
    for length in weight.shape:
        size *= int(length)
    return size


def _architecture(model: Any) -> str | None:
    try:
        text = model.to_json()
    except Exception:
        return None
    return text if len(text) <= MAX_ARCHITECTURE_CHARS else None


def _plain(config: dict[str, Any]) -> dict[str, Any]:
    """What JSON can hold of a configuration."""
    try:
        text = json.dumps(config, default=str)
    except Exception:
        return {}
    return json.loads(text) if len(text) <= MAX_CONFIG_CHARS else {}
