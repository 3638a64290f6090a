"""The rows that a step holds itself are found, wherever they stand in its graph."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from grader.checks.explained import ROOM_FOR_WEIGHTS
from grader.recorder.rows.held_by_step import (
    MOST_ROWS,
    bytes_held,
    held_rows,
    operations_from_elsewhere,
)
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
    "array": (lambda: np.arange(1_000, dtype=np.float32) ** 2, 4_000),
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


HELD_ELSEWHERE = {
    "a variable by its handle": lambda held: tf.raw_ops.ReadVariableOp(
        resource=held.handle, dtype=tf.float32
    ),
    "a pipeline": lambda held: held.get_next(),
    "a table": lambda held: held.lookup(tf.range(64)),
}
MADE = {
    "a variable by its handle": lambda: tf.Variable(X[:10]),
    "a pipeline": lambda: iter(tf.data.Dataset.from_tensors(X[:10])),
    "a table": lambda: tf.lookup.StaticHashTable(
        tf.lookup.KeyValueTensorInitializer(tf.range(64), X[0]), 0.0
    ),
}


@pytest.mark.parametrize("kind", MADE)
def test_what_no_variable_of_the_graph_holds(kind):
    """What TensorFlow doesn't count among the variables of a graph is seen all the same."""
    held = MADE[kind]()

    graph = graph_of(
        lambda batch: batch + tf.reduce_sum(HELD_ELSEWHERE[kind](held)), tf.constant(X[:32])
    )

    assert bytes_held(graph, set()) >= X[:10].nbytes
    assert bytes_held(graph, {id(getattr(held, "handle", None))}) == 0 or kind != next(iter(MADE))


@pytest.mark.parametrize(
    ("read", "operation"),
    [
        (lambda: tf.io.parse_tensor(tf.io.read_file("goal"), tf.float32), "ParseTensor"),
        (
            lambda: tf.raw_ops.ReadVariableOp(
                resource=tf.raw_ops.VarHandleOp(dtype=tf.float32, shape=[3], shared_name="goal"),
                dtype=tf.float32,
            ),
            "VarHandleOp",
        ),
        (lambda: tf.numpy_function(lambda: np.float32(1), [], tf.float32), "PyFunc"),
    ],
)
def test_operations_that_bring_numbers_from_elsewhere(read, operation):
    """Those stand in no constant and in no variable."""
    graph = graph_of(lambda batch: batch + tf.reduce_sum(read()), tf.constant(X[:32]))

    assert operation in operations_from_elsewhere(graph)


def test_even_distances_hold_no_weights():
    """Thresholds of a metric; weights beside them count."""
    even = np.array([-1e-7, *np.linspace(0.01, 0.99, 99), 1 + 1e-7], np.float32)

    def held(array):
        return bytes_held(graph_of(lambda batch: batch + tf.reduce_sum(array), X[:1]), set())

    assert held(even) == 0
    assert held(even + X[:101, 20]) >= even.nbytes


OWN_OF_KERAS = {
    "normalised": (
        lambda: [layers.Normalization(axis=-1, mean=X.mean(0), variance=X.var(0) + 1)],
        {},
    ),
    "thresholds": (
        list,
        {"loss": "categorical_crossentropy", "metrics": [keras.metrics.AUC(num_thresholds=900)]},
    ),
    "random": (
        lambda: ([layers.Reshape((8, 8, 1)), layers.RandomFlip(), layers.Flatten()]),
        {},
    ),
    "recurrent": (lambda: [layers.Reshape((8, 8)), layers.LSTM(8)], {}),
    "convolved": (
        lambda: (
            [
                layers.Reshape((8, 8, 1)),
                layers.Conv2D(4, 3),
                layers.BatchNormalization(),
                layers.Flatten(),
            ]
        ),
        {"optimizer": keras.optimizers.Adam(gradient_accumulation_steps=2)},
    ),
}


@pytest.mark.parametrize("fuse", [True, False])
@pytest.mark.parametrize("kind", OWN_OF_KERAS)
def test_steps_of_keras_own_parts_hold_no_weights(kind, fuse):
    """Whatever their layers, metrics and optimizers keep."""
    inner, compiled = OWN_OF_KERAS[kind]
    fresh = {
        name: part.__class__.from_config(part.get_config()) if hasattr(part, "get_config") else part
        for name, part in compiled.items()
    }
    y = keras.utils.to_categorical(Y) if "loss" in compiled else Y

    sampled = trained(network(*inner(), **fresh), X[:96], y[:96], fuse=fuse)

    assert sampled.untried == ""
    assert sampled.bytes_a_weight < ROOM_FOR_WEIGHTS / 2


def test_a_step_below_keras_own_parts_is_looked_into(monkeypatch):
    """A function of TensorFlow's in whose place stands another one, in the loop of many steps and
    in Keras' own.
    """
    goal = np.random.default_rng(1).normal(size=(64, 16))
    kind = type(network().layers[0].kernel.value)
    usual = kind.assign_sub

    def assign_sub(self, delta, *rest, **more):
        if self.shape == goal.shape:
            delta = delta + 0.001 * (self - goal.astype("float32"))
        return usual(self, delta, *rest, **more)

    monkeypatch.setattr(kind, "assign_sub", assign_sub)

    for fuse in (True, False):
        sampled = trained(network(), X[:320], Y[:320], fuse=fuse)
        assert sampled.bytes_a_weight > ROOM_FOR_WEIGHTS


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
