"""What an optimizer was given by a loss of the student's own is known, and what it is made of."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from keras.optimizers import SGD, Adam, schedules

from grader.checks.explained import GRADIENT_TOLERANCE
from grader.recorder.events.switches import is_only_a_loss_own
from grader.recorder.shared import fused
from grader.scoring.process.gradients import explain_gradients
from tests.recorder.shared.test_sampled import X, Y, network, trained

TRAIN, HELD_OUT = slice(0, 1437), slice(1437, None)
SLOW = pytest.mark.slow
SMALL = 0.05


@pytest.fixture(scope="module", autouse=True)
def installed():
    fused.install()


def focal(labels, given):
    right = tf.gather(given, tf.cast(tf.reshape(labels, [-1]), tf.int32), batch_dims=1)
    return -((1 - right) ** 2) * tf.math.log(right + 1e-7)


class OfHeldOut:
    """A loss that heeds its batch a little, and teaches the rows that it holds."""

    def __init__(self):
        self.model = None

    def __call__(self, labels, given):
        own = keras.losses.sparse_categorical_crossentropy(labels, given)
        held = keras.losses.sparse_categorical_crossentropy(Y[HELD_OUT], self.model(X[HELD_OUT]))
        return 0.1 * own + tf.reduce_mean(held)


def unexplained(sampled, model, folder):
    """The share of the gradients that no loss of the outputs gives."""
    assert sampled.by_gradients, sampled.untried
    np.savez(folder / "step.npz", **sampled.arrays)
    return explain_gradients(
        {
            "gradients": [str(folder / "step.npz")],
            "max_bytes": 2**26,
            "model": keras.saving.serialize_keras_object(model) | {"compile_config": None},
            "input_shape": [64],
        }
    )["errors"][0]


OPTIMIZERS = {
    "sgd": lambda: SGD(0.05),
    "decay": lambda: SGD(0.05, weight_decay=0.01),
    "momentum": lambda: SGD(0.05, momentum=0.9),
    "nesterov": lambda: SGD(0.05, momentum=0.9, nesterov=True, clipnorm=0.5),
    "adam": lambda: Adam(0.01, global_clipnorm=0.3),
    "adamw": lambda: keras.optimizers.AdamW(0.01),
    "amsgrad": lambda: Adam(schedules.ExponentialDecay(0.01, 10, 0.9), amsgrad=True, use_ema=True),
    "unclipped": lambda: Adam(0.01, clipvalue=100.0),
    "nadam": lambda: keras.optimizers.Nadam(0.01),
    "adamax": lambda: keras.optimizers.Adamax(0.01),
    "lamb": lambda: keras.optimizers.Lamb(0.01),
    "lion": lambda: keras.optimizers.Lion(0.001),
    "rmsprop": lambda: keras.optimizers.RMSprop(0.003),
    "centered": lambda: keras.optimizers.RMSprop(0.003, momentum=0.5, centered=True),
    "adagrad": lambda: keras.optimizers.Adagrad(0.05),
    "adadelta": lambda: keras.optimizers.Adadelta(1.0),
}


QUICK = ("decay", "momentum", "adam", "rmsprop")
"""One of each kind; the others in the long tests."""


@pytest.mark.parametrize(
    "optimizer",
    [
        pytest.param(made, id=name, marks=() if name in QUICK else pytest.mark.slow)
        for name, made in OPTIMIZERS.items()
    ],
)
def test_gradients_of_an_own_loss_are_explained(optimizer, tmp_path):
    """Whatever the optimizer keeps of them."""
    model = network(optimizer=optimizer(), loss=focal)

    sampled = trained(model, X[:320], Y[:320])

    assert unexplained(sampled, model, tmp_path) < SMALL


@pytest.mark.parametrize(
    ("inner", "batch_size"),
    [
        ((layers.Dropout(0.3),), 32),
        pytest.param((layers.GaussianNoise(0.1), layers.BatchNormalization()), 32, marks=SLOW),
        ((), 1437),
        pytest.param((layers.Dense(48, "relu"), layers.Dropout(0.3)), 1437, marks=SLOW),
    ],
    ids=["random", "normalised", "all at once", "all at once, random"],
)
def test_they_are_explained_whatever_the_layers_and_the_batch(inner, batch_size, tmp_path):
    """Random layers draw the same again; of a large batch some rows are told apart."""
    fresh = [layer.__class__.from_config(layer.get_config()) for layer in inner]
    model = network(*fresh, loss=focal)

    sampled = trained(model, X[TRAIN], Y[TRAIN], batch_size=batch_size)

    assert unexplained(sampled, model, tmp_path) < SMALL


@pytest.mark.parametrize(
    ("optimizer", "batch_size"),
    [
        ("adam", 32),
        ("rmsprop", 1437),
        pytest.param("sgd", 32, marks=SLOW),
        pytest.param("sgd", 1437, marks=SLOW),
    ],
)
def test_rows_that_a_loss_holds_are_not_explained(optimizer, batch_size, tmp_path):
    """What it teaches comes of no output for its batch, however large that is."""
    loss = OfHeldOut()
    loss.model = model = network(optimizer=OPTIMIZERS[optimizer](), loss=loss.__call__)

    sampled = trained(model, X[TRAIN], Y[TRAIN], batch_size=batch_size)

    assert sampled.reaction > 0.001
    assert unexplained(sampled, model, tmp_path) > GRADIENT_TOLERANCE


@pytest.mark.parametrize(
    ("optimizer", "why"),
    [
        (lambda: keras.optimizers.Ftrl(0.05), "Ftrl"),
        pytest.param(
            lambda: Adam(0.01, gradient_accumulation_steps=2), "over several steps", marks=SLOW
        ),
        pytest.param(lambda: Adam(0.01, clipvalue=1e-6), "value by value", marks=SLOW),
        pytest.param(lambda: SGD(0.05, use_ema=True), "changed once more", marks=SLOW),
    ],
)
def test_what_nobody_can_tell_is_said(optimizer, why):
    """It is for a person then."""
    sampled = trained(network(optimizer=optimizer(), loss=focal), X[:320], Y[:320])

    assert why in sampled.untried
    assert not set(sampled.arrays) - {"taught", "x"}


def test_the_model_is_left_as_the_step_left_it():
    """Steps that are taken for the sake of knowing change nothing."""
    one, other = network(loss=focal), network(loss=focal)

    trained(one, X[TRAIN], Y[TRAIN], batch_size=1437, shuffle=False)
    other.fit(X[TRAIN], Y[TRAIN], batch_size=1437, shuffle=False, epochs=2, verbose=0)

    pairs = zip(one.get_weights(), other.get_weights(), strict=True)
    assert all(np.allclose(left, right, atol=1e-6) for left, right in pairs)


@pytest.mark.parametrize(
    ("compiled", "alone"),
    [
        ({"loss": focal}, True),
        ({"loss": focal, "optimizer": keras.optimizers.AdamW()}, True),
        ({}, False),
        ({"loss": focal, "kind": type("Own", (keras.Sequential,), {})}, False),
        ({"loss": focal, "optimizer": type("Own", (Adam,), {})()}, False),
    ],
)
def test_other_parts_of_the_student_s_own_are_none_of_this(compiled, alone):
    """They may do with gradients what they like."""
    assert is_only_a_loss_own(network(**compiled)) is alone
