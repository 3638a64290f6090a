"""`evaluate` behind a training by the host says what its last validation came to, and computes what
that does not tell.
"""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from keras import callbacks

from tests.recorder.asked import printed, trained
from tests.recorder.asking.short import dense, fitted

pytestmark = pytest.mark.usefixtures("host_and_stock")

TOLD = [0.25, 0.75]
"""What the host says that the validation came to: nothing else gives these values."""


@pytest.fixture
def behind(host, stock_fit, digits):
    """A model that the host has trained with `fit`'s options, validated on `digits`."""

    def make(build=dense, targets=None, **options):
        x, y = digits if targets is None else (digits[0], targets)
        keras.utils.set_random_seed(1)
        model, done = build(), build()
        history = stock_fit(done, x, y, verbose=0, validation_data=(x, y))
        answer = trained(done, history)
        told = dict(zip(("val_loss", "val_accuracy"), TOLD, strict=True))
        answer.history.update({name: (value,) for name, value in told.items()})
        host.answer = answer
        fitted(model, (x, y), **{"validation_data": (x, y), **options})
        assert len(host.asked) == 1
        return model

    return make


def is_told(values):
    return np.allclose(values[:2], TOLD)


def test_what_was_validated_is_told(behind, digits):
    assert is_told(behind().evaluate(*digits, verbose=0))


@pytest.mark.parametrize("size", [None, 7, 1000])
def test_whatever_the_size_of_the_batches(size, behind, digits):
    """The mean over all rows is the same."""
    assert is_told(behind().evaluate(*digits, batch_size=size, verbose=0))


def test_the_metrics_hold_it_and_it_is_told_again(behind, digits):
    """`metrics` are read after `evaluate`, and a second one says the same."""
    model = behind()
    first = model.evaluate(*digits, verbose=0, return_dict=True)

    assert first == {"accuracy": TOLD[1], "loss": TOLD[0]}
    assert {name: float(value) for name, value in model.get_metrics_result().items()} == first
    assert is_told(model.evaluate(*digits, verbose=0))


def test_it_prints_what_keras_prints(behind, digits):
    """The same last line of the progress bar, with all batches counted."""
    model = behind()
    _, ours = printed(lambda: model.evaluate(*digits))
    other = dense()
    _, theirs = printed(lambda: other.evaluate(*digits))

    assert [line.split("accuracy")[0] for line in ours] == [
        line.split("accuracy")[0] for line in theirs
    ]
    assert "10/10" in ours[0]
    assert "accuracy: 0.7500 - loss: 0.2500" in ours[0]


def test_the_recorder_tells_what_it_came_to(behind, host, digits):
    """A value that was not computed is evidence like any other."""
    behind().evaluate(*digits, verbose=0)

    assert host.reported("evaluated")[-1]["results"] == {"loss": TOLD[0], "accuracy": TOLD[1]}


def changed_row(x, y):
    x[7, 3] += 0.5
    return x, y


OTHER_DATA = {
    "one number": changed_row,
    "one label": lambda x, y: (x, np.concatenate([(y[:1] + 1) % 10, y[1:]])),
    "fewer rows": lambda x, y: (x[:-1], y[:-1]),
    "another order": lambda x, y: (x[::-1].copy(), y),
    "another type": lambda x, y: (x.astype("float64"), y),
    "other inputs": lambda x, y: (x * 255, y),
    "the same in another place": lambda x, y: (x, y),
}


@pytest.mark.parametrize("name", OTHER_DATA)
def test_other_data_are_measured(name, behind, digits):
    """Also those that may be the same: only the very arrays are known."""
    x, y = (array.copy() for array in digits)

    assert not is_told(behind().evaluate(*OTHER_DATA[name](x, y), verbose=0))


def test_data_changed_in_place_are_measured(behind, digits):
    """The same object as in `fit` may hold other numbers by now."""
    x, y = (array.copy() for array in digits)
    model = behind(validation_data=(x, y))
    assert is_told(model.evaluate(x, y, verbose=0))
    x *= 0.5

    assert not is_told(model.evaluate(x, y, verbose=0))


