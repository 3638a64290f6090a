"""What `fit` is never fused with, and trains on as stock Keras trains it."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import pytest
import tensorflow as tf
from keras import layers

from grader.recorder.shared import fused
from tests.recorder.shared.networks import EPOCHS, dense, train


class OwnLayer(layers.Layer):
    def call(self, values):
        return 2 * values


class OwnTraining(keras.Sequential):
    def train_step(self, data):
        return super().train_step(data)


class WatchesBatches(keras.callbacks.Callback):
    def __init__(self):
        super().__init__()
        self.seen = []

    def on_train_batch_end(self, batch, logs=None):
        self.seen.append(batch)


def with_own_layer(x, y):
    model = keras.Sequential([OwnLayer(), layers.Dense(10, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    return model, x, y


def with_own_training(x, y):
    model = OwnTraining([layers.Dense(10, activation="softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy")
    return model, x, y


def with_own_loss(x, y):
    model = keras.Sequential([layers.Dense(10, activation="softmax")])
    model.compile(
        "sgd", lambda true, predicted: tf.reduce_mean((tf.cast(true, "float32") - predicted) ** 2)
    )
    return model, x, keras.utils.to_categorical(y)


def with_own_metric(x, y):
    model, x, y = dense(x, y)
    model.compile(
        "sgd",
        "sparse_categorical_crossentropy",
        metrics=[lambda true, predicted: tf.reduce_mean(predicted)],
    )
    return model, x, y


@pytest.mark.parametrize(
    "build", [with_own_layer, with_own_training, with_own_loss, with_own_metric]
)
def test_what_is_not_built_in_trains_as_ever(build, digits):
    """A student's own layer, training step, loss or metric is never fused."""
    allowed, history, _ = train(build, digits, fuse=True)

    assert not allowed
    assert len(history["loss"]) == EPOCHS


@pytest.mark.parametrize(("rows", "error"), [(32.0, TypeError), (-1, ValueError)])
def test_batches_of_no_number_of_rows_are_keras_s_error(rows, error, digits):
    """What is trained here would be an error everywhere else."""
    with pytest.raises(error):
        train(dense, digits, fuse=True, batch_size=rows, epochs=1)


def test_a_callback_that_watches_batches_sees_them_all(digits):
    """Batch callbacks keep stock training."""
    watcher = WatchesBatches()

    allowed, _, _ = train(dense, digits, fuse=True, callbacks=[watcher], epochs=1)

    assert not allowed
    assert len(watcher.seen) == 36


def test_inputs_may_come_in_another_form_later(digits):
    """Validated with a dict in `fit`, evaluated with an array; stock Keras takes both."""
    x, y = digits
    model = keras.Model(
        inputs := keras.Input((64,), name="pixels"), layers.Dense(10, activation="softmax")(inputs)
    )
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

    with fused.fused(model, None, epochs=1):
        model.fit({"pixels": x}, y, validation_data=({"pixels": x}, y), verbose=0)
        by_name = model.evaluate({"pixels": x}, y, verbose=0)
        plain = model.evaluate(x, y, verbose=0)

    assert plain == pytest.approx(by_name)
