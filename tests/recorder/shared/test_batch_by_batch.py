"""Callbacks of Keras' own that act on batches see every one, as in stock Keras."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import pytest
from keras import callbacks

from grader.recorder.shared import fused
from tests.recorder.asked import printed
from tests.recorder.asking.short import dense

fused.install()


def saved(folder, frequency):
    return callbacks.ModelCheckpoint(
        folder / "{epoch}-{batch}.weights.h5", save_weights_only=True, save_freq=frequency
    )


def fitted(given, digits, *, model=None, quickly):
    model = model or dense()
    x, y = digits
    with fused.fused(model, given, epochs=3) if quickly else fused.batch_by_batch():
        return printed(
            lambda: model.fit(x, y, batch_size=5, epochs=3, verbose=0, callbacks=given)
        ), int(model.optimizer.iterations)


@pytest.mark.parametrize("hook", ["on_train_batch_begin", "on_train_batch_end"])
def test_functions_are_called_for_every_batch(hook, digits):
    """A list of losses has as many as there were batches."""
    batches = []
    given = callbacks.LambdaCallback(**{hook: lambda batch, logs: batches.append(batch)})

    fitted([given], digits, quickly=True)

    assert batches == [*range(360)] * 3


@pytest.mark.parametrize("frequency", [7, 50])
def test_files_are_saved_after_so_many_batches(frequency, digits, tmp_path):
    """The same names as in stock Keras."""
    for name, quickly in (("ours", True), ("theirs", False)):
        (tmp_path / name).mkdir()
        fitted([saved(tmp_path / name, frequency)], digits, quickly=quickly)

    ours, theirs = (sorted(held.name for held in (tmp_path / of).iterdir())
                    for of in ("ours", "theirs"))  # fmt: skip
    assert ours == theirs
    assert ours


def test_a_guard_ends_the_training_with_the_very_batch(digits):
    """It names the batch, and no further step is taken."""
    ends = [
        fitted(
            [callbacks.TerminateOnNaN()],
            digits,
            model=dense(optimizer=keras.optimizers.SGD(1e30)),
            quickly=quickly,
        )
        for quickly in (True, False)
    ]

    ((ours, shown), steps), ((theirs, words), stock_steps) = ends
    assert shown == words
    assert "Invalid loss" in shown[0]
    assert steps == stock_steps < 360
    assert ours.epoch == theirs.epoch
