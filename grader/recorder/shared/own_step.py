"""Keeps what can be known of a step that parts of the student's own compute.

Nobody else can compute it again. It is taken twice instead, once more with another batch
(`rows/step_taken_twice.py`); the rows that it holds itself are handed over
(`rows/held_by_step.py`); and where of all of it only the loss is the student's own, so are the
gradients that it gave the optimizer (`given_gradients.py`).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection
from functools import partial
from typing import Any

import keras
import numpy as np
import tensorflow as tf
from keras.src import tree

from ..events.switches import is_only_a_loss_own, variables_of
from ..models.weights import weights_in
from ..rows.held_by_step import PYTHON, bytes_held, held_rows, operations_from_elsewhere
from ..rows.step_taken_twice import MOVED_NOTHING, StepTakenTwice
from .given_gradients import GivenGradients

MOST_BYTES_OF_TARGETS = 4 * 1024**2
MOST_BYTES_OF_ROWS = 16 * 1024**2
Take = Callable[[Any], Any]
"""Takes the step with a batch."""


class OwnStep:
    """One step of a model, as far as the student's own parts let it be known."""

    def __init__(self, model: Any, followed: Callable[[], set[int]]) -> None:
        """Nothing is known of it yet; `followed` tells which variables beside the model's are
        looked at elsewhere.
        """
        self._followed = followed
        self._model, self._twice = model, StepTakenTwice(partial(weights_in, model))
        self._given = GivenGradients(model) if is_only_a_loss_own(model) else None
        self.reaction: float | None = None
        """By how much of its length another batch changes it (`StepTakenTwice`)."""
        self.arrays: dict[str, np.ndarray] = {}
        """What is handed over of it."""
        self.by_gradients = False
        """Whether that is its gradients."""
        self.untried = ""
        """Why what should be known of it is not."""
        self.tells = False
        """Whether it moved the weights so far that something can be said of it."""
        self.bytes_a_weight = 0.0
        """How much its graph holds beside its batch and what Keras' own parts keep, for each
        trainable weight.
        """

    def before(self, graph: Callable[[], Any] | None, state: dict[str, np.ndarray]) -> None:
        """Remember what it begins with: `state` are weights and random states by name."""
        self.reaction, self.arrays, self.by_gradients, self.untried = None, {}, False, ""
        self.tells, self.bytes_a_weight = True, 0.0
        self._twice.before(graph)
        if self._given is not None:
            self._given.before(state)

    def after(self, batch: Any, rows: dict[str, np.ndarray], take: Take, *, most: int) -> None:
        """Look at what it has left with this batch, whose arrays are `rows`; hand over `most` bytes
        at the most.
        """
        self.untried = self._twice.untried
        self.reaction = self._twice.reaction(lambda: take(other_batch(batch)))
        self.tells = not self._twice.stood_still
        if self._twice.stood_still:
            self.untried = MOVED_NOTHING
        elif self._given is not None and not self.untried:
            self._explain(self._given, batch, rows, take)
        if sum(array.nbytes for array in self.arrays.values()) > most:
            self.untried, self.arrays, self.by_gradients = "it takes too much room", {}, False
        graph, self._twice.graph = self._twice.graph, None
        if graph is not None:
            self._look_into(graph, rows)
        if "y" in rows and rows["y"].nbytes <= MOST_BYTES_OF_TARGETS:
            self.arrays = {**self.arrays, "taught": rows["y"]}
        if "x" in rows and rows["x"].nbytes <= MOST_BYTES_OF_ROWS:
            self.arrays = {"x": rows["x"], **self.arrays}

    def _look_into(self, graph: Any, rows: dict[str, np.ndarray]) -> None:
        """See what it holds beside its batch."""
        held = held_rows(graph, rows["x"].shape[1:]) if "x" in rows else None
        if held is not None:
            self.arrays = {**self.arrays, "held": held}
        self.bytes_a_weight = room_for_weights(graph, self._model, self._followed())
        if found := operations_from_elsewhere(graph) - PYTHON:
            self.untried = self.untried or taken_from_elsewhere(found)

    def _explain(
        self, given: GivenGradients, batch: Any, rows: dict[str, np.ndarray], take: Take
    ) -> None:
        if "x" not in rows:
            self.untried = "its batch is more than one array of inputs and one of targets"
        elif not given.why_not and given.are_found(batch, rows["x"], twice=self._twice, step=take):
            self.arrays, self.by_gradients = dict(given.arrays), True
        elif not given.why_not:
            self.tells = False
        self.untried = self.untried or given.why_not


def taken_from_elsewhere(operations: Collection[str]) -> str:
    """What is said of a step whose graph has these."""
    return f"it takes numbers from elsewhere ({min(operations)})"


def room_for_weights(graph: Any, model: Any, followed: set[int]) -> float:
    """How many bytes the graph of a step holds beside its batch, what Keras' own parts keep and
    what is `followed`, for each trainable weight of the model.
    """
    weights = sum(math.prod(each.shape) for each in model.trainable_variables)
    return bytes_held(graph, variables_of(model) | followed, _scales_of(model)) / max(1, weights)


def _scales_of(model: Any) -> set[bytes]:
    """By what Keras' layers that normalise change their inputs."""
    layers = [each for each in model._flatten_layers() if type(each) is keras.layers.Normalization]
    held = [getattr(layer, name, None) for layer in layers for name in ("mean", "variance")]
    return {np.asarray(each).tobytes() for each in held if each is not None}


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
