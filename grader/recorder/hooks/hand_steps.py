"""Sees the steps of loops that a student wrote: an optimizer that is applied, by Python or in a
graph function.

Each optimizer is followed by the variables that it moves (`ByHand`), and one of its steps is kept
(`HandStep`).
"""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..events.by_hand import ByHand
from ..events.hand_step import HandStep
from ..events.switches import variables_of
from ..events.watch import Watch

Given = tuple[tuple[Any, ...], dict[str, Any]]


@dataclass
class Moved:
    """What is known of what an optimizer moved in the running cell."""

    optimizer: weakref.ref[Any]
    weights: ByHand = field(default_factory=ByHand)
    step: HandStep = field(default_factory=HandStep)


class HandSteps:
    """The steps of the running cell."""

    def __init__(self, watch: Watch, rows_of: Callable[[Any], np.ndarray | None]) -> None:
        """`rows_of` tells what a model was called with since the last step."""
        self._watch, self._rows_of = watch, rows_of
        self._moved: dict[int, Moved] = {}

    def of(self, weights: Iterable[Any]) -> Moved | None:
        """Of the optimizer that moved most of these weights; None where none was seen to."""
        wanted = set(map(id, weights))
        shares = [
            (len(wanted & set(map(id, moved.weights.variables))), place)
            for place, moved in enumerate(self._moved.values())
        ]
        most, place = max(shares, default=(0, 0))
        return list(self._moved.values())[place] if most else None

    def loop_ended(self) -> None:
        """No step follows in this cell."""
        for moved in self._moved.values():
            moved.weights.loop_ended()

    def forget(self) -> None:
        """Another cell follows."""
        self._moved.clear()

    def begins(self, optimizer: Any, variables: Any = None) -> Moved:
        """A step of the optimizer follows, or a graph is made that takes it."""
        moved = self._moved.get(id(optimizer))
        if moved is None or moved.optimizer() is not optimizer:
            moved = self._moved[id(optimizer)] = Moved(weakref.ref(optimizer))
        held = getattr(optimizer, "_trainable_variables", None) or variables or ()
        moved.weights.step_begins(held)
        return moved

    def applies(self, optimizer: Any, gradients: Any, variables: Any) -> None:
        """The optimizer is about to be applied by Python; it has no variables of its own yet where
        it was not applied before.
        """
        moved = self.begins(optimizer, variables)
        if not moved.step.is_drawn(moved.weights.steps):
            return
        held = moved.weights.variables
        model = self._model_of(held)
        rows = None if model is None else self._rows_of(model)
        if model is not None and rows is not None:
            named = dict(zip(map(id, variables or held), gradients))
            moved.step.gradients(model, rows, named, moved.weights.steps)

    def applied(self, optimizer: Any) -> None:
        """The optimizer was applied by Python."""
        moved = self._moved.get(id(optimizer))
        if moved is not None:
            moved.weights.step_ended()

    def take(
        self, call: functools.partial[Any], given: Given, optimizers: list[weakref.ref[Any]]
    ) -> Any:
        """Call a graph function, which `call` is bound to, that applies these optimizers."""
        args, kwargs = given
        alive = [each for each in (reference() for reference in optimizers) if each is not None]
        under_way: list[Moved] = []
        with self._watch.shielded():
            under_way = [self.begins(optimizer) for optimizer in alive]
        first = under_way[0] if len(under_way) == 1 else None
        drawn = first is not None and first.weights.steps and first.weights.variables
        if first is not None and drawn and first.step.is_drawn(first.weights.steps - 1):
            result = first.step.twice(
                call,
                given,
                first.weights.variables,
                first.weights.steps,
                self._watch.shielded,
                accounted_for=self._accounted_for(first),
            )
        else:
            result = call(*args, **kwargs)
        with self._watch.shielded():
            for moved in under_way:
                moved.weights.step_ended()
        return result

    def traced(self, optimizers: list[weakref.ref[Any]]) -> None:
        """The graph function that was traced meanwhile has taken its first step."""
        for optimizer in (reference() for reference in optimizers):
            if optimizer is not None and id(optimizer) in self._moved:
                self._moved[id(optimizer)].weights.step_ended()

    def _accounted_for(self, moved: Moved) -> set[int]:
        """Identities of the variables that models keep, and the optimizer."""
        held = [*moved.weights.variables, *getattr(moved.optimizer(), "variables", ())]
        found = {id(getattr(each, "_value", each)) for each in held}
        with self._watch.shielded():
            for model in self._watch.models.alive():
                if getattr(model, "built", False):
                    found |= variables_of(model)
        return found

    def _model_of(self, variables: list[Any]) -> Any:
        held = set(map(id, variables))
        for model in self._watch.models.alive():
            if getattr(model, "built", False) and held == set(map(id, model.trainable_weights)):
                return model
        return None
