"""Keeps some steps of a loop that a student wrote, drawn by the system's random numbers.

A step within a `tf.function` is taken twice, once more with another batch
(`rows/step_taken_twice.py`). Of one that Python takes, the weights, the batch and the gradients are
kept that the optimizer was given: whatever the loss is, they are made of what the model's outputs
for this batch give. Of those the optimizer may be given once in a while what moves the weights far:
the longer what it is given, the likelier its step is kept. Beside it some are kept that are all as
likely (`shared/sampling/further.py`), whose gradients are no longer than others.
"""

from __future__ import annotations

import functools
import math
import time
from collections.abc import Callable, Container, Sequence
from typing import Any

import numpy as np

from ..rows import chance
from ..rows.held_by_step import bytes_held, held_rows
from ..rows.step_taken_twice import MOVED_NOTHING, StepTakenTwice
from ..shared.sampling.further import FurtherSteps
from ..shared.sampling.taken import TakenStep
from .by_hand import value_of

MAX_BYTES = 16 * 1024**2
"""Of all that is kept of a step."""
SHARE = 0.02
"""Of the time, for keeping steps."""
OWN = "a loop of the notebook's own"


class HandStep:
    """What is known of one step of a loop."""

    def __init__(self) -> None:
        """Nothing was drawn yet."""
        self.kept: tuple[int, int] | None = None
        """0 and the step, from 0."""
        self.arrays: dict[str, np.ndarray] = {}
        self.own: tuple[str, ...] = (OWN,)
        self.reaction: float | None = None
        self.learning_rate: float | None = None
        self.by_gradients = False
        self.untried = ""
        """Why a step of a graph was not taken twice."""
        self.bytes_a_weight = 0.0
        """How much that graph holds beside its batch (`room_for_weights`)."""
        self.further = FurtherSteps()
        """Steps that Python took."""
        self._given = 0.0
        """How long all that the optimizer was given is together."""
        self._started, self._spent_s = time.monotonic(), 0.0

    def is_drawn(self, step: int, length: float | None = None) -> bool:
        """Whether this step, from 0, is to take the place of the one that is kept; `length` is that
        of what its optimizer is given.
        """
        affordable = self.kept is None or self._is_affordable()
        share = 1 / (step + 1)
        if length is not None and math.isfinite(self._given + length):
            self._given += length
            share = length / self._given if self._given else share
        return affordable and chance.RANDOM.random() < share

    def others(self) -> list[TakenStep]:
        """Further steps."""
        return self.further.kept

    def draws_further(self) -> bool:
        """Whether the next step that Python takes is kept beside that one."""
        return self.further.draws() and self._is_affordable()

    def _is_affordable(self) -> bool:
        return self._spent_s < SHARE * (time.monotonic() - self._started)

    def pass_over(self, step: int, why: str) -> None:
        """Nobody can say what this one was made of."""
        self.kept, self.arrays, self.reaction = (0, step), {}, None
        self.own, self.by_gradients, self.untried = (), False, why

    def twice(
        self,
        call: functools.partial[Any],
        given: tuple[tuple[Any, ...], dict[str, Any]],
        variables: Sequence[Any],
        step: int,
        shielded: Callable[[], Any],
        *,
        accounted_for: Container[int],
    ) -> Any:
        """Take a step of a graph, once more with another batch, and take that back: `call` is
        bound to its function, takes `given`, positional and named arguments, and gives what the
        student gets. `accounted_for` are the identities of variables that models and optimizers
        keep.
        """
        began = time.monotonic()
        args, kwargs = given
        twice = StepTakenTwice(lambda: [value_of(variable) for variable in variables])
        other: tuple[Any, Any] = None, None
        with shielded():
            other = _other_batch(args), _other_batch(kwargs)
            twice.before(None if other == (None, None) else _graph(call.args[0], args, kwargs))
        result = call(*args, **kwargs)
        with shielded():
            reaction = twice.reaction(lambda: call(*(other[0] or args), **(other[1] or kwargs)))
            if twice.graph is not None:
                weights = sum(math.prod(each.shape) for each in variables)
                held_here = bytes_held(twice.graph, accounted_for) / max(1, weights)
                self.bytes_a_weight = max(self.bytes_a_weight, held_here)
            if self.kept is None or not twice.stood_still:
                held = _held(twice.graph, (*args, *kwargs.values()))
                self.kept, self.reaction, self.by_gradients = (0, step), reaction, False
                self.untried = MOVED_NOTHING if twice.stood_still else twice.untried
                self.arrays = {} if held is None else {"held": held}
        self._spent_s += time.monotonic() - began
        return result

    def gradients(
        self,
        model: Any,
        rows: np.ndarray,
        gradients: dict[int, Any],
        step: int,
        *,
        is_first: bool = True,
        is_further: bool = False,
    ) -> None:
        """Keep what the optimizer is about to be given, of the step that was drawn as the first, or
        as a further one; `gradients` are named by the identities of their variables.
        """
        began = time.monotonic()
        arrays = {f"w{place:04d}": value_of(weight) for place, weight in enumerate(model.weights)}
        for place, weight in enumerate(model.trainable_weights):
            gradient = gradients.get(id(weight))
            if gradient is None or not hasattr(gradient, "numpy"):
                return
            arrays[f"g{place:04d}"] = np.array(gradient.numpy())
        arrays["x"] = rows
        taken = TakenStep(0, step, arrays, by_gradients=True)
        if is_first and taken.size <= MAX_BYTES:
            self.kept, self.arrays, self.reaction = (0, step), arrays, None
            self.by_gradients, self.untried = True, ""
        if is_further:
            self.further.keep(taken)
        self._spent_s += time.monotonic() - began


def length_of(gradients: Sequence[Any]) -> float | None:
    """Of all together, as far as they are plain numbers; None where none is."""
    flat = [np.ravel(each.numpy()) for each in gradients if hasattr(each, "numpy")]
    return math.sqrt(sum(float(each @ each) for each in flat)) if flat else None


def _graph(function: Any, args: Any, kwargs: Any) -> Callable[[], Any]:
    return lambda: function.get_concrete_function(*args, **kwargs).graph


def _held(graph: Any, given: Sequence[Any]) -> np.ndarray | None:
    """The rows that the step holds beside those that it was given."""
    shapes = [tuple(getattr(part, "shape", None) or ()) for part in given]
    examples = next((shape[1:] for shape in shapes if len(shape) > 1), None)
    return None if graph is None or examples is None else held_rows(graph, examples)


def _other_batch(given: Any) -> Any:
    """The arguments with another batch: inputs back to front, and labels of other rows; None where
    there are no arrays.
    """
    import tensorflow as tf

    parts = list(given.values()) if isinstance(given, dict) else list(given)
    changed = [_turned(part, tf) for part in parts]
    if all(one is other for one, other in zip(parts, changed)):
        return None
    return dict(zip(given, changed)) if isinstance(given, dict) else tuple(changed)


def _turned(part: Any, tf: Any) -> Any:
    if isinstance(part, (tuple, list)):
        return type(part)(_turned(inner, tf) for inner in part)
    shape: Any = getattr(part, "shape", ())
    if not len(shape) or not (tf.is_tensor(part) or isinstance(part, np.ndarray)):
        return part
    if len(shape) > 1:
        return part[..., ::-1] if isinstance(part, np.ndarray) else tf.reverse(part, [-1])
    half = max(1, int(shape[0]) // 2)
    return np.roll(part, half) if isinstance(part, np.ndarray) else tf.roll(part, half, 0)
