"""The rows that a step holds itself are found, wherever they stand in its graph."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf

from grader.recorder.rows.held_by_step import MOST_ROWS, bytes_held, held_rows
from grader.recorder.shared import fused
from tests.recorder.shared.test_given_gradients import HELD_OUT, OfHeldOut
from tests.recorder.shared.test_sampled import X, Y, network, trained

HELD = X[HELD_OUT]


@pytest.fixture(scope="module", autouse=True)
def installed():
    fused.install()


def graph_of(function, *given):
    return tf.function(function).get_concrete_function(*given).graph


WAYS = {
    "an array": lambda: HELD,
    "a tensor": lambda: tf.constant(HELD),
    "a variable": lambda: tf.Variable(HELD, trainable=False),
    "pictures": lambda: HELD.reshape(-1, 8, 8),
    "whole numbers": lambda: (HELD * 16).astype(np.uint8),
}


@pytest.mark.parametrize("made", WAYS.values(), ids=WAYS)
def test_rows_are_found_in_a_graph(made):
    """Constants, what it takes from outside, and what functions within it hold."""
    rows = made()

    @tf.function
    def inner(batch):
        held = tf.reshape(tf.cast(rows, tf.float32), [-1, 64])
        return tf.reduce_sum(batch) + tf.reduce_sum(held)

    found = held_rows(graph_of(lambda batch: inner(batch) + 1.0, tf.constant(X[:32])), (64,))

    assert found.shape == (len(HELD), 64)


def test_of_very_many_some_are_handed_over():
    """No file of millions is made of them."""
    graph = graph_of(lambda batch: batch + tf.reduce_mean(X), tf.constant(X[:32]))

    assert held_rows(graph, (64,)).shape == (MOST_ROWS, 64)


@pytest.mark.parametrize("other", [np.eye(64)[:8], np.ones((100, 63)), np.ones((200,)), "none"])
def test_nothing_else_is_taken_for_rows(other):
    """A few, or numbers of another form."""
    added = 0.0 if isinstance(other, str) else float(np.sum(other)) * 0
    graph = graph_of(
        lambda batch: batch + added + (0 if isinstance(other, str) else tf.reduce_sum(other)),
        tf.constant(X[:32].astype(np.float64)),
    )

    assert held_rows(graph, (64,)) is None


class OwnStep(keras.Sequential):
    """Teaches rows that it holds."""

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            predicted = self(x, training=True)
            loss = OfHeldOut.__call__(self.holder, y, predicted)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables, strict=True))
        return self.compute_metrics(x, y, predicted)


def test_a_step_of_one_s_own_hands_them_over():
    """Beside what else is known of it."""
    model = network(kind=OwnStep)
    model.holder = OfHeldOut()
    model.holder.model = model

    sampled = trained(model, X[:320], Y[:320])

    assert sampled.reaction is not None
    assert sampled.arrays["held"].shape == HELD.shape
    assert not sampled.by_gradients


ROOMS = {
    "constant": (lambda: (HELD / 2).tobytes()[:4_000], 4_000),
    "array": (lambda: np.arange(1_000, dtype=np.float32), 4_000),
    "tensor": (lambda: tf.constant(np.arange(1_000, dtype=np.float16)), 2_000),
    "variable": (lambda: tf.Variable(np.arange(1_000.0)), 8_000),
    "shape": (lambda: np.array([1, 8, 8, 1]), 0),
}


@pytest.mark.parametrize(("made", "size"), ROOMS.values(), ids=ROOMS)
def test_what_a_graph_has_room_for(made, size):
    """In whatever form; a shape is none."""
    held = made()

    @tf.function
    def inner(batch):
        if isinstance(held, bytes):
            return batch + tf.reduce_sum(tf.io.decode_raw(held, tf.float32))
        return batch + tf.cast(tf.reduce_sum(held), tf.float32)

    graph = graph_of(lambda batch: inner(batch) * 2.0, tf.constant(X[:32]))

    assert size <= bytes_held(graph, set()) <= size + 64


def test_what_a_model_keeps_itself_is_no_room_for_other_weights():
    """Nor what its optimizer and its metrics do; what a layer of one's own keeps beside is."""

    class Scaled(keras.layers.Layer):
        def build(self, shape):
            self.kept = self.add_weight(shape=shape[1:], trainable=False)

        def call(self, inputs):
            return inputs * self.kept

    def loss(true, predicted):
        return keras.losses.sparse_categorical_crossentropy(true, predicted)

    plain, scaled = (
        trained(network(*more, loss=loss), X[:320], Y[:320]) for more in ((), (Scaled(),))
    )
    moments = plain.optimizer.given_a_weight  # of Adam's, whose steps nobody follows here
    of_the_layer = 4 * 64 / (64 * 16 + 16 + 16 * 10 + 10)

    assert plain.bytes_a_weight == scaled.bytes_a_weight == 0
    assert scaled.optimizer.given_a_weight == pytest.approx(moments + of_the_layer)
