"""Counts what an optimizer holds that neither its steps nor its model gave it.

An optimizer begins with zeros, or with copies of the weights that it is to move, and makes the rest
of gradients. Numbers of another kind may be weights that were trained elsewhere, in any form, or
the way there: moments that are put in move the weights in the steps that follow, and each of those
is explained by them.
"""

from __future__ import annotations

import math
import time
import weakref
from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, Protocol

import numpy as np

from .digests import array_digest

FEWEST_NUMBERS = 5
"""Fewer are a rate, or a count."""
MAX_BYTES = 64 * 1024**2
MOST_REMEMBERED = 50_000
SHARE = 0.02
"""Of the time, for looking between two steps."""

_stepped: weakref.WeakSet[Any] = weakref.WeakSet()
"""Optimizers whose last step nobody knows what it left."""
_left: OrderedDict[bytes, None] = OrderedDict()
"""What optimizers held when steps of theirs were done, be it here or with the host: it may come
back from a file, or in another optimizer.
"""


class Trained(Protocol):
    """A model, or what a loop moves."""

    @property
    def built(self) -> bool:
        """Whether its variables are there."""

    @property
    def trainable_variables(self) -> Any:
        """What the optimizer moves."""


def has_stepped(optimizer: Any) -> None:
    """It has made a step in a loop."""
    if optimizer is not None:
        _stepped.add(optimizer)


def remember(arrays: Iterable[np.ndarray]) -> None:
    """Steps have left these in an optimizer."""
    for array in arrays:
        _left[array_digest(array)] = None
    while len(_left) > MOST_REMEMBERED:
        _left.popitem(last=False)


class KeptByOptimizer:
    """The variables of one optimizer during a training."""

    def __init__(self, model: Trained) -> None:
        """Nothing was looked at yet."""
        self._model = model
        self._optimizer: Any = getattr(model, "optimizer", None)
        self.given_a_weight = 0.0
        """In bytes for each weight of the model, at the most at one time."""
        self._between = False
        self._since, self._spent_s = time.monotonic(), 0.0

    def epoch_begins(self) -> None:
        """Its steps follow: look at what they have not made themselves."""
        if self._is_looked_at() and self._optimizer not in _stepped:
            self._look()

    def steps_ended(self) -> None:
        """What it holds now its steps have made."""
        if self._is_looked_at():
            _stepped.discard(self._optimizer)
            remember(self._arrays())

    def batch_ended(self) -> None:
        """A step is done, and none of the student's code has run since; looked at as long as that
        takes hardly any time.
        """
        began = time.monotonic()
        self._between = self._spent_s <= SHARE * (began - self._since) and self._is_looked_at()
        if self._between:
            self.steps_ended()
            self._spent_s += time.monotonic() - began
        else:
            has_stepped(self._optimizer)

    def batch_begins(self) -> None:
        """The next step follows; the student's code has run."""
        if self._between:
            began, self._between = time.monotonic(), False
            self.epoch_begins()
            self._spent_s += time.monotonic() - began

    def _look(self) -> None:
        own = {array_digest(np.asarray(each.numpy())) for each in self._model.trainable_variables}
        given = sum(
            array.nbytes
            for array in self._arrays()
            if _is_more_than_one_number(array)
            and (digest := array_digest(array)) not in own
            and digest not in _left
        )
        weights = sum(math.prod(each.shape) for each in self._model.trainable_variables)
        self.given_a_weight = max(self.given_a_weight, given / max(1, weights))

    def _is_looked_at(self) -> bool:
        if not hasattr(self._optimizer, "variables"):
            return False
        if not self._optimizer.built and self._model.built:
            self._optimizer.build(self._model.trainable_variables)
        variables: list[Any] = self._optimizer.variables
        return sum(4 * math.prod(variable.shape) for variable in variables) <= MAX_BYTES

    def _arrays(self) -> list[np.ndarray]:
        return [np.asarray(variable.numpy()) for variable in self._optimizer.variables]


def _is_more_than_one_number(array: np.ndarray) -> bool:
    return array.size >= FEWEST_NUMBERS and bool((array != array.flat[0]).any())
