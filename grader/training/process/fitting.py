"""Fits a model: the one loop in which the grader trains, for jobs and for reference models.

Keras' own `fit` runs, fused. What happens in an epoch depends on the seed and on the number of the
epoch alone.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from typing import Any

import keras
import numpy as np

from grader.recorder.shared import fused
from grader.training.process.building import generators

OnEpoch = Callable[[int, dict[str, float]], None]
"""Takes the number of an epoch, from 0, and its metrics."""
InputsWithLabels = tuple[np.ndarray, np.ndarray]


@dataclass(frozen=True, slots=True)
class Course:
    """What a model is fitted to, and for how long."""

    training: InputsWithLabels
    validation: InputsWithLabels | None
    batch_size: int = field(kw_only=True)
    epochs: int = field(kw_only=True)
    """At the end of which it is over, counted from the beginning of the training."""
    seed: int = field(kw_only=True)
    first_epoch: int = field(default=0, kw_only=True)
    """How many are done."""
    validation_freq: int = field(default=1, kw_only=True)
    shuffle: bool = field(default=True, kw_only=True)
    class_weight: Mapping[int, float] = field(default_factory=dict, kw_only=True)
    example_weight: np.ndarray | None = field(default=None, kw_only=True)
    """(n,) float32; None where all examples count alike."""


def fit(
    model: Any,
    course: Course,
    *,
    callbacks: Sequence[Any] = (),
    on_epoch: OnEpoch = lambda *_: None,
    stock: bool = False,
) -> Any:
    """Train a compiled model; returns Keras' `History`. Batch by batch as Keras does it where
    `stock`.
    """
    fused.install()
    history = keras.callbacks.History()
    reporting = keras.callbacks.LambdaCallback(on_epoch_end=on_epoch)
    watching = [Draws(model, course.seed), *callbacks, history, reporting]
    quickly = fused.fused(
        model,
        watching,
        epochs=course.epochs,
        seed=course.seed,
        first_epoch=course.first_epoch,
    )
    with nullcontext() if stock else quickly:
        model.fit(
            *course.training,
            batch_size=course.batch_size,
            epochs=course.epochs,
            initial_epoch=course.first_epoch,
            verbose=0,
            callbacks=watching,
            validation_data=course.validation,
            validation_freq=course.validation_freq,
            shuffle=course.shuffle,
            class_weight=dict(course.class_weight) or None,
            sample_weight=course.example_weight,
        )
    return history


class Draws(keras.callbacks.Callback):  # type: ignore[misc]
    """Lets random layers draw from the number of the epoch."""

    def __init__(self, model: Any, seed: int) -> None:
        """Take the model whose layers draw."""
        super().__init__()
        self._generators, self._seed = generators(model), seed

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        """Set the states that they draw from."""
        del logs
        for place, generator in enumerate(self._generators):
            drawn = np.random.SeedSequence([self._seed, epoch, place]).generate_state(2)
            generator.assign(drawn.astype(generator.dtype))
