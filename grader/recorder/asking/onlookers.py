"""Tells callbacks of the student's own that only look on: at epochs' numbers and figures.

They print, and collect what they see; the training is the same with them or without. Each is tried
out on copies of all that it holds before the host is asked: one that raises where the training
goes on, or changes the figures, ends or changes the training.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from types import FunctionType
from typing import Any

from .copies import DATA, HOLDERS, Copies
from .instructions import Named, NotAsked

HOOKS = ("on_train_begin", "on_epoch_begin", "on_epoch_end", "on_train_end")
IN_CLASSES = frozenset(
    {"__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__annotations__"}
    | {"__init__", "__firstlineno__", "__static_attributes__", "__annotate_func__"}
)
"""Names with underscores that a class may have: they are not called while `fit` runs."""
TAKEN = frozenset({"params", "_model", "best_weights"})
"""Attributes that others read or set."""
MOST_EPOCHS = 10_000
FIGURE = 0.5


class Stage:
    """Stands for the callback where it is tried out."""


class Onlooker:
    """A callback of the student's own, on a stage."""

    def __init__(self, callback: Any, copies: Copies) -> None:
        """Raises `NotAsked` where it may do more than look on."""
        self._callback, self._copies, self._stage = callback, copies, Stage()
        self._classes, self._bring = own_classes(callback), self._mine
        if any(name.startswith("set_") or name == "best_weights" for name in vars(callback)):
            raise NotAsked("a callback that others set")
        self.hooks = dict(self._hooks())

    def call(self, hook: str, *given: Any) -> None:
        """Try one of its hooks out."""
        if hook in self.hooks:
            self.hooks[hook](*given)

    def _hooks(self) -> Iterator[tuple[str, Any]]:
        for name in _names_of_hooks():
            if getattr(getattr(self._callback, name), "_is_default", False):
                continue
            if name not in HOOKS:
                raise NotAsked(f"a callback with {name}")
            yield name, self._hook(name)

    def _hook(self, name: str) -> Any:
        if name not in vars(self._callback):
            return self._method(self._in_classes(name))
        if self._classes:
            raise NotAsked("a callback whose hooks are exchanged")
        return self._copies.function(vars(self._callback)[name])

    def _method(self, function: Any) -> Any:
        return self._copies.function(function, self._bring).__get__(self._stage)

    def _mine(self, named: Named) -> None:
        """Bring an attribute of it onto the stage; raises `NotAsked` where it is no data."""
        name, held = named.name, vars(self._callback)
        found = self._in_classes(name)
        if name.startswith("__") or (found is None and hasattr(_stock(), name)):
            raise NotAsked(f"a callback that uses self.{name}")
        if named.where == "stored" and (name in TAKEN or type(found) not in DATA | HOLDERS):
            raise NotAsked(f"a callback that sets self.{name}")
        if name in vars(self._stage):
            return
        if type(found) is FunctionType and name not in held:
            setattr(self._stage, name, None)  # a method may call itself
            setattr(self._stage, name, self._method(found))
        elif found is not None or name in held:
            copied = self._copies.value(found)  # a property is no data
            setattr(self._stage, name, self._copies.value(held[name]) if name in held else copied)

    def _in_classes(self, name: str) -> Any:
        return next((vars(kind)[name] for kind in self._classes if name in vars(kind)), None)


def own_classes(callback: Any) -> list[type]:
    """The classes of the student's own that make it; none for Keras' `LambdaCallback`.

    Raises `NotAsked` where it comes from another callback of Keras', or its classes do more.
    """
    from keras.src.callbacks.lambda_callback import LambdaCallback

    kind = type(callback)
    *own, base, _ = kind.__mro__
    if kind is LambdaCallback:
        return []
    if base is not _stock() or any(type(part) is not type for part in own):
        raise NotAsked(f"callback {kind.__name__}")
    for name in {name for part in own for name in vars(part)}:
        special = name.startswith("__") and name.endswith("__") and name not in IN_CLASSES
        if special or name.startswith("set_") or name in {"model", *TAKEN}:
            raise NotAsked(f"a callback with {name}")
    return own


def look_on(given: Sequence[Any], names: Collection[str], epochs: range) -> None:
    """Raise `NotAsked` unless all of them only look on; `names` are those of the figures."""
    if not given:
        return
    if len(epochs) > MOST_EPOCHS:
        raise NotAsked("callbacks that see very many epochs")
    copies = Copies()
    onlookers = [Onlooker(callback, copies) for callback in given]
    try:
        changed = not all(_leave(onlookers, epoch, names) for epoch in epochs)
        _each(onlookers, "on_train_end", dict.fromkeys(names, FIGURE))
    except Exception as error:
        raise NotAsked(f"a callback that ends with {type(error).__name__}") from None
    if changed:
        raise NotAsked("a callback that changes the figures")


def _leave(onlookers: list[Onlooker], epoch: int, names: Collection[str]) -> bool:
    """Whether the figures of that epoch are left as they are."""
    logs = dict.fromkeys(names, FIGURE)
    _each(onlookers, "on_epoch_begin", epoch, {})
    _each(onlookers, "on_epoch_end", epoch, logs)
    return logs == dict.fromkeys(names, FIGURE)


def _each(onlookers: list[Onlooker], hook: str, *given: Any) -> None:
    for onlooker in onlookers:
        onlooker.call(hook, *given)


def _names_of_hooks() -> list[str]:
    return [name for name in dir(_stock()) if name.startswith("on_")]


def _stock() -> Any:
    from keras.src.callbacks.callback import Callback

    return Callback
