"""Sees the steps of loops that a student wrote: an optimizer that is applied, by Python or in a
graph function.

Each optimizer is followed by the variables that it moves (`ByHand`), and one of its steps is kept
(`HandStep`). Where several move the same weights, the one whose steps nobody saw the examples of is
told, else the one that went farthest.
"""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from ..events.by_hand import ByHand
from ..events.hand_step import HandStep, length_of
from ..events.registry import Registry
from ..events.switches import variables_of
from ..events.watch import Watch
from ..models.known import ModelsKnown
from ..shared.kept_by_optimizer import KeptByOptimizer

Given = tuple[tuple[Any, ...], dict[str, Any]]


@dataclass
class Moved:
    """What is known of what an optimizer moved in the running cell."""

    optimizer: weakref.ref[Any]
    weights: ByHand = field(default_factory=ByHand)
    step: HandStep = field(default_factory=HandStep)
    kept: KeptByOptimizer | None = None
    """What the optimizer holds that its steps have not made."""
    unseen: int | None = None
    """A step of its, from 0, before which no model was called."""

    def step_ended(self) -> None:
        """A step is done, and none of the student's code has run since."""
        self.weights.step_ended()
        if self.kept is not None:
            self.kept.batch_ended()


@dataclass(frozen=True)
class _Loop:
    """What stands for a model where only an optimizer is known, and what it moves."""

    optimizer: Any
    trainable_variables: list[Any]
    built: bool = True


