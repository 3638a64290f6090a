"""Asks the host for a training that has just begun; makes of its answer what `fit` hands out."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from ..events.around import each_of
from ..events.watch import Watch
from ..models.weights import weights_in
from ..shared.kept_by_optimizer import remember
from ..shared.replay import Replay
from .beside_fit import nothing_beside
from .initial_values import draw_on, is_untouched, start_digest
from .instructions import NotAsked
from .left_behind import Ended, validated, variable_digests
from .onlookers import stopped_after
from .settings import (
    AskedOfHost,
    arrays_only,
    epochs_of,
    is_validated,
    parts_of_keras,
    settings_asked,
)


class Asking:
    """One `fit` that the host may do."""

    def __init__(self, model: Any, given: dict[str, Any], watch: Watch) -> None:
        """`given` are the arguments of `fit`."""
        self._model, self._given, self._watch = model, given, watch
        self.weights: list[np.ndarray] = []
        """What the training has left."""
        self._variables: list[np.ndarray] | None = None
        self._states: dict[int, tuple[list[np.ndarray], list[np.ndarray]]] = {}
        self.is_looked_at = False
        """Whether callbacks of the student's own look at the model after every epoch."""
        self._own_rate = False
        """Whether nobody but the student's own code could set the learning rate."""
        self._rest: tuple[Any, ...] = ()
        self._run = 0
        self._history: dict[str, list[float]] = {}

    def can_be_asked(self) -> bool:
        """Build what is not built yet, and tell whether everything in it, and beside, is plain."""
        try:
            nothing_beside()
            arrays_only(self._given)
            self._build()
            parts_of_keras(self._model)
        except NotAsked:
            return False
        return True

    def ask(self, run: int) -> Replay | None:
        """What the training comes to; None where the kernel has to do it."""
        self._run = run
        try:
            wanted = settings_asked(self._model, self._given)
            asked = {**self._start(), "settings": wanted.settings}
            if wanted.weights is not None:
                asked["arrays"] = {"sample_weight": wanted.weights}
            self.is_looked_at, self._own_rate = wanted.own_look, not wanted.others_set_the_rate
            if wanted.may_stop:
                asked["stops_after"] = self._end_of(wanted, asked)
        except NotAsked:
            return None
        payload = self._answer(asked)
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
            if variable is not self._rate:  # callbacks set it when it is their turn
                variable.assign(value)

    def state(self, epoch: int) -> list[np.ndarray]:
        """The weights after an epoch, from 1, whose state is known."""
        return self._states[epoch][0]

    def is_as_handed_out(self, epoch: int) -> bool:
        """Whether callbacks have left model and optimizer as they were after the epoch, or as the
        training ended; what nobody looks at isn't looked at here, either.
        """
        if not self.is_looked_at or epoch not in self._states:
            return True
        weights, variables = self._states[epoch]
        held = weights_in(self._model)
        optimizer = [
            (variable.numpy(), value)
            for variable, value in zip(self._model.optimizer.variables, variables)
            if variable is not self._rate or self._own_rate
        ]
        return (
            (_equal(held, weights) or _equal(held, self.weights))
            and all(_equal([one], [other]) for one, other in optimizer)
            and self._rest == self._what_else()
        )

    def ended_after(self, epochs: int) -> None:
        """A callback has ended the training: it has come to what it was after so many epochs."""
        self.weights, self._variables = self._states.get(epochs, (self.weights, self._variables))

    @property
    def _rate(self) -> Any:
        return getattr(self._model.optimizer, "_learning_rate", None)

    def _what_else(self) -> tuple[Any, ...]:
        """What of a model says how it is trained, beside its numbers."""
        layers = self._model._flatten_layers()
        parts = (self._model.optimizer, self._model.loss, self._model._compile_loss)
        return (*map(id, parts), *((id(layer), layer.trainable) for layer in layers))

    def end(self) -> None:
        """Set weights once more where a callback has put others back, and the optimizer's
        variables, which callbacks change, too; remember them.
        """
        if not _equal(weights_in(self._model), self.weights):
            self.set_weights()
        if self._variables is not None:
            for variable, value in zip(self._model.optimizer.variables, self._variables):
                variable.assign(value)
        for callback in each_of(self._given.get("callbacks")):
            if getattr(callback, "best_weights", None) is not None:
                callback.best_weights = list(self.weights)
        self._watch.trained_by_host[self._run] = Ended(
            variable_digests(self._model.weights),
            _of_optimizer(self._model.optimizer) if self._variables is not None else None,
            None if self.is_looked_at else validated(self._model, self._given, self._history),
        )

    def _answer(self, asked: dict[str, Any]) -> bytes:
        count = self._watch.count()
        return self._watch.channel.ask_for_training(self._run, execution_count=count, **asked)

    def _end_of(self, wanted: AskedOfHost, asked: dict[str, Any]) -> int | None:
        """After how many epochs a callback of the student's own ends it, who has seen the values
        of all; None where none does.
        """
        payload = self._answer({**asked, "figures_only": True})
        values = self._in_order(_histories(_arrays(payload))) if payload else None
        if values is None:
            raise NotAsked("what its epochs come to is not known")
        return stopped_after(wanted.own, values, epochs_of(self._given))

    def _build(self) -> None:
        """Build what stock Keras builds in its first step; where it can't, that step says why."""
        if self._lacks_metrics_only():
            metrics, outputs = self._model._compile_metrics, self._model.outputs
            if metrics is not None and not metrics.built:
                answer = np.zeros((1, *outputs[0].shape[1:]), "float32")
                metrics.build(np.asarray(self._given["y"][:1]), answer)
            return
        rows = tuple(np.asarray(self._given[name][:1]) for name in ("x", "y"))
        try:
            self._model._symbolic_build(data_batch=rows)
        except Exception:
            raise NotAsked("a model that can't be built") from None

    def _lacks_metrics_only(self) -> bool:
        """Whether the model is built, and its answers and the targets plainly fit its loss; then
        nothing of it need be traced.
        """
        model = self._model
        targets = list(np.shape(self._given["y"]))
        outputs: Any = getattr(model, "outputs", None) or ()
        if len(outputs) != 1 or not all(layer.built for layer in model._flatten_layers()):
            return False
        loss = model.loss
        name = getattr(loss, "name", getattr(loss, "__name__", loss))
        sparse = str(name).startswith("sparse_")
        fits = len(targets) == 1 if sparse else targets[1:] == list(outputs[0].shape[1:])
        return bool(fits and model.optimizer.built)

    def _start(self) -> dict[str, Any]:
        """How it begins; raises `NotAsked` where nobody else could begin in the same way."""
        model, known = self._model, self._watch.trained_by_host
        if all(map(is_untouched, model.weights)):
            if not _is_new(model.optimizer):
                raise NotAsked("an optimizer that was used before")
            return {"start": "fresh", "start_digest": start_digest(model.weights)}
        held = variable_digests(model.weights)
        for run in sorted(known, reverse=True):
            if known[run].weights == held:
                return {"start": "after", "after": run, "optimizer": self._optimizer(known[run])}
        raise NotAsked("weights from elsewhere")

    def _optimizer(self, before: Ended) -> str:
        """Whether it goes on with what that training has left, be it the same object or one loaded
        from a file: it has counted steps, so no new one holds the same.
        """
        optimizer = self._model.optimizer
        if before.variables == _of_optimizer(optimizer):
            return "continues"
        if not _is_new(optimizer):
            raise NotAsked("an optimizer that was used elsewhere")
        return "new"

    def _opened(self, payload: bytes, asked: Mapping[str, Any]) -> Replay | None:
        held = _arrays(payload)
        info = json.loads(held["info"].tobytes())
        self.weights = _numbered(held, "w")
        self._variables = _numbered(held, "o") if info["optimizer"] else None
        self._states = {
            epoch: (_numbered(held, f"s{epoch}."), _numbered(held, f"t{epoch}."))
            for epoch in info.get("states", ())
        }
        history = self._in_order(_histories(held))
        optimizers = [self._variables or [], *(held for _, held in self._states.values())]
        remember(array for held in optimizers for array in held)
        epochs = int(info["epochs_run"])
        if history is None or not self._fits():
            return None
        if asked["every_epoch"] and not set(range(1, epochs + 1)) <= set(self._states):
            return None
        draw_on()
        self._history = history
        self._rest = self._what_else()
        on_last = self.set_weights if epochs not in self._states else lambda: None
        return Replay(history, epochs, on_last=on_last, on_epoch=self.set_state, on_end=self.end)

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
        """The values in the order in which Keras' logs have them; None where one is missing."""
        names = list(self._model.get_metrics_result())
        wanted = [*names, *(f"val_{name}" for name in names if is_validated(self._given))]
        if not all(len(history.get(name, ())) for name in wanted):
            return None
        return {name: history[name] for name in wanted}


def _equal(ours: list[np.ndarray], theirs: list[np.ndarray]) -> bool:
    return len(ours) == len(theirs) and all(
        np.array_equal(one, other, equal_nan=True) for one, other in zip(ours, theirs)
    )


def _arrays(payload: bytes) -> dict[str, np.ndarray]:
    with np.load(io.BytesIO(payload), allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


def _histories(held: Mapping[str, np.ndarray]) -> dict[str, list[float]]:
    """The values of all epochs, by name."""
    return {name[2:]: held[name].tolist() for name in held if name.startswith("h.")}


def _is_new(optimizer: Any) -> bool:
    rate = getattr(optimizer, "_learning_rate", None)
    return all(is_untouched(variable) for variable in optimizer.variables if variable is not rate)


def _of_optimizer(optimizer: Any) -> tuple[bytes, ...]:
    rate = getattr(optimizer, "_learning_rate", None)
    return variable_digests(variable for variable in optimizer.variables if variable is not rate)


def _numbered(held: Mapping[str, np.ndarray], kind: str) -> list[np.ndarray]:
    names = sorted(name for name in held if name.startswith(kind) and name[len(kind) :].isdecimal())
    return [held[name] for name in names]
