"""Has a model trained as in its first step, until it is compiled anew.

Keras makes a graph of that step, with all that layers and optimizer are set to: which weights
learn, a dropout's rate, an optimizer's momentum. Who sets one later without `compile` changes
nothing. A training that the host has done makes no graph here, so the next `fit` made one with
other settings: it learned otherwise than everywhere else, or its optimizer did not know the
weights.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

StepSettings = tuple[tuple[Any, str, Any], ...]
"""Parts of a model, and what each attribute is that decides what a step computes."""
MADE_OF = ("keras.src.layers.", "keras.src.optimizers.")
PLAIN = (bool, int, float, str, tuple)
LEARNS = "_trainable"
"""Keras' own attribute behind `trainable`."""


def settings_of(model: Any) -> StepSettings:
    """What layers and optimizer are set to now, and which weights are told to learn."""
    layers = list(model._flatten_layers())
    weights = [weight for layer in layers for weight in layer._trainable_variables]
    learns = [(part, LEARNS, bool(part._trainable)) for part in (*layers, *weights)]
    parts = (*layers, getattr(model, "optimizer", None))
    return (*learns, *(setting for part in parts for setting in _settings(part)))


def _settings(part: Any) -> Iterator[tuple[Any, str, Any]]:
    """Those that the part's description names, where the part is Keras' own."""
    if not type(part).__module__.startswith(MADE_OF) or type(part).__name__ == "Lambda":
        return
    described: dict[str, Any] = {}
    with contextlib.suppress(Exception):
        described = part.get_config()
    held = vars(part)
    yield from ((part, name, held[name]) for name in described if name in held)


@contextlib.contextmanager
def as_in_first_step(model: Any) -> Iterator[None]:
    """Let it be trained as when its training function took its first step."""
    function = getattr(model, "train_function", None)
    known: StepSettings = getattr(function, "settings", None) or ()
    if getattr(model, "run_eagerly", False):  # then every step looks
        known = ()
    changed = [
        (part, name, then, vars(part)[name])
        for part, name, then in known
        if not _is_same(vars(part).get(name, then), then)
    ]
    for part, name, then, _ in changed:
        object.__setattr__(part, name, then)  # past what Keras keeps account of
    try:
        yield
    finally:
        for part, name, then, now in changed:
            if _is_same(vars(part)[name], then):
                object.__setattr__(part, name, now)


def _is_same(one: Any, other: Any) -> bool:
    return one is other or (
        isinstance(one, PLAIN) and type(one) is type(other) and bool(one == other)
    )
