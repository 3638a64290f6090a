"""Small networks, trained fused or by stock Keras."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras import layers

from grader.recorder.shared import fused

EPOCHS = 3


def dense(x, y):
    model = keras.Sequential(
        [layers.Dense(32, activation="sigmoid"), layers.Dense(10, activation="softmax")]
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return model, x, y


def train(build, digits, *, fuse, **options):
    """Return whether it ran fused, the history and the weights."""
    keras.utils.set_random_seed(1)
    model, x, y = build(*digits)
    options = {"epochs": EPOCHS, "batch_size": 50, "verbose": 0, "shuffle": False, **options}
    if not fuse:
        return None, model.fit(x, y, **options).history, model.get_weights()
    with fused.fused(model, options.get("callbacks"), epochs=options["epochs"]) as allowed:
        return allowed, model.fit(x, y, **options).history, model.get_weights()
