"""Reads the weights that lie in a model, whatever a class of the student's own says they are.

A class may override `weights` and `get_weights`: what is then measured was never in the model.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np


def variables_in(model: Any) -> list[Any]:
    """The weights as Keras finds them in the model's layers, in the order of `get_weights`."""
    stock = _of_keras(model)
    return list(model.weights) if stock is None else list(stock.__get__(model))


def weights_in(model: Any) -> list[np.ndarray]:
    """What they are now."""
    if _of_keras(model) is None:
        return list(model.get_weights())
    return [variable.numpy() for variable in variables_in(model)]


def _of_keras(model: Any) -> property | None:
    """Keras 3's own `weights`; models of other libraries speak for themselves."""
    layers = getattr(sys.modules.get("keras"), "layers", None)
    layer = getattr(layers, "Layer", None)
    stock = getattr(layer, "weights", None)
    is_its_own = layer is not None and isinstance(model, layer)
    return stock if is_its_own and isinstance(stock, property) else None
