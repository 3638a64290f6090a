"""A training step of the student's own is taken twice, where that can be."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf

from grader.recorder.rows.step_taken_twice import MOVED_NOTHING
from tests.recorder.shared.drawing import X, Y, network, trained


class Blending(keras.Sequential):
    """Its step moves the weights somewhere, whatever the batch is."""

    def train_step(self, data):
        for variable in self.trainable_variables:
            variable.assign(variable.value * 0.99)
        return self.compute_metrics(data[0], data[1], self(data[0]))


class WrittenOut(keras.Sequential):
    """Its step does what Keras' own does."""

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)
            loss = self.compute_loss(x=x, y=y, y_pred=y_pred)
        self.optimizer.apply_gradients(
            zip(
                tape.gradient(loss, self.trainable_variables), self.trainable_variables, strict=True
            )
        )
        return self.compute_metrics(x, y, y_pred)


@pytest.mark.parametrize(("kind", "heeds"), [(Blending, False), (WrittenOut, True)])
def test_an_own_step_is_taken_twice(kind, heeds):
    """And taken back: afterwards the model is what it would have been."""
    plain, watched = network(kind=kind), network(kind=kind)
    plain.fit(X, Y, epochs=2, verbose=0, shuffle=False)

    sampled = trained(watched, X, Y, fuse=False, shuffle=False)

    assert sampled.own == ("an own model class", "an own train_step")
    assert (sampled.reaction > 0.05) if heeds else (sampled.reaction < 1e-6)
    for one, other in zip(plain.get_weights(), watched.get_weights(), strict=True):
        assert np.allclose(one, other, atol=1e-6)


def test_a_step_that_prints_and_draws_is_taken_twice():
    """What it prints and draws once more costs less than not to look at it."""

    def loss(true, predicted):
        noise = tf.random.uniform(tf.shape(predicted))
        tf.cond(tf.reduce_min(noise) > 2, lambda: tf.print("never"), tf.no_op)
        return keras.losses.sparse_categorical_crossentropy(true, predicted + 0.001 * noise)

    sampled = trained(network(loss=loss), X, Y, fuse=False)

    assert sampled.own == ("an own loss",)
    assert sampled.untried == ""
    assert sampled.reaction > 0.05


@pytest.mark.parametrize("several", [1, 5])
def test_a_step_that_cannot_be_taken_twice_says_why(several):
    """Python may do anything, however many steps are taken at a time."""
    model = network(kind=Blending, run_eagerly=True, steps_per_execution=several)

    sampled = trained(model, X[:320], Y[:320], fuse=False)

    assert "Python" in sampled.untried
    assert sampled.reaction is None


def own_loss(true, predicted):
    return keras.losses.sparse_categorical_crossentropy(true, predicted)


def test_a_step_that_moves_nothing_is_drawn_again():
    """It tells nothing of those that do, whichever of them were drawn first."""
    rate = keras.optimizers.schedules.PiecewiseConstantDecay([20], [0.0, 0.05])
    model = network(loss=own_loss, optimizer=keras.optimizers.SGD(rate))

    sampled = trained(model, X, Y, fuse=False)

    assert sampled.kept > (0, 19)
    assert sampled.reaction > 0.05
    assert not sampled.untried


def test_of_a_training_that_moves_nothing_that_is_said():
    """Nobody saw it learn."""
    model = network(loss=own_loss, optimizer=keras.optimizers.SGD(0.0))

    sampled = trained(model, X[:320], Y[:320], fuse=False)

    assert sampled.reaction is None
    assert sampled.untried == MOVED_NOTHING


@pytest.mark.parametrize("eager", [False, True])
def test_what_a_metric_holds_in_a_step_is_looked_at(eager):
    """Of one that runs as Python nobody can say what it does."""
    held = np.random.default_rng(0).normal(size=2_000).astype(np.float32)

    def accuracy(true, predicted):
        extra = 0 * tf.reduce_sum(tf.constant(held))
        return keras.metrics.sparse_categorical_accuracy(true, predicted) + extra

    model = network(metrics=[accuracy], run_eagerly=eager)

    sampled = trained(model, X[:320], Y[:320], fuse=False)

    assert ("as Python" in sampled.untried) is eager
    assert (sampled.bytes_a_weight > 6) is not eager
    assert bool(sampled.arrays) is not eager


def test_of_steps_of_own_parts_further_batches_are_kept():
    """With them goes nothing that only the student's own parts could compute."""

    def loss(true, predicted):
        return keras.losses.sparse_categorical_crossentropy(true, predicted)

    sampled = trained(network(loss=loss), X[:320], Y[:320])

    assert [set(step.arrays) for step in sampled.further.kept] == [{"x", "y"}] * 7
    assert "x" in sampled.arrays
