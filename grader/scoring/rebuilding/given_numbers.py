"""Refuses a description that holds numbers as a network has weights.

Layers and operations may multiply by constants, and initializers may be told what to begin with,
number by number. A network that was taught elsewhere could come in with that, and no training would
have to explain it. What an honest description lists are shapes, axes, and how inputs are
normalised.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING

from grader.scoring.rebuilding.allowed import BEGINNINGS

if TYPE_CHECKING:
    from pydantic import JsonValue

FEW = 8
"""Numbers in one setting that are a shape, a size or axes."""
AN_INPUT = 2
"""Numbers for each one that a model takes: a mean and a variance, or a scale and an offset."""
MOST_INPUTS = 1024
"""Of larger ones nobody normalises each by itself."""
UNKNOWN_INPUTS = 64
LEAST = 16
"""Numbers that any description may hold: single ones between the layers of a deep network."""
TENSOR = "__keras_tensor__"
NESTED_ONCE = ("seed",)
"""Settings of an initializer that may be an object."""
AXES = ("axis", "axes")
COMPUTED_WITH = ("scale", "offset", "mean", "variance", "inbound_nodes")
"""Settings that an example is multiplied with, or added to: every number in them counts. Hundreds
of layers with a few each hold as much as one with many.
"""


def holds_weights(tree: JsonValue, inputs: int | None) -> bool:
    """Whether a cleaned description, or several, lists more numbers than its `inputs` are
    normalised with.
    """
    counted = min(UNKNOWN_INPUTS if inputs is None else inputs, MOST_INPUTS)
    return _listed(tree) > max(LEAST, AN_INPUT * counted)


def is_told_numbers(config: Mapping[str, JsonValue]) -> bool:
    """Whether an initializer or a constraint is told more than one number for a setting."""
    return any(
        isinstance(value, list | dict) and key not in (*NESTED_ONCE, *AXES)
        for key, value in config.items()
    )


def inputs_of(tree: JsonValue) -> int | None:
    """How many numbers one example has, as the model was given it; None where nothing says so."""
    config = tree.get("config") if isinstance(tree, dict) else None
    if not isinstance(config, dict):
        return None
    layers = config.get("layers")
    first = layers[0] if isinstance(layers, list) and layers else None
    inner = first.get("config") if isinstance(first, dict) else None
    declared = inner.get("batch_shape") if isinstance(inner, dict) else None
    shape = declared or config.get("build_input_shape")
    if isinstance(shape, list) and len(shape) > 1:
        return math.prod(size for size in shape[1:] if isinstance(size, int) and size > 0)
    return inputs_of(first)


def _listed(value: JsonValue, *, all_of_it: bool = False) -> int:
    """How many numbers its lists hold, short ones left aside; `all_of_it` counts those, too, and
    single numbers.
    """
    if isinstance(value, dict):
        if value.get("class_name") == TENSOR:
            return 0
        config = value.get("config")
        if value.get("class_name") in BEGINNINGS and isinstance(config, dict):
            return sum(map(_listed, config.values()))
        return sum(
            _listed(entry, all_of_it=all_of_it or key in COMPUTED_WITH)
            for key, entry in value.items()
        )
    if not isinstance(value, list):
        return _numbers([value]) if all_of_it else 0
    numbers = _numbers(value)
    counted = numbers if all_of_it or numbers > FEW else 0
    return counted + sum(_listed(entry, all_of_it=all_of_it) for entry in _objects(value))


def _numbers(values: list[JsonValue]) -> int:
    """Those in a list and the lists in it; a list that begins with a name is a connection."""
    if values and isinstance(values[0], str):
        return 0
    return sum(
        _numbers(value)
        if isinstance(value, list)
        else isinstance(value, int | float) and not isinstance(value, bool)
        for value in values
    )


def _objects(values: list[JsonValue]) -> list[JsonValue]:
    """The objects in a list and in the lists in it."""
    found: list[JsonValue] = []
    for value in values:
        if isinstance(value, dict):
            found.append(value)
        elif isinstance(value, list):
            found += _objects(value)
    return found
