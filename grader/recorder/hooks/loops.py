"""Watches training loops that a student wrote, with `GradientTape` and whatever else.

Weights that differ at the end of a cell from what they were, though no `fit` and no loading from a
file explains it, were trained. Where the model is as young as the cell, the gradients that an
optimizer was given tell the same. The history is what the student collected (see `collected.py`),
the data what the model was called with (see `tapes.py`).
"""

from __future__ import annotations

import functools
import hashlib
import weakref
from types import ModuleType
from typing import Any

from ..events.collected import Collected
from ..events.hand_step import HandStep
from ..events.registry import Registry
from ..events.runs import Run, tell_step
from ..events.watch import Watch
from ..events.weights_put_in import tell_weights_set
from ..models.describe import describe_compilation, describe_loss, describe_optimizer
from ..shared.kept_by_optimizer import has_stepped
from .hand_steps import Moved
from .tapes import Tapes

MAX_PARAMETERS = 20_000_000
"""Larger models are not looked at after every cell."""
SAMPLED = 2048
"""Values of one weight that are looked at; training changes them all."""


class Loops:
    """What is known of the weights of all models, and of the optimizers that were used by hand."""

    def __init__(self, watch: Watch, collected: Collected) -> None:
        """No model was seen yet."""
        self._watch = watch
        self._models = Registry()
        self._digests: dict[int, bytes] = {}
        self._excused: set[int] = set()
        self._touched: set[int] = set()
        self._optimizer: weakref.ref[Any] | None = None
        self._loss: Any = None
        self._sees_steps = False
        """Whether it is known which weights an optimizer moves."""
        self.tapes = Tapes(watch, self._models)
        self._collected = collected

    def install(self, keras: ModuleType) -> None:
        """Hook the birth of models, the loading of weights, and what is called by hand."""
        self._hook_birth(keras.Model)
        for name in ("set_weights", "load_weights"):
            setattr(keras.Model, name, self._excusing(getattr(keras.Model, name)))
        self._hook_optimizers(keras.optimizers)
        keras.losses.Loss.__call__ = self._hook_loss(keras.losses.Loss.__call__)

    def _hook_optimizers(self, optimizers: Any) -> None:
        """Keras 3 applies gradients in one place; Keras 2 has optimizers of two families."""
        kind = next((kind for kind in optimizers.Optimizer.__mro__ if "apply" in vars(kind)), None)
        if kind is not None:
            kind.apply, self._sees_steps = self._hook_apply(kind.apply), True
            return
        for legacy in (False, True):
            member: Any = type(optimizers.get("sgd", use_legacy_optimizer=legacy))
            family = next(
                kind for kind in reversed(member.__mro__) if "apply_gradients" in vars(kind)
            )
            family.apply_gradients = self._hook_apply_pairs(family.apply_gradients)

    def fit_follows(self, model: Any) -> None:
        """What a loop of this cell has trained, a `fit` is about to go on with: the loop was a
        training of its own, whose weights the `fit` begins with.
        """
        weights = {id(weight) for weight in model.trainable_weights} if model.built else set()
        if weights & self._touched:
            self.tapes.steps.loop_ended()
            self._tell(model, self._watch.count(), dict(self._collected.latest))
            self._touched -= weights

    def cell_ended(self, count: int | None) -> None:
        """Tell of the models that were trained by hand in the cell, and remember all weights as
        they are now.
        """
        covered = {
            id(weight)
            for model in self._watch.trained_in_cell.values()
            for weight in model.trainable_weights
        }
        with self._watch.shielded():
            self.tapes.steps.loop_ended()
        trained, told = self._trained_by_hand(), []
        for model in sorted(trained, key=_parameters, reverse=True):
            weights = {id(weight) for weight in model.trainable_weights}
            if not weights <= covered:
                covered |= weights
                told.append(model)
        born = [id(model) for model in trained if any(model is one for one in told)]
        for model in told:
            self._tell(model, count, self._collected.of(born.index(id(model)), len(born)))
        self._excused.clear()
        self._touched.clear()
        self._optimizer = self._loss = None
        self.tapes.cell_ended()

    def _trained_by_hand(self) -> list[Any]:
        trained, digests = [], {}
        for model in self._models.alive():
            if not getattr(model, "built", False) or not model.weights:
                continue
            number, before, now = self._models.number(model), None, b""
            if _parameters(model) <= MAX_PARAMETERS:
                now = _digest(model)
                before, digests[number] = self._digests.get(number), now
            loaded = all(id(weight) in self._excused for weight in model.weights)
            changed = before is not None and before != now and not loaded
            if changed or any(id(weight) in self._touched for weight in model.trainable_weights):
                trained.append(model)
        self._digests = digests
        return trained

    def _tell(self, model: Any, count: int | None, history: dict[str, list[float]]) -> None:
        compiled = describe_compilation(model)
        optimizer = self._optimizer() if self._optimizer is not None else None
        if optimizer is not None:
            compiled.update(describe_optimizer(optimizer))
        if self._loss is not None:
            compiled.update(describe_loss(self._loss))
        run, moved = Run(model, self._watch, way="custom_loop"), None
        with self._watch.shielded():
            moved = self.tapes.steps.of(model.trainable_weights)
        known = moved is not None or not self._sees_steps
        rows, begun_with = self.tapes.rows_of(model) if known else None, None
        if moved is not None and moved.weights.begun_with is not None:
            begun_with = moved.weights.filled(model.weights, moved.weights.begun_with)
        run.announce(
            {} if rows is None else {"x": rows},
            compiled=compiled,
            trained_already=moved is None or len(moved.weights.variables) != len(model.weights),
            begun_with=begun_with,
            execution_count=count,
        )
        run.history = history
        run.steps = moved.weights.steps if moved is not None else 0
        if moved is not None:
            with self._watch.shielded():
                step = self.tapes.steps.step_of(model.trainable_weights)
                _tell_what_explains(run, moved, step, count)
        run.finish(count=count)

    def _hook_birth(self, model_class: Any) -> None:
        stock = model_class.__new__

        @functools.wraps(stock)
        def born(cls: Any, *args: Any, **kwargs: Any) -> Any:
            model = stock(cls, *args, **kwargs)
            with self._watch.shielded():
                self._models.number(model)
            return model

        model_class.__new__ = staticmethod(born)

    def _excusing(self, stock: Any) -> Any:
        @functools.wraps(stock)
        def change_weights(model: Any, *args: Any, **kwargs: Any) -> Any:
            result = stock(model, *args, **kwargs)
            with self._watch.shielded():
                self._excused.update(map(id, model.weights))
            return result

        return change_weights

    def _hook_apply(self, stock: Any) -> Any:
        @functools.wraps(stock)
        def apply(optimizer: Any, grads: Any, trainable_variables: Any = None) -> Any:
            if self._watch.busy:
                return stock(optimizer, grads, trainable_variables)
            grads = list(grads)
            with self._watch.shielded():
                self._step_begins(optimizer, grads, trainable_variables)
            result = stock(optimizer, grads, trainable_variables)
            with self._watch.shielded():
                self._optimizer = weakref.ref(optimizer)
                has_stepped(optimizer)
                self._touched.update(map(id, getattr(optimizer, "_trainable_variables", ())))
                self._step_ended(optimizer)
                self.tapes.applied()
            return result

        return apply

    def _step_begins(self, optimizer: Any, gradients: list[Any], variables: Any) -> None:
        """A step that Python takes, or one of a graph that is being made; that takes its first
        step as soon as it is done.
        """
        import tensorflow as tf

        if tf.executing_eagerly():
            self.tapes.steps.applies(optimizer, gradients, variables)
            return
        self.tapes.is_traced_for(optimizer)
        with tf.init_scope():
            self.tapes.steps.begins(optimizer, variables)

    def _step_ended(self, optimizer: Any) -> None:
        import tensorflow as tf

        if tf.executing_eagerly():
            self.tapes.steps.applied(optimizer)

    def _hook_apply_pairs(self, stock: Any) -> Any:
        @functools.wraps(stock)
        def apply_gradients(optimizer: Any, grads_and_vars: Any, *args: Any, **kwargs: Any) -> Any:
            pairs = list(grads_and_vars)
            result = stock(optimizer, pairs, *args, **kwargs)
            if not self._watch.busy:
                with self._watch.shielded():
                    self._optimizer = weakref.ref(optimizer)
                    self._touched.update(id(variable) for _, variable in pairs)
                    self.tapes.applied()
            return result

        return apply_gradients

    def _hook_loss(self, stock: Any) -> Any:
        @functools.wraps(stock)
        def call(loss: Any, *args: Any, **kwargs: Any) -> Any:
            if not self._watch.busy:
                self._loss = loss
            return stock(loss, *args, **kwargs)

        return call


def _tell_what_explains(run: Run, moved: Moved, step: HandStep | None, count: int | None) -> None:
    """Send the step that was kept, and what the weights were before others were set."""
    if step is not None and step.kept is not None:
        tell_step(run, step, count=count)
    weights = moved.weights
    if weights.times:
        before = weights.filled(run.model.weights, weights.before)
        tell_weights_set(run, weights, before, count=count)


def _parameters(model: Any) -> int:
    total = 0
    for weight in model.trainable_weights:
        size = 1
        for length in weight.shape:
            size *= int(length)
        total += size
    return total


def _digest(model: Any) -> bytes:
    digest = hashlib.blake2b(digest_size=16)
    for weight in model.weights:
        values = weight.numpy().reshape(-1)
        digest.update(values[:: max(1, len(values) // SAMPLED)].tobytes())
    return digest.digest()
