"""Lets a model's metrics say what a training came to that they have not measured themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def set_results(model: Any, values: Mapping[str, float]) -> None:
    """Let those that are means give these `values`, by name; what others hold, a confusion matrix
    or a curve, can't be told from a value.
    """
    measures = getattr(model, "_compile_metrics", None)
    for metric in (*model.metrics, *getattr(measures, "metrics", ())):
        if _is_mean(metric) and metric.name in values:
            metric.total.assign(values[metric.name])
            metric.count.assign(1)


def are_means(model: Any) -> bool:
    """Whether a value tells all that the model's metrics hold."""
    return all(map(_is_mean, getattr(getattr(model, "_compile_metrics", None), "metrics", ())))


def _is_mean(metric: Any) -> bool:
    from keras.src.metrics import Mean

    return isinstance(metric, Mean) and type(metric).result is Mean.result
