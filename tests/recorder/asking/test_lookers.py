"""Callbacks of the student's own that look at the model see it as it was after each epoch; who
changes it trains on in the kernel.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

from dataclasses import replace

import keras
import numpy as np
import pytest
from keras import callbacks, layers
from sklearn.datasets import load_digits

from tests.recorder.asked import printed, trained

EPOCHS = 4


pytestmark = pytest.mark.usefixtures("host_and_stock")
DATA = load_digits()
x, y = (DATA.data[:200] / 16).astype("float32"), DATA.target[:200]
held, truth = (DATA.data[200:260] / 16).astype("float32"), DATA.target[200:260]


def dense():
    keras.utils.set_random_seed(1)
    model = keras.Sequential([keras.Input((64,)), layers.Dense(10, activation="softmax")])
    model.compile(
        keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    return model


class Keeps(callbacks.Callback):
    """Keeps what a host would keep."""

    def __init__(self):
        super().__init__()
        self.states, self.optimizer_states = {}, {}

    def on_epoch_end(self, epoch, logs=None):
        self.states[epoch + 1] = tuple(self.model.get_weights())
        variables = self.model.optimizer.variables
        self.optimizer_states[epoch + 1] = tuple(np.array(one.numpy()) for one in variables)


class Scores(callbacks.Callback):
    """A measure that Keras hasn't, on data that it holds: what half of all questions are about."""

    def __init__(self, data):
        super().__init__()
        self.data, self.kept = data, {}

    def on_epoch_end(self, epoch, logs=None):
        from sklearn.metrics import f1_score

        inputs, targets = self.data
        found = np.argmax(self.model.predict(inputs, verbose=0), axis=1)
        self.kept[epoch] = f1_score(targets, found, average="macro")
        logs["val_f1"] = self.kept[epoch]
        print(f" val_f1: {self.kept[epoch]:.4f}")


class Evaluates(callbacks.Callback):
    """On other data than those it is validated on."""

    def on_train_begin(self, logs=None):
        self.before = self.model.evaluate(held, truth, verbose=0)

    def on_epoch_end(self, epoch, logs=None):
        print("before", self.before, "now", self.model.evaluate(held, truth, verbose=2))


