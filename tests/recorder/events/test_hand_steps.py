"""Steps of loops that a student wrote are followed, and one of them is kept."""

import contextlib
import functools
import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers
from sklearn.datasets import load_digits

from grader.recorder.events.by_hand import ByHand
from grader.recorder.events.hand_step import HandStep
from grader.recorder.events.switches import acts_after_steps, variables_of
from grader.recorder.shared import fused
from grader.recorder.shared.sampled import SampledStep
from grader.recorder.shared.sampling.under_way import following
from grader.scoring.process.gradients import explain_gradients
from tests.recorder.shared.test_sampled import again

X, Y = load_digits(return_X_y=True)
X = (X / 16).astype("float32")


@pytest.fixture(scope="module", autouse=True)
def installed():
    fused.install()


@pytest.fixture
def model():
    keras.utils.set_random_seed(4)
    return keras.Sequential(
        [
            layers.Input((64,)),
            layers.Dense(32, activation="relu"),
            layers.Dense(10, activation="softmax"),
        ]
    )


def gradients(model, rows, labels, penalty=0.0):
    with tf.GradientTape() as tape:
        loss = keras.losses.SparseCategoricalCrossentropy()(labels, model(rows))
        loss += penalty * sum(tf.reduce_sum(w.value**2) for w in model.trainable_weights)
    return tape.gradient(loss, [weight.value for weight in model.trainable_weights])


def explained(model, given, rows, folder):
    """The share of gradients that nothing explains, as recorder and scorer find it."""
    step = HandStep()
    step.gradients(model, rows, dict(zip(map(id, model.trainable_weights), given, strict=True)), 0)
    np.savez(folder / "step.npz", **step.arrays)
    config = keras.saving.serialize_keras_object(model)
    answer = explain_gradients(
        {
            "gradients": [str(folder / "step.npz")],
            "max_bytes": 10**8,
            "model": config,
            "input_shape": [64],
        }
    )
    return answer["errors"][0]


@pytest.mark.parametrize("penalty", [0.0, 0.01])
def test_gradients_of_a_loss_are_explained(model, tmp_path, penalty):
    """Whatever the labels are, and with a penalty on the weights."""
    given = gradients(model, X[:16], Y[:16], penalty)

    assert explained(model, given, X[:16], tmp_path) < 0.02


def test_gradients_towards_finished_weights_are_not(model, tmp_path):
    """They lie beside all that a loss of the outputs can give."""
    finished = [np.random.default_rng(0).normal(size=w.shape) for w in model.trainable_weights]
    given = [
        w.value - f.astype("float32")
        for w, f in zip(model.trainable_weights, finished, strict=True)
    ]

    assert explained(model, given, X[:16], tmp_path) > 0.6


def test_gradients_of_other_rows_are_not(model, tmp_path):
    """Rows that the model was trained on behind the recorder's back."""
    given = gradients(model, X[100:116], Y[100:116])

    assert explained(model, given, X[:16], tmp_path) > 0.3


@pytest.mark.parametrize("heeds", [True, False])
def test_a_step_of_a_graph_is_taken_twice(model, heeds):
    """What heeds its batch reacts to another one; every weight is then what the step has left."""
    goal = [tf.zeros(weight.shape) for weight in model.trainable_weights]
    optimizer = keras.optimizers.SGD(0.1)
    optimizer.build(model.trainable_weights)

    @tf.function
    def step(rows, labels):
        given = gradients(model, rows, labels)
        away = [w.value - g for w, g in zip(model.trainable_weights, goal, strict=True)]
        optimizer.apply(given if heeds else away, model.trainable_weights)

    whole = functools.partial(type(step).__call__, step)
    before = model.get_weights()
    whole(X[:32], Y[:32])
    wanted = model.get_weights()
    model.set_weights(before)
    kept = HandStep()
    kept.twice(
        whole,
        ((X[:32], Y[:32]), {}),
        model.trainable_weights,
        3,
        contextlib.nullcontext,
        accounted_for=variables_of(model),
    )

    assert kept.kept == (0, 3)
    assert (kept.reaction > 0.1) == heeds
    assert all(
        np.array_equal(one, other) for one, other in zip(wanted, model.get_weights(), strict=True)
    )


def moved(variable, followed, *, steps=1, set_to=None):
    for _ in range(steps):
        followed.step_begins([variable])
        variable.assign_add([0.1])
        followed.step_ended()
    if set_to is not None:
        variable.assign([set_to])


def test_steps_alone_put_nothing_in():
    """However many are not looked at."""
    variable, followed = keras.Variable([0.0]), ByHand()

    moved(variable, followed, steps=500)
    followed.loop_ended()

    assert followed.times == 0
    assert followed.path == pytest.approx(50.0, rel=1e-3)
    assert followed.begun_with is not None
    assert followed.begun_with[0] == [0.0]


@pytest.mark.parametrize("steps", [1, 500])
def test_weights_put_in_are_noticed(steps):
    """Between two steps and after the last, with what the steps had left before."""
    variable, followed = keras.Variable([0.0]), ByHand()

    moved(variable, followed, steps=steps, set_to=9000.0)
    moved(variable, followed)
    followed.loop_ended()

    assert followed.times == 1
    assert followed.distance > followed.path
    assert followed.before[0][0] < 51


def test_weights_that_steps_had_left_are_known():
    """The best ones of a loop, put back."""
    variable, followed = keras.Variable([0.0]), ByHand()

    moved(variable, followed, steps=3)
    variable.assign([0.2])
    followed.loop_ended()

    assert followed.times == 0


def test_a_batch_alone_is_computed_again(model, tmp_path):
    """`train_on_batch` takes one step; another process gets the same weights of it."""
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy")
    sampled = SampledStep(model, contextlib.nullcontext)
    model.train_on_batch(X[:32], Y[:32])
    while sampled.kept is None:
        assert sampled.is_next(0)
        with following(sampled):
            model.train_on_batch(X[32:64], Y[32:64])

    assert again(model, sampled, tmp_path) < 0.01


class OwnMetric(keras.metrics.SparseCategoricalAccuracy):
    """Its `result` could do anything, before any callback is called."""


@pytest.mark.parametrize(("metric", "acts"), [("accuracy", False), (OwnMetric(), True)])
def test_code_that_may_run_after_the_last_step(model, metric, acts):
    """Then the weights that the last step of an epoch leaves are looked at at once."""
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=[metric])

    assert acts_after_steps(model) is acts
