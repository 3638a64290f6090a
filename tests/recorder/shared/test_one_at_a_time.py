"""Several steps per execution are taken one by one, and nobody notices."""

import contextlib
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf

from grader.recorder.shared import fused, steps
from grader.recorder.shared.one_at_a_time import stepping_singly
from tests.recorder.shared.drawing import X, Y, network, trained
from tests.recorder.shared.test_sampled import all_again
from tests.recorder.shared.test_sampled_own import Blending, WrittenOut

AT_A_TIME = 4
ROWS = 50


def pipeline():
    """36 batches, the last one shorter."""
    return tf.data.Dataset.from_tensor_slices((X, Y)).batch(ROWS)


def unknown():
    """A pipeline of which nobody knows how many batches it has."""
    return pipeline().filter(lambda x, y: tf.shape(y)[0] > 0)


def endless():
    """One that never ends."""
    return pipeline().repeat()


def batches():
    """A generator of the student's own."""
    while True:
        for start in range(0, len(X) - ROWS, ROWS):
            yield X[start : start + ROWS], Y[start : start + ROWS]


class Numbers(keras.callbacks.Callback):
    """Notes the numbers of the batches that it is told."""

    def __init__(self):
        super().__init__()
        self.told = []

    def on_train_batch_begin(self, batch, logs=None):
        self.told.append(batch)

    def on_train_batch_end(self, batch, logs=None):
        self.told.append((batch, self.model.optimizer.iterations.numpy()))


GIVEN = pytest.mark.parametrize(
    ("given", "options"),
    [
        (pipeline, {}),
        (unknown, {}),
        (endless, {"steps_per_epoch": 10}),
        (batches, {"steps_per_epoch": 7}),
    ],
    ids=["pipeline", "unknown", "endless", "generator"],
)


@GIVEN
def test_the_steps_are_computed_again(given, options, tmp_path):
    """As those of a training step by step are."""
    model = network(steps_per_execution=AT_A_TIME)

    sampled = trained(model, given(), fuse=False, **options)
    sampled.training_ended()

    assert sampled.untried == ""
    assert max(all_again(model, [sampled, *sampled.further.kept], tmp_path)) < 0.01
    assert model.steps_per_execution == AT_A_TIME


@GIVEN
@pytest.mark.parametrize("kind", [keras.Sequential, WrittenOut])
def test_nothing_changes(given, options, kind, monkeypatch):
    """The weights, the losses, and the numbers that callbacks are told, are those of Keras' own."""

    def fitted():
        model, numbers = network(kind=kind, steps_per_execution=AT_A_TIME), Numbers()
        told = model.fit(
            given(), epochs=2, verbose=0, callbacks=[numbers], validation_data=pipeline(), **options
        )
        return model.get_weights(), told.history, numbers.told

    with monkeypatch.context() as stock:
        stock.setattr(steps, "one_at_a_time", lambda model, step, batches: step(batches))
        stock.setattr(fused, "stepping_singly", lambda model: contextlib.nullcontext())
        weights, losses, told = fitted()
    weights_here, losses_here, told_here = fitted()

    assert told_here == told
    assert {
        k: np.allclose(v, losses[k], rtol=1e-4) for k, v in losses_here.items()
    } == dict.fromkeys(losses, True)
    for one, other in zip(weights, weights_here, strict=True):
        assert np.allclose(one, other, atol=1e-5)


@pytest.mark.parametrize(("kind", "heeds"), [(WrittenOut, True), (Blending, False)])
def test_a_step_of_ones_own_is_taken_twice(kind, heeds):
    """Whether it heeds its batch is seen as of one that is taken alone."""
    sampled = trained(network(kind=kind, steps_per_execution=AT_A_TIME), pipeline(), fuse=False)

    assert sampled.untried == ""
    assert (sampled.reaction > 0.05) if heeds else (sampled.reaction < 1e-6)


@pytest.mark.parametrize("eagerly", [False, True])
def test_a_batch_by_hand_is_one_step(eagerly):
    """`train_on_batch` is given one, however many are compiled to be taken at a time."""
    model = network(steps_per_execution=AT_A_TIME, run_eagerly=eagerly)

    model.train_on_batch(X[:ROWS], Y[:ROWS])
    model.fit(X[:200], Y[:200], batch_size=ROWS, epochs=1, verbose=0)

    assert model.optimizer.iterations.numpy() == 1 + 4


def test_a_fault_leaves_the_number_as_it_was():
    """A step that fails is the student's own matter."""
    model = network(steps_per_execution=AT_A_TIME)

    with pytest.raises(ZeroDivisionError), stepping_singly(model):
        raise ZeroDivisionError

    assert model.steps_per_execution == AT_A_TIME
