"""The words for trainings that the grader does itself: what is asked, the job, what it came to.

A `TrainingJob` is a value: two that are equal describe one training, whoever wrote it and however.
It names no student, holds no open file and no code, so any machine with the data can do it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields, replace
from functools import cached_property, partial
from typing import Any, Literal

import numpy as np
from pydantic import JsonValue

JOB_VERSION = 1
"""Of the description: another one means that equal digests may stand for different trainings."""

Reused = Literal["", "bundled", "store"]
"""Where a result was found: nowhere (it was trained now), beside the assignment, in the store."""
Targets = Literal["labels", "column", "one_hot"]
"""Integer labels (n,), the same as (n, 1), or rows with a single 1."""


@dataclass(frozen=True, slots=True)
class MetricAsked:
    """A metric that a model was compiled with."""

    name: str
    """As in the student's `History`: `acc`."""
    kind: str
    """Keras' name in snake case: `accuracy`, `precision`, `mean_absolute_error`."""
    config: dict[str, JsonValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class CallbackAsked:
    """A callback of Keras' own that changes training."""

    class_name: str
    config: dict[str, JsonValue] = field(default_factory=dict)
    """Its settings by the names of its constructor: `monitor`, `patience`, `mode`, …"""


@dataclass(frozen=True, slots=True, kw_only=True)
class FitSettings:
    """What a call of `fit` asks for beside what `FitStarted` tells; a claim of the kernel."""

    shuffle: bool = True
    validation_freq: int = 1
    class_weight: dict[str, float] | None = None
    """By the label as text, since JSON knows no other keys."""
    metrics: tuple[MetricAsked, ...] = ()
    callbacks: tuple[CallbackAsked, ...] = ()
    """In their order; those that change nothing are left out."""
    rates: tuple[float, ...] = ()
    """The learning rate of every epoch, where a schedule of the student's own was tabulated."""
    weighs_examples: bool = False
    """Whether every example counts by a weight of its own; they come with the event."""
    weights_file: str | None = None
    """The npz that came with it, as the host has written it; what a kernel says here is not heeded.
    """
    every_epoch: bool = False
    """Whether a callback looks at the model after every epoch, so that its states are wanted."""


@dataclass(frozen=True, slots=True)
class Fresh:
    """A start from initial weights."""

    draw: int = 1
    """Which of the grader's draws, from 1."""


@dataclass(frozen=True, slots=True)
class After:
    """A start from the end of another job."""

    digest: str
    """Of that job."""
    optimizer: Literal["new", "continues"] = "new"
    """Whether the model was compiled anew in between."""


Start = Fresh | After


@dataclass(frozen=True)
class PreparedRows:
    """Rows of an assignment's data, prepared for a model."""

    spans: tuple[tuple[int, int], ...]
    """Their places in training and held-out data one after the other: first place and how many."""
    preparation: Mapping[str, JsonValue]
    """`Preparation.to_json()`, its numbers rounded to what two writers of one formula share."""
    targets: Targets
    width: int
    """Of a one-hot row; 0 for labels."""

    @property
    def count(self) -> int:
        """How many rows they are."""
        return sum(length for _, length in self.spans)

    @cached_property
    def text(self) -> str:
        """As the digests of all jobs have it that take these rows: of an order drawn by chance it
        is a megabyte, which is written once.
        """
        return _written(self.to_json())

    def to_json(self) -> dict[str, Any]:
        """All of it; the spans are not copied."""
        return {
            "spans": self.spans,
            "preparation": self.preparation,
            "targets": self.targets,
            "width": self.width,
        }

    def places(self) -> np.ndarray:
        """The place of every row (n,) int64."""
        return np.concatenate(
            [np.arange(first, first + length) for first, length in self.spans]
            or [np.zeros(0, np.int64)]
        ).astype(np.int64)


def _values(value: object) -> int:
    """Those of a tree of JSON; an object counts for two more, since it takes as much more."""
    if isinstance(value, Mapping):
        return 3 + sum(map(_values, value.values()))
    return 1 + sum(map(_values, value)) if isinstance(value, list) else 1


_written = partial(json.dumps, sort_keys=True, separators=(",", ":"), allow_nan=False)
"""A value in its one spelling."""


def spans_of(places: np.ndarray) -> tuple[tuple[int, int], ...]:
    """`places` (n,) as runs of consecutive ones."""
    if not len(places):
        return ()
    breaks = np.flatnonzero(np.diff(places) != 1) + 1
    starts = np.concatenate([[0], breaks])
    lengths = np.diff(np.concatenate([starts, [len(places)]]))
    return tuple(zip(places[starts].tolist(), lengths.tolist(), strict=True))


@dataclass(frozen=True, kw_only=True)
class TrainingJob:
    """A training as it follows from its description and from which draw it is."""

    versions: tuple[str, ...]
    """Of what computes it: `keras 3.15.1`, `tensorflow 2.21.0`."""
    dataset: str
    """SHA-256 of the assignment's data file."""
    model: Mapping[str, JsonValue]
    """The architecture in its one spelling, see `training/architecture.py`."""
    optimizer: Mapping[str, JsonValue]
    """`{"name": …, "options": {…}}`"""
    loss: Mapping[str, JsonValue]
    """`{"name": …, "options": {…}}`"""
    metrics: tuple[str, ...]
    """By Keras' names, sorted; the keys of `TrainedModel.history` beside `loss`."""
    training: PreparedRows
    validation: PreparedRows | None
    validation_freq: int = 1
    batch_size: int
    epochs: int
    shuffle: bool = True
    class_weight: tuple[tuple[int, float], ...] = ()
    callbacks: tuple[CallbackAsked, ...] = ()
    rates: tuple[float, ...] = ()
    example_weight: tuple[tuple[float, int], ...] = ()
    """What the training rows count, in their order: a weight and how many rows have it; empty where
    all count alike.
    """
    start: Start = field(default_factory=Fresh)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the description, lower-case hex: the address of the result."""
        rows = {"training": self.training, "validation": self.validation}
        texts = {name: one.text for name, one in rows.items() if one is not None}
        said = self.to_json()
        parts = (f'"{name}":{texts.get(name) or _written(said[name])}' for name in sorted(said))
        return hashlib.sha256(f"{{{','.join(parts)}}}".encode()).hexdigest()

    @cached_property
    def family(self) -> str:
        """SHA-256, shared with the jobs that differ from this one in the number of epochs alone."""
        return replace(self, epochs=0).digest

    @property
    def parts(self) -> int:
        """How many spans of rows and weights of examples it names, and values its model and its
        settings have: a hundred bytes each.
        """
        validation = self.validation.spans if self.validation else ()
        return len(self.training.spans) + len(validation) + self.settings

    @cached_property
    def settings(self) -> int:
        """How many values it has beside its rows."""
        said = (self.model, self.optimizer, self.loss, *(one.config for one in self.callbacks))
        named = (self.metrics, self.class_weight, self.rates, self.example_weight)
        return sum(map(_values, said)) + sum(map(len, named))

    def to_json(self) -> dict[str, Any]:
        """All of it; `from_json` reads it."""
        start = {"kind": "fresh" if isinstance(self.start, Fresh) else "after"}
        said: dict[str, Any] = {
            **{one.name: getattr(self, one.name) for one in fields(self)},
            "version": JOB_VERSION,
            "training": self.training.to_json(),
            "validation": self.validation.to_json() if self.validation else None,
            "callbacks": [asdict(callback) for callback in self.callbacks],
            "start": {**start, **asdict(self.start)},
        }
        if not self.example_weight:  # jobs that were described before there was such a thing
            del said["example_weight"]
        return said

    @classmethod
    def from_json(cls, saved: Mapping[str, Any]) -> TrainingJob:
        """The job that `to_json` described."""
        given = {key: value for key, value in saved.items() if key != "version"}
        start = dict(given["start"])
        kind = Fresh if start.pop("kind") == "fresh" else After
        return cls(
            **{
                **given,
                "versions": tuple(given["versions"]),
                "metrics": tuple(given["metrics"]),
                "rates": tuple(given["rates"]),
                "class_weight": tuple((label, weight) for label, weight in given["class_weight"]),
                "example_weight": tuple(
                    (weight, count) for weight, count in given.get("example_weight", ())
                ),
                "callbacks": tuple(CallbackAsked(**callback) for callback in given["callbacks"]),
                "training": _rows(given["training"]),
                "validation": _rows(given["validation"]) if given["validation"] else None,
                "start": kind(**start),
            }
        )

    def drawn(self, draw: int) -> TrainingJob:
        """The same training from another draw of the initial weights; one that goes on from a job
        has none.
        """
        return replace(self, start=Fresh(draw)) if isinstance(self.start, Fresh) else self


def _rows(saved: Mapping[str, Any]) -> PreparedRows:
    spans = tuple((first, length) for first, length in saved["spans"])
    return PreparedRows(**{**saved, "spans": spans})


Arrays = tuple[np.ndarray, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TrainedModel:
    """What a job came to. Equal to itself only."""

    digest: str
    """Of the job."""
    history: Mapping[str, tuple[float, ...]]
    """`loss`, the job's metrics, and with `val_` before them those of the validation rows: a number
    an epoch, or one for each epoch that was validated.
    """
    epochs_run: int
    weights: Arrays
    """At the end, in the order of `get_weights()`; where a callback restores the best, those."""
    optimizer_variables: Arrays | None
    """In the order of `optimizer.variables`; None where they were not kept."""
    states: Mapping[int, Arrays] = field(default_factory=dict)
    """The weights after some of the epochs, by how many were done."""
    optimizer_states: Mapping[int, Arrays] = field(default_factory=dict)
    """The optimizer's variables after some of them: from there another training can go on."""
    wall_s: float = 0.0
    """How long it took to train."""
    moved: bool = True
    """Whether any weight that may learn is another than before."""
    reused: Reused = ""

    def found(self, where: Reused) -> TrainedModel:
        """The same result, looked up."""
        return replace(self, reused=where)

    @property
    def nbytes(self) -> int:
        """Of all its arrays."""
        states = (*self.states.values(), *self.optimizer_states.values())
        kept = (self.weights, self.optimizer_variables or (), *states)
        return sum(array.nbytes for arrays in kept for array in arrays)
