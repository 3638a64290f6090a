"""However three trainings are written, they are three jobs; whatever differs is another one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers
from sklearn.preprocessing import MinMaxScaler, StandardScaler

from grader.model.dataset import Dataset
from grader.model.training import After, CallbackAsked, Fresh
from grader.training.process.training import Arrayed
from tests.training.asking import Asks, Call, network

HOT = keras.utils.to_categorical
EPOCHS = 4


@pytest.fixture(scope="module")
def asks(digits: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Asks:
    """Describes calls of `fit` on the digits."""
    return Asks(digits, tmp_path_factory.mktemp("recording"))


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


def test_more_than_forty_ways_to_write_three_trainings_are_three_jobs(asks: Asks, digits: Dataset):
    """Names, the functional API, layers or arguments, objects or strings, code that scales."""
    given = Digits(digits)
    families = [
        spellings_of_the_network(given),
        spellings_with_mean_squares(given),
        spellings_of_the_convolution(given),
    ]

    digests = [[asks.job(call).digest for call in family] for family in families]

    assert sum(map(len, digests)) >= 40
    for family in digests:
        assert len(set(family)) == 1, [digest == family[0] for digest in family]
    assert len({family[0] for family in digests}) == 3


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
        "plateau": one(callbacks=[CallbackAsked("ReduceLROnPlateau", {})]),
        "rates": one(rates=[0.001, 0.001, 0.0005, 0.0005]),
        "measured too": one(model=dense(metrics=["accuracy", "mae"])),
    }


def test_more_than_forty_differences_are_as_many_jobs(asks: Asks, digits: Dataset):
    """Each is a real one: what it trains comes out otherwise."""
    given = Digits(digits)
    plain = asks.job(given.call(dense(), sixteenths))
    digests = {name: asks.job(call).digest for name, call in changed(given).items()}
    starts = {
        "second draw": plain.drawn(2),
        "after another": replace(plain, start=After(plain.digest)),
        "goes on": replace(plain, start=After(plain.digest, "continues")),
    }
    digests |= {name: job.digest for name, job in starts.items()}
    digests["plain"] = plain.digest

    same = [
        (one, other)
        for one in digests
        for other in digests
        if one < other and digests[one] == digests[other]
    ]
    assert len(digests) > 50
    assert same == []
    assert plain.start == Fresh(1)


def test_a_callback_that_watches_nothing_is_no_difference(asks: Asks, digits: Dataset):
    """Keras warns and goes on; so the training is the plain one."""
    given = Digits(digits)
    blind = [CallbackAsked("EarlyStopping", {"monitor": "val_auc"})]

    plain = asks.job(given.call(dense(), sixteenths))

    assert asks.job(given.call(dense(), sixteenths, callbacks=blind)) == plain


def test_a_renamed_metric_is_watched_under_its_name(asks: Asks, digits: Dataset):
    """`val_right` of one student is `val_accuracy` of another."""
    given = Digits(digits)
    right = keras.metrics.SparseCategoricalAccuracy(name="right")

    ours = given.call(
        dense(metrics=[right]),
        sixteenths,
        callbacks=[CallbackAsked("EarlyStopping", {"monitor": "val_right", "mode": "max"})],
    )
    theirs = given.call(
        dense(),
        sixteenths,
        callbacks=[CallbackAsked("EarlyStopping", {"monitor": "val_accuracy"})],
    )

    assert asks.job(ours) == asks.job(theirs)


def test_the_preparation_that_is_trained_on_is_the_students(asks: Asks, digits: Dataset):
    """What is made from the assignment's data equals what was passed to `fit`, row by row."""
    given = Digits(digits)
    scaler = StandardScaler().fit(given.x)
    everything = np.concatenate([given.x, given.held])
    examples = Arrayed(everything, np.concatenate([given.y, given.truth]))
    order = np.random.default_rng(1).permutation(len(given.x))[:700]
    for scale in (
        sixteenths,
        lambda images: images / 8 - 1,
        lambda images: (images - given.x.mean()) / given.x.std(),
        scaler.transform,
    ):
        call = Call(dense(), scale(given.x[order]), given.y[order], epochs=EPOCHS)
        x, y = examples.of(asks.job(call).training)
        np.testing.assert_allclose(x, call.x, atol=2e-5 * float(np.abs(call.x).max()))
        np.testing.assert_array_equal(y, call.y)
