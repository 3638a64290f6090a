"""The fused `fit` does what the stock `fit` does."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
import tensorflow as tf
from keras import layers

from grader.recorder.shared import fused, steps
from tests.recorder.shared.networks import dense, train


def dense_mse(x, y):
    model = keras.Sequential(
        [layers.Dense(32, activation="relu"), layers.Dense(10, activation="softmax")]
    )
    model.compile(keras.optimizers.SGD(0.1), "mse", metrics=["accuracy"])
    return model, x.astype("float64"), keras.utils.to_categorical(y)


def several_steps_at_a_time(x, y):
    model, x, y = dense(x, y)
    model.compile(
        "adam", "sparse_categorical_crossentropy", metrics=["accuracy"], steps_per_execution=5
    )
    return model, x, y


def convolutional(x, y):
    inputs = keras.Input((8, 8, 1))
    hidden = layers.BatchNormalization()(layers.Conv2D(8, 3, activation="relu")(inputs))
    model = keras.Model(inputs, layers.Dense(10)(layers.Flatten()(hidden)))
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    model.compile(keras.optimizers.SGD(0.1, momentum=0.9), loss, metrics=["accuracy"])
    return model, x.reshape(-1, 8, 8, 1), y


@pytest.mark.parametrize(
    ("build", "options"),
    [
        (convolutional, {"validation_split": 0.2}),
        (dense_mse, {}),
        (several_steps_at_a_time, {"validation_split": 0.2}),
        *(
            (dense, options)
            for options in (
                {},
                {"validation_split": 0.2},
                {"class_weight": {label: 1.0 + label for label in range(10)}},
                {"initial_epoch": 1},
                {"batch_size": 64, "sample_weight": np.linspace(0, 1, 1797)},
                {"callbacks": [keras.callbacks.EarlyStopping("loss", min_delta=10)]},
            )
        ),
    ],
)
def test_without_shuffling_the_weights_are_the_same(build, options, digits):
    """The same updates in the same order give the same history and the same weights."""
    _, stock_history, stock_weights = train(build, digits, fuse=False, **options)
    allowed, history, weights = train(build, digits, fuse=True, **options)

    assert allowed
    assert history.keys() == stock_history.keys()
    for metric, values in stock_history.items():
        np.testing.assert_allclose(history[metric], values, rtol=1e-3, atol=1e-4)
    for mine, stock in zip(weights, stock_weights, strict=True):
        np.testing.assert_allclose(mine, stock, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("build", [dense, pytest.param(dense_mse, marks=pytest.mark.slow)])
def test_compiled_steps_do_the_same(build, digits, monkeypatch):
    """What XLA makes of a long training has the same weights, history and validation, a partial
    last batch included.
    """
    compiled = []
    ran = steps.StepFunction._ran_compiled
    monkeypatch.setattr(
        steps.StepFunction,
        "_ran_compiled",
        lambda *args: compiled.append(ran(*args)) or compiled[-1],
    )
    monkeypatch.setattr(steps, "COMPILE_AFTER_STEPS", 36)
    monkeypatch.setattr(steps, "COMPILE_FOR_STEPS", 1)
    options = {"validation_split": 0.2, "epochs": 4}

    _, stock_history, stock_weights = train(build, digits, fuse=False, **options)
    _, history, weights = train(build, digits, fuse=True, **options)

    assert compiled
    assert all(compiled)
    for metric, values in stock_history.items():
        np.testing.assert_allclose(history[metric], values, rtol=1e-3, atol=1e-4)
    for mine, stock in zip(weights, stock_weights, strict=True):
        np.testing.assert_allclose(mine, stock, rtol=1e-3, atol=1e-4)


def test_what_xla_refuses_trains_on_as_before(digits, monkeypatch):
    """A model that can't be compiled is found out before its weights change."""

    def refused(*args, **kwargs):
        raise tf.errors.InvalidArgumentError(None, None, "not for XLA")

    loop = steps.StepFunction._loop
    monkeypatch.setattr(
        steps.StepFunction,
        "_loop",
        lambda self, rows, **options: (
            refused if options.get("jit_compile") else loop(self, rows, **options)
        ),
    )
    monkeypatch.setattr(steps, "COMPILE_AFTER_STEPS", 0)
    monkeypatch.setattr(steps, "COMPILE_FOR_STEPS", 1)

    _, stock_history, _ = train(dense, digits, fuse=False)
    _, history, _ = train(dense, digits, fuse=True)

    np.testing.assert_allclose(history["loss"], stock_history["loss"], rtol=1e-3)


