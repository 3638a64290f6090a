"""Keeps one step of a training, drawn by the system's random numbers, so that somebody else can
compute it again.

Kept are the weights, the optimizer's variables and the random states before the step, its batch,
and the weights after it. Of an epoch's end nobody knows whether another comes, so each epoch takes
the place of those before it as likely as one in so many as there were: in the end every epoch was
equally likely. A step that is computed by parts of the student's own can't be computed again by
others; it is taken twice instead, once more with another batch (`twice.py`).
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Callable, Generator, Iterator
from random import SystemRandom
from typing import Any

import numpy as np
import tensorflow as tf
from keras.src import tree

from ..events.switches import own_parts
from ..rows.twice import Twice, graph_of

MAX_BYTES = 16 * 1024**2
"""Of all that is kept of a step."""
LONGEST_GUESS = 7
"""Of a generator's first epoch one of the steps up to the 128th is drawn, the first ones more
often.
"""
RANDOM = SystemRandom()
"""Not the student's random numbers, and none that anybody can foresee."""

current: contextvars.ContextVar[SampledStep | None] = contextvars.ContextVar(
    "sampled_step", default=None
)
"""Of the `fit` that is under way."""


class SampledStep:
    """What is known of one step of a `fit`."""

    def __init__(self, model: Any, shielded: Callable[[], Any]) -> None:
        """Nothing was drawn yet; a fault of ours inside of `shielded()` is reported and costs the
        student nothing.
        """
        self._model, self._shielded = model, shielded
        self.place: int | None = None
        """Which step of the running epoch is to be kept, from 0."""
        self.kept: tuple[int, int] | None = None
        """Epoch and step of what is kept, from 0."""
        self.arrays: dict[str, np.ndarray] = {}
        self.reaction: float | None = None
        """Of a step with own parts: by how much of its length another batch changes it (`Twice`).
        """
        self.learning_rate: float | None = None
        """In force at that step, whatever schedule it follows."""
        self.by_gradients = False
        self.untried = ""
        """Why a step with own parts was not taken twice."""
        self.own = tuple(own_parts(model))
        self._epoch, self._step = -1, -1
        self._twice = Twice(model.get_weights) if self.own else None

    def epoch_begins(self, steps: int | None) -> None:
        """Draw whether one of its `steps` is to be kept, and which; of a generator nobody knows how
        many there will be.
        """
        steps = steps or self._step + 1
        self._epoch, self._step = self._epoch + 1, -1
        drawn = self._is_small() and RANDOM.random() * (self._epoch + 1) < 1
        place = RANDOM.randrange(steps) if steps else int(2 ** RANDOM.uniform(0, LONGEST_GUESS))
        self.place = place if drawn else None

    def is_next(self, number: int) -> bool:
        """Whether the call of `train_on_batch` that follows, of this number from 0, is to be kept;
        it counts as a step of the first epoch.
        """
        drawn = self._is_small() and RANDOM.random() * (number + 1) < 1
        self._epoch, self._step = 0, number - 1
        self.place = number if drawn else None
        return drawn

    def handed_out(self) -> int | None:
        """The place, for a loop that does not go step by step and heeds it itself; only the first
        to ask learns it.
        """
        place, self.place = self.place, None
        return place

    def take(self, step: Callable[[Any], Any], iterator: Any) -> Any:
        """Take a step of Keras' own loop with the next batch of `iterator`, and keep it where it is
        the one drawn.
        """
        self._step += 1
        if self._model.steps_per_execution != 1:
            if self.place is not None:
                self._pass_over("several are taken at a time")
            return step(iterator)
        if self._step != self.place:
            return step(iterator)
        if isinstance(iterator, Generator):
            return self._take_alone(step, next(iterator))
        if not _is_plain(iterator):
            self._pass_over("its batches are no tensors of known types")
            return step(iterator)
        batch, spec = next(iterator), iterator.element_spec
        given = _alone(batch, spec)
        if self._twice is None or not isinstance(given, tf.data.Iterator):
            return self.keep(lambda: step(given), batch, place=self._step)
        with self._shielded():
            self._twice.before(graph_of(step, given))
        result = step(given)
        with self._shielded():
            self.kept, self.untried = (self._epoch, self._step), self._twice.untried
            other = _alone(other_batch(batch), spec)
            self.reaction = self._twice.reaction(lambda: step(other))
        return result

    def _pass_over(self, why: str) -> None:
        """A step with own parts can't be taken twice."""
        if self.own:
            self.kept, self.arrays, self.untried = (self._epoch, self._step), {}, why

    def _take_alone(self, step: Callable[[Any], Any], batch: Any) -> Any:
        """Take the one step of a `train_on_batch`."""
        if self._twice is None:
            return self.keep(lambda: step(iter([batch])), batch, place=self._step)
        with self._shielded():
            self._twice.before(graph_of(step, batch))
        result = step(iter([batch]))
        with self._shielded():
            self.kept, self.untried = (self._epoch, self._step), self._twice.untried
            other = other_batch(batch)
            self.reaction = self._twice.reaction(lambda: step(iter([other])))
        return result

    def keep(self, step: Callable[[], Any], batch: Any, *, place: int) -> Any:
        """Take the step, the one at `place` of its epoch, and keep it."""
        held: dict[str, np.ndarray] = {}
        rate = 0.0
        with self._shielded():
            held = {**self._state("w", "s", "o"), **_rows(batch)}
            rate = float(self._model.optimizer.learning_rate.numpy())
        result = step()
        with self._shielded():
            after = {f"a{name[1:]}": array for name, array in self._state("w").items()}
            if (
                "x" in held
                and sum(array.nbytes for array in (*held.values(), *after.values())) <= MAX_BYTES
            ):
                self.arrays = held | after
                self.kept, self.learning_rate = (self._epoch, place), rate
        return result

    def _is_small(self) -> bool:
        return self._model.count_params() * 4 * 4 <= MAX_BYTES if self._model.built else False

    def _state(self, *kinds: str) -> dict[str, np.ndarray]:
        """The variables by kind: weights, random states, those of the optimizer."""
        weights = self._model.weights
        known = {id(variable) for variable in (*weights, *self._model.metrics_variables)}
        listed = {
            "w": weights,
            "s": [variable for variable in self._model.variables if id(variable) not in known],
            "o": self._model.optimizer.variables,
        }
        return {
            f"{kind}{place:04d}": np.array(variable.numpy())
            for kind in kinds
            for place, variable in enumerate(listed[kind])
        }


