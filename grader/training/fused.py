"""How is a Keras model trained without returning to Python after every batch?

Stock `fit` crosses from Python into the graph once a batch; for a small dense network that crossing costs ten times
the arithmetic. Here one call of one graph trains a whole epoch: the same `train_step`, over the same batches, in the
same order.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import tensorflow as tf


class FusedTrainer:
    """Trains a compiled Keras model one epoch a call on arrays held in memory."""

    def __init__(self, model: Any, x: np.ndarray, y: np.ndarray, *, batch_size: int, jit_compile: bool = False) -> None:
        """Take a compiled, built `model`, inputs `x` (n, ...) and targets `y` (n, ...).

        `jit_compile` compiles the epoch with XLA; it helps dense networks and slows convolutions on a CPU.
        """
        self._model = model
        self._x, self._y = tf.constant(x), tf.constant(y)
        self._batch_size = batch_size
        model.optimizer.build(model.trainable_variables)
        self._epoch = tf.function(self._train_batches, jit_compile=jit_compile)
        self._evaluation = tf.function(self._test_batches)

    def train_epoch(self, order: np.ndarray) -> dict[str, float]:
        """Train on the rows in `order` (n, int32) and return the epoch's logs as `fit` would report them."""
        self._model.reset_metrics()
        self._epoch(self._x, self._y, tf.constant(order, tf.int32))
        return self._logs()

    def evaluate(self, x: tf.Tensor, y: tf.Tensor, *, batch_size: int = 1000) -> dict[str, float]:
        """Return the logs that `evaluate` would report for `x` (n, ...) and `y` (n, ...)."""
        self._model.reset_metrics()
        self._evaluation(x, y, batch_size)
        return self._logs()

    def _train_batches(self, x: tf.Tensor, y: tf.Tensor, order: tf.Tensor) -> None:
        rows, size = self._x.shape[0], self._batch_size
        for batch in tf.range(rows // size):
            index = tf.slice(order, [batch * size], [size])
            self._model.train_step((tf.gather(x, index), tf.gather(y, index)))
        if rows % size:
            index = order[rows - rows % size :]
            self._model.train_step((tf.gather(x, index), tf.gather(y, index)))

    def _test_batches(self, x: tf.Tensor, y: tf.Tensor, batch_size: int) -> None:
        for start in tf.range(0, tf.shape(x)[0], batch_size):
            self._model.test_step((x[start : start + batch_size], y[start : start + batch_size]))

    def _logs(self) -> dict[str, float]:
        return {name: float(value) for name, value in self._model.get_metrics_result().items()}