class Weighs(callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        rate = float(self.model.optimizer.learning_rate.numpy())
        print(epoch, [float(abs(one).mean()) for one in self.model.get_weights()], rate)
        print(int(self.model.optimizer.iterations.numpy()), self.model.layers[-1].kernel.shape)

    def on_train_end(self, logs=None):
        print("in the end", float(self.model.layers[0].get_weights()[0].sum()))


class Ends(callbacks.Callback):
    """By what the model itself gives."""

    def on_epoch_end(self, epoch, logs=None):
        right = float((self.model.predict(held, verbose=0).argmax(1) == truth).mean())
        print("right:", right)
        if epoch == 2 or right > 0.95:
            self.model.stop_training = True


LOOK = {
    "a score of one's own": lambda: [Scores((held, truth))],
    "an evaluation": lambda: [Evaluates()],
    "weights and rate": lambda: [Weighs()],
    "ends by what it predicts": lambda: [Ends()],
    "a lambda that sees the model": lambda: [
        callbacks.LambdaCallback(
            on_epoch_end=lambda epoch, _: print(epoch, SEEN[0].get_weights()[1])
        )
    ],
    "beside one of Keras'": lambda: [
        callbacks.ReduceLROnPlateau("loss", min_delta=9, patience=1, verbose=1),
        Weighs(),
    ],
}
SEEN = []
"""The model under way, for who names it otherwise than `self.model`."""


def fit(how, model, given, **options):
    SEEN[:] = [model]
    arguments = {
        "epochs": EPOCHS,
        "shuffle": False,
        "verbose": 2,
        "validation_data": (x[:50], y[:50]),
    }
    return printed(lambda: how(model, x, y, **{**arguments, **options}, callbacks=given))


def answer_for(stock_fit, *own):
    """What the host would hand out: the whole training, with all its states, without callbacks of
    the student's own.
    """
    model, keeps = dense(), Keeps()
    history, _ = fit(stock_fit, model, [*own, keeps])
    kept = {"states": keeps.states, "optimizer_states": keeps.optimizer_states}
    return replace(trained(model, history), **kept)


QUICK = frozenset({"a score of one's own", "ends by what it predicts", "beside one of Keras'"})
"""The others go the same ways; they are run with the slow tests."""


@pytest.mark.parametrize(
    "name",
    [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in LOOK],
)
def test_who_looks_sees_the_model_as_it_was(name, host, stock_fit):
    """Values, words, collections, `History`, weights, optimizer: as stock Keras leaves them."""
    there, here = dense(), dense()
    given = [LOOK[name]() for _ in range(2)]
    history, shown = fit(stock_fit, there, given[0])
    host.answer = answer_for(stock_fit, *(one for one in LOOK[name]() if "Plateau" in str(one)))

    asked, screen = fit(type(here).fit, here, given[1])

    assert len(host.asked) == 1
    assert host.asked[0]["settings"]["every_epoch"]
    assert screen == shown
    assert (asked.history, asked.epoch) == (history.history, history.epoch)
    assert getattr(given[1][0], "kept", 0) == getattr(given[0][0], "kept", 0)
    for one, other in zip(state(here), state(there), strict=True):
        np.testing.assert_array_equal(one, other)
    assert host.reported("fit_finished")[0]["epochs_run"] == len(history.epoch)
    assert not host.reported("epoch_finished")
    assert not host.reported("recorder_fault")


def state(model):
    return [*model.get_weights(), *(one.numpy() for one in model.optimizer.variables)]


class Halves(callbacks.Callback):
    """Changes weights by a name that nobody foresees."""

    def on_epoch_end(self, epoch, logs=None):
        if epoch == 1:
            kernel = self.model.layers[0].kernel
            change = getattr(kernel, "as" + "sign")
            change(kernel * 0.5)


class Freezes(callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        if epoch == 1:
            act(self.model.optimizer, "learning_rate", 0.0)


act = setattr


@pytest.mark.parametrize("kind", [Halves, pytest.param(Freezes, marks=pytest.mark.slow)])
def test_who_changes_the_model_trains_on_in_the_kernel(kind, host, stock_fit):
    """From what was changed, without shuffling to the last digits; all epochs are told as those of
    a kernel's training.
    """
    there, here = dense(), dense()
    history, shown = fit(stock_fit, there, [kind()])
    host.answer = answer_for(stock_fit)

    asked, screen = fit(type(here).fit, here, [kind()])

    assert len(host.asked) == 1
    assert screen == shown
    np.testing.assert_allclose(asked.history["loss"], history.history["loss"], rtol=1e-5)
    for one, other in zip(state(here), state(there), strict=True):
        np.testing.assert_allclose(one, other, rtol=1e-3, atol=1e-5)
    finished = host.reported("epoch_finished")
    assert [event["epoch"] for event in finished] == list(range(EPOCHS))
    assert len({event["state"] for event in finished}) == (EPOCHS if kind is Halves else 2)
    assert not host.reported("recorder_fault")


class TrainsAnother(callbacks.Callback):
    """A second model is trained on what the first one gives."""

    def on_epoch_end(self, epoch, logs=None):
        keras.utils.set_random_seed(epoch)
        found = self.model.predict(held, verbose=0)
        other = keras.Sequential([keras.Input((10,)), layers.Dense(10, activation="softmax")])
        other.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
        history = other.fit(found, truth, verbose=0, epochs=2, shuffle=False)
        print(found.shape, history.history)


@pytest.mark.parametrize("kind", [TrainsAnother, lambda: Scores((held, truth))])
def test_what_a_callback_computes_in_a_training_of_the_kernel_is_what_keras_computes(
    kind, host, stock_fit
):
    """The kernel trains in large pieces; `predict` and another model's `fit` in the middle of that
    get every row all the same.
    """
    there, here = dense(), dense()
    _, shown = fit(stock_fit, there, [kind()])

    _, screen = fit(type(here).fit, here, [kind()])

    assert screen == shown
    assert not host.reported("recorder_fault")


def test_states_that_are_missing_leave_it_to_the_kernel(host, stock_fit):
    """A host that hands out the end alone."""
    model = dense()
    host.answer = replace(answer_for(stock_fit), states={}, optimizer_states={})

    fit(type(model).fit, model, [Weighs()])

    assert len(host.asked) == 1
    assert len(host.reported("epoch_finished")) == EPOCHS
