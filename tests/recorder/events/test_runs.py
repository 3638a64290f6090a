"""With which weights a training began is sent where they matter."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest

from grader.recorder.events import runs
from grader.recorder.events.runs import LEFT_LITTLE, Run
from grader.recorder.events.watch import Watch


class Sent:
    """A channel that keeps what is sent."""

    def __init__(self):
        self.events = []

    def send(self, event, arrays=None, **fields):
        self.events.append((event, arrays, fields))
        return len(self.events)


@pytest.fixture
def watch():
    return Watch(Sent(), pytest.fail, lambda: 1, stock=False)


def trained(watch, model, change):
    """Trains the model by a change of its weights."""
    run = Run(model, watch)
    run.announce({})
    model.set_weights([change(weight) for weight in model.get_weights()])
    run.finish()
    return run.number


def a_model():
    model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(2)])
    model.compile("sgd", "mse")
    model.set_weights([np.ones_like(weight) for weight in model.get_weights()])
    return model


def sent(watch):
    """By run, the arrays."""
    return {
        fields["run"]: arrays
        for event, arrays, fields in watch.channel.events
        if event == "begun_with"
    }


def test_what_a_training_left_much_of(watch):
    """As it was before; not again where another training goes on from there."""
    model = a_model()

    first = trained(watch, model, lambda weight: weight + 1)
    trained(watch, model, lambda weight: weight + 1)

    assert sent(watch).keys() == {first}
    assert (sent(watch)[first]["w0000"] == 1).all()


def test_what_a_training_left_nothing_of(watch):
    """It began anew, as it were."""
    trained(watch, a_model(), lambda weight: weight * (LEFT_LITTLE + 1.1))

    assert sent(watch) == {}


def test_what_is_too_large(watch, monkeypatch):
    """Its weights at the end are sent all the same."""
    monkeypatch.setattr(runs, "MAX_BYTES", 8)

    trained(watch, a_model(), lambda weight: weight + 1)

    assert sent(watch) == {}
