"""Describes the callbacks of a `fit`: which of Keras' own change the training, and how."""

from __future__ import annotations

import dis
import math
from collections.abc import Collection, Iterator
from typing import Any

PASSIVE = frozenset({"History", "ProgbarLogger", "BaseLogger", "CSVLogger"})
"""They write down what the epochs come to, and look at nothing else."""
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
STORES = frozenset({"STORE_GLOBAL", "STORE_DEREF", "STORE_ATTR", "STORE_SUBSCR", "DELETE_SUBSCR"})
HARMLESS = frozenset(
    {"math", "np", "numpy", "exp", "pow", "power", "cos", "sin", "pi", "floor", "ceil", "sqrt"}
    | {"log", "log10", "e", "float", "float32", "int", "min", "max", "abs", "round", "minimum"}
    | {"maximum", "divmod"}
)
"""Names that a schedule may use beside its own numbers."""


class NotAsked(Exception):  # noqa: N818 - the training is left to the kernel, nothing is wrong
    """The host can't be asked for this training; the message says why."""


def callbacks_asked(given: Any, names: Collection[str]) -> list[dict[str, Any]]:
    """Those that change training, by class and settings; raises `NotAsked` for any but Keras' own.

    `names` are those of the figures in the logs.
    """
    return [
        {"class_name": kind, "config": _config(callback, kind, names)}
        for callback, kind in _acting(given)
    ]


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
        own = any(name.startswith(("on_", "set_")) for name in vars(callback))
        if own or not type(callback).__module__.startswith("keras.src.callbacks."):
            raise NotAsked(f"callback {kind}")
        if kind == "LearningRateScheduler":
            if schedulers:
                yield callback, kind
        elif kind not in PASSIVE and not schedulers:
            yield callback, kind


def _config(callback: Any, kind: str, names: Collection[str]) -> dict[str, Any]:
    if kind not in OPTIONS or getattr(callback, "raise_error", False):
        raise NotAsked(f"callback {kind}")
    config = {name: getattr(callback, name) for name in OPTIONS[kind]}
    if config.get("monitor") not in (None, *names):
        raise NotAsked(f"callback {kind} monitors what there is not")
    if "min_delta" in config:  # Keras turns its sign when it is used
        config["min_delta"] = abs(config["min_delta"])
    if not all(_is_plain(value) for value in config.values()):
        raise NotAsked(f"settings of callback {kind}")
    return {name: _as_json(value) for name, value in config.items()}


def _is_plain(value: Any) -> bool:
    return value is None or isinstance(value, (bool, int, float, str)) or hasattr(value, "dtype")


def _as_json(value: Any) -> Any:
    return value.item() if hasattr(value, "dtype") else value


def _tabulated(schedule: Any, rate: float, epochs: range) -> list[float]:
    """What a schedule gives for every epoch; raises `NotAsked` for one that could do more."""
    code = getattr(schedule, "__code__", None)
    if code is None or not _only_computes(schedule, code):
        raise NotAsked("a schedule that may do more than compute")
    rates = []
    for epoch in epochs:
        try:
            rate = schedule(epoch, rate)
        except TypeError:
            rate = schedule(epoch)
        if not isinstance(rate, float) or not math.isfinite(rate):
            raise NotAsked("a schedule that gives no number")
        rates.append(float(rate))
    return rates


def _only_computes(schedule: Any, code: Any) -> bool:
    """Whether calling it leaves no trace: it stores nothing outside, and calls only arithmetic."""
    if any(step.opname in STORES for step in dis.get_instructions(code)):
        return False
    held = schedule.__globals__
    cells = [cell.cell_contents for cell in schedule.__closure__ or ()]
    numbers = {name for name in code.co_names if isinstance(held.get(name), (int, float))}
    return set(code.co_names) <= HARMLESS | numbers and all(
        isinstance(value, (int, float, list, tuple, dict)) for value in cells
    )
