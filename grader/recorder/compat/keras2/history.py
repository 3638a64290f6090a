"""Finds a metric under its other name: `acc` and `accuracy`, `lr` and `learning_rate`."""

from __future__ import annotations

import functools
import re
from typing import Any

from ..notes import Notes

OTHER = {"acc": "accuracy", "accuracy": "acc", "lr": "learning_rate", "learning_rate": "lr"}
IN_BRACES = re.compile(r"\{(val_)?(acc)(?=[:}!])")


def other_name(name: str) -> str | None:
    """`val_acc` for `val_accuracy` and the other way round; None for other metrics."""
    prefix = "val_" if name.startswith("val_") else ""
    other = OTHER.get(name.removeprefix(prefix))
    return None if other is None else prefix + other


class Renaming(dict[str, Any]):
    """A history that answers to both names of a metric; it holds, lists and prints only its own."""

    def __init__(self, values: dict[str, Any], notes: Notes) -> None:
        """Take over `values`."""
        super().__init__(values)
        self._notes = notes

    def __missing__(self, name: str) -> Any:
        other = other_name(name) if isinstance(name, str) else None
        if other is None or other not in self:
            raise KeyError(name)
        self._notes.used(f"history['{name}']", f"history['{other}'], the name that compile gave it")
        return self[other]

    def __reduce__(self) -> Any:
        return dict, (dict(self),)


def install(keras: Any, notes: Notes) -> None:
    """Hook the history, and what callbacks watch."""
    history = keras.callbacks.History
    history.__init__ = _with_both_names(history.__init__, notes)
    for callback in (
        keras.callbacks.EarlyStopping,
        keras.callbacks.ModelCheckpoint,
        keras.callbacks.ReduceLROnPlateau,
    ):
        callback.on_train_begin = _watching(callback.on_train_begin, notes)


def _with_both_names(stock: Any, notes: Notes) -> Any:
    @functools.wraps(stock)
    def init(self: Any) -> None:
        stock(self)
        self.history = Renaming(self.history, notes)

    return init


def _watching(stock: Any, notes: Notes) -> Any:
    @functools.wraps(stock)
    def on_train_begin(self: Any, logs: Any = None) -> None:
        watched = getattr(self, "monitor", None)
        other = other_name(watched) if isinstance(watched, str) else None
        if other is not None and watched in ("acc", "val_acc") and not _measures(self.model, "acc"):
            notes.used(f"monitor='{watched}'", f"monitor='{other}'")
            self.monitor = other
        if isinstance(getattr(self, "filepath", None), str) and not _measures(self.model, "acc"):
            self.filepath = IN_BRACES.sub(
                lambda found: f"{{{found[1] or ''}accuracy", self.filepath
            )
        stock(self, logs)

    return on_train_begin


def _measures(model: Any, name: str) -> bool:
    given = getattr(getattr(model, "_compile_metrics", None), "_user_metrics", None) or []
    return name in (given if isinstance(given, (list, tuple)) else [given])
