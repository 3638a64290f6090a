"""Describes a Keras model to the host."""

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
    from .meanings import standard_activations

    inside = list(model._flatten_layers(include_self=False))
    lambdas = _lambdas(inside)
    with standard_activations(inside):
        return {
            "model_id": model_id,
            "class_name": type(model).__name__,
            "layers": [_layer(layer, lambdas) for layer in _steps(model)],
            "parameters": _count(model, "count_params"),
            "trainable_parameters": sum(_size(weight) for weight in model.trainable_weights),
            "architecture": _architecture(model, lambdas),
        }


def describe_compilation(model: Any) -> dict[str, Any]:
    """A `CompileInfo` as a dict."""
    return {
        **describe_optimizer(getattr(model, "optimizer", None)),
        **describe_loss(getattr(model, "loss", None)),
        "metrics": [str(name) for name in getattr(model, "metrics_names", [])],
        "metric_meanings": _metric_meanings(model),
    }


def describe_optimizer(optimizer: Any) -> dict[str, Any]:
    """The optimizer's part of a `CompileInfo`; one that wraps another or derives from one is what
    it rests on.
    """
    if optimizer is None:
        return {"optimizer": "", "optimizer_config": {}}
    around = type(optimizer).__name__.startswith("LossScaleOptimizer")
    inner = getattr(optimizer, "inner_optimizer", optimizer) if around else optimizer
    kinds = [
        kind
        for kind in type(inner).__mro__
        if kind.__module__.startswith(("keras.src.", "keras.optimizers"))
    ]
    return {
        "optimizer": (kinds or [type(inner)])[0].__name__,
        "optimizer_config": plain(inner.get_config()),
    }


def describe_loss(loss: Any) -> dict[str, Any]:
    """The loss's part of a `CompileInfo`."""
    loss = _only_one(loss)
    meaning = _meaning_of_loss(loss)
    if meaning is not None:
        return {"loss": meaning[0], "loss_config": {"from_logits": True} if meaning[1] else {}}
    config = loss.get_config() if hasattr(loss, "get_config") and not isinstance(loss, type) else {}
    # Some of Keras' own losses leave out of their configuration what they were set to.
    config = {**config, **getattr(loss, "_fn_kwargs", {})}
    from .named_alike import own_loss

    name = loss_name(loss)
    return {"loss": own_loss(loss, name) or name, "loss_config": plain(config)}


def _only_one(loss: Any) -> Any:
    """The loss itself where a list or a dict holds one."""
    if isinstance(loss, dict) and len(loss) == 1:
        return next(iter(loss.values()))
    return loss[0] if isinstance(loss, (list, tuple)) and len(loss) == 1 else loss


def _meaning_of_loss(loss: Any) -> tuple[str, bool] | None:
    """What a function computes that isn't Keras' own."""
    function = getattr(loss, "fn", loss)
    if not callable(function) or isinstance(loss, (type, str)) or _is_kerasic(function):
        return None
    from .meanings import loss_of

    return loss_of(function)


def _metric_meanings(model: Any) -> dict[str, str]:
    """By the name that the student gave, Keras' name of each metric that was named otherwise."""
    meanings = {}
    for metric in getattr(getattr(model, "_compile_metrics", None), "metrics", []):
        meaning = meaning_of_metric(metric)
        if meaning != metric.name:
            meanings[str(metric.name)] = meaning
    return meanings


def meaning_of_metric(metric: Any) -> str:
    """Keras' name of what a metric computes, its own name where Keras has none for it."""
    function = getattr(metric, "_fn", None)
    if function is None:
        return snake(type(metric).__name__)
    if _is_kerasic(function):
        return str(function.__name__)
    from .meanings import metric_of

    return metric_of(function) or str(metric.name)


def _is_kerasic(thing: Any) -> bool:
    """Whether it is Keras' own, whose name says what it is."""
    module = getattr(thing, "__module__", None) or type(thing).__module__
    return any(
        str(name).startswith(("keras.", "tf_keras.")) for name in (module, type(thing).__module__)
    )


def loss_name(loss: Any) -> str:
    """Keras' name of a loss in snake case, whatever form the student gave: `mean_squared_error`."""
    if loss is None:
        return ""
    if isinstance(loss, (list, tuple, dict)):
        return "several"
    if isinstance(loss, str):
        try:
            import keras

            return loss_name(keras.losses.get(loss))
        except Exception:
            return snake(loss)
    return snake(getattr(loss, "__name__", None) or type(loss).__name__)


