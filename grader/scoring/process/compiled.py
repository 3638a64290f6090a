"""Makes the optimizer's description and the loss that a step is computed again with.

Loaded only in the scoring process.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any, TypedDict

import keras

from grader.scoring.rebuilding.rebuild import Loss


class Optimizer(TypedDict):
    """An optimizer of Keras' own."""

    name: str
    options: dict[str, Any]


def loss_of(asked: Loss) -> Any:
    """Keras' function, with the options that it understands."""
    function = keras.losses.get(asked["name"])
    understood = inspect.signature(function).parameters
    options = {name: value for name, value in asked["options"].items() if name in understood}
    return (
        functools.wraps(function)(functools.partial(function, **options)) if options else function
    )
