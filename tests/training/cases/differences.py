"""One training with one thing changed each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import keras
import numpy as np
from keras import layers
from sklearn.preprocessing import StandardScaler

from grader.model.training import CallbackAsked
from tests.training.asking import Call, network
from tests.training.cases.spellings import EPOCHS, Digits, dense, sixteenths


def changed(digits: Digits) -> dict[str, Call]:
    """The network with one thing changed each."""

    def one(scale: Callable[[Any], Any] = sixteenths, *, model: Any = None, **others: Any) -> Call:
        return digits.call(model or dense(), scale, **others)

    def with_layers(*made: Any) -> Call:
        return one(model=network(*made))

    def with_optimizer(optimizer: Any) -> Call:
        return one(model=dense(optimizer=optimizer))

    scaler = StandardScaler().fit(digits.x)
    adam = keras.optimizers.Adam
    decay = keras.optimizers.schedules.ExponentialDecay(0.001, 100, 0.9)
    stop = CallbackAsked("EarlyStopping", {"patience": 2})
    order = np.random.default_rng(0).permutation(len(digits.x))
    other = np.concatenate([digits.held, digits.x[360:]])
    return {
        "units": with_layers(layers.Dense(33, "relu"), layers.Dense(10, "softmax")),
        "activation": with_layers(layers.Dense(32, "tanh"), layers.Dense(10, "softmax")),
        "no bias": with_layers(
            layers.Dense(32, "relu", use_bias=False), layers.Dense(10, "softmax")
        ),
        "initializer": with_layers(
            layers.Dense(32, "relu", kernel_initializer="he_normal"), layers.Dense(10, "softmax")
        ),
        "bias initializer": with_layers(
            layers.Dense(32, "relu", bias_initializer="ones"), layers.Dense(10, "softmax")
        ),
        "regularizer": with_layers(
            layers.Dense(32, "relu", kernel_regularizer="l2"), layers.Dense(10, "softmax")
        ),
        "constraint": with_layers(
            layers.Dense(32, "relu", kernel_constraint="max_norm"), layers.Dense(10, "softmax")
        ),
        "frozen": with_layers(
            layers.Dense(32, "relu", trainable=False), layers.Dense(10, "softmax")
        ),
        "one layer": with_layers(layers.Dense(10, "softmax")),
        "three layers": with_layers(
            layers.Dense(32, "relu"), layers.Dense(32, "relu"), layers.Dense(10, "softmax")
        ),
        "dropout": with_layers(
            layers.Dense(32, "relu"), layers.Dropout(0.1), layers.Dense(10, "softmax")
        ),
        "more dropout": with_layers(
            layers.Dense(32, "relu"), layers.Dropout(0.2), layers.Dense(10, "softmax")
        ),
        "normalised": with_layers(
            layers.Dense(32, "relu"), layers.BatchNormalization(), layers.Dense(10, "softmax")
        ),
        "logits": one(
            model=network(
                layers.Dense(32, "relu"),
                layers.Dense(10),
                loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
            )
        ),
        "sgd": with_optimizer("sgd"),
        "rmsprop": with_optimizer("rmsprop"),
        "learning rate": with_optimizer(adam(0.0011)),
        "beta": with_optimizer(adam(beta_1=0.8)),
        "amsgrad": with_optimizer(adam(amsgrad=True)),
        "clipnorm": with_optimizer(adam(clipnorm=1.0)),
        "weight decay": with_optimizer(adam(weight_decay=0.01)),
        "ema": with_optimizer(adam(use_ema=True)),
        "schedule": with_optimizer(adam(decay)),
        "one-hot, smoothed": digits.hot(
            dense(loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.1)), sixteenths
        ),
        "one-hot, mean squares": digits.hot(dense(loss="mse"), sixteenths),
        "one-hot, mean absolutes": digits.hot(dense(loss="mae"), sixteenths),
        "unscaled": one(lambda images: images.astype("float32")),
        "by 255": one(lambda images: images / 255),
        "to [-1, 1]": one(lambda images: images / 8 - 1),
        "standardised": one(lambda images: (images - digits.x.mean()) / digits.x.std()),
        "standardised by feature": one(lambda images: scaler.transform(images).astype("float32")),
        "inverted": one(lambda images: 1 - images / 16),
        "thresholded": one(lambda images: (images > 7).astype("float32")),
        "one row less": Call(dense(), sixteenths(digits.x[:-1]), digits.y[:-1], epochs=EPOCHS),
        "half": Call(dense(), sixteenths(digits.x[::2]), digits.y[::2], epochs=EPOCHS),
        "reordered": Call(dense(), sixteenths(digits.x[order]), digits.y[order], epochs=EPOCHS),
        "on held-out rows": Call(
            dense(),
            sixteenths(other),
            np.concatenate([digits.truth, digits.y[360:]]),
            epochs=EPOCHS,
        ),
        "split": one(validation_data=None, validation_split=0.1),
        "other validation": one(validation_data=(sixteenths(digits.x[:99]), digits.y[:99])),
        "every second validation": one(validation_freq=2),
        "batch size": one(batch_size=33),
        "epochs": one(epochs=EPOCHS + 1),
        "unshuffled": one(shuffle=False),
        "class weight": one(class_weight={0: 2.0}),
        "weights of examples": one(sample_weight=np.linspace(0, 1, 1437)),
        "other weights of examples": one(sample_weight=np.linspace(1, 0, 1437)),
        "stops early": one(callbacks=[stop]),
        "stops later": one(callbacks=[replace(stop, config={"patience": 3})]),
        "restores": one(
            callbacks=[replace(stop, config={"patience": 2, "restore_best_weights": True})]
        ),
        "plateau": one(callbacks=[CallbackAsked("ReduceLROnPlateau", {"patience": 3})]),
        "rates": one(rates=[0.001, 0.001, 0.0005, 0.0005]),
        "measured too": one(model=dense(metrics=["accuracy", "mae"])),
    }
