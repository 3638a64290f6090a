"""Keeps what trainings by the host left behind in the kernel: their weights, and what the last
validation came to, which `evaluate` of the same model on the same rows need not compute once more.

Keras' own `evaluate` runs unchanged, as `fit` does in a training by the host; only its steps are
not taken. It has to be called with the very arrays that were validated, as they were then, and the
model has to be the same to the last bit: anything else is computed.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..events.around import each_of
from ..events.data_passed import mark_of
from ..shared.digests import array_digest
from ..shared.replay import Replay
from .callbacks import own_callbacks
from .measured import are_means

LEAVE_WEIGHTS = frozenset(
    {"History", "ProgbarLogger", "CSVLogger", "TerminateOnNaN", "ModelCheckpoint"}
    | {"EarlyStopping", "ReduceLROnPlateau", "LearningRateScheduler"}
)
"""Callbacks of Keras' that leave the weights of the last epoch, unless they restore the best."""
COMPUTED = ("sample_weight", "steps", "callbacks", "kwargs")
"""Arguments of `evaluate` with which it measures something else, or somebody looks on."""


@dataclass(frozen=True)
class Ended:
    """What a training that the host has done left behind in the kernel."""

    weights: tuple[bytes, ...]
    variables: tuple[bytes, ...] | None
    """Digests of the optimizer's variables but its learning rate; None where they are not known."""
    validated: Validated | None = None
    """What its last validation came to, where that was of these weights."""


@dataclass(frozen=True)
class Validated:
    """On what a model was validated, and what that came to."""

    rows: tuple[Any, ...]
    """What tells inputs and targets from others."""
    values: dict[str, float]
    """By name, in the order of the logs."""
    compiled: tuple[Any, ...]
    """Loss and metrics: held, so that no other object takes their place in memory."""


def validated(
    model: Any, given: Mapping[str, Any], history: Mapping[str, list[float]]
) -> Validated | None:
    """What the last validation of a `fit` with the arguments `given` came to, no callback of the
    student's own having looked at the model; None where it may have been of other weights than
    those that are left.
    """
    values = {
        name.removeprefix("val_"): each[-1]
        for name, each in history.items()
        if name.startswith("val_")
    }
    data = given.get("validation_data")
    if not values or data is None or not all(map(math.isfinite, values.values())):
        return None
    whole = given.get("validation_steps") is None and given.get("validation_freq", 1) == 1
    listed = each_of(given.get("callbacks"))
    own = own_callbacks(listed)
    kept = all(_leaves_weights(each) for each in listed if each not in own)
    rows = _rows(*data) if whole and kept and len(data) == 2 else None
    return Validated(rows, values, _compiled(model)) if rows is not None else None


def known_evaluation(
    model: Any, given: Mapping[str, Any], known: dict[int, Ended]
) -> Replay | None:
    """What `evaluate` with the arguments `given` comes to, by what is `known` of trainings (by run,
    those that ended last behind); None where it has to be computed.
    """
    if any(given.get(name) is not None for name in COMPUTED) or not are_means(model):
        return None
    candidates = [
        (ended, ended.validated)
        for ended in reversed(known.values())
        if ended.validated is not None and _are_same(ended.validated.compiled, _compiled(model))
    ]
    if not candidates:
        return None
    rows = _rows(given.get("x"), given.get("y"))
    weights = variable_digests(model.weights)
    for ended, seen in candidates:
        if (ended.weights, seen.rows) == (weights, rows):
            values = {f"val_{name}": [value] for name, value in seen.values.items()}
            return Replay(values, 1, on_last=_nothing, on_end=_nothing)
    return None


def variable_digests(variables: Iterable[Any]) -> tuple[bytes, ...]:
    """Of what each of them holds."""
    return tuple(array_digest(variable._value.numpy()) for variable in variables)


def _leaves_weights(callback: Any) -> bool:
    kind = type(callback)
    built_in = kind.__module__.startswith("keras.") and kind.__name__ in LEAVE_WEIGHTS
    return built_in and not getattr(callback, "restore_best_weights", False)


def _compiled(model: Any) -> tuple[Any, ...]:
    return tuple(getattr(model, name, None) for name in ("_compile_loss", "_compile_metrics"))


def _are_same(ones: tuple[Any, ...], others: tuple[Any, ...]) -> bool:
    return all(one is other for one, other in zip(ones, others))


def _rows(x: Any, y: Any) -> tuple[Any, ...] | None:
    """What tells inputs and targets from others; None where they are no plain arrays. Rows that
    have changed places tell only by a checksum.
    """
    marks = mark_of(x), mark_of(y)
    if not all(marks):
        return None
    return (*marks, *(zlib.crc32(np.ascontiguousarray(array).data) for array in (x, y)))


def _nothing() -> None:
    """Neither is a weight set nor anything ended."""
