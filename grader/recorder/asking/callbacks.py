"""Describes the callbacks of a `fit`: which of Keras' own change the training, and how."""

from __future__ import annotations

import copy
import math
import sys
from collections.abc import Collection, Iterator
from typing import Any

import numpy as np

from .copies import Copies
from .instructions import NotAsked

PASSIVE = frozenset({"History", "ProgbarLogger", "BaseLogger", "CSVLogger"})
"""They write down what the epochs come to, and look at nothing else."""
LOOKING = frozenset({"ModelCheckpoint"})
"""They look at the model as it is at the end of an epoch, and change nothing in it."""
OPTIONS = {
    "EarlyStopping": (
        *("monitor", "min_delta", "patience", "mode", "baseline"),
        *("restore_best_weights", "start_from_epoch"),
    ),
    "ReduceLROnPlateau": (
        *("monitor", "factor", "patience", "mode", "min_delta", "cooldown", "min_lr"),
    ),
    "TerminateOnNaN": (),
}
"""By class, the settings that matter."""
MAX_RATES = 10_000
OWN = ("LambdaCallback",)
"""Keras' callbacks that are made of the student's own functions."""


def own_callbacks(given: Any) -> list[Any]:
    """Those that are made of the student's own code."""
    return [callback for callback in given if _is_own(callback)]


def callbacks_asked(
    given: Any, names: Collection[str], *, first_epoch: int = 0
) -> list[dict[str, Any]]:
    """Those of Keras' own that change training, by class and settings.

    Raises `NotAsked` for one that isn't known; the student's own are none of them. `names` are
    those of the values in the logs. The host counts epochs from 0, whatever `first_epoch` is.
    """
    asked: list[dict[str, Any]] = [
        {"class_name": kind, "config": _config(callback, kind, names)}
        for callback, kind in _acting(given)
    ]
    for config in (callback["config"] for callback in asked):
        if "start_from_epoch" in config:
            config["start_from_epoch"] = max(0, config["start_from_epoch"] - first_epoch)
    return asked


def look_at_the_model(given: Any) -> bool:
    """Whether one of them looks at the model after every epoch; raises `NotAsked` for one that does
    so between batches.
    """
    looking = [one for one in given if not _is_own(one) and type(one).__name__ in LOOKING]
    if any(one.save_freq != "epoch" for one in looking):
        raise NotAsked("a checkpoint between batches")
    return bool(looking)


def rates_asked(given: Any, optimizer: Any, epochs: range) -> list[float]:
    """The learning rate of every epoch, where a `LearningRateScheduler` sets it."""
    schedulers = [callback for callback, _ in _acting(given, schedulers=True)]
    if not schedulers:
        return []
    rate: Any = getattr(optimizer, "_learning_rate", None)
    others = {kind for _, kind in _acting(given)}
    if len(schedulers) > 1 or "ReduceLROnPlateau" in others or not hasattr(rate, "assign"):
        raise NotAsked("the learning rate is set by several")
    if len(epochs) > MAX_RATES:
        raise NotAsked(f"a schedule of more than {MAX_RATES} epochs")
    return _tabulated(schedulers[0].schedule, float(rate.numpy()), epochs)


def _acting(given: Any, *, schedulers: bool = False) -> Iterator[tuple[Any, str]]:
    """The callbacks that change training and their classes' names, or the schedulers."""
    for callback in given:
        kind = type(callback).__name__
        if _is_own(callback):
            continue
        if any(name.startswith(("on_", "set_")) for name in vars(callback)):
            raise NotAsked(f"callback {kind}")
        if kind == "LearningRateScheduler":
            if schedulers:
                yield callback, kind
        elif kind not in PASSIVE | LOOKING and not schedulers:
            yield callback, kind


def _is_own(callback: Any) -> bool:
    kind = type(callback)
    if kind.__name__ in OWN or not kind.__module__.startswith("keras.src.callbacks."):
        return True
    return getattr(sys.modules.get(kind.__module__), kind.__name__, None) is not kind


def _config(callback: Any, kind: str, names: Collection[str]) -> dict[str, Any]:
    if kind not in OPTIONS or getattr(callback, "raise_error", False):
        raise NotAsked(f"callback {kind}")
    config = {name: getattr(callback, name) for name in OPTIONS[kind]}
    if config.get("monitor") not in (None, *names):
        raise NotAsked(f"callback {kind} monitors what there is not")
    if "min_delta" in config:  # Keras turns its sign when it is used
        config["min_delta"] = abs(config["min_delta"])
        config["mode"] = _mode(callback)
    if not all(_is_plain(value) for value in config.values()):
        raise NotAsked(f"settings of callback {kind}")
    return {name: _as_json(value) for name, value in config.items()}


def _mode(callback: Any) -> str:
    """Which way its value gets better: what it goes by already, else what it will find out of the
    model's metrics when its first epoch is over.
    """
    from keras.src import ops

    found = copy.copy(callback)
    if found.monitor_op is None:
        try:
            found._set_monitor_op()
        except ValueError:
            raise NotAsked("a callback that can't tell which way is better") from None
    for mode, compares in (("min", ops.less), ("max", ops.greater)):
        if found.monitor_op is compares:
            return mode
    raise NotAsked("a callback that compares in a way of its own")


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (bool, int, float, str)) or hasattr(value, "dtype")


def _as_json(value: Any) -> Any:
    return value.item() if hasattr(value, "dtype") else value


def _tabulated(schedule: Any, rate: float, epochs: range) -> list[float]:
    """What a schedule gives for every epoch; raises `NotAsked` for one that could do more.

    A copy of it is asked, so that it leaves no trace, with the rate as the optimizer holds it: in
    float32, where 0.001 is more than 0.001.
    """
    asked, rates = Copies().function(schedule), []
    for epoch in epochs:
        given = _rate(asked, epoch, rate)
        if not isinstance(given, (float, np.float32)):
            raise NotAsked("a schedule that gives no number")
        rates.append(float(given))
        with np.errstate(over="ignore"):
            rate = float(np.float32(given))
        if not math.isfinite(rate):
            raise NotAsked("a schedule that gives no number")
    return rates


def _rate(schedule: Any, epoch: int, rate: float) -> Any:
    try:
        try:
            return schedule(epoch, rate)
        except TypeError:
            return schedule(epoch)
    except Exception as error:
        raise NotAsked(f"a schedule that ends with {type(error).__name__}") from None
