"""What is put on Keras' own parts of a step, or on their classes, is a part of one's own."""

import keras
import pytest

from grader.recorder.events.switches import own_parts


@pytest.fixture
def model():
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(2)])
    model.compile("adam", "mse")
    return model


def own(*given):
    return given[-1]


class Rate(keras.Variable):
    """The class of a variable of one's own."""


PUT_ON = {
    "constraint": lambda model: setattr(model.variables[0], "constraint", own),
    "regularizer": lambda model: setattr(model.variables[0], "regularizer", own),
    "apply": lambda model: setattr(model.optimizer, "apply", own),
    "update_step": lambda model: setattr(model.optimizer, "update_step", own),
    "rate": lambda model: setattr(model.optimizer._learning_rate, "__class__", Rate),
}


@pytest.mark.parametrize("put", PUT_ON.values(), ids=PUT_ON)
def test_what_is_put_on_a_part(model, put):
    """Before that none was the notebook's own."""
    assert own_parts(model) == []

    put(model)

    assert own_parts(model) != []


def test_what_is_put_on_a_class(model, monkeypatch):
    """Of which the optimizer is."""
    monkeypatch.setattr(keras.optimizers.Adam, "update_step", own)

    assert own_parts(model) == ["Adam.update_step"]


def test_a_mean_of_losses_of_ones_own(model):
    """It has its turn in each step."""

    class Tracker(keras.metrics.Mean):
        pass

    model._loss_tracker = Tracker()

    assert own_parts(model) == ["an own Tracker"]


@pytest.mark.parametrize("settings", [{"kernel_regularizer": "l2"}, {"activation": "relu"}])
def test_keras_own_settings_are_none(settings):
    """Of layers, a schedule and averages of the weights."""
    model = keras.Sequential([keras.layers.Input((4,)), keras.layers.Dense(2, **settings)])
    schedule = keras.optimizers.schedules.ExponentialDecay(0.1, 10, 0.9)
    model.compile(keras.optimizers.Adam(schedule, use_ema=True), "mse")

    assert own_parts(model) == []
