"""Counts what an optimizer, or variables beside it, hold that neither steps nor a model gave them.

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
_left_in: dict[int, tuple[weakref.ref[Any], weakref.ref[Any], bytes]] = {}
"""The variables that are the student's own, by their identities: whose steps last left something in
them, and what. Elsewhere, and for another model, it is nothing that steps have left.
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
        self._beside: list[Any] = []
        self._between = False
        self._since, self._spent_s = time.monotonic(), 0.0

    def follow(self, variables: list[Any]) -> None:
        """Look at these, too, from now on, before a step that reads or changes them; no model and
        no optimizer keeps them. Those that may take another shape are left out.
        """
        self._beside = [each for each in variables if each.shape.is_fully_defined()]
        if self._is_looked_at() and self._optimizer not in _stepped:
            self._look()
        else:
            self._beside = []

    @property
    def followed(self) -> set[int]:
        """The identities of the variables that are looked at beside the optimizer's own."""
        return set(map(id, self._beside))

    def epoch_begins(self) -> None:
        """Its steps follow: look at what they have not made themselves."""
        if self._is_looked_at() and self._optimizer not in _stepped:
            self._look()

    def steps_ended(self) -> None:
        """No step follows for now: what it holds its steps have made, unless the student's code
        may have run since the last one, which was looked at then.
        """
        if self._between:
            self.batch_begins()
        elif self._is_looked_at():
            self._remember()

    def batch_ended(self, *, last: bool = False) -> None:
        """A step is done, and none of the student's code has run since; looked at as long as that
        takes hardly any time, and after the `last` of an epoch.
        """
        began = time.monotonic()
        affordable = last or self._spent_s <= SHARE * (began - self._since)
        self._between = affordable and self._is_looked_at()
        if self._between:
            self._remember()
            self._spent_s += time.monotonic() - began
        else:
            has_stepped(self._optimizer)

    def batch_begins(self) -> None:
        """The next step follows; the student's code has run."""
        if self._between:
            began, self._between = time.monotonic(), False
            self.epoch_begins()
            self._spent_s += time.monotonic() - began

    def _remember(self) -> None:
        _stepped.discard(self._optimizer)
        remember(_values(self._optimizer.variables))
        for variable in self._beside:
            digest = array_digest(np.asarray(variable.numpy()))
            _left_in[id(variable)] = weakref.ref(variable), weakref.ref(self._model), digest

    def _look(self) -> None:
        own = {array_digest(np.asarray(each.numpy())) for each in self._model.trainable_variables}
        given = sum(
            array.nbytes
            for variable, array in zip(self._held(), _values(self._held()))
            if _is_more_than_one_number(array)
            and (digest := array_digest(array)) not in own
            and not self._was_left(variable, digest)
        )
        weights = sum(math.prod(each.shape) for each in self._model.trainable_variables)
        self.given_a_weight = max(self.given_a_weight, given / max(1, weights))

    def _is_looked_at(self) -> bool:
        if not hasattr(self._optimizer, "variables"):
            return False
        if not self._optimizer.built and self._model.built:
            self._optimizer.build(self._model.trainable_variables)
        return sum(4 * math.prod(variable.shape) for variable in self._held()) <= MAX_BYTES

    def _held(self) -> list[Any]:
        return [*self._optimizer.variables, *self._beside]

    def _was_left(self, variable: Any, digest: bytes) -> bool:
        """Whether steps have left what the variable holds: of this model, where no optimizer keeps
        it.
        """
        if id(variable) not in self.followed:
            return digest in _left
        known = _left_in.get(id(variable))
        if known is None:
            return False
        of, whose, left = known
        return of() is variable and whose() is self._model and left == digest


def _values(variables: Iterable[Any]) -> list[np.ndarray]:
    return [np.asarray(variable.numpy()) for variable in variables]


def _is_more_than_one_number(array: np.ndarray) -> bool:
    return array.size >= FEWEST_NUMBERS and bool((array != array.flat[0]).any())
