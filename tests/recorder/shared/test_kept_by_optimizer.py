"""What an optimizer of the student's own holds that its steps have not made."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf

from grader.recorder.shared import kept_by_optimizer
from grader.recorder.shared.kept_by_optimizer import KeptByOptimizer, has_stepped, remember


class Beside(keras.optimizers.SGD):
    """Keeps a copy of each weight."""

    def build(self, variables):
        super().build(variables)
        self.beside = self.add_optimizer_variables(variables, "beside")
        for kept, variable in zip(self.beside, variables, strict=True):
            kept.assign(variable)


@pytest.fixture(autouse=True)
def nothing_left():
    """What other tests have left is forgotten."""
    kept_by_optimizer._left.clear()


@pytest.fixture
def model():
    model = keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(4)])
    model.compile(Beside(momentum=0.9), "mse")
    return model


def put(model, seed=1):
    """Other numbers among its variables."""
    rng = np.random.default_rng(seed)
    for kept in model.optimizer.beside:
        kept.assign(rng.normal(size=kept.shape))


def looked_at(model):
    kept = KeptByOptimizer(model)
    kept.epoch_begins()
    return kept


def test_copies_of_the_weights_and_zeros_are_nothing(model):
    """It builds the optimizer where nobody has yet."""
    assert looked_at(model).given_a_weight == 0.0
    assert model.optimizer.built


def test_other_numbers_count(model):
    """Four bytes for each weight; the biases, which are zeros, hold other numbers then, too."""
    model.optimizer.build(model.trainable_variables)
    put(model)

    assert looked_at(model).given_a_weight == pytest.approx(4.0, rel=0.15)


def test_what_steps_have_made_is_known(model):
    """In the next epoch and in the next `fit`."""
    kept = looked_at(model)
    put(model)
    kept.steps_ended()
    kept.epoch_begins()

    assert kept.given_a_weight == 0.0
    assert looked_at(model).given_a_weight == 0.0


def test_what_comes_between_the_steps_counts(model):
    """A callback has exchanged it; one that sets it to zero has not."""
    kept = looked_at(model)
    put(model)
    kept.steps_ended()
    for variable in model.optimizer.beside:
        variable.assign(np.zeros(variable.shape))
    kept.epoch_begins()
    assert kept.given_a_weight == 0.0

    put(model, seed=2)
    kept.epoch_begins()
    assert kept.given_a_weight > 3


def test_steps_of_a_loop_are_none_of_its_business(model):
    """Nobody looked at what they left; after the next `fit` it is known again."""
    kept = looked_at(model)
    put(model)
    has_stepped(model.optimizer)
    kept.epoch_begins()
    assert kept.given_a_weight == 0.0

    kept.steps_ended()
    put(model, seed=2)
    kept.epoch_begins()
    assert kept.given_a_weight > 3


def test_a_model_without_an_optimizer():
    """Is nothing to be noted."""
    has_stepped(None)


def test_moments_of_keras_own_optimizers_count_too(monkeypatch):
    """Between two batches as between two epochs; what steps have made in between does not."""
    monkeypatch.setattr(kept_by_optimizer, "SHARE", 1e9)
    model = keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(5)])
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
    kept = looked_at(model)
    rows, targets = np.ones((8, 6), "float32"), np.arange(40, dtype="float32").reshape(8, 5)
    for _ in range(3):
        kept.batch_begins()
        model.train_on_batch(rows, targets)
        kept.batch_ended()
    assert kept.given_a_weight == 0.0

    moment = next(each for each in model.optimizer.variables if each.shape == (6, 5))
    moment.assign(np.random.default_rng(5).normal(size=(6, 5)))
    kept.batch_begins()

    assert kept.given_a_weight == pytest.approx(4 * 30 / 35)


def test_what_quick_steps_left_is_left_alone(monkeypatch):
    """Where there was no time to look, nobody knows, until steps have ended in our sight."""
    monkeypatch.setattr(kept_by_optimizer, "SHARE", -1.0)
    model = keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(5)])
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
    kept = looked_at(model)
    model.train_on_batch(np.ones((8, 6)), np.arange(40).reshape(8, 5))
    kept.batch_ended()

    assert looked_at(model).given_a_weight == 0.0
    kept.steps_ended()
    model.optimizer.variables[2].assign(np.random.default_rng(7).normal(size=(6, 5)))
    assert looked_at(model).given_a_weight > 3


def test_what_the_host_has_left_is_known():
    """It may come back from a file, in another optimizer."""
    rng = np.random.default_rng(6)
    model = keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(5)])
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), "mse")
    model.optimizer.build(model.trainable_variables)
    for variable in model.optimizer.variables[2:]:
        variable.assign(rng.normal(size=variable.shape))
    remember([np.asarray(variable.numpy()) for variable in model.optimizer.variables])

    assert looked_at(model).given_a_weight == 0.0


@pytest.fixture
def added_up():
    """Variables that nobody keeps."""
    return [tf.Variable(np.zeros((6, 4))), tf.Variable(0)]


def test_sums_that_begin_with_zeros_are_steps_own(model, added_up):
    """What steps add up in them is known in the next epoch, and in the next `fit`."""
    kept = looked_at(model)
    kept.follow(added_up)
    added_up[0].assign(np.random.default_rng(1).normal(size=(6, 4)))
    kept.steps_ended()
    kept.epoch_begins()

    following = looked_at(model)
    following.follow(added_up)
    assert kept.given_a_weight == following.given_a_weight == 0.0
    assert kept.followed == set(map(id, added_up))


def test_variables_that_begin_with_other_numbers_count(model, added_up):
    """And so do those that are put in between two epochs."""
    rng = np.random.default_rng(1)
    begun, put_in = looked_at(model), looked_at(model)
    put_in.follow(added_up)
    assert put_in.given_a_weight == 0.0

    added_up[0].assign(rng.normal(size=(6, 4)))
    put_in.epoch_begins()
    begun.follow(added_up)

    assert min(begun.given_a_weight, put_in.given_a_weight) > 3


def test_what_comes_after_the_last_step_is_not_its(model, monkeypatch):
    """A method of the student's model may run before the callbacks do."""
    monkeypatch.setattr(kept_by_optimizer, "SHARE", -1.0)
    kept = looked_at(model)
    kept.batch_ended(last=True)
    put(model)
    kept.steps_ended()

    assert kept.given_a_weight > 3