@pytest.mark.parametrize("which", ["inputs", "targets"])
def test_rows_that_have_changed_places_are_measured(which, behind, digits):
    """The same numbers in another order add up to the same."""
    data = {"inputs": digits[0].copy(), "targets": digits[1].copy()}
    model = behind(validation_data=tuple(data.values()))
    data[which][[1, 2]] = data[which][[2, 1]]

    assert not is_told(model.evaluate(*data.values(), verbose=0))


def shift(model, digits):
    model.layers[0].bias.assign_add(np.ones(16, "float32"))


def train_on(model, digits):
    model.train_on_batch(*digits)


def compile_anew(model, digits):
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])


OTHER_MODEL = {
    "weights that were moved": shift,
    "trained on": train_on,
    "another loss": compile_anew,
}


@pytest.mark.parametrize("name", OTHER_MODEL)
def test_another_model_is_measured(name, behind, digits):
    """What was validated is the model as the training has left it."""
    model = behind()
    OTHER_MODEL[name](model, digits)

    assert not is_told(model.evaluate(*digits, verbose=0))


def test_a_copy_is_measured(behind, digits):
    """Its loss and its metrics are its own."""
    copy = keras.models.clone_model(model := behind())
    copy.set_weights(model.get_weights())
    compile_anew(copy, digits)

    assert not is_told(copy.evaluate(*digits, verbose=0))


OTHER_CALLS = {
    "weights of examples": {"sample_weight": np.ones(300, "float32")},
    "some steps": {"steps": 3},
    "somebody looks on": {"callbacks": [callbacks.LambdaCallback()]},
}


@pytest.mark.parametrize("name", OTHER_CALLS)
def test_another_call_is_measured(name, behind, digits):
    """It measures something else, or its batches are looked at."""
    model = behind()

    assert not is_told(model.evaluate(*digits, verbose=0, **OTHER_CALLS[name]))


class LooksAtTheModel(callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(len(self.model.get_weights()))  # noqa: T201


MAY_PUT_BACK = {
    "the best weights": lambda: callbacks.EarlyStopping("loss", restore_best_weights=True),
    "who looks at the model": LooksAtTheModel,
}


@pytest.mark.parametrize("name", MAY_PUT_BACK)
def test_weights_that_may_not_be_the_last_are_measured(name, behind, digits):
    """What was validated last may have been other weights."""
    model = behind(callbacks=[MAY_PUT_BACK[name]()])

    assert not is_told(model.evaluate(*digits, verbose=0))


LEAVES_THEM = {
    "patience": lambda: callbacks.EarlyStopping("val_loss", patience=3),
    "who looks at values": lambda: callbacks.LambdaCallback(
        on_epoch_end=lambda epoch, logs: print(epoch, logs["loss"])  # noqa: T201
    ),
}


@pytest.mark.parametrize("name", LEAVES_THEM)
def test_a_callback_that_leaves_the_last_weights_changes_nothing(name, behind, digits):
    """Those of Keras' that restore nothing, and the student's own that can't reach the model."""
    model = behind(callbacks=[LEAVES_THEM[name]()])

    assert is_told(model.evaluate(*digits, verbose=0))


def test_a_metric_that_holds_more_is_measured(behind, digits):
    """A curve can't be told from its area."""
    targets = keras.utils.to_categorical(digits[1], 10)
    model = behind(
        lambda: dense(["accuracy", keras.metrics.AUC()], loss="categorical_crossentropy"), targets
    )

    assert not is_told(model.evaluate(digits[0], targets, verbose=0))


def test_parts_of_the_training_data_are_measured(behind, digits):
    """Keras cuts them off itself, so nobody was told which rows were validated."""
    x, y = digits
    model = behind(validation_data=None, validation_split=0.2)

    assert not is_told(model.evaluate(x[240:], y[240:], verbose=0))