class HandSteps:
    """The steps of the running cell."""

    def __init__(
        self, watch: Watch, rows_of: Callable[[Any], np.ndarray | None], born: Registry
    ) -> None:
        """`rows_of` tells what a model was called with since the last step, `born` are all models
        that the notebook has made.
        """
        self._watch, self._rows_of, self._born = watch, rows_of, born
        self._moved: dict[int, Moved] = {}
        self._models = ModelsKnown(watch, born, self._all_moved)

    def of(self, weights: Iterable[Any]) -> Moved | None:
        """Of the optimizer that moved most of these weights; None where none was seen to."""
        wanted = set(map(id, weights))
        shares = [
            (len(wanted & set(map(id, moved.weights.variables))), place)
            for place, moved in enumerate(self._moved.values())
        ]
        most, place = max(shares, default=(0, 0))
        return list(self._moved.values())[place] if most else None

    def step_of(self, weights: Iterable[Any]) -> HandStep | None:
        """The kept step that stands for how these weights were moved; None where there is none."""
        wanted = set(map(id, weights))
        shares = [
            (len(wanted & set(map(id, moved.weights.variables))), moved)
            for moved in self._moved.values()
        ]
        most = max((share for share, _ in shares), default=0)
        movers = [moved for share, moved in shares if most and share == most]
        if not movers:
            return None
        farthest = max(movers, key=lambda moved: (moved.step.kept is not None, moved.weights.path))
        unseen = [moved for moved in movers if moved.unseen is not None]
        step = farthest.step
        if unseen and len(movers) > 1:
            step = unseen[0].step
            step.pass_over(unseen[0].unseen or 0, "several optimizers moved its weights")
        step.bytes_a_weight = max(moved.step.bytes_a_weight for moved in movers)
        return step

    def loop_ended(self) -> None:
        """No step follows in this cell."""
        for moved in self._moved.values():
            moved.weights.loop_ended()
            if moved.kept is not None:
                moved.kept.steps_ended()
                given = moved.kept.given_a_weight
                moved.step.bytes_a_weight = max(moved.step.bytes_a_weight, given)
        if self._moved:
            self._models.loop_ended()

    def forget(self) -> None:
        """Another cell follows."""
        self._moved.clear()
        self._models = ModelsKnown(self._watch, self._born, self._all_moved)

    def begins(self, optimizer: Any, variables: Any = None) -> Moved:
        """A step of the optimizer follows, or a graph is made that takes it."""
        moved = self._moved.get(id(optimizer))
        if moved is None or moved.optimizer() is not optimizer:
            moved = self._moved[id(optimizer)] = Moved(weakref.ref(optimizer))
        held = getattr(optimizer, "_trainable_variables", None) or variables or ()
        first = not moved.weights.variables
        moved.weights.step_begins(held)
        with self._watch.shielded():
            if first:
                self._models.look()
            self._look_at_optimizer(moved, optimizer)
        return moved

    def _look_at_optimizer(self, moved: Moved, optimizer: Any) -> None:
        """Before a step of it."""
        known = moved.weights.variables and getattr(optimizer, "built", False)
        if self._watch.stock or not known:
            return
        if moved.kept is None:
            moved.kept = KeptByOptimizer(_Loop(optimizer, moved.weights.variables))
            moved.kept.epoch_begins()
        moved.kept.batch_begins()

    def applies(self, optimizer: Any, gradients: Any, variables: Any) -> None:
        """The optimizer is about to be applied by Python; it has no variables of its own yet where
        it was not applied before.
        """
        moved = self.begins(optimizer, variables)
        is_first = moved.step.is_drawn(moved.weights.steps, length_of(gradients))
        is_further = moved.step.draws_further()
        if not is_first and not is_further:
            return
        held = moved.weights.variables
        models = self._models_of(held)
        called = ((model, self._rows_of(model)) for model in models)
        model, rows = next((each for each in called if each[1] is not None), (None, None))
        if model is not None and rows is not None:
            named = dict(zip(map(id, variables or held), gradients))
            drawn = {"is_first": is_first, "is_further": is_further}
            moved.step.gradients(model, rows, named, moved.weights.steps, **drawn)
        elif models:
            moved.unseen = moved.weights.steps

    def applied(self, optimizer: Any) -> None:
        """The optimizer was applied by Python."""
        moved = self._moved.get(id(optimizer))
        if moved is not None:
            moved.step_ended()

    def take(
        self, call: functools.partial[Any], given: Given, optimizers: list[weakref.ref[Any]]
    ) -> Any:
        """Call a graph function, which `call` is bound to, that applies these optimizers."""
        args, kwargs = given
        alive = [each for each in (reference() for reference in optimizers) if each is not None]
        under_way: list[Moved] = []
        with self._watch.shielded():
            under_way = [self.begins(optimizer) for optimizer in alive]
        known = all(moved.weights.steps and moved.weights.variables for moved in under_way)
        first = under_way[0] if under_way and known else None
        if first is not None and first.step.is_drawn(first.weights.steps - 1):
            for moved in under_way[1:]:
                moved.step = first.step
            result = first.step.twice(
                call,
                given,
                _all_of(under_way),
                first.weights.steps,
                self._watch.shielded,
                accounted_for=self._accounted_for(under_way),
            )
        else:
            result = call(*args, **kwargs)
        with self._watch.shielded():
            for moved in under_way:
                moved.step_ended()
        return result

    def traced(self, optimizers: list[weakref.ref[Any]]) -> None:
        """The graph function that was traced meanwhile has taken its first step."""
        for optimizer in (reference() for reference in optimizers):
            if optimizer is not None and id(optimizer) in self._moved:
                self._moved[id(optimizer)].step_ended()

    def _accounted_for(self, under_way: list[Moved]) -> set[int]:
        """Identities of the variables that the optimizers keep, and models that are known."""
        held = _all_of(under_way)
        for moved in under_way:
            held += getattr(moved.optimizer(), "variables", ())
        found = {id(getattr(each, "_value", each)) for each in held}
        with self._watch.shielded():
            self._models.look()
            for model in self._models.alive():
                found |= variables_of(model)
        return found

    def _all_moved(self) -> list[Any]:
        """The variables of all loops in this cell."""
        return [each for moved in self._moved.values() for each in moved.weights.variables]

    def _models_of(self, variables: list[Any]) -> list[Any]:
        held = set(map(id, variables))
        return [
            model
            for model in self._watch.models.alive()
            if getattr(model, "built", False) and held == set(map(id, model.trainable_weights))
        ]


def _all_of(moved: list[Moved]) -> list[Any]:
    """The variables that these move, each once."""
    found = {id(each): each for one in moved for each in one.weights.variables}
    return list(found.values())
