"""Describes what the recorder saw: arrays, layers, models, how they were compiled, what was drawn.

Everything here comes out of the student's process and is a claim until a later room has checked it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from pydantic import JsonValue


@dataclass(frozen=True, slots=True)
class ArraySummary:
    """What was passed to `fit`, `evaluate` or `predict`, without passing all of it.

    The event's npz holds, under `KEY.sample` (k, ...), `KEY.sample_index` (k,) int64 and
    `KEY.row_hashes` (n,) uint64, a sample of the rows, where they stood, and a hash of each row;
    see `recorder/shared/fingerprint.py` for the hash. For targets it holds `y.target_hashes` (n,)
    uint64 as well (`recorder/shared/targets.py`).
    """

    key: str
    """Prefix of this array's entries in the npz: `x`, `y`, `val_x`, `val_y`."""
    shape: tuple[int, ...]
    dtype: str
    minimum: float
    maximum: float
    kind: Literal["array", "dataset", "pieces", "other"] = "array"
    """`dataset`: the first batch of a pipeline or of a loop; `pieces`: all their batches, as far as
    they were looked at.
    """


@dataclass(frozen=True, slots=True)
class LayerInfo:
    """One layer, as Keras describes it."""

    class_name: str
    name: str
    config: dict[str, JsonValue] = field(default_factory=dict)
    """The layer's own `get_config()`, as far as JSON can hold it."""
    output_shape: tuple[int | None, ...] = ()
    parameters: int = 0


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model at the moment it was trained."""

    model_id: int
    """Tells the models of one kernel apart, whatever the student called them."""
    class_name: str
    layers: tuple[LayerInfo, ...]
    parameters: int
    trainable_parameters: int
    architecture: str | None = None
    """Keras' own JSON (`model.to_json()`), or None where the model can't describe itself."""


@dataclass(frozen=True, slots=True)
class CompileInfo:
    """How a model was compiled."""

    optimizer: str
    """The optimizer's class: `SGD`, `Adam`."""
    optimizer_config: dict[str, JsonValue] = field(default_factory=dict)
    loss: str = ""
    """Keras' name in snake case: `mean_squared_error`, `categorical_crossentropy`."""
    loss_config: dict[str, JsonValue] = field(default_factory=dict)
    """`get_config()` of a loss given as an object, for `from_logits` and `label_smoothing`; empty
    for a name.
    """
    metrics: tuple[str, ...] = ()
    metric_meanings: dict[str, str] = field(default_factory=dict)
    """Keras' name of each metric that the student called otherwise."""


@dataclass(frozen=True, slots=True)
class LineShown:
    """A line on a figure's axes."""

    label: str
    values: tuple[float, ...]
    """The y data, at most 5,000 points."""


@dataclass(frozen=True, slots=True)
class GridShown:
    """An image or a colour mesh on a figure's axes, or a table of numbers (a mesh, too); the npz
    holds its data under `key`.
    """

    key: str
    shape: tuple[int, ...]
    kind: Literal["image", "mesh"]


@dataclass(frozen=True, slots=True)
class AxesShown:
    """One pair of axes and what they draw."""

    title: str = ""
    x_label: str = ""
    y_label: str = ""
    lines: tuple[LineShown, ...] = ()
    grids: tuple[GridShown, ...] = ()
    texts: tuple[str, ...] = ()
    """Free texts on the axes, annotations of a heat map among them; at most 500."""
