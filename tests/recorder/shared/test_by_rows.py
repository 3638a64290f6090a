"""`predict` by many rows at a time says what Keras' own says, and is left alone where rows of a
batch may see each other.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from keras import layers, ops

from grader.recorder.shared import by_rows, fused
from tests.recorder.asked import printed


@pytest.fixture(scope="module", autouse=True)
def installed():
    fused.install()


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    """So that a few hundred rows are several pieces."""
    monkeypatch.setattr(by_rows, "ROWS", 100)


class Own(keras.Model):
    def predict_step(self, data):
        return super().predict_step(data) - 1


def compiled(model):
    model.compile("sgd", "mse")
    return model


def images(*parts):
    return keras.Sequential([keras.Input((8, 8, 1)), *parts])


def vectors(*parts, kind=keras.Sequential):
    if kind is keras.Sequential:
        return kind([keras.Input((64,)), *parts])
    inputs = outputs = keras.Input((64,))
    for part in parts:
        outputs = part(outputs)
    return kind(inputs, outputs)


def two_outputs():
    inputs = keras.Input((64,))
    return keras.Model(inputs, [layers.Dense(3)(inputs), layers.Dense(2)(inputs)])


def mean_of(x):
    return x - ops.mean(x, axis=0)


def in_pairs(x):
    return ops.reshape(x, (-1, 2, 64))


BY_ROWS = {
    "dense": lambda: vectors(
        layers.Dense(5, activation="relu"), layers.Dropout(0.5), layers.Dense(3)
    ),
    "convolutions": lambda: images(
        layers.Conv2D(4, 3, activation="relu"), layers.MaxPooling2D(), layers.Flatten()
    ),
    "functional": lambda: vectors(layers.Dense(3, activation="softmax"), kind=keras.Model),
    "a network in a network": lambda: vectors(vectors(layers.Dense(3)), layers.ReLU()),
    "two answers": two_outputs,
}
TOGETHER = {
    "a function of its own": lambda: vectors(layers.Lambda(mean_of)),
    "an activation of its own": lambda: vectors(layers.Dense(3, activation=mean_of)),
    "an operation": lambda: vectors(layers.Dense(3), mean_of, kind=keras.Model),
    "an operation in a network in it": lambda: vectors(vectors(mean_of, kind=keras.Model)),
    "the batch's mean": lambda: vectors(layers.BatchNormalization()),
    "a softmax over rows": lambda: vectors(layers.Softmax(axis=0)),
    "an own step": lambda: vectors(layers.Dense(3), kind=Own),
}


def rows_of(model, count):
    shape = model.input_shape[1:]
    return np.random.default_rng(0).normal(size=(count, *shape)).astype("float32")


def both(model, x, **options):
    stock = printed(lambda: model.predict(x, **options))
    with fused.by_rows(model, options.get("callbacks")):
        return printed(lambda: model.predict(x, **options)), stock


@pytest.mark.parametrize("rows", [1, 32, 101, 333])
@pytest.mark.parametrize("name", BY_ROWS)
def test_the_answers_are_the_same(name, rows):
    model = compiled(BY_ROWS[name]())
    assert by_rows.answers_by_rows(model)

    (ours, screen), (stock, stock_screen) = both(model, rows_of(model, rows))

    for mine, theirs in zip(*map(keras.tree.flatten, (ours, stock)), strict=True):
        assert mine.dtype == theirs.dtype
        np.testing.assert_allclose(mine, theirs, rtol=1e-4, atol=1e-5)
    assert screen == stock_screen


@pytest.mark.parametrize("size", [None, 1, 7, 64, 1000])
def test_whatever_the_size_of_the_batches(size):
    """The progress bar counts the batches that were asked for."""
    model = compiled(BY_ROWS["dense"]())

    (ours, screen), (stock, stock_screen) = both(model, rows_of(model, 333), batch_size=size)

    np.testing.assert_allclose(ours, stock, rtol=1e-4, atol=1e-5)
    assert screen == stock_screen


def test_fewer_calls_are_made(monkeypatch):
    """The pieces are of one size, so that one graph does for all."""
    model, seen = compiled(BY_ROWS["dense"]()), []
    monkeypatch.setattr(
        by_rows.OneBatch,
        "__next__",
        lambda self: seen.append(len(self._rows[0])) or self._rows.pop(),
    )
    with fused.by_rows(model, None):
        model.predict(rows_of(model, 400), verbose=0)

    assert seen == [100] * 4


@pytest.mark.parametrize("name", TOGETHER)
def test_rows_that_may_see_each_other_stay_together(name):
    """A batch is as large as was asked for."""
    model = compiled(TOGETHER[name]())
    assert not by_rows.answers_by_rows(model)

    (ours, _), (stock, _) = both(model, rows_of(model, 333), verbose=0)

    np.testing.assert_array_equal(ours, stock)


def test_an_operation_that_has_a_layers_name_is_none():
    """`ops.reshape` may put rows together, and pieces may have an odd number of them."""
    model = compiled(vectors(in_pairs, layers.Dense(3), kind=keras.Model))
    assert not by_rows.answers_by_rows(model)

    (ours, _), (stock, _) = both(model, rows_of(model, 330), verbose=0)

    np.testing.assert_array_equal(ours, stock)


def test_a_callback_sees_the_batches_that_were_asked_for():
    """It may count them."""
    model, ends = compiled(BY_ROWS["dense"]()), []
    seen = keras.callbacks.LambdaCallback()
    seen.on_predict_batch_end = lambda batch, logs=None: ends.append(batch)

    both(model, rows_of(model, 96), callbacks=[seen], verbose=0)

    assert ends == [0, 1, 2] * 2


@pytest.mark.parametrize(
    ("rows", "batch_size", "row_bytes", "size"),
    [
        (10_000, 32, 3136, 1000),
        (1000, 32, 4, 1000),
        (1025, 32, 4, 513),
        (100, 32, 602_112, 25),
        (10_000, 5000, 4, 5000),
        (1, 32, 10**9, 1),
    ],
)
def test_pieces_are_of_one_size_and_bounded(rows, batch_size, row_bytes, size, monkeypatch):
    """By rows, and by what large pictures hold."""
    monkeypatch.setattr(by_rows, "ROWS", 1024)

    assert by_rows.piece_size(rows, batch_size, row_bytes) == size
