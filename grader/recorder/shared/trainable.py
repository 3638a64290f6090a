"""Lets a model learn what it learned in its first step, until it is compiled anew.

Keras looks at `trainable` when it makes a graph of that step, and whoever sets it later without
`compile` changes nothing. A training that the host has done makes no graph here, so the next `fit`
made one of other weights: it learned otherwise than everywhere else, or its optimizer did not know
them.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

Learns = tuple[tuple[Any, bool], ...]
"""Layers and their weights, and whether each is told to learn."""


def learns(model: Any) -> Learns:
    """What of it is told to learn now."""
    layers = list(model._flatten_layers())
    weights = [weight for layer in layers for weight in layer._trainable_variables]
    return tuple((part, bool(part._trainable)) for part in (*layers, *weights))


@contextlib.contextmanager
def as_in_first_step(model: Any) -> Iterator[None]:
    """Let it learn what it did when its training function took its first step."""
    function = getattr(model, "train_function", None)
    known: Learns = getattr(function, "learns", None) or ()
    if getattr(model, "run_eagerly", False):  # then every step looks
        known = ()
    changed = [(part, told) for part, told in known if part._trainable != told]
    for part, told in changed:
        part._trainable = told
    try:
        yield
    finally:
        for part, told in changed:
            if part._trainable == told:
                part._trainable = not told
