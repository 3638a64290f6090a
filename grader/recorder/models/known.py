"""Knows which of a notebook's models hold weights that were drawn, or learnt before its eyes.

A step of a loop may read other models: a teacher, an average of the model's own weights. What those
hold may as well be weights that nobody saw learnt.
"""

from __future__ import annotations

import weakref
from collections.abc import Callable, Container, Iterable
from typing import TYPE_CHECKING, Any

from ..asking.initial_values import DRAWN, is_as_drawn, is_untouched
from ..shared.digests import array_digest, weights_digest
from .weights import variables_in, weights_in

if TYPE_CHECKING:
    from ..events.registry import Registry
    from ..events.watch import Watch

_left: weakref.WeakKeyDictionary[Any, str] = weakref.WeakKeyDictionary()
"""What models that were known held when the last loop with them had ended."""


class ModelsKnown:
    """The models of the notebook, as they were when a loop began."""

    def __init__(self, watch: Watch, born: Registry, moved: Callable[[], Iterable[Any]]) -> None:
        """`born` are all of them, `moved` gives the variables that this cell's loops train."""
        self._watch, self._born, self._moved = watch, born, moved
        self._looked_at: weakref.WeakKeyDictionary[Any, bool] = weakref.WeakKeyDictionary()

    def look(self) -> None:
        """At those that were not looked at yet: before the first step, or when they are new."""
        trained = self._trained()
        held = {array_digest(weight) for model in trained for weight in weights_in(model)}
        for model in self._built():
            if model not in self._looked_at:
                self._looked_at[model] = self._is_known(model, held)

    def alive(self) -> list[Any]:
        """Those that are known, or trained in this cell."""
        trained = self._trained()
        return [*trained, *(model for model, known in self._looked_at.items() if known)]

    def loop_ended(self) -> None:
        """What they hold now is what steps, or averages of them, have left."""
        for model in self.alive():
            _left[model] = weights_digest(weights_in(model))

    def _built(self) -> list[Any]:
        found = {id(model): model for model in (*self._watch.models.alive(), *self._born.alive())}
        return [model for model in found.values() if getattr(model, "built", False)]

    def _trained(self) -> list[Any]:
        moved = set(map(id, self._moved()))
        return [
            model
            for model in self._built()
            if any(id(variable) in moved for variable in model.trainable_variables)
        ]

    def _is_known(self, model: Any, held: Container[bytes]) -> bool:
        """Whether it holds what was drawn, what a training has left, or what is in the models that
        are trained. In a course's own environment nobody takes down what was drawn.
        """
        if self._watch.stock:
            return True
        weights = weights_in(model)
        state = weights_digest(weights)
        return (
            _left.get(model) == state
            or state in self._watch.states_left
            or (is_as_drawn(variables_in(model), weights) and _is_frozen_as_drawn(model))
            or self._watch.states.of(model, weights) is not None
            or all(array_digest(weight) in held for weight in weights)
        )


def _is_frozen_as_drawn(model: Any) -> bool:
    """Whether what its layers would learn, and were forbidden to, was drawn and left alone."""
    return all(
        variable.trainable or (hasattr(variable, DRAWN) and is_untouched(variable))
        for layer in model._flatten_layers()
        for variable in layer._trainable_variables
    )
