"""Ways to solve a part of mnist, right and wrong."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from keras import layers


@dataclass(frozen=True)
class Attempt:
    """One way to solve a part, right or wrong."""

    role: str
    name: str
    epochs: int
    layers: Callable[[], list[Any]]
    optimizer: str
    loss: str
    scale: float = 255.0
    """What the pixels are divided by."""
    data: str = "train"
    """`train`, `half`, `shuffled labels`, or `test`."""


def dense_layers() -> list[Any]:
    """784 → 64 → 10, as asked."""
    return [layers.Input((784,)), layers.Dense(64, "sigmoid"), layers.Dense(10, "softmax")]


def single_layer() -> list[Any]:
    """No hidden layer."""
    return [layers.Input((784,)), layers.Dense(10, "softmax")]


def convolutional_layers() -> list[Any]:
    """Two convolutions, as asked."""
    return [
        layers.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(0.5),
        layers.Dense(10, "softmax"),
    ]


def flat_layers() -> list[Any]:
    """A CNN without convolutions."""
    return [layers.Input((28, 28, 1)), layers.Flatten(), layers.Dense(10, "softmax")]


BASELINE = Attempt("baseline", "as asked", 500, dense_layers, "sgd", "mean_squared_error")
CNN = Attempt("cnn", "as asked", 15, convolutional_layers, "adam", "categorical_crossentropy")
ATTEMPTS = (
    BASELINE,
    replace(BASELINE, name="no hidden layer", layers=single_layer),
    replace(BASELINE, name="half the data", data="half"),
    replace(BASELINE, name="ten times fewer epochs", epochs=50),
    replace(BASELINE, name="wrong loss (cross-entropy)", loss="categorical_crossentropy"),
    replace(BASELINE, name="unscaled inputs", scale=1.0),
    replace(BASELINE, name="labels shuffled", data="shuffled labels"),
    replace(BASELINE, name="trained on the test set", data="test"),
    CNN,
    replace(CNN, name="no convolution", layers=flat_layers),
    replace(CNN, name="half the data", data="half"),
    replace(CNN, name="ten times fewer epochs", epochs=1),
    replace(CNN, name="wrong loss (squared error)", loss="mean_squared_error"),
    replace(CNN, name="unscaled inputs", scale=1.0),
    replace(CNN, name="labels shuffled", data="shuffled labels"),
    replace(CNN, name="trained on the test set", data="test"),
)
