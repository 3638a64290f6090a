"""What can a name stand for, as far as reading the code tells?"""

from __future__ import annotations

import ast
from dataclasses import dataclass, field

from pydantic import JsonValue

from grader.model.descriptions import CompileInfo


class Unknown:
    """Whatever can't be told without running the code."""


UNKNOWN = Unknown()


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
    metrics_told: bool = False
    """Whether the call of `compile` names all metrics."""
    fits: list[int] = field(default_factory=list)
    """Numbers of its calls of `fit`."""
    defaults: dict[str, Value] = field(default_factory=dict)
    """Arguments of `fit` that a wrapper was given, such as KerasClassifier's `epochs`."""
    fit_returns_model: bool = False
    """As in scikit-learn, where Keras' `fit` returns a history."""


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
    """Its smallest and its largest value, where they can be told."""


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
    Unknown | LayerValue | TensorValue | ModelValue | OptimizerValue | LossValue | HistoryValue | HistoryDict
    | SeriesValue | ArrayValue | MatrixValue | FunctionValue | ClassValue | bool | int | float | str | None | tuple["Value", ...]
    | list["Value"] | dict[str, "Value"]
)  # fmt: skip


def as_json(value: Value) -> JsonValue:
    """The value as JSON holds it; None where it can't."""
    if isinstance(value, bool | int | float | str):
        return value
    if isinstance(value, list | tuple):
        return [as_json(item) for item in value]
    if isinstance(value, LayerValue):
        return {"class_name": value.class_name, "config": value.config}
    return None


def whole_number(value: Value) -> int | None:
    """The value as a count, where it is one."""
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9 else None