def test_compiling_waits_until_it_is_worth_its_time(digits):
    """Neither a short training is compiled nor one of convolutions, however long."""
    worth = {}
    for build, epochs in ((dense, 10), (dense, 10_000), (convolutional, 10_000)):
        model, x, y = build(*digits)
        with fused.fused(model, None, epochs=epochs):
            iterator = fused.keras_trainer.TFEpochIterator(
                x=x, y=y, batch_size=50, distribute_strategy=tf.distribute.get_strategy()
            )
        seen = []
        for _ in range(300):
            seen.append(next(iterator._enumerate_iterator())[2].compiled)
            iterator._steps_done += 36
        worth[build.__name__, epochs] = seen.index(True) if any(seen) else None

    assert worth == {("dense", 10): None, ("dense", 10_000): 278, ("convolutional", 10_000): None}


def test_evaluate_goes_the_same_way_and_is_not_traced_again(digits):
    """After a `fit` with validation its graph is there; results and batches are Keras' own."""
    model, x, y = dense(*digits)
    with fused.fused(model, None, epochs=1):
        model.fit(x, y, epochs=1, batch_size=64, verbose=0, validation_data=(x[:300], y[:300]))
    stock = model.evaluate(x, y, verbose=0)
    (plain,) = model.test_function._plain.values()
    with fused.fused(model, None):
        ours = model.evaluate(x, y, verbose=0)

    np.testing.assert_allclose(ours, stock, rtol=1e-5)
    assert plain.experimental_get_tracing_count() == 1


def test_what_was_never_compiled_is_left_to_keras(digits):
    """It has no optimizer that could be asked; the student reads what Keras says."""
    model = keras.Sequential([layers.Dense(10)])

    with fused.fused(model, None) as allowed:
        assert not allowed
        with pytest.raises(ValueError, match="compile"):
            model.evaluate(*digits, verbose=0)


def test_asking_for_several_steps_at_a_time_is_no_obstacle(digits):
    """A student who hurries Keras along with `steps_per_execution` is not slower for it here."""
    model, x, y = several_steps_at_a_time(*digits)
    with fused.fused(model, None, epochs=1):
        model.fit(x, y, epochs=1, batch_size=50, verbose=0)

    assert model.train_function._plain


def test_a_built_model_is_traced_once(digits):
    """Its optimizer and metrics have their variables before."""
    model, x, y = dense(*digits)
    model.build((None, 64))
    with fused.fused(model, None, epochs=1):
        model.fit(x, y, epochs=1, batch_size=50, verbose=0)

    (plain,) = model.train_function._plain.values()
    assert plain.experimental_get_tracing_count() == 1


def test_a_model_made_for_several_devices_trains_as_ever(digits):
    """Its steps belong to a strategy."""
    with tf.distribute.MirroredStrategy(["CPU:0"]).scope():
        model, x, y = dense(*digits)
    with fused.fused(model, None, epochs=1) as allowed:
        history = model.fit(x, y, epochs=1, batch_size=50, verbose=0).history

    assert not allowed
    assert len(history["loss"]) == 1


def test_with_shuffling_every_row_is_seen_once_an_epoch(digits):
    """The shuffled order is a permutation, and another one in the next epoch."""
    model, x, y = dense(*digits)
    model.build(x.shape)
    with fused.fused(model, None):
        iterator = fused.keras_trainer.TFEpochIterator(
            x=x, y=y, batch_size=50, shuffle=True, distribute_strategy=tf.distribute.get_strategy()
        )

    orders = []
    for _ in range(2):
        iterator.reset()
        orders.append(np.array(next(piece.order for _, _, piece in iter(iterator))))

    assert isinstance(iterator, steps.FusedEpochIterator)
    assert sorted(orders[0]) == sorted(orders[1]) == list(range(len(x)))
    assert not np.array_equal(*orders)


def test_with_shuffling_runs_scatter_as_stock_runs_do(digits):
    """Over seeds, fused and stock accuracies come from one distribution as far as a few runs can
    tell.
    """

    def finals(fuse):
        """One model that begins anew with every seed: it is traced once."""
        model, x, y = dense(*digits)
        model.build(x.shape)
        model.optimizer.build(model.trainable_variables)
        begun = [held.numpy() for held in model.optimizer.variables]
        for seed in range(6):
            keras.utils.set_random_seed(seed)
            fresh, _, _ = dense(*digits)
            fresh.build(x.shape)
            model.set_weights(fresh.get_weights())
            for held, value in zip(model.optimizer.variables, begun, strict=True):
                held.assign(value)
            with fused.fused(model, None) if fuse else fused.contextlib.nullcontext():
                yield model.fit(x, y, epochs=3, batch_size=50, verbose=0).history["loss"][-1]

    stock, ours = (list(finals(fuse)) for fuse in (False, True))

    scatter = np.std(stock + ours) + 1e-6
    assert abs(np.mean(stock) - np.mean(ours)) < 3 * scatter