def test_what_nobody_could_look_at_is_not_followed(model, added_up):
    """A loop has moved the weights: what it left there is not known."""
    kept = looked_at(model)
    has_stepped(model.optimizer)
    kept.follow(added_up)

    assert kept.followed == set()


@pytest.mark.parametrize("shape", [[None, 4], None])
def test_a_variable_that_may_take_another_shape_is_not_followed(shape, model, added_up):
    """A step may keep the rows there that it got wrong: nobody knows how large it becomes."""
    rows = tf.Variable(np.zeros((0, 4)), shape=tf.TensorShape(shape))
    kept = looked_at(model)
    kept.follow([rows, *added_up])
    kept.batch_ended(last=True)
    kept.steps_ended()
    kept.epoch_begins()

    assert kept.followed == set(map(id, added_up))


def test_what_steps_left_elsewhere_counts(model, added_up):
    """Another network's training could leave in its optimizer what a student wants."""
    model.optimizer.build(model.trainable_variables)
    put(model)
    looked_at(model).steps_ended()
    kept = looked_at(model)
    assert kept.given_a_weight == 0.0

    added_up[0].assign(model.optimizer.beside[0].numpy())
    kept.follow(added_up)

    assert kept.given_a_weight > 3


def test_what_another_network_left_in_the_same_sums_counts(model, added_up):
    """Its steps may put there what a student wants, and nobody grades that network."""
    other = keras.Sequential([keras.layers.Input((6,)), keras.layers.Dense(4)])
    other.compile("sgd", "mse")
    left = looked_at(other)
    left.follow(added_up)
    added_up[0].assign(np.random.default_rng(1).normal(size=(6, 4)))
    left.steps_ended()

    kept = looked_at(model)
    kept.follow(added_up)

    assert left.given_a_weight == 0.0
    assert kept.given_a_weight > 3
