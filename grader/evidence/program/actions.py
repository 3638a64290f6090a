"""Names what the student's code does that matters here, and what following it needs of the
interpreter.
"""

from __future__ import annotations

import ast
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from grader.evidence.program.values import ArrayValue, FunctionValue, Value
from grader.model.descriptions import CompileInfo, ModelInfo


@dataclass(frozen=True, slots=True)
class FitCall:
    """A call of `fit`, or a loop that trains by hand."""

    number: int
    """From 1, in the order of the program."""
    cell: int
    model: ModelInfo
    compiled: CompileInfo
    epochs: int | None
    batch_size: int | None
    x: ArrayValue | None = None
    """What it trains on, where the code tells."""
    y: ArrayValue | None = None
    goes_on_from: int | None = None
    """The `fit` of the same model before."""
    is_compiled: bool = True
    metrics_known: bool = False
    """Whether the code names all metrics, so that one that is not named is none."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A call of `evaluate`, or of `predict`."""

    cell: int
    model_id: int
    fit: int | None
    """The last `fit` of that model before."""
    predicts: bool
    on_training_data: bool


@dataclass(frozen=True, slots=True)
class SummaryCall:
    """A call of `summary`."""

    cell: int
    model_id: int
    layers: int
    """How many layers the model had, inputs left aside."""
    parameters: int
    """0 where the code doesn't tell."""


@dataclass(frozen=True, slots=True)
class Printed:
    """Values that a cell shows: a shape, a number, an optimizer."""

    cell: int
    values: tuple[Value, ...]
    """Only those that the code tells."""


@dataclass(frozen=True, slots=True)
class HistoryPlot:
    """Something drawn from a history."""

    cell: int
    fit: int
    metric: str | None
    """None for all metrics at once."""


@dataclass(frozen=True, slots=True)
class MatrixPlot:
    """A confusion matrix drawn as a figure."""

    cell: int


Action = FitCall | Evaluation | SummaryCall | Printed | HistoryPlot | MatrixPlot


class Program(Protocol):
    """What calls need of the interpreter."""

    actions: list[Action]
    cell: int
    unsure: int
    """Above 0 in what may not be run: a branch, a loop, a `try`."""

    def look_up(self, name: str) -> Value:
        """What a name stands for here."""

    def names(self) -> dict[str, Value]:
        """Every name that can be seen here."""

    def evaluate(self, node: ast.expr | None) -> Value:
        """What an expression stands for."""

    def spend(self, steps: int) -> None:
        """Count work as so many statements."""

    def call_function(
        self, function: FunctionValue, arguments: Sequence[Value], keywords: dict[str, Value]
    ) -> Value:
        """Follow a call of a function of the student's."""
