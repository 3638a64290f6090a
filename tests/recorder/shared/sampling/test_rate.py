"""The rate of a step is read, whatever kind of number a schedule returns."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf

from grader.recorder.shared.sampling.rate import rate_in_force


class Own(keras.optimizers.schedules.LearningRateSchedule):
    """As a student writes one."""

    def __init__(self, rate):
        self.rate = rate

    def __call__(self, step):
        return self.rate


@pytest.mark.parametrize(
    "rate",
    [
        0.25,
        lambda: 0.25,
        Own(0.25),
        Own(np.float64(0.25)),
        Own(tf.constant(0.25)),
        keras.optimizers.schedules.ExponentialDecay(0.25, 10, 0.9),
    ],
    ids=["number", "function", "Python", "NumPy", "TensorFlow", "Keras"],
)
def test_the_rate_in_force_is_a_number(rate):
    """Keras takes all of them; none is a fault of the recorder's."""
    assert rate_in_force(keras.optimizers.SGD(rate)) == 0.25
