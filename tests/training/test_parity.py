"""A job comes to what Keras' own `fit` comes to from the same start, call by call.

Without shuffling, so that both take the same batches; random layers draw from the same states. One
call in five is trained in every run of the tests, the others are marked `slow`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import keras
import numpy as np
import pytest
from keras import layers

from grader.model.dataset import Dataset
from grader.model.training import After, Fresh, TrainedModel, TrainingJob
from grader.training.description.job import asked_history
from grader.training.process.building import generators, seed_of, untrained
from grader.training.process.fitting import Draws
from grader.training.process.training import Begun, PreparedExamples, trained
from tests.training.asking import Asks, Call, network
from tests.training.cases.calls import CALLS, Digits

EVERY = 8
"""Of the calls, one of so many is trained in every run of the tests."""


@pytest.fixture(scope="module")
def asks(digits: Dataset, tmp_path_factory: pytest.TempPathFactory) -> Asks:
    """Describes calls of `fit` on the digits."""
    return Asks(digits, tmp_path_factory.mktemp("recording"))


@pytest.fixture(scope="module")
def examples(digits: Dataset) -> PreparedExamples:
    """What jobs are trained on."""
    return PreparedExamples(
        np.concatenate([digits.train_x, digits.held_out_x]),
        np.concatenate([digits.train_y, digits.held_out_y]),
    )


@pytest.fixture(scope="module")
def given(digits: Dataset) -> Digits:
    """What a notebook makes of the digits."""
    x, held = (images.astype("float32") / 16 for images in (digits.train_x, digits.held_out_x))
    return Digits(x, digits.train_y, held, digits.held_out_y)


def stock(call: Call, job: TrainingJob, start: list[np.ndarray]) -> tuple[Any, Any]:
    """What Keras' own `fit` makes of the call from this start: its history, and the model."""
    model = call.model
    model.set_weights(start)
    callbacks: list[Any] = [Draws(model, seed_of(job))]
    if call.rates:
        callbacks.append(keras.callbacks.LearningRateScheduler(lambda epoch: call.rates[epoch]))
    callbacks += [
        getattr(keras.callbacks, asked.class_name)(**asked.config) for asked in call.callbacks
    ]
    history = model.fit(
        call.x,
        call.y,
        batch_size=call.batch_size,
        epochs=call.epochs,
        verbose=0,
        callbacks=callbacks,
        validation_data=call.validation_data,
        validation_split=call.validation_split,
        shuffle=call.shuffle,
        class_weight=call.class_weight,
        sample_weight=call.sample_weight,
        validation_freq=call.validation_freq,
    )
    return history, model


def assert_same(call: Call, result: TrainedModel, history: Any, model: Any) -> None:
    """History, weights and the optimizer's state, to the tolerance of float32."""
    validates = call.validation_data is not None or bool(call.validation_split)
    ours = asked_history(call.settings(), result, validates=validates)
    theirs = {name: values for name, values in history.history.items() if name != "learning_rate"}
    assert set(ours) == set(theirs)
    for name, values in theirs.items():
        np.testing.assert_allclose(ours[name], values, rtol=2e-4, atol=2e-5, err_msg=name)
    assert result.epochs_run == len(history.epoch)
    for kind, mine, kept in (
        ("weights", result.weights, model.get_weights()),
        ("optimizer", result.optimizer_variables or (), optimizer_variables(model)),
    ):
        for ours_, theirs_ in zip(mine, kept, strict=True):
            np.testing.assert_allclose(ours_, theirs_, rtol=2e-3, atol=2e-4, err_msg=kind)


def optimizer_variables(model: Any) -> list[np.ndarray]:
    """In their order."""
    return [variable.numpy() for variable in model.optimizer.variables]


@pytest.mark.parametrize(
    "name",
    [
        name if place % EVERY == 0 else pytest.param(name, marks=pytest.mark.slow)
        for place, name in enumerate(CALLS)
    ],
)
def test_a_job_comes_to_what_fit_comes_to(
    name: str, asks: Asks, examples: PreparedExamples, given: Digits
):
    """Same history, same weights, same state of the optimizer, same last epoch."""
    keras.utils.set_random_seed(5)
    call = CALLS[name](given)
    job = asks.job(call)
    start = untrained(job).get_weights()

    result = trained(job, examples)
    history, model = stock(call, job, start)

    assert_same(call, result, history, model)


@pytest.mark.parametrize("way", ["new", "continues"])
def test_a_job_that_goes_on_comes_to_what_a_second_fit_comes_to(
    way: str, asks: Asks, examples: PreparedExamples, given: Digits
):
    """Compiled anew with another optimizer, or the same model trained once more."""
    call = given.call(epochs=2)
    job = asks.job(call)
    start = untrained(job).get_weights()
    result = trained(job, examples)
    _, model = stock(call, job, start)
    if way == "new":
        model.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])

    going_on = asks.job(call, start=After(job.digest, way))  # type: ignore[arg-type]
    second = trained(going_on, examples, Begun(earlier=result))
    again, model = stock(call, going_on, model.get_weights())

    assert_same(call, second, again, model)


def test_there_are_more_than_forty_calls():
    """Every argument of `fit`, every callback that changes training, every optimizer."""
    assert len(CALLS) > 50


def test_random_layers_have_states_that_are_found(given: Digits):
    """One a layer that draws; metrics and weights are none."""
    model = network(layers.Dropout(0.2), layers.Dense(10, "softmax"), layers.GaussianNoise(0.1))

    assert len(generators(model)) == 2
    assert seed_of(replace(_JOB, start=Fresh(4))) == 4
    assert seed_of(replace(_JOB, start=After("a" * 64))) != seed_of(
        replace(_JOB, start=After("b" * 64))
    )


_JOB = TrainingJob(
    versions=(),
    dataset="",
    model={},
    optimizer={},
    loss={},
    metrics=(),
    training=None,  # type: ignore[arg-type]
    validation=None,
    batch_size=1,
    epochs=1,
)
