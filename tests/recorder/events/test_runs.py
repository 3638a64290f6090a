"""With which weights a training began is sent where they matter."""

import functools
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras.src.backend import random
from keras.src.backend.tensorflow.core import Variable
from keras.src.initializers import random_initializers

from grader.recorder.asking.initial_values import install
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


def begun(watch):
    """What was said of the beginning that was sent last."""
    return [fields for event, _, fields in watch.channel.events if event == "begun_with"][-1]


def drawn(initializer="glorot_uniform"):
    model = keras.Sequential(
        [keras.layers.Input((3,)), keras.layers.Dense(2, kernel_initializer=initializer)]
    )
    model.compile("sgd", "mse")
    return model


class Own(keras.initializers.GlorotUniform):
    """A student's, under the name of Keras' own."""

    def __call__(self, shape, dtype=None):
        return keras.ops.ones(shape, dtype)


@pytest.fixture
def made(monkeypatch):
    """Variables are looked at as they are made."""
    for name in ("_initialize", "_initialize_with_initializer"):
        monkeypatch.setattr(Variable, name, getattr(Variable, name))
    install()


def test_random_weights_are_told_from_others(watch, made):
    """Such as were put in, and such as an initializer gave that is none of Keras' own; random ones
    that were put back are random ones.
    """
    own, put_in, back = drawn(), drawn(), drawn()
    put_in.set_weights([1.5 * weight for weight in put_in.get_weights()])
    first = back.get_weights()
    back.set_weights([weight + 1 for weight in first])
    back.set_weights(first)

    found = {}
    for name, model in (
        ("own", own),
        ("put_in", put_in),
        ("back", back),
        ("class", drawn(Own())),
        ("constant", drawn(keras.initializers.Constant(0.3))),
        ("around", drawn(keras.initializers.RandomNormal(np.ones((3, 2)), 1e-6))),
        ("around one", drawn(keras.initializers.RandomNormal(np.float64(0.1), 0.2))),
    ):
        trained(watch, model, lambda weight: weight + 0.1)
        found[name] = begun(watch)["as_drawn"]

    assert found == {
        "own": True,
        "put_in": False,
        "back": True,
        "class": False,
        "constant": False,
        "around": False,
        "around one": True,
    }


def started(watch):
    """What was said of the beginning of the training that began last."""
    return [fields for event, _, fields in watch.channel.events if event == "fit_started"][-1]


def of_two_layers(first=None):
    model = keras.Sequential(
        [keras.layers.Input((3,)), first or keras.layers.Dense(4), keras.layers.Dense(2)]
    )
    model.compile("sgd", "mse")
    return model


def test_a_layer_that_may_not_learn_is_random_only_as_it_was_drawn(watch, made):
    """Whatever else the model goes on from; means and scales are no weights."""
    random, put_in = of_two_layers(), of_two_layers()
    put_in.layers[0].set_weights([np.arange(12).reshape(3, 4), np.ones(4)])
    found = {}
    for name, model in (("random", random), ("put in", put_in)):
        model.layers[0].trainable = False
        trained(watch, model, lambda weight: weight + 0.1)
        found[name] = (begun(watch)["as_drawn"], started(watch)["still_unknown"])

    assert found == {"random": (True, 0.0), "put in": (False, 12 / 26)}


def test_a_layer_that_another_model_has_learnt(watch, made):
    """Its training is named, and nothing said of a state that the model goes on from as a whole."""
    first = of_two_layers()
    source = trained(watch, first, lambda weight: weight + 0.1)
    layer = keras.layers.Dense(4, trainable=False)
    second = of_two_layers(layer)
    layer.set_weights(first.layers[0].get_weights())

    trained(watch, second, lambda weight: weight)
    taken = started(watch)
    trained(watch, first, lambda weight: weight + 0.1)

    assert (taken["starts_from"], taken["taken_from"]) == (None, [source])
    assert taken["still_unknown"] == 0.0
    assert (started(watch)["starts_from"], started(watch)["taken_from"]) == (source, [])


