"""What is read of a model are the weights that its layers hold."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest

from grader.recorder.models.weights import variables_in, weights_in


def network(kind):
    return kind(
        [keras.layers.Input((3,)), keras.layers.Dense(2), keras.layers.BatchNormalization()]
    )


class Lies(keras.Sequential):
    """Says that it holds others."""

    def get_weights(self):
        return [np.zeros(7)]


class LiesOfVariables(keras.Sequential):
    """Says that it holds none."""

    @property
    def weights(self):
        return []


@pytest.mark.parametrize("kind", [keras.Sequential, Lies, LiesOfVariables])
def test_no_class_says_what_lies_in_the_model(kind):
    """In the order in which Keras gives them."""
    model, stock = network(kind), network(keras.Sequential)

    assert [weight.shape for weight in weights_in(model)] == [
        weight.shape for weight in stock.get_weights()
    ]
    assert len(variables_in(model)) == 6


def test_models_of_other_libraries_speak_for_themselves():
    """Keras 2's, which a course may have, keep theirs in another way."""

    class Other:
        weights = ("a",)

        def get_weights(self):
            return [1]

    assert (variables_in(Other()), weights_in(Other())) == (["a"], [1])
