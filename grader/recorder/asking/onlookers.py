"""Tells callbacks of the student's own that only look on: at epochs' numbers and values.

They print, and collect what they see; the training is the same with them or without, but that they
may end it after an epoch. Each is tried out on copies of all that it holds before the host is
asked: one that raises where the training goes on, or changes the values, ends or changes the
training. Where one may end it, copies see the real values, too, before anything is handed out.
"""

from __future__ import annotations

import contextlib
from collections.abc import Collection, Iterator, Mapping, Sequence
from types import FunctionType
from typing import Any

from .copies import DATA, HOLDERS, Copies
from .instructions import STOPS, Named, NotAsked

HOOKS = ("on_train_begin", "on_epoch_begin", "on_epoch_end", "on_train_end")
IN_CLASSES = frozenset(
    {"__module__", "__qualname__", "__doc__", "__dict__", "__weakref__", "__annotations__"}
    | {"__init__", "__firstlineno__", "__static_attributes__", "__annotate_func__"}
)
"""Names with underscores that a class may have: they are not called while `fit` runs."""
TAKEN = frozenset({"params", "_model", "best_weights"})
"""Attributes that others read or set."""
MOST_EPOCHS = 10_000
ANY_VALUE = 0.5


class Stage:
    """Stands for the callback where it is tried out."""


class StandInModel:
    """Stands for the model, of which nothing can be done but to end its training."""

    stop_training = False


class Onlooker:
    """A callback of the student's own, on a stage."""

    def __init__(self, callback: Any, copies: Copies) -> None:
        """Raises `NotAsked` where it may do more than look on."""
        self._callback, self._copies, self._stage = callback, copies, Stage()
        self._classes, self._bring = own_classes(callback), self._mine
        if any(name.startswith("set_") or name == "best_weights" for name in vars(callback)):
            raise NotAsked("a callback that others set")
        self._model: StandInModel | None = None
        self.hooks = dict(self._hooks())

    @property
    def may_stop(self) -> bool:
        """Whether its code ends the training somewhere."""
        return self._model is not None

    @property
    def has_stopped(self) -> bool:
        """Whether it has ended the training; raises `NotAsked` where it says anything else of it,
        such as that it goes on though others have ended it.
        """
        said = vars(self._model).get(STOPS) if self._model is not None else None
        if said is not None and said is not True:
            raise NotAsked("a callback that lets a training go on")
        return said is True

    def call(self, hook: str, *given: Any) -> None:
        """Try one of its hooks out."""
        if hook in self.hooks:
            self.hooks[hook](*given)

    def _hooks(self) -> Iterator[tuple[str, Any]]:
        for name in names_of_hooks():
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
        if named.where == "stops":
            self._model = self._stage.model = self._model or StandInModel()  # type: ignore[attr-defined]
            return
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


def look_on(given: Sequence[Any], names: Collection[str], epochs: range) -> bool:
    """Whether one of them may end the training; raises `NotAsked` unless all of them do no more
    than that and look on. `names` are those of the values.
    """
    if not given:
        return False
    if len(epochs) > MOST_EPOCHS:
        raise NotAsked("callbacks that see very many epochs")
    onlookers, copies = _on_stage(given)
    with _errors_as_not_asked():
        changed = not all(
            _leave(onlookers, epoch, dict.fromkeys(names, ANY_VALUE)) for epoch in epochs
        )
        _each(onlookers, "on_train_end", dict.fromkeys(names, ANY_VALUE))
    if changed:
        raise NotAsked("a callback that changes the values")
    may_stop = any(onlooker.may_stop for onlooker in onlookers)
    if may_stop and copies.tell_the_time:
        raise NotAsked("a callback that may end the training by the clock")
    return may_stop


def stopped_after(
    given: Sequence[Any], values: Mapping[str, Sequence[float]], epochs: range
) -> int | None:
    """After how many of the epochs, which came to these values, one of them ends the training;
    None where none does. `given` have passed `look_on`.
    """
    onlookers, _ = _on_stage(given)
    for done, epoch in enumerate(epochs, start=1):
        logs = {name: each[done - 1] for name, each in values.items() if done <= len(each)}
        if len(logs) < len(values):
            return None
        with _errors_as_not_asked():
            _leave(onlookers, epoch, logs)
        if [onlooker for onlooker in onlookers if onlooker.has_stopped]:
            return done
    return None


def _on_stage(given: Sequence[Any]) -> tuple[list[Onlooker], Copies]:
    """Copies of them, which have seen their training begin already."""
    copies = Copies()
    return [Onlooker(callback, copies) for callback in given], copies


@contextlib.contextmanager
def _errors_as_not_asked() -> Iterator[None]:
    """One that raises would have ended the training with an error."""
    try:
        yield
    except NotAsked:
        raise
    except Exception as error:
        raise NotAsked(f"a callback that ends with {type(error).__name__}") from None


def _leave(onlookers: list[Onlooker], epoch: int, values: dict[str, float]) -> bool:
    """Whether the values of that epoch are left as they are."""
    logs = dict(values)
    _each(onlookers, "on_epoch_begin", epoch, {})
    _each(onlookers, "on_epoch_end", epoch, logs)
    return logs == values


def _each(onlookers: list[Onlooker], hook: str, *given: Any) -> None:
    for onlooker in onlookers:
        onlooker.call(hook, *given)


def names_of_hooks() -> list[str]:
    """Of all that Keras calls of a callback."""
    return [name for name in dir(_stock()) if name.startswith("on_")]


def _stock() -> Any:
    from keras.src.callbacks.callback import Callback

    return Callback
