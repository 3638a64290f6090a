"""Defines what a name can stand for, as far as reading the code tells."""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from pydantic import JsonValue

from grader.model.descriptions import CompileInfo

LARGEST = 10**12
"""A number beyond this is no size, count or rate of any notebook: it stands for nothing known."""
MOST_LAYERS = 2_000
"""Of one chain of layers; a model that is put into itself doubles with every line."""
MOST_AXES = 32
"""Of an array, as in NumPy."""
MOST_ITEMS = 1_000
"""In one setting of a layer, lists within lists included: a list may hold another one twice, and so
on.
"""
MOST_NESTED = 32
"""Lists and layers within one another, in one setting."""


class Unknown:
    """Whatever can't be known without running the code."""


UNKNOWN = Unknown()


HISTORY_METRICS = ("loss", "accuracy", "acc", "val_loss", "val_accuracy", "val_acc")
"""By which a table of a history is asked as by attributes."""


@dataclass(frozen=True, slots=True)
class LayerValue:
    """A layer that was made."""

    class_name: str
    config: dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class TensorValue:
    """The output of a chain of layers."""

    layers: tuple[LayerValue, ...] = ()


@dataclass(slots=True, eq=False)
class ModelValue:
    """A model; changes as the program goes on."""

    model_id: int
    class_name: str
    layers: list[LayerValue] = field(default_factory=list)
    compiled: CompileInfo = field(default_factory=lambda: CompileInfo(""))
    is_compiled: bool = False
    metrics_known: bool = False
    """Whether the call of `compile` names all metrics."""
    fits: list[int] = field(default_factory=list)
    """Numbers of its calls of `fit`."""
    defaults: dict[str, Value] = field(default_factory=dict)
    """Arguments of `fit` that a wrapper was given, such as KerasClassifier's `epochs`."""
    fit_returns_model: bool = False
    """As in scikit-learn, where Keras' `fit` returns a history."""

    def learn_from(self, other: ModelValue) -> None:
        """Take over what another model was trained by; of many trainings the last."""
        self.fits.extend(other.fits)
        del self.fits[:-MOST_LAYERS]


@dataclass(frozen=True, slots=True)
class OptimizerValue:
    """An optimizer that was made."""

    class_name: str
    config: dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class LossValue:
    """A loss that was made."""

    name: str
    config: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class HistoryValue:
    """What `fit` returned."""

    fit: int


@dataclass(frozen=True, slots=True)
class HistoryDict:
    """`history.history`, or a data frame made of it."""

    fit: int


@dataclass(frozen=True, slots=True)
class SeriesValue:
    """One metric of a history."""

    fit: int
    metric: str


@dataclass(frozen=True, slots=True)
class ArrayValue:
    """An array of numbers."""

    shape: tuple[int, ...] | None
    low: float | None = None
    high: float | None = None
    """Its smallest and its largest value, where they are known."""


@dataclass(frozen=True, slots=True)
class MatrixValue:
    """A confusion matrix."""


@dataclass(frozen=True, slots=True)
class FunctionValue:
    """A function of the student's own."""

    node: ast.FunctionDef


@dataclass(frozen=True, slots=True)
class ClassValue:
    """A model class of the student's own."""

    node: ast.ClassDef


Value = (
    Unknown | LayerValue | TensorValue | ModelValue | OptimizerValue | LossValue | HistoryValue
    | HistoryDict | SeriesValue | ArrayValue | MatrixValue | FunctionValue | ClassValue | bool | int
    | float | str | None | tuple["Value", ...] | list["Value"] | dict[str, "Value"]
)  # fmt: skip


def sound(value: Value) -> Value:
    """The value, or `UNKNOWN` for a number or an array that no notebook works with."""
    if isinstance(value, ArrayValue):
        return _sound_array(value)
    if isinstance(value, int | float) and not abs(value) <= LARGEST:
        return UNKNOWN
    return value


def _sound_array(array: ArrayValue) -> Value:
    shape = array.shape or ()
    if len(shape) > MOST_AXES or not all(0 <= size <= LARGEST for size in shape):
        return UNKNOWN
    bounds = (array.low, array.high)
    known = all(bound is None or abs(bound) <= LARGEST for bound in bounds)
    return array if known else ArrayValue(array.shape)


def as_json(value: Value) -> JsonValue:
    """The value as JSON holds it; None where it can't, and where it is larger than any setting."""
    try:
        return _as_json(value, [MOST_ITEMS], MOST_NESTED)
    except _LargerThanAnySetting:
        return None


class _LargerThanAnySetting(Exception):  # noqa: N818 - it is no error
    """Leaves a value that is not gone through to its end."""


def _as_json(value: Value, left: list[int], depth: int) -> JsonValue:
    left[0] -= 1
    if left[0] < 0 or depth < 0:
        raise _LargerThanAnySetting
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [_as_json(item, left, depth - 1) for item in value]
    if isinstance(value, LayerValue):
        return {"class_name": value.class_name, "config": _copied(value.config, left, depth - 1)}
    return None


def _copied(config: JsonValue, left: list[int], depth: int) -> JsonValue:
    """The settings of a layer within another's, which hold settings themselves."""
    left[0] -= 1
    if left[0] < 0 or depth < 0:
        raise _LargerThanAnySetting
    if isinstance(config, dict):
        return {name: _copied(inner, left, depth - 1) for name, inner in config.items()}
    if isinstance(config, list):
        return [_copied(inner, left, depth - 1) for inner in config]
    return config


def whole_number(value: Value) -> int | None:
    """The value as a count, where it is one."""
    return (
        value
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9
        else None
    )


def part_named(value: Value, name: str) -> Value:  # noqa: PLR0911 - a case a kind of value
    """The attribute of a model or a history, or the entry of a dictionary."""
    match value:
        case HistoryValue(fit=fit) if name == "history":
            return HistoryDict(fit)
        case ModelValue(fits=[*_, last]) if name in ("history", "history_"):
            return HistoryValue(last) if name == "history" else HistoryDict(last)
        case HistoryDict(fit=fit) if name in HISTORY_METRICS:
            return SeriesValue(fit, name)
        case ModelValue() if name in ("model", "model_"):
            return value
        case ModelValue() if name == "optimizer" and value.compiled.optimizer:
            return OptimizerValue(value.compiled.optimizer, value.compiled.optimizer_config)
        case dict():
            return value.get(name, UNKNOWN)
        case _:
            return UNKNOWN


def element_of(value: Value, key: Value) -> Value:
    """What stands under `key` in a history, a list or a dictionary."""
    match value, key:
        case HistoryDict(fit=fit), str():
            return SeriesValue(fit, key)
        case HistoryDict(), _:
            return value
        case list() | tuple(), int() if -len(value) <= key < len(value):
            return value[key]
        case dict(), str():
            return value.get(key, UNKNOWN)
        case _:
            return UNKNOWN
