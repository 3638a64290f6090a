"""Trains wrong and odd solutions of the mnist assignment to their end and keeps their curves, for
the tests of policies.

    python tests/checks/curves/train.py [--only "cnn half"]

Writes ROLE-NAME.npz beside this file: `loss`, `accuracy`, `val_loss`, `val_accuracy` (epochs,)
float32, and `changed`, whether any weight changed. What is there already is not trained again. An
hour on one core.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.update(
    dict.fromkeys(("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"), "1")
)

import keras
import numpy as np
from keras import layers

from grader.recorder.shared import fused

HERE = Path(__file__).parent
DATA = HERE.parents[2] / "reference" / "mnist" / "data" / "mnist.npz"
METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")


@dataclass(frozen=True)
class Attempt:
    """One way to go about a part."""

    role: str
    name: str
    epochs: int
    layers: Callable[[], list[Any]]
    optimizer: Callable[[], Any]
    loss: str = "mean_squared_error"
    scale: float = 255.0
    """What the pixels are divided by."""
    examples: int = 60_000
    shuffled_labels: bool = False


def dense(*units: int) -> Callable[[], list[Any]]:
    """A network of sigmoid layers."""
    return lambda: [
        layers.Input((784,)),
        *(layers.Dense(width, "sigmoid") for width in units),
        layers.Dense(10, "softmax"),
    ]


def convolutional(dropout: float = 0.5) -> Callable[[], list[Any]]:
    """Two convolutions, as asked."""
    return lambda: [
        layers.Input((28, 28, 1)),
        layers.Conv2D(32, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Conv2D(64, 3, activation="relu"),
        layers.MaxPooling2D(),
        layers.Flatten(),
        layers.Dropout(dropout),
        layers.Dense(10, "softmax"),
    ]


def sgd(rate: float = 0.01, momentum: float = 0.0) -> Callable[[], Any]:
    """Plain SGD unless said otherwise."""
    return lambda: keras.optimizers.SGD(rate, momentum)


def adam(rate: float = 0.001) -> Callable[[], Any]:
    """Adam."""
    return lambda: keras.optimizers.Adam(rate)


BASELINE = Attempt("baseline", "as_asked", 500, dense(64), sgd())
ADAM = Attempt("adam", "as_asked", 1000, dense(64), adam())
CNN = Attempt("cnn", "as_asked", 15, convolutional(), adam(), loss="categorical_crossentropy")
ATTEMPTS = (
    replace(CNN, name="few_examples", examples=1_000),
    replace(CNN, name="ten_times_fewer_epochs", epochs=1),
    replace(BASELINE, name="ten_times_fewer_epochs", epochs=50),
    replace(BASELINE, name="few_examples", examples=1_000),
    replace(BASELINE, name="learning_rate_0", optimizer=sgd(0.0)),
    replace(BASELINE, name="two_hidden_layers", layers=dense(64, 64), optimizer=sgd(0.1)),
    replace(BASELINE, name="half_the_data", examples=30_000),
    replace(ADAM, name="few_examples", examples=1_000),
    replace(CNN, name="learning_rate_0.1", optimizer=adam(0.1)),
    replace(CNN, name="half_the_data", examples=30_000),
    replace(ADAM, name="half_the_data", examples=30_000),
    replace(BASELINE, name="no_hidden_layer", layers=dense()),
    replace(BASELINE, name="wrong_loss", loss="categorical_crossentropy"),
    replace(BASELINE, name="unscaled_inputs", scale=1.0),
    replace(BASELINE, name="labels_shuffled", shuffled_labels=True),
    replace(CNN, name="labels_shuffled", examples=2_000, shuffled_labels=True),
    replace(ADAM, name="unscaled_inputs", examples=2_000, scale=1.0),
    replace(CNN, name="unscaled_inputs", examples=2_000, scale=1.0),
    replace(
        BASELINE,
        name="three_hidden_layers",
        examples=2_000,
        layers=dense(64, 64, 64),
        optimizer=sgd(1.0),
    ),
    replace(BASELINE, name="momentum", examples=2_000, optimizer=sgd(0.01, 0.9)),
    replace(CNN, name="wrong_loss", examples=2_000, loss="mean_squared_error"),
    replace(ADAM, name="learning_rate_0.01", examples=2_000, optimizer=adam(0.01)),
    replace(ADAM, name="labels_shuffled", examples=2_000, shuffled_labels=True),
    replace(CNN, name="no_dropout", examples=2_000, layers=convolutional(0.0)),
)


def main() -> None:
    """Train what is not there yet."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--only", default="", help="only those whose role and name contain this")
    only = parser.parse_args().only
    for attempt in ATTEMPTS:
        target = HERE / f"{attempt.role}-{attempt.name}.npz"
        if only in f"{attempt.role} {attempt.name}" and not target.exists():
            started = time.monotonic()
            curves = train(attempt)
            np.savez_compressed(target.with_suffix(".part.npz"), **curves)
            target.with_suffix(".part.npz").rename(target)
            end = float(curves["val_accuracy"][-1])
            print(
                f"{target.name}: {end:.4f} after {attempt.epochs} epochs, "
                f"{time.monotonic() - started:.0f} s",
                flush=True,
            )


def train(attempt: Attempt) -> dict[str, np.ndarray]:
    """Train one attempt to its end."""
    keras.utils.set_random_seed(7)
    model = keras.Sequential(attempt.layers())
    model.compile(optimizer=attempt.optimizer(), loss=attempt.loss, metrics=["accuracy"])
    with np.load(DATA, allow_pickle=False) as arrays:
        images, labels = (
            arrays["x_train"][: attempt.examples],
            arrays["y_train"][: attempt.examples],
        )
        held_out = _prepared(arrays["x_test"], arrays["y_test"], attempt, model)
    if attempt.shuffled_labels:
        labels = np.random.default_rng(0).permutation(labels)
    before = model.get_weights()
    fused.install()
    with fused.fused(model, None, epochs=attempt.epochs):
        x, y = _prepared(images, labels, attempt, model)
        history = model.fit(x, y, 128, attempt.epochs, verbose=0, validation_data=held_out).history
    pairs = zip(before, model.get_weights(), strict=True)
    changed = any(bool((old != new).any()) for old, new in pairs)
    curves = {metric: np.asarray(history[metric], "float32") for metric in METRICS}
    return {**curves, "changed": np.asarray(changed)}


def _prepared(
    images: np.ndarray, labels: np.ndarray, attempt: Attempt, model: Any
) -> tuple[np.ndarray, np.ndarray]:
    shape = model.input_shape[1:]
    return images.reshape(-1, *shape).astype("float32") / attempt.scale, np.eye(
        10, dtype="float32"
    )[labels]


if __name__ == "__main__":
    main()
