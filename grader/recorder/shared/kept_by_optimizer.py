"""Counts what an optimizer of the student's own holds that neither its steps nor its model gave it.

An optimizer begins with zeros, or with copies of the weights that it is to move, and makes the rest
of gradients. Numbers of another kind may be weights that were trained elsewhere, in any form.
"""

from __future__ import annotations

import math
import weakref
from collections.abc import Iterable
from typing import Any

import numpy as np

from ..models.weights import weights_in
from .digests import array_digest

FEWEST_NUMBERS = 5
"""Fewer are a rate, or a count."""
MAX_BYTES = 64 * 1024**2

_stepped: weakref.WeakSet[Any] = weakref.WeakSet()
"""Optimizers that have made steps of which nobody knows what they left."""
_left: weakref.WeakKeyDictionary[Any, frozenset[bytes]] = weakref.WeakKeyDictionary()
"""What each optimizer held when its last steps were done."""


def has_stepped(optimizer: Any) -> None:
    """It has made a step in a loop."""
    if optimizer is not None:
        _stepped.add(optimizer)


class KeptByOptimizer:
    """The variables of one optimizer during a `fit`."""

    def __init__(self, model: Any) -> None:
        """Nothing was looked at yet."""
        self._model, self._optimizer = model, model.optimizer
        self.given_a_weight = 0.0
        """In bytes for each weight of the model, at the most at one time."""

    def epoch_begins(self) -> None:
        """Its steps follow: look at what they have not made themselves."""
        if not self._is_looked_at() or self._optimizer in _stepped:
            return
        known = _left.get(self._optimizer, frozenset())
        own = {array_digest(weight) for weight in weights_in(self._model)}
        given = sum(
            array.nbytes
            for array in self._arrays()
            if _is_more_than_one_number(array) and array_digest(array) not in own | known
        )
        weights = sum(math.prod(each.shape) for each in self._model.trainable_variables)
        self.given_a_weight = max(self.given_a_weight, given / max(1, weights))

    def steps_ended(self) -> None:
        """What it holds now its steps have made."""
        if self._is_looked_at():
            _stepped.discard(self._optimizer)
            _left[self._optimizer] = frozenset(map(array_digest, self._arrays()))

    def _is_looked_at(self) -> bool:
        if not self._optimizer.built and self._model.built:
            self._optimizer.build(self._model.trainable_variables)
        variables = self._optimizer.variables
        return sum(4 * math.prod(variable.shape) for variable in variables) <= MAX_BYTES

    def _arrays(self) -> Iterable[np.ndarray]:
        return [np.asarray(variable.numpy()) for variable in self._optimizer.variables]


def _is_more_than_one_number(array: np.ndarray) -> bool:
    return array.size >= FEWEST_NUMBERS and bool((array != array.flat[0]).any())
