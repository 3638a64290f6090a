"""The trainer of the reference models trains as Keras' own `fit` does, only faster."""

from __future__ import annotations

import os
from typing import Any

import numpy as np
import pytest
from sklearn.datasets import load_digits

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
import tensorflow as tf
from keras import layers

from grader.training.fused import FusedTrainer

EPOCHS = 3
BATCH_SIZE = 64
"""1,797 digits leave a last batch of 5."""


@pytest.fixture(scope="module")
def digits() -> tuple[np.ndarray, np.ndarray]:
    images, labels = load_digits(return_X_y=True)
    return (images / 16).astype("float32"), np.eye(10, dtype="float32")[labels]


def dense() -> Any:
    model = keras.Sequential([layers.Input((64,)), layers.Dense(16, "sigmoid"), layers.Dense(10, "softmax")])
    model.compile("sgd", "mean_squared_error", metrics=["accuracy"])
    return model


def dense_with_adam() -> Any:
    model = dense()
    model.compile("adam", "mean_squared_error", metrics=["accuracy"])
    return model


def convolutional() -> Any:
    stack = [
        layers.Input((64,)),
        layers.Reshape((8, 8, 1)),
        layers.Conv2D(8, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(0.0),
        layers.Dense(10, "softmax"),
    ]
    model = keras.Sequential(stack)
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    return model


@pytest.mark.parametrize("build", [dense, dense_with_adam, convolutional])
@pytest.mark.parametrize("jit_compile", [False, True], ids=["graph", "xla"])
def test_weights_and_history_are_those_of_stock_fit(digits: tuple, build: Any, jit_compile: bool):
    """From the same weights over the same batches in the same order, both end with the same weights and figures."""
    x, y = digits
    stock, fused = build(), build()
    fused.set_weights(stock.get_weights())
    trainer = FusedTrainer(fused, x, y, batch_size=BATCH_SIZE, jit_compile=jit_compile)

    history = stock.fit(x, y, epochs=EPOCHS, batch_size=BATCH_SIZE, shuffle=False, verbose=0).history
    logs = [trainer.train_epoch(np.arange(len(x), dtype="int32")) for _ in range(EPOCHS)]

    for ours, theirs in zip(fused.get_weights(), stock.get_weights(), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose([log["loss"] for log in logs], history["loss"], rtol=1e-4)
    np.testing.assert_allclose([log["accuracy"] for log in logs], history["accuracy"], atol=2 / len(x))


def test_the_order_of_rows_matters(digits: tuple):
    """Another order gives other weights: the rows are really taken in the order asked for."""
    x, y = digits
    first, second = dense_with_adam(), dense_with_adam()
    second.set_weights(first.get_weights())
    order = np.arange(len(x), dtype="int32")

    FusedTrainer(first, x, y, batch_size=BATCH_SIZE).train_epoch(order)
    FusedTrainer(second, x, y, batch_size=BATCH_SIZE).train_epoch(order[::-1].copy())

    assert not np.allclose(first.get_weights()[0], second.get_weights()[0], atol=1e-5)


def test_evaluation_is_that_of_keras(digits: tuple):
    """Loss and accuracy on other data are what `evaluate` reports, whatever the size of the pieces."""
    x, y = digits
    model = convolutional()
    trainer = FusedTrainer(model, x, y, batch_size=BATCH_SIZE)

    logs = trainer.evaluate(tf.constant(x[:1000]), tf.constant(y[:1000]), batch_size=300)

    expected = model.evaluate(x[:1000], y[:1000], verbose=0)
    np.testing.assert_allclose([logs["loss"], logs["accuracy"]], expected, rtol=1e-4)
