"""Rows of batches are kept whose steps nobody computes again, and the training is what it was."""

import contextlib
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf
from tensorflow.python.data.ops.iterator_ops import OwnedIterator

from grader.recorder.rows import chance
from grader.recorder.shared.sampling import further, looked_at
from grader.recorder.shared.sampling.looked_at import BatchesLookedAt
from tests.recorder.shared.drawing import X, Y, network, trained


@pytest.fixture
def time_enough(monkeypatch):
    monkeypatch.setattr(looked_at, "SHARE", float("inf"))


class Nothing:
    """Draws neither a step nor a batch."""

    def random(self):
        return float("inf")

    def randrange(self, _):
        return 0

    def sample(self, population, k):
        del k
        return population[:0]


def pipeline():
    return tf.data.Dataset.from_tensor_slices((X, Y)).batch(32)


def of_unknown_length():
    return pipeline().filter(lambda *_: True)


@pytest.mark.parametrize("data", [lambda: (X, Y), pipeline, of_unknown_length])
@pytest.mark.parametrize("eager", [False, True])
@pytest.mark.usefixtures("time_enough")
def test_the_training_is_what_it_was(data, eager, monkeypatch):
    """To the last bit, and no batch is lost; those looked at are of the rows that were given."""
    given = data() if isinstance(data(), tuple) else (data(),)
    model = network(run_eagerly=eager)
    sampled = trained(model, *given, fuse=False, shuffle=False)
    monkeypatch.setattr(chance, "RANDOM", Nothing())
    other = network(run_eagerly=eager)
    nothing = trained(other, *given, fuse=False, shuffle=False)

    kept = sampled.others()
    batches = [step for step in kept if set(step.arrays) == {"x"}]
    assert not nothing.others()
    assert 0 < len(batches) <= looked_at.MOST
    assert len({(step.epoch, step.step) for step in batches}) == len(batches)
    for step in batches:
        begin = 32 * step.step
        assert np.array_equal(step.arrays["x"], X[begin : begin + 32])
    assert all(map(np.array_equal, model.get_weights(), other.get_weights()))


@pytest.mark.usefixtures("time_enough")
def test_strange_batches_are_among_them(monkeypatch):
    """Every one that was drawn is what the step was taken with, whatever the iterator gives."""
    usual, given = OwnedIterator.__next__, []

    def following(self):
        x, y = usual(self)
        given.append(-tf.ones_like(x))
        return given[-1], y

    monkeypatch.setattr(OwnedIterator, "__next__", following)
    sampled = trained(network(), X, Y, fuse=False)

    assert given
    assert all((step.arrays["x"] == -1).all() for step in sampled.others())


def test_where_there_is_no_time_few_are(monkeypatch):
    """The first ones whatever that takes."""
    monkeypatch.setattr(looked_at, "SHARE", 0.0)
    sampled = trained(network(), X, Y, fuse=False)
    batches = [step for step in sampled.others() if set(step.arrays) == {"x"}]

    assert len(batches) == looked_at.FIRST


def test_what_is_no_pipeline_of_tensors_is_left_alone():
    """A step is taken with it as it came."""
    batches, iterator = BatchesLookedAt(contextlib.nullcontext), iter([(X[:3], Y[:3])])
    batches.epoch_begins(1)

    assert batches.look(iterator, network(), 0, 0) is iterator
    assert not batches.kept
    assert len(list(iterator)) == 1


@pytest.mark.parametrize("eager", [False, True])
def test_of_a_training_without_a_graph_more_steps_are_kept(eager):
    """There is nothing else to look into."""
    sampled = trained(network(run_eagerly=eager), X, Y, fuse=False)
    steps = [step for step in sampled.others() if "a0000" in step.arrays]

    assert len(steps) == (further.MOST_OF_PYTHON if eager else further.MOST)


def test_inputs_of_several_arrays_are_not_looked_at():
    """Their rows are nobody's rows."""
    parts = {name: keras.layers.Input((64,), name=name) for name in ("one", "other")}
    both = keras.layers.concatenate(list(parts.values()))
    model = keras.Model(parts, keras.layers.Dense(10)(both))
    model.compile("sgd", keras.losses.SparseCategoricalCrossentropy(from_logits=True))

    sampled = trained(model, {"one": X, "other": X}, Y, fuse=False)

    assert not sampled.others()
