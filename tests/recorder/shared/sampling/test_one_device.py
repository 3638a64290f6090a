"""A strategy with one device takes its steps from an iterator of its own; one of them is kept."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import numpy as np
import pytest
import tensorflow as tf

from grader.recorder.shared.sampling.one_batch import is_of_one_device, iterator_like

ROWS = (np.arange(280, dtype="float32").reshape(70, 4), np.arange(70))


def whole(x, y):
    return tf.reduce_sum(x) + tf.cast(tf.reduce_sum(y), tf.float32)


def batches(strategy):
    dataset = tf.data.Dataset.from_tensor_slices(ROWS).batch(32)
    return iter(strategy.experimental_distribute_dataset(dataset))


def mirrored():
    return tf.distribute.MirroredStrategy(["cpu:0"])


def one_device():
    return tf.distribute.OneDeviceStrategy("cpu:0")


@pytest.mark.parametrize("make", [mirrored, one_device])
def test_each_batch_is_taken_alone_by_the_same_graph(make):
    """The last one, which is shorter, too."""
    strategy = make()

    @tf.function
    def step(iterator):
        return strategy.run(whole, args=next(iterator))

    expected = [float(step(iterator)) for iterator in [batches(strategy)] for _ in range(3)]
    iterator = batches(strategy)

    assert is_of_one_device(iterator, strategy)
    for value in expected:
        batch = next(iterator)
        assert float(step(iterator_like(iterator, batch, strategy))) == value
    assert step.experimental_get_tracing_count() == 1


def exchanged_on_the_object(strategy, _monkeypatch):
    strategy.run = lambda *_args, **_kwargs: None
    return strategy


def exchanged_on_its_class(strategy, monkeypatch):
    run = eval("lambda *_args, **_kwargs: None", {"__name__": "__main__"})
    monkeypatch.setattr(tf.distribute.Strategy, "run", run)
    return strategy


def exchanged_further_down(strategy, _monkeypatch):
    strategy.extended.call_for_each_replica = lambda *_args, **_kwargs: None
    return strategy


def of_a_class_of_its_own(_strategy, _monkeypatch):
    class Own(tf.distribute.MirroredStrategy):
        pass

    return Own(["cpu:0"])


@pytest.mark.parametrize(
    "change",
    [
        exchanged_on_the_object,
        exchanged_on_its_class,
        exchanged_further_down,
        of_a_class_of_its_own,
    ],
)
def test_a_strategy_of_somebody_else_s_is_none(change, monkeypatch):
    """What it does with a step nobody knows."""
    strategy = mirrored()
    iterator = batches(strategy)

    assert is_of_one_device(iterator, strategy)
    assert not is_of_one_device(iterator, change(strategy, monkeypatch))


def test_an_iterator_of_somebody_else_s_is_none():
    """Whatever it says that it is."""
    strategy = mirrored()

    class DistributedIterator:
        element_spec = (tf.TensorSpec((None, 4)), tf.TensorSpec((None,)))

    DistributedIterator.__module__ = type(batches(strategy)).__module__

    assert not is_of_one_device(DistributedIterator(), strategy)
    assert not is_of_one_device(iter([1]), strategy)
