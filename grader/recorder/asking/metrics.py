"""Says with which metrics a model was compiled, and whether they are what their names say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from ..models.describe import meaning_of_metric, plain
from .instructions import NotAsked

ACCURACIES = frozenset({"accuracy", "categorical_accuracy", "sparse_categorical_accuracy"})
"""Metrics that mean something else than "accuracy" where they are given other targets."""


def metrics_of(model: Any) -> Iterator[dict[str, Any]]:
    """The metrics as they are called in the logs, what Keras calls them, and their settings."""
    for metric in getattr(model._compile_metrics, "metrics", []):
        kind = meaning_of_metric(metric)
        config = plain({**metric.get_config(), **getattr(metric, "_fn_kwargs", {})})
        left = {key: value for key, value in config.items() if key not in ("name", "dtype", "fn")}
        yield {"name": str(metric.name), "kind": kind, "config": left}


def refuse_other_accuracies(model: Any, metrics: list[dict[str, Any]], y: Any) -> None:
    """Raise `NotAsked` where an accuracy isn't the one of these targets: `keras.metrics.Accuracy`
    compares probabilities with labels, and the one of labels can't do with rows.
    """
    shape = tuple(np.shape(y))
    outputs: Any = getattr(model, "outputs", None) or ()
    width = outputs[0].shape[-1] if len(outputs) == 1 else None
    one_hot = len(shape) == 2 and shape[-1] > 1
    meant = "categorical_accuracy" if one_hot else "sparse_categorical_accuracy"
    others = ACCURACIES - {meant} if width != 1 else ACCURACIES
    if any(metric["kind"] in others for metric in metrics):
        raise NotAsked("an accuracy of other targets")
