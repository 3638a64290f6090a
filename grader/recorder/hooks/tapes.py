"""Finds the rows that a training loop of the student's own trains on.

A model that is called while a `GradientTape` records is trained on what it is given, if an
optimizer is applied after that. Where the step is a `tf.function` the model is called only once,
with symbols; then the numbers are those that the function is called with. A function may do both,
train and measure, by an argument that is no array: it is known by those, too.
"""

from __future__ import annotations

import functools
import math
import weakref
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..events.data_passed import Predictions
from ..events.registry import Registry
from ..events.summary import as_array
from ..events.watch import Watch
from ..rows.pieces import Pieces
from .hand_steps import HandSteps

MOST_PENDING = 64
"""Pieces that wait for the optimizer to be applied."""
FEWEST_ASKED = 16
"""Rows of a call that asks a model; of fewer somebody looks at some examples."""
ModelInGraph = tuple[int, tuple[str, ...]]
"""A function and the arguments by which it was traced."""


@dataclass
class _TracedFunction:
    """What is known of a function that was called."""

    models: dict[int, int] = field(default_factory=dict)
    """The models that it calls while a tape records → how many values one row has."""
    applies: bool = False
    """Whether it applies an optimizer itself."""
    optimizers: list[weakref.ref[Any]] = field(default_factory=list)
    """Those."""


class Tapes:
    """The rows that the models of the running cell were trained on by hand."""

    def __init__(self, watch: Watch, born: Registry) -> None:
        """Nothing was seen yet; `born` are all models that the notebook has made."""
        self._watch = watch
        self._functions = Registry()
        self._traced: dict[ModelInGraph, _TracedFunction] = {}
        self._running: list[_TracedFunction] = []
        self._pending: list[tuple[int, np.ndarray]] = []
        self._seen: dict[int, Pieces] = {}
        self._predictions = Predictions(watch)
        self.steps = HandSteps(watch, self._called_with, born)

    def install(self, keras: Any) -> None:
        """Hook the calls of models and of graph functions."""
        from tensorflow.python import pywrap_tfe
        from tensorflow.python.eager.polymorphic_function.polymorphic_function import Function

        keras.Model.__call__ = self._hook_model(
            keras.Model.__call__, pywrap_tfe.TFE_Py_TapeSetIsEmpty
        )
        Function.__call__ = self._hook_function(Function.__call__)

    def applied(self) -> None:
        """An optimizer was applied: what the models were called with before is what they are
        trained on.
        """
        for traced in self._running:
            traced.applies = True
        if not self._running:
            for number, rows in self._pending:
                self._look_at(number, rows)
            self._pending.clear()

    def is_traced_for(self, optimizer: Any) -> None:
        """A graph is made that applies the optimizer."""
        for traced in self._running:
            if not any(reference() is optimizer for reference in traced.optimizers):
                traced.optimizers.append(weakref.ref(optimizer))

    def rows_of(self, model: Any) -> Pieces | None:
        """What the model was trained on in this cell, as far as it was seen."""
        return self._seen.get(self._watch.number(model))

    def cell_ended(self) -> None:
        """Forget the rows, and functions that the notebook has dropped."""
        self._seen.clear()
        self.steps.forget()
        self._pending.clear()
        alive = {self._functions.number(function) for function in self._functions.alive()}
        self._traced = {key: traced for key, traced in self._traced.items() if key[0] in alive}

    def _hook_model(self, stock: Any, no_tape_records: Any) -> Any:
        watch = self._watch

        @functools.wraps(stock)
        def call(model: Any, *args: Any, **kwargs: Any) -> Any:
            if not watch.busy and not no_tape_records():
                with watch.shielded():
                    self._called(model, args[0] if args else kwargs.get("inputs"))
            result = stock(model, *args, **kwargs)
            if not watch.busy and no_tape_records():
                with watch.shielded():
                    self._asked(model, args[0] if args else kwargs.get("inputs"), result)
            return result

        return call

    def _hook_function(self, stock: Any) -> Any:
        watch = self._watch

        @functools.wraps(stock)
        def call(function: Any, *args: Any, **kwargs: Any) -> Any:
            if watch.busy:
                return stock(function, *args, **kwargs)
            given = [*args, *kwargs.values()]
            traced = self._traced_as(function, given)
            known, self._running = len(traced.optimizers), [*self._running, traced]
            try:
                if known and len(self._running) == 1:
                    call = functools.partial(stock, function)
                    return self.steps.take(call, (args, kwargs), traced.optimizers)
                return stock(function, *args, **kwargs)
            finally:
                self._running = self._running[:-1]
                with watch.shielded():
                    if not self._running:
                        self.steps.traced(traced.optimizers[known:])
                    if traced.models:
                        self._function_called(traced, given)

        return call

    def _traced_as(self, function: Any, given: list[Any]) -> _TracedFunction:
        plain = tuple(
            repr(value)
            for value in given
            if value is None or isinstance(value, (bool, int, float, str))
        )
        return self._traced.setdefault((self._functions.number(function), plain), _TracedFunction())

    def _asked(self, model: Any, inputs: Any, result: Any) -> None:
        """A model was called while nothing is trained: that is a prediction, if it was for rows."""
        shape = tuple(getattr(inputs, "shape", ()))
        if hasattr(result, "numpy") and len(shape) > 1 and (shape[0] or 0) >= FEWEST_ASKED:
            self._predictions.tell(model, inputs, result)

    def _called(self, model: Any, inputs: Any) -> None:
        number = self._watch.number(model)
        rows = as_array(inputs)
        if rows is not None:
            self._wait(number, rows)
            return
        shape = getattr(inputs, "shape", None)
        if shape is not None and self._running:
            size = math.prod(int(length or 0) for length in tuple(shape)[1:])
            for traced in self._running:
                traced.models[number] = size

    def _function_called(self, traced: _TracedFunction, given: list[Any]) -> None:
        for value in given:
            rows = as_array(value)
            if rows is None or rows.ndim < 2:
                continue
            for number, size in traced.models.items():
                if rows.size == size * len(rows):
                    if traced.applies:
                        self._look_at(number, rows)
                    else:
                        self._wait(number, rows)

    def _called_with(self, model: Any) -> np.ndarray | None:
        """What the model was called with since the last step, if that is known."""
        number = self._watch.number(model)
        rows = [piece for of, piece in self._pending if of == number]
        alike = len({piece.shape[1:] for piece in rows}) == 1
        return np.concatenate(rows) if alike and len(self._pending) < MOST_PENDING else None

    def _wait(self, number: int, rows: np.ndarray) -> None:
        if len(self._pending) < MOST_PENDING:
            self._pending.append((number, rows))

    def _look_at(self, number: int, rows: np.ndarray) -> None:
        pieces = self._seen.setdefault(number, Pieces())
        if pieces.wants_more():
            pieces.look_at(rows)
