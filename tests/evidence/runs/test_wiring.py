"""Connections of a functional model that its list of layers doesn't show."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import pytest
from keras import layers

from grader.evidence.runs.wiring import wired_otherwise

INPUTS = keras.Input((8,))


def hidden():
    return layers.Dense(8, activation="relu")


def twice():
    layer = hidden()
    return layers.Dense(2)(layer(layer(INPUTS)))


def joined():
    first = hidden()(INPUTS)
    return layers.Dense(2)(first + hidden()(first))


def row():
    return layers.Dense(2)(layers.Dropout(0.1)(hidden()(INPUTS)))


def scaled():
    return layers.Dense(2)(hidden()(1 - INPUTS / 255.0))


def shared_activation():
    activation = layers.ReLU()
    return activation(layers.Dense(2)(activation(layers.Dense(8)(INPUTS))))


@pytest.mark.parametrize(("build", "says"), [(twice, "called 2 times"), (joined, "branches")])
def test_what_is_no_row(build, says):
    """A layer of weights called twice, and branches joined by an operation."""
    assert says in wired_otherwise(keras.Model(INPUTS, build()).to_json())


@pytest.mark.parametrize("build", [row, scaled, shared_activation])
def test_what_is_a_row(build):
    """Arithmetic with numbers, and an activation that is used again."""
    assert wired_otherwise(keras.Model(INPUTS, build()).to_json()) == ""


@pytest.mark.parametrize(
    "text",
    [None, "", "[", "[]", '{"config": 3}', '{"config": {"layers": [1, {"inbound_nodes": 4}]}}'],
)
def test_what_says_nothing(text):
    """Damaged or missing descriptions."""
    assert wired_otherwise(text) == ""
