"""Three trainings in many spellings."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import keras
import numpy as np
from keras import layers
from sklearn.preprocessing import MinMaxScaler

from grader.model.dataset import Dataset
from tests.training.asking import Call, network

HOT = keras.utils.to_categorical
EPOCHS = 4


class Digits:
    """The digits in many spellings."""

    def __init__(self, digits: Dataset) -> None:
        self.x, self.y = digits.train_x, digits.train_y
        self.held, self.truth = digits.held_out_x, digits.held_out_y

    def call(self, model: Any, scale: Callable[[Any], Any], **others: Any) -> Call:
        """A call with inputs prepared by `scale`, and integer labels."""
        given: dict[str, Any] = {
            "validation_data": (scale(self.held), self.truth),
            "batch_size": 32,
            "epochs": EPOCHS,
        }
        return Call(model, scale(self.x), self.y, **{**given, **others})

    def hot(self, model: Any, scale: Callable[[Any], Any], **others: Any) -> Call:
        """The same with one-hot rows."""
        call = self.call(model, scale, **others)
        held, truth = call.validation_data or (None, None)
        return replace(call, y=HOT(self.y, 10), validation_data=(held, HOT(truth, 10)))


def sixteenths(images: np.ndarray) -> np.ndarray:
    """As floats in [0, 1]."""
    return images.astype("float32") / 16


def square(images: np.ndarray) -> np.ndarray:
    """As pictures with a channel."""
    return images.reshape(-1, 8, 8, 1).astype("float32") / 16


def dense(**compiled: Any) -> Any:
    """The network that the assignment asks for."""
    return network(**compiled)


def functional(**compiled: Any) -> Any:
    """The same as a graph, with names."""
    given = keras.Input((64,), name="pixels")
    hidden = layers.Dense(32, name="hidden")(given)
    hidden = layers.ReLU(name="bend")(hidden)
    model = keras.Model(given, layers.Dense(10, "softmax", name="answer")(hidden), name="mine")
    defaults = {"optimizer": "adam", "loss": "sparse_categorical_crossentropy"}
    model.compile(**{**defaults, "metrics": ["accuracy"], **compiled})
    return model


def nested(**compiled: Any) -> Any:
    """The same as one model in another."""
    first = keras.Sequential([keras.Input((64,)), layers.Dense(32, "relu")], name="first")
    return network(first, layers.Dense(10), layers.Softmax(), **compiled)


SETTINGS: tuple[dict[str, Any], ...] = (
    {},
    {"optimizer": keras.optimizers.Adam},
    {"optimizer": lambda: keras.optimizers.Adam(0.001, name="my_adam")},
    {"optimizer": lambda: keras.optimizers.Adam(learning_rate=1e-3, beta_1=0.9)},
    {"loss": keras.losses.SparseCategoricalCrossentropy},
    {"loss": lambda: keras.losses.sparse_categorical_crossentropy},
    {"metrics": None},
    {"metrics": ["acc"]},
    {"metrics": lambda: [keras.metrics.SparseCategoricalAccuracy(name="right")]},
    {"metrics": ["sparse_categorical_accuracy"]},
    {"steps_per_execution": 4},
    {"jit_compile": False},
)


def made(settings: dict[str, Any]) -> dict[str, Any]:
    """Fresh objects: an optimizer belongs to one model."""
    return {name: value() if callable(value) else value for name, value in settings.items()}


def spellings_of_the_network(digits: Digits) -> list[Call]:
    """Adam on the cross-entropy of pixels in [0, 1]."""
    hot = {"loss": "categorical_crossentropy"}
    flat = network(
        layers.Flatten(),
        layers.Dense(32, activation=keras.activations.relu),
        layers.Dense(10),
        layers.Activation("softmax"),
        shape=(8, 8, 1),
    )
    reshaped = network(
        layers.Reshape((64,)),
        layers.Dense(32, activation=layers.ReLU()),
        layers.Dense(10, activation="softmax", kernel_initializer="glorot_uniform"),
        shape=(8, 8),
    )
    by_hand = MinMaxScaler((0, 1)).fit(np.array([[0.0], [16.0]]))
    return [
        *(digits.call(dense(**made(settings)), sixteenths) for settings in SETTINGS),
        digits.call(functional(), sixteenths),
        digits.call(nested(), sixteenths),
        digits.call(flat, square),
        digits.call(reshaped, lambda images: images.reshape(-1, 8, 8) / 16),
        digits.call(dense(), lambda images: images / 16.0),
        digits.call(dense(), lambda images: images * np.float64(0.0625)),
        digits.call(dense(), lambda images: (images - images.min()) / np.ptp(images)),
        digits.call(dense(), lambda images: images.astype("float64") / images.max()),
        digits.call(
            dense(), lambda images: by_hand.transform(images.reshape(-1, 1)).reshape(-1, 64)
        ),
        digits.call(dense(), sixteenths, batch_size=None),
        digits.call(dense(), sixteenths, validation_data=None),
        digits.call(dense(), sixteenths, rates=[0.001] * EPOCHS),
        digits.call(dense(), sixteenths, class_weight={0: 1.0, 3: 1.0}),
        digits.hot(dense(**hot), sixteenths),
        digits.hot(dense(loss=keras.losses.CategoricalCrossentropy()), sixteenths),
        digits.hot(functional(**hot, metrics=["categorical_accuracy"]), sixteenths),
        replace(
            digits.call(dense(), sixteenths),
            y=digits.y.reshape(-1, 1),
            validation_data=(sixteenths(digits.held), digits.truth.reshape(-1, 1)),
        ),
    ]


def spellings_with_mean_squares(digits: Digits) -> list[Call]:
    """SGD on the mean squared error of one-hot rows."""
    given: tuple[dict[str, Any], ...] = (
        {"optimizer": "sgd", "loss": "mean_squared_error"},
        {"optimizer": "SGD", "loss": "mse"},
        {"optimizer": lambda: keras.optimizers.SGD(0.01), "loss": keras.losses.MeanSquaredError},
        {
            "optimizer": lambda: keras.optimizers.SGD(momentum=0.0),
            "loss": lambda: keras.losses.mean_squared_error,
            "metrics": lambda: [keras.metrics.CategoricalAccuracy()],
        },
    )
    return [
        *(digits.hot(dense(**made(settings)), sixteenths) for settings in given),
        digits.hot(functional(**made(given[0])), sixteenths),
        replace(
            digits.hot(dense(**made(given[1])), sixteenths),
            y=np.eye(10)[digits.y],
            validation_data=None,
        ),
    ]


def spellings_of_the_convolution(digits: Digits) -> list[Call]:
    """A convolution, with its last rows kept back."""

    def convolution(*, functional: bool = False, first: Any = None) -> Any:
        made = [
            layers.Conv2D(4, (3, 3), activation="relu"),
            layers.MaxPooling2D((2, 2)),
            layers.Flatten(),
            layers.Dropout(0.25, seed=7 if functional else None),
            layers.Dense(10, "softmax"),
        ]
        if not functional:
            return network(*([first] if first else []), *made, shape=(64,) if first else (8, 8, 1))
        given = keras.Input((8, 8, 1))
        reached = given
        for layer in made:
            reached = layer(reached)
        model = keras.Model(given, reached)
        model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        return model

    kept = {"validation_data": None, "validation_split": 0.2}
    at = int(len(digits.x) * 0.8)
    first, last = (slice(0, at), slice(at, None))
    split = Call(
        convolution(),
        square(digits.x[first]),
        digits.y[first],
        validation_data=(square(digits.x[last]), digits.y[last]),
        epochs=EPOCHS,
    )
    return [
        digits.call(convolution(), square, **kept),
        digits.call(convolution(functional=True), square, **kept),
        digits.call(convolution(first=layers.Reshape((8, 8, 1))), sixteenths, **kept),
        split,
        digits.call(
            convolution(),
            lambda images: np.expand_dims(sixteenths(images).reshape(-1, 8, 8), 3),
            **kept,
        ),
    ]
