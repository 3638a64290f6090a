"""Callbacks of the student's own that only look on leave a training to the host; others don't."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pytest
from keras import callbacks
from sklearn.datasets import load_digits

from tests.recorder.asked import printed, trained
from tests.recorder.asking.callbacks import EPOCHS, LOOK_ON, Collects, counted, dense, kept

pytestmark = pytest.mark.usefixtures("host_and_stock")


@pytest.fixture(scope="module")
def digits():
    """The arguments of a short training."""
    data = load_digits()
    x, y = (data.data[:200] / 16).astype("float32"), data.target[:200]
    options = {"epochs": EPOCHS, "verbose": 0, "shuffle": False}
    return {"x": x, "y": y, "validation_data": (x[:50], y[:50]), **options}


QUICK = frozenset(
    {"a class of one's own", "a lambda", "all four", "a schedule that counts"}
    | {"before one of Keras' own", "where a value is reached", "one of two", "never"}
)
"""The others go the same ways; they are run with the slow tests."""


def each(names):
    """Parameters for a test of each, the slow ones marked."""
    return [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in names]


@pytest.mark.parametrize("name", each(LOOK_ON))
def test_callbacks_that_only_look_on_see_what_they_would_have_seen(name, host, stock_fit, digits):
    """The same hooks, values, names and order; they print and collect once, not twice."""
    there, here = dense(), dense()
    given = [{**digits, "callbacks": LOOK_ON[name]()} for _ in range(2)]

    def fit(how, model, options):
        kept.clear()
        counted.clear()
        history, shown = printed(lambda: how(model, **options))
        return history, shown, [*kept], [*counted], _collected(options["callbacks"][0])

    stock = fit(stock_fit, there, given[0])
    host.answer = trained(there, stock[0])
    asked = fit(type(here).fit, here, given[1])

    assert len(host.asked) == 1
    assert asked[1:] == stock[1:]
    assert asked[0].history == stock[0].history
    for one, other in zip(here.get_weights(), there.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert not host.reported("recorder_fault")


class Reaches(callbacks.Callback):
    """As courses teach it: enough is enough."""

    def __init__(self, name, value):
        super().__init__()
        self.name, self.value = name, value

    def on_epoch_end(self, epoch, logs={}):  # noqa: B006
        if logs.get(self.name) < self.value:
            print(f"\nReached {self.value} after epoch {epoch + 1}, so cancelling training!")
            self.model.stop_training = True


class Patient(callbacks.Callback):
    """Early stopping that somebody has written themselves."""

    def on_train_begin(self, logs=None):
        self.best, self.waited = float("inf"), 0

    def on_epoch_end(self, epoch, logs=None):
        better = logs["val_loss"] < self.best - 0.2
        self.best = min(self.best, logs["val_loss"])
        self.waited = 0 if better else self.waited + 1
        if self.waited >= 2:
            self.model.stop_training = True


STOP = {
    "where a value is reached": lambda: [Reaches("loss", 2.3)],
    "after the first": lambda: [Reaches("loss", 99.0)],
    "never": lambda: [Reaches("loss", 0.0)],
    "one's own patience": lambda: [Patient()],
    "one of two": lambda: [Collects(), Reaches("val_loss", 2.28)],
}


@pytest.mark.parametrize("name", each(STOP))
def test_callbacks_that_end_a_training_end_it_where_they_would_have(name, host, stock_fit, digits):
    """They see the values first, on copies; the host is asked for as many epochs as they leave."""
    there, here, whole = dense(), dense(), dense()
    options = {**digits, "epochs": 6}
    everything = trained(whole, stock_fit(whole, **options))
    history, shown = printed(lambda: stock_fit(there, **options, callbacks=STOP[name]()))
    end = trained(there, history)
    host.answer = lambda fields: everything if fields.get("figures_only") else end

    given = STOP[name]()
    asked, screen = printed(lambda: here.fit(**options, callbacks=given))

    ended = len(history.epoch)
    assert [fields.get("stops_after") for fields in host.asked] == [
        None,
        ended if ended < 6 else None,
    ]
    assert host.asked[1]["run"] == host.asked[0]["run"]
    assert (asked.history, asked.epoch, screen) == (history.history, history.epoch, shown)
    assert here.stop_training is there.stop_training
    for one, other in zip(here.get_weights(), there.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    assert not host.reported("recorder_fault")


def test_where_the_host_has_no_values_the_kernel_trains(host, digits):
    """Nothing is asked a second time, and nothing is printed twice."""
    model = dense()

    _, screen = printed(lambda: model.fit(**digits, callbacks=[Reaches("loss", 99.0)]))

    assert len(host.asked) == 1
    assert len(host.reported("epoch_finished")) == 1
    assert sum("Reached" in line for line in screen) == 1


def _collected(callback):
    names = ("losses", "best", "seen", "kept")
    return {name: vars(callback)[name] for name in names if name in vars(callback)}
