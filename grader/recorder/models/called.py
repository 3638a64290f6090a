"""Finds the steps of a subclassed model in the order of its `call`, with the activations that are
called between its layers.

The model is run once on a few numbers. What one layer gave and the next one got are compared:
`tf.nn.relu(self.hidden(x))` is the rectifier, however it is spelt.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import keras
import numpy as np

from .meanings import activation_between, tried

EXAMPLES = 3
MAX_VALUES = 2_000_000
"""Of the examples that a model is run on."""
MAX_STEPS = 400


@dataclass(frozen=True)
class CalledActivation:
    """An activation that is no layer of the model."""

    activation: str


CalledStep = Any
"""A layer, or an activation that was `CalledActivation`."""


def steps_of(model: Any) -> list[CalledStep] | None:
    """The steps; None where the model tells its layers itself, can't be run, or calls its layers in
    another order.
    """
    if isinstance(model, keras.Sequential) or hasattr(model, "operations"):
        return None
    try:
        seen, result = _run(model)
    except Exception:
        return None
    if result is None or not _as_they_were_made(model, [layer for layer, _, _ in seen]):
        return None
    gets = [given for _, given, _ in seen[1:]] + [result]
    steps: list[CalledStep] = []
    for (layer, _, gave), next_gets in zip(seen, gets):
        steps.append(layer)
        name = activation_between(gave, next_gets)
        if name is not None and name != "linear":
            steps.append(CalledActivation(name))
    return steps[:MAX_STEPS]


def _as_they_were_made(model: Any, called: list[Any]) -> bool:
    """Whether what holds weights is called once each, in the order in which the model's weights are
    exported.
    """
    holders = [id(layer) for layer in model.layers if layer.weights]
    return [id(layer) for layer in called if layer.weights] == holders


Watched = tuple[Any, np.ndarray, np.ndarray]
"""A layer, what it got and what it gave."""


def _run(model: Any) -> tuple[list[Watched], np.ndarray | None]:
    shape = _input_shape(model)
    values = np.random.default_rng(0).normal(scale=3.0, size=(EXAMPLES, *shape)).astype(np.float32)
    seen: list[Watched] = []
    with contextlib.ExitStack() as held:
        for layer in model.layers:
            held.enter_context(_watched(layer, seen))
        return seen, tried(model, values)


def _input_shape(model: Any) -> tuple[int, ...]:
    """Of one example."""
    shape = next(iter((getattr(model, "_build_shapes_dict", None) or {}).values()))
    lengths = tuple(int(length) for length in shape[1:])
    if np.prod((EXAMPLES, *lengths)) > MAX_VALUES:
        raise ValueError(lengths)
    return lengths


@contextlib.contextmanager
def _watched(layer: Any, seen: list[Watched]) -> Iterator[None]:
    stock = layer.call

    def call(first: Any, *args: Any, **kwargs: Any) -> Any:
        result = stock(first, *args, **kwargs)
        if len(seen) < MAX_STEPS:
            seen.append((layer, np.asarray(first), np.asarray(result)))
        return result

    vars(layer)["call"] = call
    try:
        yield
    finally:
        vars(layer).pop("call", None)
