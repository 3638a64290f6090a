"""Makes what a kernel would ask for: the events of a call of `fit`, by the recorder's own parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import keras
import numpy as np
from pydantic import TypeAdapter

from grader.model.dataset import Dataset
from grader.model.events import FitStarted
from grader.model.training import (
    CallbackAsked,
    FitSettings,
    Fresh,
    MetricAsked,
    Start,
    TrainingJob,
)
from grader.recorder.asking.metrics import metrics_of
from grader.recorder.events.summary import summarise
from grader.recorder.models.describe import describe_compilation, describe_model
from grader.scoring.rows.canonical import Canonical
from grader.training.description.job import describe_job

SHA256, WEIGHTS = "0" * 64, "weights.npz"
STARTED = TypeAdapter(FitStarted)


@dataclass(frozen=True)
class Call:
    """A call of `fit`."""

    model: Any
    """Compiled and built."""
    x: Any
    y: Any
    validation_data: tuple[Any, Any] | None = None
    validation_split: float = 0.0
    batch_size: int | None = None
    epochs: int = 1
    shuffle: bool = True
    class_weight: dict[int, float] | None = None
    sample_weight: np.ndarray | None = None
    validation_freq: int = 1
    callbacks: Sequence[CallbackAsked] = ()
    rates: Sequence[float] = ()

    def started(self, folder: Path) -> FitStarted:
        """The event, with its npz in the recording's folder."""
        val_x, val_y = self.validation_data or (None, None)
        summaries: dict[str, Any] = {}
        arrays: dict[str, np.ndarray] = {}
        for key, value in {"x": self.x, "y": self.y, "val_x": val_x, "val_y": val_y}.items():
            summaries[key], more = summarise(value, key)
            arrays.update(more)
        np.savez(folder / "start.npz", **arrays)  # type: ignore[arg-type]
        if self.sample_weight is not None:
            np.savez(folder / WEIGHTS, sample_weight=self.sample_weight)
        described = {
            "run": 1,
            "model": describe_model(self.model, 1),
            "compiled": describe_compilation(self.model),
            "epochs": self.epochs,
            "batch_size": self.batch_size or 32,
            "validation_split": self.validation_split,
            "arrays": "start.npz",
            **summaries,
        }
        return STARTED.validate_python(described)

    def settings(self) -> FitSettings:
        """What the event doesn't tell."""
        weights = self.class_weight
        return FitSettings(
            shuffle=self.shuffle,
            validation_freq=self.validation_freq,
            class_weight=weights and {str(label): weight for label, weight in weights.items()},
            weighs_examples=self.sample_weight is not None,
            weights_file=None if self.sample_weight is None else WEIGHTS,
            metrics=tuple(metrics_asked(self.model)),
            callbacks=tuple(self.callbacks),
            rates=tuple(self.rates),
        )


def metrics_asked(model: Any) -> list[MetricAsked]:
    """The metrics that a model was compiled with."""
    compiled = model._compile_metrics
    if compiled is None:
        return []
    if not compiled.built:
        shape = model.outputs[0].shape[1:]
        sparse = str(model.loss).startswith("sparse") or "Sparse" in type(model.loss).__name__
        targets = np.zeros((1,), "int32") if sparse else np.zeros((1, *shape), "float32")
        compiled.build(targets, np.zeros((1, *shape), "float32"))
    return [MetricAsked(**asked) for asked in metrics_of(model)]


class Asks:
    """Describes calls of `fit` on one data set."""

    def __init__(self, dataset: Dataset, folder: Path) -> None:
        self.canonical, self._folder = Canonical(dataset), folder

    def job(self, call: Call, *, start: Start | None = None) -> TrainingJob:
        """The job that a call is."""
        return describe_job(
            call.started(self._folder),
            call.settings(),
            start=start or Fresh(),
            folder=self._folder,
            canonical=self.canonical,
            dataset_sha256=SHA256,
        )


def network(*layers: Any, shape: tuple[int, ...] = (64,), **compiled: Any) -> Any:
    """A `Sequential`; by default the one that the digits assignment asks for."""
    made = layers or (
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    )
    model = keras.Sequential([keras.Input(shape), *made])
    model.compile(
        **{
            "optimizer": "adam",
            "loss": "sparse_categorical_crossentropy",
            "metrics": ["accuracy"],
            **compiled,
        }
    )
    return model
