"""Builds and trains the reference model of one role."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

OnEpoch = Callable[[int, dict[str, float]], None]
"""Takes the number of an epoch, from 0, and its metrics."""

METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")


@dataclass(frozen=True, slots=True)
class Data:
    """What a model is trained and measured on."""

    x: np.ndarray
    """(n, ...) as the data file holds it."""
    y: np.ndarray
    """(n,) integer labels."""
    val_x: np.ndarray
    val_y: np.ndarray


@dataclass(frozen=True, slots=True)
class KerasRecipe:
    """A Keras model."""

    build: Callable[[], Any]
    """Makes the untrained model."""
    compile: Callable[[Any], None]
    prepare: Callable[[np.ndarray], np.ndarray]
    """Turns inputs as the data file holds them into the model's float32 input."""
    epochs: int
    batch_size: int
    targets: Callable[[np.ndarray], np.ndarray] = np.asarray
    """Turns integer labels (n,) into what the loss wants."""
    continues: str | None = None
    """The role whose trained model this one goes on from, or None for a fresh model."""

    def begin(self, seed: int, earlier: Any) -> Any:
        """Return the model to train: `earlier` where this role continues one, else a fresh one for
        `seed`.
        """
        if earlier is None:
            import keras

            keras.utils.set_random_seed(seed)
        model = self.build() if earlier is None else earlier
        self.compile(model)
        return model

    def train(self, model: Any, data: Data, seed: int, on_epoch: OnEpoch) -> None:
        """Train to the end; `on_epoch` gets the four metrics after every epoch.

        For a model with parts of its own, which is no job; the loop is that of the jobs.
        """
        from grader.training.process.fitting import Course, fit

        course = Course(
            (self.prepare(data.x), self.targets(data.y)),
            (self.prepare(data.val_x), self.targets(data.val_y)),
            batch_size=self.batch_size,
            epochs=self.epochs,
            seed=seed,
        )
        fit(model, course, on_epoch=on_epoch)

    def predict(self, model: Any, inputs: np.ndarray) -> np.ndarray:
        """Labels (n,) that the trained model gives."""
        return np.asarray(
            model.predict(self.prepare(inputs), batch_size=1000, verbose=0).argmax(-1)
        )

    def parameters(self, model: Any) -> int:
        """How many numbers the model has learned."""
        return int(model.count_params())


@dataclass(frozen=True, slots=True)
class EstimatorRecipe:
    """A scikit-learn classifier that can be trained epoch by epoch (`partial_fit`)."""

    build: Callable[[int], Any]
    """Makes the untrained estimator for a seed."""
    prepare: Callable[[np.ndarray], np.ndarray]
    epochs: int
    batch_size: int
    continues: None = field(default=None, init=False)

    def begin(self, seed: int, earlier: Any) -> Any:
        """Return a fresh estimator."""
        del earlier
        return self.build(seed)

    def train(self, model: Any, data: Data, seed: int, on_epoch: OnEpoch) -> None:
        """Train to the end; `on_epoch` gets the four metrics after every epoch. Losses are mean
        cross-entropies.
        """
        del seed  # the estimator has it
        from sklearn.metrics import log_loss

        x, val_x = self.prepare(data.x), self.prepare(data.val_x)
        classes = np.unique(data.y)
        for epoch in range(self.epochs):
            model.partial_fit(x, data.y, classes=classes)
            metrics = {
                "loss": float(log_loss(data.y, model.predict_proba(x), labels=classes)),
                "accuracy": float(model.score(x, data.y)),
                "val_loss": float(log_loss(data.val_y, model.predict_proba(val_x), labels=classes)),
                "val_accuracy": float(model.score(val_x, data.val_y)),
            }
            on_epoch(epoch, metrics)

    def predict(self, model: Any, inputs: np.ndarray) -> np.ndarray:
        """Labels (n,) that the trained estimator gives."""
        return np.asarray(model.predict(self.prepare(inputs)))

    def parameters(self, model: Any) -> int:
        """How many numbers the estimator has learned."""
        return sum(int(array.size) for array in (*model.coefs_, *model.intercepts_))


Recipe = KerasRecipe | EstimatorRecipe
