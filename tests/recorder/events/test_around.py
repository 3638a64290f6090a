"""Which callbacks may act between the steps of an epoch, or between the last one and its end."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import pytest
from keras import callbacks

from grader.recorder.events.around import acts_between_batches


def of_a_class(hook):
    return type("Own", (callbacks.Callback,), {hook: lambda self, *_, **__: None})()


def of_an_object(hook):
    callback = callbacks.Callback()
    setattr(callback, hook, lambda *_, **__: None)
    return callback


@pytest.mark.parametrize("made", [of_a_class, of_an_object])
@pytest.mark.parametrize(
    "hook",
    ["on_batch_end", "on_train_batch_begin", "on_test_begin", "on_test_end", "on_test_batch_end"],
)
def test_code_of_the_students_own_may_act(made, hook):
    """A validation stands between the last step and the end of an epoch."""
    assert acts_between_batches([callbacks.History(), [made(hook)]])


def test_a_hook_that_is_put_into_a_class_of_keras_may_act(monkeypatch):
    """The class is Keras', its method is not."""
    hook = lambda self, *_, **__: None  # noqa: E731
    monkeypatch.setattr(callbacks.EarlyStopping, "on_test_end", hook, raising=False)

    assert acts_between_batches([callbacks.EarlyStopping()])


def test_keras_own_do_not_act():
    """Nor do those of the student's that hear of epochs only."""
    given = [callbacks.TerminateOnNaN(), callbacks.SwapEMAWeights(), of_a_class("on_epoch_end")]

    assert not acts_between_batches(keras.callbacks.CallbackList(given))
    assert not acts_between_batches(given)
    assert not acts_between_batches(None)