def snake(name: str) -> str:
    """`MeanSquaredError` to `mean_squared_error`; names in snake case stay."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name)
    return spaced.lower()


def moved(
    before: list[np.ndarray], after: list[np.ndarray], *, trainable: list[bool]
) -> float | None:
    """By which share of their Euclidean norm the weights moved that training may change; None where
    there are none.
    """
    way, size = 0.0, 0.0
    for old, new, counts in zip(before, after, trainable):
        if counts and old.shape == new.shape and old.dtype.kind == "f":
            difference = (new - old).ravel().astype(np.float64)
            way += float(difference @ difference)
            size += float(np.square(old, dtype=np.float64).sum())
    share = math.sqrt(way / size) if size > 0 else math.inf
    return share if math.isfinite(share) else None


def as_numbers(logs: dict[str, Any]) -> dict[str, float]:
    """The logs of an epoch or an evaluation as plain numbers."""
    numbers = {}
    for name, value in logs.items():
        with contextlib.suppress(Exception):
            numbers[str(name)] = float(value)
    return numbers


def _steps(model: Any) -> list[Any]:
    """The layers, and the activations between them that are called as functions."""
    from .called import steps_of

    run = steps_of(model)
    if run is not None:
        return run
    return [
        step
        for step in getattr(model, "operations", model.layers)
        if hasattr(step, "weights") or _called(step)
    ]


def _called(step: Any) -> str:
    """The activation that a step of a functional model computes; empty for other steps."""
    from .called import CalledActivation
    from .meanings import ACTIVATIONS

    if isinstance(step, CalledActivation):
        return step.activation
    name = snake(type(step).__name__)
    name = {"re_lu": "relu", "re_lu6": "relu6"}.get(name, name)
    return name if name in ACTIVATIONS and not hasattr(step, "weights") else ""


def _lambdas(layers: list[Any]) -> dict[str, Any]:
    """By name, the standard layer that each Lambda layer amounts to, where it does; and the class
    of own ones that bear the name of a standard layer, by which they would be taken for it.
    """
    from .meanings import layer_of
    from .named_alike import misnamed_layer

    known = {
        str(layer.name): layer_of(layer)
        if type(layer).__name__ == "Lambda"
        else misnamed_layer(layer)
        for layer in layers
    }
    return {name: meaning for name, meaning in known.items() if meaning is not None}


def _standard(tree: Any, lambdas: dict[str, Any]) -> Any:
    """A configuration with its Lambda layers as the standard ones that they amount to."""
    if isinstance(tree, list):
        return [_standard(entry, lambdas) for entry in tree]
    if not isinstance(tree, dict):
        return tree
    config, kind = tree.get("config"), tree.get("class_name")
    name = config.get("name") if isinstance(config, dict) else None
    class_name, settings = lambdas.get(name, ("", None)) if isinstance(name, str) else ("", None)
    if kind == "Lambda" and settings is not None:
        standard = {"module": "keras.layers", "registered_name": None, "class_name": class_name}
        return {**tree, **standard, "config": {"name": name, **settings}}
    if class_name and class_name == kind and isinstance(config, dict):
        activation = f"own {config.get('activation') or ''}".strip()
        return {**tree, "config": {**config, "activation": activation}}
    return {key: _standard(value, lambdas) for key, value in tree.items()}


def _layer(layer: Any, lambdas: dict[str, Any]) -> dict[str, Any]:
    try:
        config = plain(layer.get_config())
    except Exception:
        config = {}
    described = (
        _standard({"class_name": type(layer).__name__, "config": config}, lambdas)
        if lambdas
        else {}
    )
    called = (
        {"class_name": "Activation", "config": {"activation": _called(layer)}}
        if _called(layer)
        else {}
    )
    return {
        "class_name": type(layer).__name__,
        "name": str(getattr(layer, "name", "")),
        "config": config,
        "output_shape": _shape(layer),
        "parameters": _count(layer, "count_params"),
        **{key: described[key] for key in ("class_name", "config") if key in described},
        **called,
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


def _architecture(model: Any, lambdas: dict[str, Any]) -> str | None:
    try:
        text = model.to_json()
        text = json.dumps(_standard(json.loads(text), lambdas)) if lambdas else text
    except Exception:
        return None
    return text if len(text) <= MAX_ARCHITECTURE_CHARS else None


def plain(config: dict[str, Any]) -> dict[str, Any]:
    """What JSON can hold of a configuration."""
    try:
        text = json.dumps(config, default=str)
    except Exception:
        return {}
    return json.loads(text) if len(text) <= MAX_CONFIG_CHARS else {}
