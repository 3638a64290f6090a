"""What is trained in the kernel, as ever."""

import functools
import inspect
import os
from contextlib import nullcontext, suppress
from dataclasses import replace

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from keras import callbacks, layers

from tests.recorder.asking.fits import FITS
from tests.recorder.asking.short import CHECKPOINTS, ROWS, dense, fitted, stands_for

pytestmark = pytest.mark.usefixtures("host_and_stock")


def touches(self, *_):
    self.model.optimizer.learning_rate = 0.5


NOT_PLAIN = (
    {"callbacks": [type("Own", (callbacks.Callback,), {"on_epoch_end": touches})()]},
    {"callbacks": [callbacks.ModelCheckpoint("between.keras", save_freq=3)]},
    {
        "callbacks": [
            callbacks.EarlyStopping("loss"),
            callbacks.LambdaCallback(on_epoch_end=lambda _, logs: logs.clear()),
        ]
    },
    {"callbacks": [callbacks.LearningRateScheduler(lambda *_: keras.config.floatx() and 0.1)]},
    {"callbacks": [callbacks.EarlyStopping("val_loss")]},
    {"sample_weight": np.linspace(0, 1, ROWS), "validation_split": 0.5},
    {"sample_weight": np.ones(ROWS), "validation_split": 0.5},
    {"sample_weight": np.ones((ROWS, 1))},
    {"steps_per_epoch": 3},
    {"validation_data": (np.zeros((64, 64)), np.zeros(64)), "validation_steps": 1},
    {"class_weight": {0: "much"}},
)


@pytest.mark.parametrize("options", NOT_PLAIN, ids=lambda options: next(iter(options)))
def test_what_is_not_plain_is_not_asked_for(options, host, digits, tmp_path, monkeypatch):
    """It trains here, as ever."""
    monkeypatch.chdir(tmp_path)
    host.answer = stands_for(dense())
    model = dense()

    with (
        pytest.warns()
        if "val_loss" in str(vars(options.get("callbacks", [keras.callbacks.History()])[0]))
        else (pytest.raises(Exception) if options.get("class_weight") else nullcontext())
    ):
        fitted(model, digits, **options)

    assert host.asked == []


ELSEWHERE = {"LambdaCallback", "ModelCheckpoint", "ProgbarLogger"}
"""The student's own code, checkpoints, and what every `fit` has."""
LEFT = {"BackupAndRestore", "OrbaxCheckpoint", "RemoteMonitor", "SwapEMAWeights", "TensorBoard"}
"""They act between batches, on the network, or put other weights in: their `fit` trains here."""


def test_every_argument_and_every_callback_has_its_place(stock_fit, tmp_path):
    """Of what `fit` takes and Keras has, in these tables or in those of callbacks
    that look on.
    """
    cases = {"shuffle", *(name for case in (*FITS.values(), *NOT_PLAIN) for name in case)}
    made = [case["callbacks"](tmp_path) for case in FITS.values() if "callbacks" in case]
    listed = [one for given in made for one in (given if isinstance(given, list) else [given])]
    kinds = {
        name
        for name, kind in vars(callbacks).items()
        if isinstance(kind, type) and issubclass(kind, callbacks.Callback)
    }

    assert set(inspect.signature(stock_fit).parameters) - {"self", "x", "y"} <= cases
    served = {type(one).__name__ for one in listed} | ELSEWHERE
    assert kinds - {"Callback", "CallbackList"} == served | LEFT
    assert len(FITS) + len(CHECKPOINTS) >= 40


@pytest.mark.parametrize("change", ["layer", "step", "loss", "soft labels", "rows"])
def test_parts_and_data_of_one_s_own_are_not_asked_for(change, host, digits):
    """An own layer, training step, loss; targets that are no labels; more rows than labels."""

    class Layer(layers.Layer):
        def call(self, inputs):
            return inputs

    class Model(keras.Sequential):
        def train_step(self, data):
            return super().train_step(data)

    host.answer = stands_for(dense())
    x, y = digits
    parts = [keras.Input((64,)), layers.Dense(10, activation="softmax")]
    model = keras.Sequential([*parts, Layer()] if change == "layer" else parts)
    loss = "sparse_categorical_crossentropy"
    if change == "step":
        model = Model(parts)
    if change == "loss":

        def loss(true, predicted):
            return keras.ops.mean(predicted[:, :1] * 0 + keras.ops.cast(true, "float32"))

    if change == "soft labels":
        loss, y = "categorical_crossentropy", np.full((ROWS, 10), 0.1)
    model.compile("sgd", loss)

    with pytest.raises(ValueError, match="cardinality") if change == "rows" else nullcontext():
        model.fit(x[:-1] if change == "rows" else x, y, epochs=1, verbose=0)

    assert host.asked == []


EXCHANGED = {
    "a callback that is always there": (callbacks.History, "on_epoch_end"),
    "the one that prints": (callbacks.ProgbarLogger, "set_params"),
    "the list of them": (callbacks.CallbackList, "on_epoch_begin"),
    "a listed one": (callbacks.EarlyStopping, "on_epoch_end"),
    "the base of all": (callbacks.Callback, "on_train_end"),
    "an optimizer": (keras.optimizers.SGD, "update_step"),
    "the base of optimizers": (keras.optimizers.Optimizer, "apply_gradients"),
    "a layer": (layers.Dense, "call"),
    "an initializer": (keras.initializers.GlorotUniform, "__call__"),
    "the base of models": (keras.Model, "compute_loss"),
}


