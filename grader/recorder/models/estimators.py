"""Describes a classifier of scikit-learn to the host, in the words that Keras models have."""

from __future__ import annotations

from typing import Any

import numpy as np

from .perceptron import as_keras, layers_of

SOLVERS = {"adam": "Adam", "sgd": "SGD", "lbfgs": "LBFGS"}
MAX_CONFIG_CHARS = 2000
MAX_DEPTH = 5
"""How many pipelines and searches may stand inside each other."""


def described(model: Any, number: int, weights: list[np.ndarray]) -> dict[str, Any]:
    """The fields of `fit_started` that say what is trained, and how."""
    layers = layers_of(model)
    parameters = sum(int(weight.size) for weight in weights)
    return {
        "model": {
            "model_id": number,
            "class_name": class_name(model),
            "layers": layers,
            "parameters": parameters,
            "trainable_parameters": parameters,
            "architecture": as_keras(model) if layers else None,
        },
        "compiled": {
            "optimizer": SOLVERS.get(
                str(getattr(model, "solver", "")), str(getattr(model, "solver", ""))
            ),
            "optimizer_config": config(model),
            "loss": str(getattr(model, "loss", "") or ""),
        },
    }


def innermost(estimator: Any) -> Any:
    """The classifier inside a pipeline or a search."""
    for _ in range(MAX_DEPTH):
        inner = getattr(estimator, "best_estimator_", None)
        if inner is None and hasattr(estimator, "steps"):
            inner = estimator.steps[-1][1]
        if inner is None:
            break
        estimator = inner
    return estimator


def classifies(estimator: Any) -> bool:
    """Whether it is a classifier, and none that holds a Keras model."""
    from sklearn.base import is_classifier

    try:
        return bool(is_classifier(estimator)) and not _holds_keras(estimator)
    except Exception:
        return False


def weights_of(model: Any) -> list[np.ndarray]:
    """Kernels and biases in turn; nothing for models without."""
    if hasattr(model, "coefs_"):
        arrays = in_turn(model.coefs_, model.intercepts_)
    elif isinstance(getattr(model, "coef_", None), np.ndarray):
        arrays = [model.coef_.T, np.atleast_1d(np.asarray(getattr(model, "intercept_", 0.0)))]
    else:
        arrays = []
    return [array for array in map(np.asarray, arrays) if array.dtype.kind in "fiu"]


def in_turn(kernels: Any, biases: Any) -> list[Any]:
    """Each kernel with its bias behind it, as Keras lists them."""
    return [array for pair in zip(kernels, biases) for array in pair]


def halves_in_turn(listed: Any) -> list[Any]:
    """Of all kernels and then all biases, each kernel with its bias."""
    half = len(listed) // 2
    return in_turn(listed[:half], listed[half:])


def history_of(model: Any) -> dict[str, list[float]]:
    """The losses and scores that it keeps of its training."""
    history = {"loss": [float(value) for value in getattr(model, "loss_curve_", None) or ()]}
    scores = getattr(model, "validation_scores_", None)
    if scores is not None:
        history["val_accuracy"] = [float(value) for value in scores]
    return {name: values for name, values in history.items() if values}


def batch_size_of(model: Any, x: Any) -> int | None:
    """How many examples a step takes."""
    size = getattr(model, "batch_size", None)
    if size == "auto" and getattr(x, "shape", None):
        return min(200, int(x.shape[0]))
    return int(size) if isinstance(size, int) else None


def class_name(model: Any) -> str:
    """`sklearn.neural_network.MLPClassifier`, without the parts of the module's name that are
    private.
    """
    module = ".".join(
        part for part in type(model).__module__.split(".") if not part.startswith("_")
    )
    return f"{module}.{type(model).__name__}"


def config(model: Any) -> dict[str, Any]:
    """Its parameters, as far as they are plain."""
    found = {}
    for name, value in model.get_params(deep=False).items():
        plain = isinstance(value, (str, int, float, bool, type(None)))
        found[name] = value if plain else str(value)[:MAX_CONFIG_CHARS]
    return found


def _holds_keras(estimator: Any) -> bool:
    """Whether what is trained in the end is a Keras model, which is seen by itself."""
    for _ in range(MAX_DEPTH):
        if "keras" in type(estimator).__module__ or hasattr(estimator, "build_fn"):
            return True
        steps = getattr(estimator, "steps", None)
        estimator = steps[-1][1] if steps else getattr(estimator, "estimator", None)
    return False
