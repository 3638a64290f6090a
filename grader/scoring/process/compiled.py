"""Makes the optimizer's description and the loss that a step is computed again with.

Loaded only in the scoring process.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any, TypedDict

import keras
from keras.src.losses.losses import LossFunctionWrapper

from grader.scoring.rebuilding.rebuild import Loss

MEAN = "sum_over_batch_size"
"""How Keras puts them together when nothing is said."""


class Optimizer(TypedDict):
    """An optimizer of Keras' own."""

    name: str
    options: dict[str, Any]


def loss_of(asked: Loss) -> Any:
    """Keras' function, with the options that it understands; a loss of Keras' where the losses of
    a batch are put together otherwise than by their mean.
    """
    function = keras.losses.get(asked["name"])
    understood = inspect.signature(function).parameters
    options = {name: value for name, value in asked["options"].items() if name in understood}
    if options:
        function = functools.wraps(function)(functools.partial(function, **options))
    reduction = asked["options"].get("reduction", MEAN)
    return function if reduction == MEAN else LossFunctionWrapper(function, reduction)
