"""Calls of a subclassed model between its layers are found by running it."""

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from grader.recorder.models.describe import describe_model


class Net(keras.Model):
    """Functions of TensorFlow between its layers."""

    def __init__(self):
        super().__init__()
        self.dropout = layers.Dropout(0.5)
        self.first = layers.Dense(32)
        self.second = layers.Dense(10)

    def call(self, x, training=False):
        x = self.dropout(tf.nn.relu(self.first(x)), training=training)
        return tf.nn.softmax(self.second(x))


class Unruly(keras.Model):
    """It can't be run on a few numbers."""

    def __init__(self):
        super().__init__()
        self.only = layers.Dense(10, activation="tanh")

    def call(self, x):
        if x.shape[0] == 3:
            raise ValueError("not with three")
        return self.only(x)


def described(model):
    return [
        (each["class_name"], each["config"].get("activation"))
        for each in describe_model(model, 1)["layers"]
    ]


@pytest.mark.filterwarnings("ignore")
def test_functions_between_layers():
    """They stand where they are called; the model trains on as before."""
    model = Net()
    model.compile("adam", "sparse_categorical_crossentropy")
    data = np.random.default_rng(0).random((8, 64)), np.zeros(8)
    model.fit(*data, verbose=0)

    assert described(model) == [
        ("Dense", "linear"), ("Activation", "relu"), ("Dropout", None), ("Dense", "linear"), ("Activation", "softmax"),
    ]  # fmt: skip
    assert "call" not in vars(model.first)
    model.fit(*data, verbose=0)


@pytest.mark.filterwarnings("ignore")
def test_a_model_that_can_not_be_run_tells_its_layers():
    """As before, in the order in which they were made; so does one that was never built."""
    model = Unruly()
    model(np.zeros((2, 4), np.float32))

    assert described(model) == [("Dense", "tanh")]
    assert [kind for kind, _ in described(Net())] == ["Dropout", "Dense", "Dense"]
