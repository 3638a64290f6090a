"""Follows the weights of a loop that a student wrote from step to step, and tells what was put in
between the steps.

Nobody tells how many steps are to come, and a step may take a fraction of a millisecond. So they
are looked at as long as that takes hardly any time: at the weights before a step, after it, and
before the next. What lies between two looks may be as long as so many steps are.
"""

from __future__ import annotations

import math
import time
from typing import Any

import numpy as np

from ..shared.digests import weights_digest
from .states import MAX_BYTES
from .weights_put_in import distance_between

SHARE = 0.02
"""Of the time, for looking."""
FIRST_STEPS = 3
"""These are looked at whatever that takes."""
LONGER = 3.0
"""By how much a step that nobody looked at may be longer than the last two that were seen."""


class ByHand:
    """The variables that one optimizer moves, `train_on_batch` of one model, or a perceptron's."""

    def __init__(self) -> None:
        """No step was seen yet."""
        self.variables: list[Any] = []
        self.begun_with: list[np.ndarray] | None = None
        """What they held before the first step."""
        self.steps = self.times = 0
        self.distance = self.path = 0.0
        self.before_epochs, self.known_run = 0, None
        self.before: list[np.ndarray] = []
        """What steps had left before others were put in."""
        self._begun: list[np.ndarray] | None = None
        self._left: list[np.ndarray] | None = None
        self._passed, self._at_once = 0, False
        self._known: set[str] = set()
        self._lengths = (0.0, 0.0)
        self._started, self._spent_s = time.monotonic(), 0.0

    def step_begins(self, variables: Any) -> None:
        """A step follows, which moves these."""
        began, due = time.monotonic(), self._is_due()
        if not self.variables and not self._follow(variables):
            return
        if due or self._at_once:
            now = self._now()
            self._compare(now)
            self.begun_with = now if self.begun_with is None else self.begun_with
            self._begun = now if due else None
            self._spent_s += time.monotonic() - began
        self._at_once = False

    def step_ended(self) -> None:
        """The step is done, and none of the student's code has run since."""
        began = time.monotonic()
        self.steps += 1
        self._passed += 1
        if self._begun is None or not self.variables:
            return
        now = self._now()
        way = distance_between(self._begun, now)
        self.path += way
        self._lengths = (self._lengths[1], way)
        self._remember(now)
        self._at_once, self._begun = True, None
        self._spent_s += time.monotonic() - began

    def stands_at(self, variables: list[Any]) -> None:
        """A training whose steps nobody sees is at these weights now.

        All of them are kept in mind: it may end with any, and how long its steps are says nothing.
        """
        self.steps += 1
        self.variables = variables
        now = self._now()
        self.begun_with = now if self.begun_with is None else self.begun_with
        self.path += distance_between(self._left, now) if self._left is not None else 0.0
        self._remember(now)

    def loop_ended(self) -> None:
        """No step follows in this cell."""
        if self.variables:
            self._compare(self._now())

    def filled(self, weights: list[Any], arrays: list[np.ndarray]) -> list[np.ndarray]:
        """A model's `weights`, those that are followed as they are in `arrays`."""
        held = {id(variable): array for variable, array in zip(self.variables, arrays)}
        return [held.get(id(weight), value_of(weight)) for weight in weights]

    def _follow(self, variables: Any) -> bool:
        listed = list(variables)
        values = [getattr(variable, "_value", variable) for variable in listed]
        theirs = all(
            type(value) is np.ndarray or type(value).__module__.startswith("tensorflow.")
            for value in values
        )
        if listed and theirs and sum(_bytes(variable) for variable in listed) <= MAX_BYTES:
            self.variables = listed
        return bool(self.variables)

    def _is_due(self) -> bool:
        elapsed = time.monotonic() - self._started
        return self.steps < FIRST_STEPS or self._spent_s < SHARE * elapsed

    def _now(self) -> list[np.ndarray]:
        return [value_of(variable) for variable in self.variables]

    def _remember(self, now: list[np.ndarray]) -> None:
        self._left, self._passed = now, 0
        self._known.add(weights_digest(now))

    def _compare(self, now: list[np.ndarray]) -> None:
        """Hold what is there against what the last step that was seen had left."""
        left = self._left
        way = distance_between(left, now) if left is not None else 0.0
        if left is None or not way:
            return
        if way <= LONGER * max(self._lengths) * self._passed:
            self.path += way
        elif weights_digest(now) not in self._known:
            if not self.before or self.distance <= self.path:
                self.before = left
            self.times += 1
            self.distance += way
        self._left, self._passed = now, 0


def value_of(variable: Any) -> np.ndarray:
    """What a variable of Keras' holds, read from TensorFlow's own, past methods that lie; of
    scikit-learn's, which are arrays, a copy.
    """
    value = getattr(variable, "_value", variable)
    return np.array(value if isinstance(value, np.ndarray) else value.numpy())


def _bytes(variable: Any) -> int:
    return math.prod(int(length) for length in variable.shape) * 4
