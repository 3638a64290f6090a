"""A job comes to what Keras' own `fit` comes to from the same start, call by call.

Without shuffling, so that both take the same batches; random layers draw from the same states. One
call in five is trained in every run of the tests, the others are marked `slow`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from grader.model.dataset import Dataset
from grader.model.training import After, CallbackAsked, Fresh, TrainedModel, TrainingJob
from grader.training.description.job import asked_history
from grader.training.process.building import generators, seed_of, untrained
from grader.training.process.fitting import Draws
from grader.training.process.training import Arrayed, Begun, trained
from tests.training.asking import Asks, Call, network

EPOCHS = 3
EVERY = 8
"""Of the calls, one of so many is trained in every run of the tests."""
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


@pytest.fixture(scope="module")
def asks(digits: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Asks:
    """Describes calls of `fit` on the digits."""
    return Asks(digits, tmp_path_factory.mktemp("recording"))


@pytest.fixture(scope="module")
def examples(digits: Dataset) -> Arrayed:
    """What jobs are trained on."""
    return Arrayed(
        np.concatenate([digits.train_x, digits.held_out_x]),
        np.concatenate([digits.train_y, digits.held_out_y]),
    )


@pytest.fixture(scope="module")
def given(digits: Dataset) -> Digits:
    """What a notebook makes of the digits."""
    x, held = (images.astype("float32") / 16 for images in (digits.train_x, digits.held_out_x))
    return Digits(x, digits.train_y, held, digits.held_out_y)


def stock(call: Call, job: TrainingJob, start: list[np.ndarray]) -> tuple[Any, Any]:
    """What Keras' own `fit` makes of the call from this start: its history, and the model."""
    model = call.model
    model.set_weights(start)
    callbacks: list[Any] = [Draws(model, seed_of(job))]
    if call.rates:
        callbacks.append(keras.callbacks.LearningRateScheduler(lambda epoch: call.rates[epoch]))
    callbacks += [
        getattr(keras.callbacks, asked.class_name)(**asked.config) for asked in call.callbacks
    ]
    history = model.fit(
        call.x,
        call.y,
        batch_size=call.batch_size,
        epochs=call.epochs,
        verbose=0,
        callbacks=callbacks,
        validation_data=call.validation_data,
        validation_split=call.validation_split,
        shuffle=call.shuffle,
        class_weight=call.class_weight,
        sample_weight=call.sample_weight,
        validation_freq=call.validation_freq,
    )
    return history, model


def assert_same(call: Call, result: TrainedModel, history: Any, model: Any) -> None:
    """History, weights and the optimizer's state, to the tolerance of float32."""
    validates = call.validation_data is not None or bool(call.validation_split)
    ours = asked_history(call.settings(), result, validates=validates)
    theirs = {name: values for name, values in history.history.items() if name != "learning_rate"}
    assert set(ours) == set(theirs)
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], values, rtol=2e-4, atol=2e-5, err_msg=name)
    assert result.epochs_run == len(history.epoch)
    for kind, mine, kept in (
        ("weights", result.weights, model.get_weights()),
        ("optimizer", result.optimizer_variables or (), optimizer_variables(model)),
    ):
        for ours_, theirs_ in zip(mine, kept, strict=True):
            np.testing.assert_allclose(ours_, theirs_, rtol=2e-3, atol=2e-4, err_msg=kind)


def optimizer_variables(model: Any) -> list[np.ndarray]:
    """In their order."""
    return [variable.numpy() for variable in model.optimizer.variables]


@pytest.mark.parametrize(
    "name",
    [
        name if place % EVERY == 0 else pytest.param(name, marks=pytest.mark.slow)
        for place, name in enumerate(CALLS)
    ],
)
def test_a_job_comes_to_what_fit_comes_to(name: str, asks: Asks, examples: Arrayed, given: Digits):
    """Same history, same weights, same state of the optimizer, same last epoch."""
    keras.utils.set_random_seed(5)
    call = CALLS[name](given)
    job = asks.job(call)
    start = untrained(job).get_weights()

    result = trained(job, examples)
    history, model = stock(call, job, start)

    assert_same(call, result, history, model)


@pytest.mark.parametrize("way", ["new", "continues"])
def test_a_job_that_goes_on_comes_to_what_a_second_fit_comes_to(
    way: str, asks: Asks, examples: Arrayed, given: Digits
):
    """Compiled anew with another optimizer, or the same model trained once more."""
    call = given.call(epochs=2)
    job = asks.job(call)
    start = untrained(job).get_weights()
    result = trained(job, examples)
    _, model = stock(call, job, start)
    if way == "new":
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])

    going_on = asks.job(call, start=After(job.digest, way))  # type: ignore[arg-type]
    second = trained(going_on, examples, Begun(earlier=result))
    again, model = stock(call, going_on, model.get_weights())

    assert_same(call, second, again, model)


def test_there_are_more_than_forty_calls():
    """Every argument of `fit`, every callback that changes training, every optimizer."""
    assert len(CALLS) > 50


def test_random_layers_have_states_that_are_found(given: Digits):
    """One a layer that draws; metrics and weights are none."""
    model = network(layers.Dropout(0.2), layers.Dense(10, "softmax"), layers.GaussianNoise(0.1))

    assert len(generators(model)) == 2
    assert seed_of(replace(_JOB, start=Fresh(4))) == 4
    assert seed_of(replace(_JOB, start=After("a" * 64))) != seed_of(
        replace(_JOB, start=After("b" * 64))
    )


_JOB = TrainingJob(
    versions=(),
    dataset="",
    model={},
    optimizer={},
    loss={},
    metrics=(),
    training=None,  # type: ignore[arg-type]
    validation=None,
    batch_size=1,
    epochs=1,
)