@contextlib.contextmanager
def following(sampled: SampledStep) -> Iterator[None]:
    """Keep a step of what is trained meanwhile."""
    token = current.set(sampled)
    try:
        yield
    finally:
        current.reset(token)


def other_batch(batch: Any) -> Any:
    """A batch that teaches something else: the inputs back to front, and the targets of other
    rows.
    """
    parts = batch if isinstance(batch, tuple) else (batch,)
    inputs = tree.map_structure(
        lambda part: tf.reverse(part, [-1]) if len(part.shape) > 1 else part, parts[0]
    )
    targets = [
        tree.map_structure(
            lambda part: tf.roll(part, max(1, int(part.shape[0] or 2) // 2), 0), part
        )
        for part in parts[1:2]
    ]
    return (inputs, *targets, *parts[2:]) if isinstance(batch, tuple) else inputs


def _rows(batch: Any) -> dict[str, np.ndarray]:
    """Inputs, targets and weights of a batch; nothing where they aren't one array each."""
    parts = batch if isinstance(batch, (tuple, list)) else (batch,)
    named = dict(zip(("x", "y", "sample_weight"), parts))
    if (
        any(isinstance(part, (dict, list, tuple)) for part in named.values())
        or named.get("y") is None
    ):
        return {}
    return {name: np.asarray(part) for name, part in named.items() if part is not None}


def _is_plain(iterator: Any) -> bool:
    """Whether it is a pipeline whose batches are tensors of known types, so that one can be put in
    another's place.
    """
    if not isinstance(iterator, tf.data.Iterator):
        return False
    return all(isinstance(spec, tf.TensorSpec) for spec in tf.nest.flatten(iterator.element_spec))


def _alone(batch: Any, spec: Any) -> Any:
    """An iterator over this batch alone, of the same type as the one that it comes from, so that
    nothing is traced again.
    """
    try:
        return iter(tf.data.Dataset.from_generator(lambda: iter([batch]), output_signature=spec))
    except Exception:
        return iter([batch])
