"""Calls of `fit` that a job must come to the same as."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import keras
import numpy as np
from keras import layers

from grader.model.training import CallbackAsked
from tests.training.asking import Call, network

EPOCHS = 3
Made = Callable[["Digits"], Call]


@dataclass(frozen=True)
class Digits:
    """Inputs in [0, 1] and labels, to train on and held out."""

    x: np.ndarray
    y: np.ndarray
    held: np.ndarray
    truth: np.ndarray

    def call(self, model: Any = None, **others: Any) -> Call:
        """A call of `fit`, validated on what is held out."""
        given = {"validation_data": (self.held, self.truth), "epochs": EPOCHS, "shuffle": False}
        return Call(model or network(), self.x, self.y, **{**given, **others})

    def hot(self, model: Any, **others: Any) -> Call:
        """The same with one-hot rows."""
        hot = keras.utils.to_categorical
        call = self.call(model, **others)
        return replace(call, y=hot(self.y, 10), validation_data=(self.held, hot(self.truth, 10)))

    def pictures(self, model: Any, **others: Any) -> Call:
        """The same with pictures that have a channel."""
        call = self.call(model, **others)
        square = (-1, 8, 8, 1)
        return replace(
            call,
            x=self.x.reshape(square),
            validation_data=(self.held.reshape(square), self.truth),
        )


def optimizer(name: str, *arguments: Any, **options: Any) -> Made:
    """The network with another optimizer."""
    kind = getattr(keras.optimizers, name)
    return lambda digits: digits.call(network(optimizer=kind(*arguments, **options)))


def fitted(**arguments: Any) -> Made:
    """The network with other arguments of `fit`."""
    return lambda digits: digits.call(**arguments)


def watched(*callbacks: CallbackAsked, **arguments: Any) -> Made:
    """The network with callbacks, at a learning rate at which they have something to do."""
    fast = keras.optimizers.Adam
    given = {"callbacks": callbacks, "epochs": 6, **arguments}
    return lambda digits: digits.call(network(optimizer=fast(0.05)), **given)


def layered(*made: Callable[[], Any]) -> Made:
    """Another network."""
    return lambda digits: digits.call(network(*(make() for make in made)))


def convolved(*made: Callable[[], Any]) -> Made:
    """A network on pictures."""
    return lambda digits: digits.pictures(network(*(make() for make in made), shape=(8, 8, 1)))


def lost(loss: Any, **compiled: Any) -> Made:
    """The network with another loss, on one-hot rows."""
    return lambda digits: digits.hot(network(loss=loss() if callable(loss) else loss, **compiled))


def branched(digits: Digits) -> Call:
    """A graph that branches."""
    given = keras.Input((64,))
    hidden = layers.Dense(16, "relu")(given)
    both = layers.Concatenate()([hidden, layers.Dense(16, "tanh")(given)])
    model = keras.Model(given, layers.Dense(10, "softmax")(layers.Add()([both, both])))
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return digits.call(model)


def hidden(**options: Any) -> Callable[[], Any]:
    """The hidden layer, otherwise."""
    return lambda: layers.Dense(32, **{"activation": "relu", **options})


def answer() -> Any:
    """The last layer."""
    return layers.Dense(10, "softmax")


STOP = CallbackAsked("EarlyStopping", {"patience": 1})
BEST = replace(STOP, config={"patience": 0, "restore_best_weights": True})
PLATEAU = CallbackAsked("ReduceLROnPlateau", {"patience": 0, "factor": 0.5, "min_delta": 0.3})
DECAY = keras.optimizers.schedules.ExponentialDecay(0.01, 20, 0.8)
COSINE = keras.optimizers.schedules.CosineDecay(0.01, 100)
STEPS = keras.optimizers.schedules.PiecewiseConstantDecay([30, 60], [0.01, 0.005, 0.001])

CALLS: dict[str, Made] = {
    "plain": fitted(),
    "batch of 7": fitted(batch_size=7),
    "one batch": fitted(batch_size=5000),
    "no validation": fitted(validation_data=None),
    "split": fitted(validation_data=None, validation_split=0.25),
    "every second validation": fitted(validation_freq=2, epochs=4),
    "class weight": fitted(
        class_weight={
            0: 3.0,
            5: 0.5,
            **dict.fromkeys((1, 2, 3, 4), 1.0),
            **dict.fromkeys((6, 7, 8, 9), 1.0),
        }
    ),
    "rates": fitted(rates=[0.01, 0.001, 0.0001]),
    "weights of single examples": fitted(sample_weight=np.linspace(0.0, 3.0, 1437)),
    "one epoch": fitted(epochs=1),
    "sgd": optimizer("SGD"),
    "momentum": optimizer("SGD", 0.01, momentum=0.9, nesterov=True),
    "rmsprop": optimizer("RMSprop", centered=True),
    "adamw": optimizer("AdamW", weight_decay=0.01),
    "nadam": optimizer("Nadam"),
    "adamax": optimizer("Adamax"),
    "adagrad": optimizer("Adagrad", 0.01),
    "adadelta": optimizer("Adadelta", 0.5),
    "ftrl": optimizer("Ftrl"),
    "lion": optimizer("Lion", 1e-4),
    "amsgrad": optimizer("Adam", amsgrad=True, epsilon=1e-5),
    "clipped": optimizer("SGD", 0.1, clipnorm=0.1),
    "averaged": optimizer("Adam", use_ema=True, ema_overwrite_frequency=20),
    "accumulated": optimizer("SGD", 0.1, gradient_accumulation_steps=2),
    "decay": optimizer("Adam", DECAY),
    "cosine": optimizer("SGD", COSINE),
    "steps": optimizer("Adam", STEPS),
    "mean squares": lost("mean_squared_error"),
    "mean absolutes": lost("mae"),
    "smoothed": lost(lambda: keras.losses.CategoricalCrossentropy(label_smoothing=0.1)),
    "huber": lost(lambda: keras.losses.Huber(delta=0.2)),
    "hinge": lost("categorical_hinge"),
    "focal": lost(lambda: keras.losses.CategoricalFocalCrossentropy(gamma=1.5)),
    "binary": lost("binary_crossentropy", metrics=["binary_accuracy", "mse"]),
    "measured": lost(
        "categorical_crossentropy",
        metrics=["acc", "mae", keras.metrics.Precision(name="exact"), keras.metrics.AUC()],
    ),
    "top five": lost(
        "categorical_crossentropy", metrics=[keras.metrics.TopKCategoricalAccuracy(k=3)]
    ),
    "unmeasured": lost("categorical_crossentropy", metrics=None),
    "stops": watched(STOP, epochs=12),
    "restores": watched(BEST, epochs=12),
    "stops by accuracy": watched(
        replace(BEST, config={**BEST.config, "monitor": "val_accuracy", "baseline": 0.5}),
        epochs=12,
    ),
    "plateau": watched(PLATEAU),
    "plateau and stop": watched(PLATEAU, STOP, epochs=12),
    "ends where it is no number": lambda digits: digits.call(
        network(optimizer=keras.optimizers.SGD(1e30)), callbacks=[CallbackAsked("TerminateOnNaN")]
    ),
    "regularised": layered(
        hidden(kernel_regularizer="l2", activity_regularizer=keras.regularizers.L1(1e-4)), answer
    ),
    "constrained": layered(hidden(kernel_constraint=keras.constraints.MaxNorm(0.5)), answer),
    "initialised": layered(
        hidden(kernel_initializer=keras.initializers.RandomNormal(stddev=0.3, seed=4)), answer
    ),
    "frozen": layered(hidden(trainable=False), answer),
    "dropout": layered(hidden(), lambda: layers.Dropout(0.4), answer),
    "noise": layered(lambda: layers.GaussianNoise(0.1), hidden(), answer),
    "normalised": layered(hidden(), layers.BatchNormalization, answer),
    "layer norm": layered(hidden(), layers.LayerNormalization, answer),
    "activation layers": layered(
        lambda: layers.Dense(32), layers.ReLU, lambda: layers.Dense(10), layers.Softmax
    ),
    "branched": branched,
    "convolved": convolved(
        *(lambda: layers.Conv2D(4, 3, activation="relu"), layers.MaxPooling2D),
        *(layers.Flatten, lambda: layers.Dropout(0.2), answer),
    ),
    "pooled": convolved(
        lambda: layers.SeparableConv2D(8, 3, padding="same"),
        *(layers.BatchNormalization, layers.ReLU, layers.GlobalAveragePooling2D, answer),
    ),
    "flattened": convolved(layers.Flatten, hidden(), answer),
    "recurrent": convolved(lambda: layers.Reshape((8, 8)), lambda: layers.GRU(12), answer),
}
