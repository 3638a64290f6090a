"""What bears the name of one of Keras' own is tried beside it."""

from __future__ import annotations

import functools

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers, ops

from grader.evidence.runs.network import units_of
from grader.model.descriptions import LayerInfo
from grader.recorder.models.describe import describe_loss, describe_model, describe_optimizer
from grader.scoring.rebuilding.architecture import ModelRefused, check_architecture

STOCK = layers.Dense


def named(name):
    """Let a function bear this name."""

    def rename(function):
        @functools.wraps(function)
        def own(*given):
            return function(*given)

        own.__name__ = own.__qualname__ = name
        return own

    return rename


def described(*stack):
    """A model as it is told, and its units in words."""
    info = describe_model(keras.Sequential([keras.Input((8,)), *stack]), 1)
    told = [LayerInfo(one["class_name"], one["name"], one["config"]) for one in info["layers"]]
    return info, [str(unit) for unit in units_of(told)]


def refused(info):
    """Whether the model can't be measured."""
    try:
        check_architecture(info["architecture"])
    except ModelRefused:
        return True
    return False


class Plain(layers.Layer):
    """A dense layer written out."""

    def __init__(self, units, activation=None, **kwargs):
        super().__init__(**kwargs)
        self.units, self.activation = units, keras.activations.get(activation)

    def build(self, shape):
        self.kernel = self.add_weight(shape=(shape[-1], self.units), name="kernel")
        self.bias = self.add_weight(shape=(self.units,), name="bias", initializer="ones")

    def call(self, x):
        return self.activation(x @ self.kernel + self.bias)

    def get_config(self):
        activation = keras.activations.serialize(self.activation)
        return {**super().get_config(), "units": self.units, "activation": activation}


class Waves(Plain):
    """Computes something else with the same weights."""

    def call(self, x):
        return self.activation(ops.sin(3.0 * (x @ self.kernel)) + self.bias)


@pytest.mark.parametrize(
    ("function", "name", "told"),
    [
        (lambda x: ops.maximum(x, 0.0), "relu", "relu"),
        (lambda x: 0.5 * x * (1 + ops.tanh(0.7978846 * (x + 0.044715 * x**3))), "gelu", "gelu"),
        (lambda x: tf.nn.relu(x) + 0.0, "softmax_v2", "relu"),
        (ops.sin, "relu", "own relu"),
        (lambda x: ops.tanh(x) * 2.0, "softmax_v2", "own softmax_v2"),
        (ops.sin, "wave", "wave"),
    ],
)
def test_an_activation_is_not_what_it_is_called(function, name, told):
    """What it computes counts; of a name of its own nothing is said."""
    info, units = described(STOCK(4, named(name)(function)), STOCK(3, "softmax"))

    assert units[0] == f"Dense 4 ({told})"
    assert refused(info) is (told in ("own relu", "own softmax_v2", "wave"))


@pytest.mark.parametrize(("kind", "told"), [(Plain, "relu"), (Waves, "own relu")])
def test_nor_is_a_layer(kind, told):
    """One that is written out is the layer that it is called after; its weights stay, and nothing
    is drawn.
    """
    own = type("Dense", (kind,), {"__module__": "__main__"})
    layer = own(4, "relu")
    model_of = layer, STOCK(3, "softmax")
    keras.Sequential([keras.Input((8,)), *model_of])
    before = [np.array(weight) for weight in layer.get_weights()]
    state = np.random.get_state()[1].tobytes()  # noqa: NPY002 - the student's own

    info, units = described(*model_of)

    assert units == [f"Dense 4 ({told})", "Dense 3 (softmax)"]
    assert refused(info) is (kind is Waves)
    assert np.random.get_state()[1].tobytes() == state  # noqa: NPY002
    assert all(np.array_equal(*pair) for pair in zip(before, layer.get_weights(), strict=True))


@pytest.mark.parametrize(("wave", "told"), [(False, "relu"), (True, "own relu")])
def test_nor_is_one_of_keras_own_whose_call_was_exchanged(wave, told):
    """For a function that is put on the layer itself; one that only looks is the layer's."""
    layer = STOCK(4, activation="relu")
    stock = layer.call
    layer.call = lambda x, *given: ops.sin(3 * stock(x) + x[:, :4]) if wave else stock(x)

    info, units = described(layer, STOCK(3, "softmax"))

    assert units[0] == f"Dense 4 ({told})"
    assert refused(info) is wave


def squares(true, predicted):
    """The mean squared error."""
    return ops.mean(ops.square(true - predicted), axis=-1)


def logarithms(true, predicted):
    """The cross-entropy."""
    return -ops.sum(true * ops.log(predicted), axis=-1)


def smoothed(true, predicted):
    """The cross-entropy of smoothed labels."""
    width = int(true.shape[-1])
    return logarithms(0.9 * true + 0.1 / width, predicted)


def of_ten(true, predicted):
    """The mean squared error of whole numbers, by ten classes."""
    return squares(ops.one_hot(ops.cast(ops.reshape(true, (-1,)), "int32"), 10), predicted)


@pytest.mark.parametrize(
    ("function", "name", "told"),
    [
        (squares, "mean_squared_error", "mean_squared_error"),
        (lambda true, predicted: 10 * squares(true, predicted), *["mean_squared_error"] * 2),
        (lambda true, predicted: ops.mean(squares(true, predicted)), *["mean_squared_error"] * 2),
        (smoothed, *["categorical_crossentropy"] * 2),
        (logarithms, "mean_squared_error", "categorical_crossentropy"),
        (squares, "categorical_crossentropy", "mean_squared_error"),
        (
            lambda true, predicted: squares(true, predicted) ** 0.5,
            "categorical_crossentropy",
            "own_categorical_crossentropy",
        ),
        (of_ten, "sparse_categorical_crossentropy", "own_sparse_categorical_crossentropy"),
        (squares, "my_loss", "mean_squared_error"),
        (lambda true, predicted: squares(true, predicted) ** 3, "my_loss", "my_loss"),
    ],
)
def test_nor_is_a_loss(function, name, told):
    """One that is the same in proportion is the one that it is called after, and so is one with
    smoothed labels.
    """
    assert describe_loss(named(name)(function))["loss"] == told


def test_an_optimizer_that_carries_another_is_itself():
    """Keras' own that scales the loss is the one that it wraps."""
    plain = keras.optimizers.SGD(0.1)
    plain.inner_optimizer = keras.optimizers.Adam()
    scaled = keras.optimizers.LossScaleOptimizer(keras.optimizers.Adam())

    assert describe_optimizer(plain)["optimizer"] == "SGD"
    assert describe_optimizer(scaled)["optimizer"] == "Adam"
