"""Weights that are set outside of the steps of a training are noticed, and distinguished from those that a
training left.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest

from grader.recorder.events.weights_put_in import WeightsFollower


@pytest.fixture
def model():
    return keras.Sequential([keras.Input((3,)), keras.layers.Dense(2)])


def step(model, by=0.1):
    model.set_weights([weights + by for weights in model.get_weights()])


def epoch(model, outside, by=0.1):
    outside.steps_begin()
    step(model, by)
    outside.steps_ended()


def begun(model, known=None):
    outside = WeightsFollower(model, 1, {} if known is None else known)
    outside.training_begins()
    return outside


def test_a_training_that_is_left_alone(model):
    """Nothing was set, and the path is as long as its epochs."""
    outside = begun(model)
    for _ in range(3):
        epoch(model, outside)
    outside.training_ended()

    assert (outside.times, outside.distance, outside.epochs) == (0, 0.0, 3)
    assert outside.path == pytest.approx(3 * 0.1 * np.sqrt(8), rel=1e-5)


def test_what_an_earlier_epoch_left_is_known(model):
    """The best weights that are restored."""
    outside = begun(model)
    epoch(model, outside)
    best = model.get_weights()
    epoch(model, outside)
    model.set_weights(best)
    outside.training_ended()

    assert outside.times == 0
    assert outside.known_run == 1


def test_what_the_host_has_trained_is_known(model):
    """A later training begins an epoch with weights that an earlier one came to, elsewhere."""
    known = {}
    step(model)
    came_to = model.get_weights()
    begun(model, known).host_trains([came_to])
    step(model)
    outside = WeightsFollower(model, 2, known)
    outside.training_begins()

    model.set_weights(came_to)
    epoch(model, outside)
    outside.training_ended()

    assert (outside.times, outside.known_run) == (0, 1)


class Looks:
    """Stands for what is sampled, and for what the optimizer holds; counts the looks."""

    def __init__(self):
        self.optimizer, self.batches = self, 0

    def batch_ended(self, *, last):
        self.batches += 1

    def batch_begins(self):
        self.batches += 1


@pytest.mark.parametrize(("trained_by", "looks"), [("host", 0), ("kernel", 4), ("both", 2)])
def test_an_optimizer_is_looked_at_where_steps_are_taken(model, trained_by, looks):
    """Each epoch of a training by the host is one batch to the callbacks: a thousand of them were
    two thousand looks at an optimizer that took no step.
    """
    seen = Looks()
    outside = WeightsFollower(model, 1, {}, seen)
    outside.training_begins()
    if trained_by != "kernel":
        outside.host_trains([model.get_weights()])
    for number in range(2):
        outside.batch_begins()
        outside.batch_ended(last=True)
        if trained_by == "both" and number == 0:
            outside.kernel_trains(model.get_weights())

    assert seen.batches == looks


@pytest.mark.parametrize("when", ["between", "after"])
def test_other_weights_are_reported_with_what_was_left(model, when):
    """Before an epoch, or after the last."""
    outside = begun(model)
    epoch(model, outside)
    left = model.get_weights()
    step(model, 5.0)
    if when == "between":
        epoch(model, outside)
    outside.training_ended()

    assert outside.times == 1
    assert outside.distance > outside.path
    assert outside.before_epochs == 1
    assert all(np.array_equal(one, other) for one, other in zip(outside.before, left, strict=True))


def test_what_was_left_first_stays_where_many_small_changes_lead_far(model):
    """A walk to finished weights in twenty strides: what training alone came to lies before the
    first.
    """
    outside, first = begun(model), model.get_weights()
    for _ in range(5):
        epoch(model, outside, by=1e-6)
        step(model, 1.0)
    outside.training_ended()

    assert outside.times == 5
    assert np.allclose(outside.before[0], first[0], atol=1e-4)


def test_after_the_last_batch_of_an_epoch(model):
    """A callback that sets weights when a batch is over is no step, and what it set no training has
    left.
    """
    known = {}
    outside = begun(model, known)
    outside.steps_begin()
    step(model)
    outside.batch_ended(last=True)
    step(model, 5.0)
    outside.steps_ended()
    outside.training_ended()

    assert outside.times == 1
    assert len(known) == 1


def test_a_training_that_breaks_off_within_an_epoch_tells_nothing(model):
    """Its steps have moved the weights, and nobody knows from where."""
    outside = begun(model)
    outside.steps_begin()
    step(model)
    outside.training_ended()

    assert outside.times == 0


@pytest.mark.parametrize(("by", "count"), [(0.05, 0), (50.0, 2)])
def test_what_was_put_in_from_afar(model, by, count):
    """Farther off than training went; averages lie nearer."""
    outside = begun(model)
    for _ in range(2):
        epoch(model, outside)
    step(model, by)
    outside.training_ended()

    assert outside.times == 1
    assert len(outside.from_afar) == count