def test_a_frozen_layer_before_one_that_goes_on(watch, made):
    """A model goes on from a training of its last layer alone; the first one is looked at."""
    last = keras.layers.Dense(2)
    small = keras.Sequential([keras.layers.Input((4,)), last])
    small.compile("sgd", "mse")
    source = trained(watch, small, lambda weight: weight + 0.1)
    hidden = keras.layers.Dense(4, trainable=False)
    whole = keras.Sequential([keras.layers.Input((3,)), hidden, last])
    whole.compile("sgd", "mse")
    hidden.set_weights([np.arange(12).reshape(3, 4), np.ones(4)])

    trained(watch, whole, lambda weight: weight + 0.1)

    assert started(watch)["starts_from"] == source
    assert started(watch)["still_unknown"] == 12 / 26


@pytest.mark.parametrize(("undisturbed", "as_drawn"), [(True, True), (False, False)])
def test_a_model_that_is_built_in_its_first_step(watch, made, undisturbed, as_drawn):
    """What it holds after that is sent; how far it moved, nobody says."""
    model = drawn()
    run = Run(model, watch)
    run.announce({}, trained_already=True, after_first_step=undisturbed)
    early = model.get_weights()
    model.set_weights([weight + 1 for weight in early])

    run.finish()

    assert begun(watch)["as_drawn"] is as_drawn
    assert (sent(watch)[run.number]["w0000"] == early[0]).all()
    finished = next(fields for event, _, fields in watch.channel.events if event == "fit_finished")
    assert finished["weights_moved"] is None
    assert finished["weights_changed"]


@pytest.mark.parametrize("where", [random_initializers.random, random, tf.random])
def test_numbers_that_only_seem_to_be_drawn(watch, made, monkeypatch, where):
    """What Keras draws with was exchanged while the model was made."""
    name = "stateless_uniform" if where is tf.random else "uniform"
    with monkeypatch.context() as exchanged:
        stock = getattr(where, name)
        exchanged.setattr(where, name, functools.partial(stock))
        model = drawn()

    trained(watch, model, lambda weight: weight + 0.1)

    assert not begun(watch)["as_drawn"]


@pytest.mark.parametrize(("length", "unknown"), [(3, False), (30, True)])
def test_rows_that_may_not_learn(watch, made, length, unknown):
    """A mean for each input is none of its weights; a row that is longer than an example may be
    any.
    """
    scale = keras.layers.Normalization()
    model = keras.Sequential(
        [
            keras.layers.Input((3,)),
            keras.layers.RepeatVector(length // 3),
            keras.layers.Reshape((length,)),
            scale,
            keras.layers.Dense(2),
        ]
    )
    model.compile("sgd", "mse")
    scale.adapt(np.random.default_rng(1).normal(size=(20, length)))

    trained(watch, model, lambda weight: weight + 0.1)

    assert (started(watch)["still_unknown"] > 0) is unknown


@pytest.mark.parametrize(("layers", "unknown"), [(2, False), (6, True)])
def test_many_rows_that_may_not_learn(watch, made, layers, unknown):
    """A mean and a scale for each input are none of its weights; scales of six layers may be."""
    scales = [keras.layers.BatchNormalization(trainable=False) for _ in range(layers)]
    model = keras.Sequential([keras.layers.Input((3,)), *scales, keras.layers.Dense(2)])
    model.compile("sgd", "mse")
    for scale in scales:
        scale.set_weights([np.arange(3.0), *scale.get_weights()[1:]])

    trained(watch, model, lambda weight: weight + 0.0)

    assert (started(watch)["still_unknown"] > 0) is unknown


def test_a_layer_that_another_model_only_held(watch, made):
    """Whoever trains a model beside a layer that may not learn has not learnt that layer."""
    layer = keras.layers.Dense(4, trainable=False)
    decoy = keras.Sequential(
        [keras.layers.Input((3,)), layer, keras.layers.Dense(40), keras.layers.Dense(2)]
    )
    decoy.compile("sgd", "mse")
    layer.set_weights([np.arange(12).reshape(3, 4), np.ones(4)])
    run = Run(decoy, watch)
    run.announce({})
    decoy.layers[1].set_weights([weight + 0.1 for weight in decoy.layers[1].get_weights()])
    run.finish()

    trained(watch, of_two_layers(layer), lambda weight: weight + 0.1)

    assert started(watch)["taken_from"] == []
    assert started(watch)["still_unknown"] == 12 / 26
