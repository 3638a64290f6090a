"""The models that the assignment asks for, as the reference trains them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import keras
import numpy as np
from keras import layers

NUM_CLASSES = 10


@dataclass(frozen=True, slots=True)
class Recipe:
    """How one role's reference model is built and trained."""

    build: Callable[[], keras.Model]
    """Makes the untrained model."""
    compile: Callable[[keras.Model], None]
    prepare: Callable[[np.ndarray], np.ndarray]
    """Turns uint8 images (n, 28, 28) into the model's float32 input."""
    epochs: int
    batch_size: int = 128
    continues: str | None = None
    """The role whose trained model this one goes on from, or None for a fresh model."""
    jit_compile: bool = False
    """XLA helps the dense network and slows the convolutions on a CPU."""


def dense_network() -> keras.Model:
    """784 → 64 sigmoid → 10 softmax: 50,890 parameters."""
    return keras.Sequential(
        [
            layers.Input(shape=(784,)),
            layers.Dense(64, activation="sigmoid"),
            layers.Dense(NUM_CLASSES, activation="softmax"),
        ]
    )


def convolutional_network() -> keras.Model:
    """Two convolution and pooling stages, dropout, softmax: 34,826 parameters."""
    return keras.Sequential(
        [
            layers.Input(shape=(28, 28, 1)),
            layers.Conv2D(32, kernel_size=(3, 3), activation="relu"),
            layers.MaxPooling2D(pool_size=(2, 2)),
            layers.Conv2D(64, kernel_size=(3, 3), activation="relu"),
            layers.MaxPooling2D(pool_size=(2, 2)),
            layers.Flatten(),
            layers.Dropout(0.5),
            layers.Dense(NUM_CLASSES, activation="softmax"),
        ]
    )


def compile_baseline(model: keras.Model) -> None:
    """Plain SGD (learning rate 0.01) on the mean squared error of the ten outputs."""
    model.compile(optimizer="sgd", loss="mean_squared_error", metrics=["accuracy"])


def compile_adam(model: keras.Model) -> None:
    """The same loss with Adam (learning rate 0.001)."""
    model.compile(optimizer="adam", loss="mean_squared_error", metrics=["accuracy"])


def compile_cnn(model: keras.Model) -> None:
    """Cross-entropy with Adam (learning rate 0.001)."""
    model.compile(optimizer="adam", loss="categorical_crossentropy", metrics=["accuracy"])


def flat_vectors(images: np.ndarray) -> np.ndarray:
    """Images (n, 28, 28) uint8 as vectors (n, 784) float32 in [0, 1]."""
    return images.reshape(len(images), -1).astype("float32") / 255


def single_channel(images: np.ndarray) -> np.ndarray:
    """Images (n, 28, 28) uint8 as (n, 28, 28, 1) float32 in [0, 1]."""
    return np.expand_dims(images, -1).astype("float32") / 255


RECIPES: dict[str, Recipe] = {
    "baseline": Recipe(dense_network, compile_baseline, flat_vectors, epochs=500, jit_compile=True),
    "adam": Recipe(dense_network, compile_adam, flat_vectors, epochs=1000, continues="baseline", jit_compile=True),
    "cnn": Recipe(convolutional_network, compile_cnn, single_channel, epochs=15),
}