@pytest.mark.parametrize("what", EXCHANGED)
def test_classes_of_keras_with_functions_of_one_s_own_are_not_asked_for(
    what, host, digits, monkeypatch
):
    """Whatever the function calls itself: `wraps` gives it the name and the module of Keras'."""
    kind, name = EXCHANGED[what]
    stock, called = getattr(kind, name), []

    @functools.wraps(stock)
    def exchanged(*args, **kwargs):
        called.append(name)
        return stock(*args, **kwargs)

    monkeypatch.setattr(kind, name, exchanged)
    model = dense(optimizer="sgd")
    host.answer = stands_for(model)

    fitted(model, digits, verbose=2, callbacks=[callbacks.EarlyStopping("loss", patience=1)])

    assert host.asked == []
    assert called


@pytest.mark.parametrize("hook", ["set_model", "set_params", "on_train_begin"])
def test_data_that_a_callback_exchanges_before_the_first_step_are_not_asked_for(hook, host, digits):
    """Keras has taken them by then: the host would train on others."""
    x, y = (array.copy() for array in digits)

    def exchange(*_):
        x[:10] = x[10:20]

    exchanging = type("Exchanging", (callbacks.Callback,), {hook: exchange})()
    model = dense()
    host.answer = stands_for(model)

    model.fit(x, y, epochs=1, verbose=0, callbacks=[exchanging])

    assert host.asked == []


@pytest.mark.parametrize("change", ["frozen", "regularizer", "set too late", "constraint"])
def test_weights_that_learn_otherwise_than_their_layer_says_are_not_asked_for(change, host, digits):
    """A weight has its own settings since it was made; of these no description tells."""
    model = dense()
    host.answer = stands_for(model)
    layer = model.layers[0]
    if change == "frozen":
        layer.kernel.trainable = False
    if change == "regularizer":
        layer.kernel.regularizer = keras.regularizers.L2(0.1)
    if change == "set too late":
        layer.kernel_regularizer = keras.regularizers.L2(0.1)
    if change == "constraint":
        layer.kernel.constraint = keras.constraints.NonNeg()

    fitted(model, digits)

    assert host.asked == []


@pytest.mark.parametrize(
    ("metric", "one_hot"),
    [
        (keras.metrics.Accuracy, False),
        (keras.metrics.Accuracy, True),
        (keras.metrics.CategoricalAccuracy, False),
        (keras.metrics.SparseCategoricalAccuracy, True),
    ],
)
def test_an_accuracy_of_other_targets_is_not_that_of_a_training(metric, one_hot, host, digits):
    """What Keras makes of it, an error or a value near 0, is what the notebook gets."""
    host.answer = stands_for(dense())
    x, y = digits
    loss = "categorical_crossentropy" if one_hot else "sparse"
    model = dense(metrics=[metric()], loss=loss)

    with suppress(Exception):
        fitted(model, (x, keras.utils.to_categorical(y, 10) if one_hot else y))

    assert host.asked == []
    assert not host.reported("recorder_fault")


class Slower(keras.optimizers.schedules.ExponentialDecay):
    def __call__(self, step):
        return super().__call__(step) * 0.5


@pytest.mark.parametrize("what", ["epsilon", "schedule", "backup"])
def test_what_neither_model_nor_arguments_tell_is_not_asked_for(what, host, digits):
    """Keras' epsilon, a schedule named as one of Keras', epochs that a backup has done."""
    host.answer = stands_for(dense())
    schedule = type("ExponentialDecay", (Slower,), {})
    model = dense(optimizer=keras.optimizers.Adam(schedule(0.01, 10, 0.9)))
    if what != "schedule":
        model = dense()
    if what == "backup":
        model._initial_epoch = 1
    usual = keras.config.epsilon()
    try:
        keras.config.set_epsilon(1e-3 if what == "epsilon" else usual)
        history = fitted(model, digits, epochs=2)
    finally:
        keras.config.set_epsilon(usual)

    assert host.asked == []
    assert history.epoch == ([1] if what == "backup" else [0, 1])


def missing(epoch):
    return [0.1][epoch]


def mistaken(epoch, rate):
    return rate * None


@pytest.mark.parametrize(
    ("schedule", "error", "epochs"),
    [(missing, IndexError, [0]), (mistaken, TypeError, [])],
    ids=["missing", "mistaken"],
)
def test_a_schedule_that_fails_fails_as_in_keras(schedule, error, epochs, host, digits):
    """With its own error in its own epoch, and with no fault of the recorder's."""
    host.answer = stands_for(dense())
    history = callbacks.History()
    scheduler = callbacks.LearningRateScheduler(schedule)

    with pytest.raises(error):
        fitted(dense(), digits, epochs=2, callbacks=[scheduler, history])

    assert history.epoch == epochs
    assert host.asked == []
    assert not host.reported("recorder_fault")


@pytest.mark.parametrize("wrong", ["shape", "optimizer", "history"])
def test_an_answer_that_does_not_fit_is_not_taken(wrong, host, digits):
    """The training goes on here."""
    model = dense()
    right = stands_for(model)

    def answer(fields):
        made = right(fields)
        if wrong == "shape":
            return replace(made, weights=made.weights[1:])
        if wrong == "optimizer":
            return replace(made, optimizer_variables=made.optimizer_variables[1:])
        return replace(made, history={"loss": (0.5,)})

    host.answer = answer
    before = model.get_weights()
    history = fitted(model, digits)

    assert history.history["loss"] != [0.5]
    assert not np.array_equal(model.get_weights()[0], before[0] + 1)
