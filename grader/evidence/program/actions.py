"""What does the student's code do that matters here?"""

from __future__ import annotations

from dataclasses import dataclass

from grader.model.recording import CompileInfo, ModelInfo


@dataclass(frozen=True, slots=True)
class Fit:
    """A call of `fit`, or a loop that trains by hand."""

    number: int
    """From 1, in the order of the program."""
    cell: int
    model: ModelInfo
    compiled: CompileInfo
    epochs: int | None
    batch_size: int | None


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


@dataclass(frozen=True, slots=True)
class Plot:
    """Something drawn from a history."""

    cell: int
    fit: int
    metric: str | None
    """None for all metrics at once."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """A confusion matrix drawn as a figure."""

    cell: int


Action = Fit | Evaluation | SummaryCall | Plot | Drawn
