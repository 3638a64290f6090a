"""Steps of several optimizers that move the same weights, and of gradients of which some are long."""

import contextlib
import functools
import os
import weakref

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf

from grader.recorder.events.hand_step import HandStep, length_of
from grader.recorder.events.registry import Registry
from grader.recorder.events.watch import Watch
from grader.recorder.hooks.hand_steps import HandSteps
from grader.recorder.shared.sampling.further import MOST

ROWS = np.ones((4, 3), "float32")


class Seen:
    """A model, and what it was called with since the last step."""

    def __init__(self):
        self.model = keras.Sequential([keras.layers.Input((3,)), keras.layers.Dense(2)])
        watch = Watch(None, pytest.fail, lambda: 1, stock=False)
        watch.number(self.model)
        self.rows, born = {}, Registry()
        self.steps = HandSteps(watch, lambda model: self.rows.get(id(model)), born)
        self.watch, self.begun = watch, self.model.get_weights()

    def step(self, optimizer, rows, length=1.0):
        """Rows are what the model is called with before it, None where it is not."""
        self.rows = {id(self.model): rows}
        variables = self.model.trainable_variables
        given = [keras.ops.ones(one.shape) * length for one in variables]
        self.steps.applies(optimizer, given, variables)
        optimizer.apply(given, variables)
        self.steps.applied(optimizer)

    def told(self):
        self.steps.loop_ended()
        return self.steps.step_of(self.model.trainable_weights)


def test_one_without_examples_beside_another():
    """Whichever is applied first, and whichever goes farther."""
    for turned in (False, True):
        seen = Seen()
        pairs = [(keras.optimizers.SGD(0.01), ROWS), (keras.optimizers.SGD(0.1), None)]
        for _ in range(5):
            for optimizer, rows in reversed(pairs) if turned else pairs:
                seen.step(optimizer, rows)

        told = seen.told()

        assert (told.own, told.untried) == ((), "several optimizers moved its weights")


@pytest.mark.parametrize("heeds", [True, False])
def test_a_graph_that_applies_several_is_taken_twice(heeds):
    """What it does to the weights of all counts, and all is as it was then."""
    seen = Seen()
    variables = seen.model.trainable_variables
    optimizers = [keras.optimizers.SGD(0.1), keras.optimizers.SGD(0.2)]
    for optimizer, variable in zip(optimizers, variables, strict=True):
        optimizer.build([variable])

    @tf.function
    def step(rows):
        for optimizer, variable in zip(optimizers, variables, strict=True):
            given = tf.ones(variable.shape) * (tf.reduce_sum(rows[:, 0]) if heeds else 1.0)
            optimizer.apply([given], [variable])

    call, given = (
        functools.partial(type(step).__call__, step),
        ((ROWS * np.float32([1, 2, 3]),), {}),
    )
    references = [weakref.ref(optimizer) for optimizer in optimizers]
    for _ in range(2):
        seen.steps.take(call, given, references)

    step_kept = seen.told()
    moved = -2 * 0.1 * (4.0 if heeds else 1.0)
    assert step_kept.kept is not None
    assert (step_kept.reaction > 0.1) is heeds
    assert np.allclose(variables[0].numpy() - seen.begun[0], moved, rtol=1e-3)


def test_one_alone_without_examples_is_nobodys_business():
    """Which rows it is trained on is asked elsewhere."""
    seen = Seen()
    optimizer = keras.optimizers.SGD(0.01)
    for _ in range(5):
        seen.step(optimizer, None)

    assert seen.told().kept is None


def test_the_one_that_went_farthest_stands_for_several():
    """One after the other, each with its examples."""
    seen = Seen()
    slow, fast = keras.optimizers.SGD(1e-4), keras.optimizers.SGD(0.1)
    for optimizer in (fast, slow):
        for _ in range(3):
            seen.step(optimizer, ROWS)

    told = seen.told()

    assert told is seen.steps.begins(fast).step
    assert told.by_gradients


def test_a_model_with_the_same_weights_as_another():
    """The one that was called tells the rows."""
    seen = Seen()
    twin = keras.Model(seen.model.inputs, seen.model.outputs)
    seen.watch.number(twin)
    seen.step(keras.optimizers.SGD(0.1), ROWS)
    seen.model, other = twin, seen.model
    second = keras.optimizers.SGD(0.2)
    for model in (other, twin):
        seen.model = model
        seen.step(second, ROWS)

    assert seen.told().by_gradients


def test_long_gradients_are_the_likeliest(monkeypatch):
    """One step in ten that moves nearly all is nearly always kept; equal ones as before."""
    for lengths, most in (([1.0] * 9 + [1e6], 0.999), ([1.0] * 10, 0.1), ([0.0] * 10, 0.1)):
        drawn = []
        monkeypatch.setattr("grader.recorder.rows.chance.RANDOM", Noted(drawn))
        step = HandStep()
        for place, length in enumerate(lengths):
            step.is_drawn(place, length)

        assert drawn[-1] == pytest.approx(most, rel=1e-2)


def test_further_steps_of_a_loop_are_kept(monkeypatch):
    """All as likely, with their gradients; as many as of a `fit`."""
    monkeypatch.setattr("grader.recorder.events.hand_step.SHARE", float("inf"))
    seen = Seen()
    optimizer = keras.optimizers.SGD(0.01)
    for _ in range(20):
        seen.step(optimizer, ROWS)

    others = seen.told().others()
    assert len({one.step for one in others}) == len(others) == MOST
    assert all(one.by_gradients and {"w0000", "g0000", "x"} <= one.arrays.keys() for one in others)


class Noted:
    """Notes below which number a draw counts."""

    def __init__(self, drawn):
        self.drawn = drawn

    def random(self):
        return Below(self.drawn)


class Below:
    """A draw that is compared."""

    def __init__(self, drawn):
        self.drawn = drawn

    def __lt__(self, share):
        self.drawn.append(share)
        return False


def test_lengths_that_are_no_numbers():
    """They count as any other step."""
    step = HandStep()
    with contextlib.suppress(ZeroDivisionError):
        assert step.is_drawn(0, float("nan"))
    assert length_of([None]) is None
    assert length_of([keras.ops.ones((3, 3)), keras.ops.ones(16)]) == pytest.approx(5.0)
