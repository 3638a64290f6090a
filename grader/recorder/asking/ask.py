"""Asks the host for a training that has just begun; makes of its answer what `fit` hands out."""

from __future__ import annotations

import io
import json
import weakref
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..events.watch import Watch
from ..shared.digests import array_digest
from ..shared.replay import Replay
from .instructions import NotAsked
from .made import draw_on, is_untouched, start_digest
from .settings import arrays_only, is_validated, parts_of_keras, settings_asked


@dataclass(frozen=True)
class Ended:
    """What a training that the host has done left behind in the kernel."""

    weights: tuple[bytes, ...]
    optimizer: weakref.ref[Any]
    variables: tuple[bytes, ...] | None
    """Digests of the optimizer's variables but its learning rate; None where they are not known."""


class Asking:
    """One `fit` that the host may do."""

    def __init__(self, model: Any, given: dict[str, Any], watch: Watch) -> None:
        """`given` are the arguments of `fit`."""
        self._model, self._given, self._watch = model, given, watch
        self.weights: list[np.ndarray] = []
        """What the training has left."""
        self._variables: list[np.ndarray] | None = None
        self._states: dict[int, tuple[list[np.ndarray], list[np.ndarray]]] = {}
        self._run = 0

    def can_be_asked(self) -> bool:
        """Build what is not built yet, and tell whether everything in it is plain."""
        try:
            arrays_only(self._given)
            self._build()
            parts_of_keras(self._model)
        except NotAsked:
            return False
        return True

    def ask(self, run: int) -> Replay | None:
        """What the training comes to; None where the kernel has to do it."""
        try:
            asked = {**self._start(), "settings": settings_asked(self._model, self._given)}
        except NotAsked:
            return None
        self._run = run
        count = self._watch.count()
        payload = self._watch.channel.ask_for_training(run, execution_count=count, **asked)
        return self._opened(payload, asked["settings"]) if payload else None

    def set_weights(self) -> None:
        """Give the model what the training has left."""
        self._model.set_weights(self.weights)

    def known_states(self) -> Iterator[list[np.ndarray]]:
        """The weights after each epoch of which they are known."""
        yield from (weights for weights, _ in self._states.values())

    def set_state(self, epoch: int) -> None:
        """Give model and optimizer what they held after an epoch, from 1, for callbacks that look;
        nothing where none does.
        """
        weights, variables = self._states.get(epoch, ([], []))
        if weights:
            self._model.set_weights(weights)
        for variable, value in zip(self._model.optimizer.variables, variables):
            variable.assign(value)

    def end(self) -> None:
        """Set weights once more, where a callback has put others back, and the optimizer's
        variables, which callbacks change, too; remember them.
        """
        self.set_weights()
        if self._variables is not None:
            for variable, value in zip(self._model.optimizer.variables, self._variables):
                variable.assign(value)
        for callback in _listed(self._given.get("callbacks")):
            if getattr(callback, "best_weights", None) is not None:
                callback.best_weights = list(self.weights)
        self._watch.trained_by_host[self._run] = Ended(
            _digests(self._model.weights),
            weakref.ref(self._model.optimizer),
            _of_optimizer(self._model.optimizer) if self._variables is not None else None,
        )

    def _build(self) -> None:
        """Build what stock Keras builds in its first step; where it can't, that step says why."""
        rows = tuple(np.asarray(self._given[name][:1]) for name in ("x", "y"))
        try:
            self._model._symbolic_build(data_batch=rows)
        except Exception:
            raise NotAsked("a model that can't be built") from None

    def _start(self) -> dict[str, Any]:
        """How it begins; raises `NotAsked` where nobody else could begin in the same way."""
        model, known = self._model, self._watch.trained_by_host
        if all(map(is_untouched, model.weights)):
            if not _is_new(model.optimizer):
                raise NotAsked("an optimizer that was used before")
            return {"start": "fresh", "start_digest": start_digest(model.weights)}
        held = _digests(model.weights)
        for run in sorted(known, reverse=True):
            if known[run].weights == held:
                return {"start": "after", "after": run, "optimizer": self._optimizer(known[run])}
        raise NotAsked("weights from elsewhere")

    def _optimizer(self, before: Ended) -> str:
        optimizer = self._model.optimizer
        if before.optimizer() is optimizer and before.variables == _of_optimizer(optimizer):
            return "continues"
        if not _is_new(optimizer):
            raise NotAsked("an optimizer that was used elsewhere")
        return "new"

    def _opened(self, payload: bytes, asked: Mapping[str, Any]) -> Replay | None:
        with np.load(io.BytesIO(payload), allow_pickle=False) as arrays:
            held = {name: arrays[name] for name in arrays.files}
        info = json.loads(held["info"].tobytes())
        self.weights = _numbered(held, "w")
        self._variables = _numbered(held, "o") if info["optimizer"] else None
        self._states = {
            epoch: (_numbered(held, f"s{epoch}."), _numbered(held, f"t{epoch}."))
            for epoch in info.get("states", ())
        }
        history = self._in_order({name[2:]: held[name] for name in held if name.startswith("h.")})
        epochs = int(info["epochs_run"])
        if history is None or not self._fits():
            return None
        if asked["every_epoch"] and not set(range(1, epochs + 1)) <= set(self._states):
            return None
        draw_on()
        on_epoch = self.set_state
        return Replay(history, epochs, on_last=self.set_weights, on_epoch=on_epoch, on_end=self.end)

    def _fits(self) -> bool:
        """Whether weights and variables are what this model and its optimizer hold."""
        pairs = [(self.weights, self._model.weights)]
        if self._variables is not None:
            pairs.append((self._variables, self._model.optimizer.variables))
        return all(
            [value.shape for value in values] == [tuple(held.shape) for held in variables]
            for values, variables in pairs
        )

    def _in_order(self, history: Mapping[str, Any]) -> dict[str, Any] | None:
        """The figures in the order in which Keras' logs have them; None where one is missing."""
        names = list(self._model.get_metrics_result())
        wanted = [*names, *(f"val_{name}" for name in names if is_validated(self._given))]
        if not all(len(history.get(name, ())) for name in wanted):
            return None
        return {name: history[name] for name in wanted}


def _is_new(optimizer: Any) -> bool:
    rate = getattr(optimizer, "_learning_rate", None)
    return all(is_untouched(variable) for variable in optimizer.variables if variable is not rate)


def _of_optimizer(optimizer: Any) -> tuple[bytes, ...]:
    rate = getattr(optimizer, "_learning_rate", None)
    return _digests(variable for variable in optimizer.variables if variable is not rate)


def _digests(variables: Any) -> tuple[bytes, ...]:
    return tuple(array_digest(variable._value.numpy()) for variable in variables)


def _numbered(held: Mapping[str, np.ndarray], kind: str) -> list[np.ndarray]:
    names = sorted(name for name in held if name.startswith(kind) and name[len(kind) :].isdigit())
    return [held[name] for name in names]


def _listed(callbacks: Any) -> list[Any]:
    return list(callbacks) if isinstance(callbacks, (list, tuple)) else [callbacks]
