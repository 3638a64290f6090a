"""The models that the assignment asks for, as the reference trains them."""

from __future__ import annotations

import keras
import numpy as np
from keras import layers

from grader.training.recipe import KerasRecipe

NUM_CLASSES = 10


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


def one_hot(labels: np.ndarray) -> np.ndarray:
    """Labels (n,) as rows (n, 10) with a single 1."""
    return np.asarray(keras.utils.to_categorical(labels, NUM_CLASSES))


RECIPES = {
    "baseline": KerasRecipe(
        dense_network, compile_baseline, flat_vectors, epochs=500, batch_size=128, targets=one_hot
    ),
    "adam": KerasRecipe(
        dense_network,
        compile_adam,
        flat_vectors,
        epochs=1000,
        batch_size=128,
        targets=one_hot,
        continues="baseline",
    ),
    "cnn": KerasRecipe(
        convolutional_network,
        compile_cnn,
        single_channel,
        epochs=15,
        batch_size=128,
        targets=one_hot,
    ),
}
