"""A `fit` whose result the host knows behaves as stock Keras does."""

import os
from dataclasses import replace

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import pytest
from keras import callbacks

from tests.recorder.asked import printed, trained
from tests.recorder.asking.fits import FITS
from tests.recorder.asking.short import CHECKPOINTS, VALIDATION, dense, fitted, stands_for, steps

pytestmark = pytest.mark.usefixtures("host_and_stock")


def built(case):
    keras.utils.set_random_seed(1)
    chosen = dict(case.get("build", {}))
    if isinstance(chosen.get("optimizer"), keras.optimizers.Optimizer):
        optimizer = chosen["optimizer"]
        chosen["optimizer"] = type(optimizer).from_config(optimizer.get_config())
    metrics = [
        metric if isinstance(metric, str) else type(metric).from_config(metric.get_config())
        for metric in chosen.pop("metrics", ("accuracy",))
    ]
    return dense(metrics=metrics, **chosen)


def arguments(case, digits, folder):
    x, y = digits
    x = x.astype(case.get("dtype", "float32"))
    y = keras.utils.to_categorical(y, 10) if case.get("one_hot") else y
    options = {
        name: value
        for name, value in case.items()
        if name not in ("build", "one_hot", "dtype", "callbacks")
    }
    if "sample_weight" in options:
        options["sample_weight"] = options["sample_weight"](digits[1])
    if "validation_data" in options:
        options["validation_data"] = (x[:50], y[:50])
    if "callbacks" in case:
        folder.mkdir()
        options["callbacks"] = case["callbacks"](folder)
    return {"x": x, "y": y, "shuffle": False, "epochs": 2, **options}


QUICK = frozenset(
    {"a bar", "a line an epoch", "validation", "every second validation", "later epochs", "acc"}
    | {"examples weighed by their class", "later epochs, one stopped early"}
    | {"one-hot", "without an input", "restored", "plateaus", "a log file"}
    | {"a schedule of rates", "a schedule that looks at the rate"}
)
"""The others go the same ways; they are run with the slow tests."""


@pytest.mark.parametrize(
    "name",
    [name if name in QUICK else pytest.param(name, marks=pytest.mark.slow) for name in FITS],
)
def test_it_is_as_if_it_had_been_trained_here(name, host, stock_fit, digits, tmp_path):
    """Printed output, `History`, files, weights, optimizer: as stock Keras leaves them."""
    case = FITS[name]
    there, here = built(case), built(case)
    stock = arguments(case, digits, tmp_path / "stock")
    history, shown = printed(lambda: stock_fit(there, **stock))
    host.answer = trained(there, history)
    given = arguments(case, digits, tmp_path / "asked")

    asked, screen = printed(lambda: here.fit(**given))

    assert len(host.asked) == 1
    assert host.asked[0]["start"] == "fresh"
    if rates := host.asked[0]["settings"]["rates"]:
        np.testing.assert_allclose(rates, history.history["learning_rate"], rtol=1e-6)
    assert screen == shown
    assert list(asked.history) == list(history.history)
    assert asked.epoch == history.epoch
    for metric, values in history.history.items():
        np.testing.assert_allclose(asked.history[metric], values)
    for one, other in zip(here.get_weights(), there.get_weights(), strict=True):
        np.testing.assert_array_equal(one, other)
    for one, other in zip(here.optimizer.variables, there.optimizer.variables, strict=True):
        np.testing.assert_array_equal(one.numpy(), other.numpy())
    assert here.stop_training == there.stop_training
    assert sorted(held.name for held in tmp_path.glob("asked/*")) == sorted(
        held.name for held in tmp_path.glob("stock/*")
    )
    for path in tmp_path.glob("stock/*"):
        assert (tmp_path / "asked" / path.name).read_text() == path.read_text()
    assert not host.reported("recorder_fault")


class KeptStates(callbacks.Callback):
    """Keeps what the host would keep: weights and optimizer after every epoch."""

    def __init__(self):
        super().__init__()
        self.states, self.optimizer_states = {}, {}

    def on_epoch_end(self, epoch, logs=None):
        self.states[epoch + 1] = tuple(self.model.get_weights())
        self.optimizer_states[epoch + 1] = tuple(
            np.array(held.numpy()) for held in self.model.optimizer.variables
        )


@pytest.mark.parametrize("name", CHECKPOINTS)
def test_checkpoints_are_those_of_stock_keras(name, host, stock_fit, digits, tmp_path):
    """The same files, each with the model as it was after its epoch, and the same words; of a
    training whose best epoch is not its last.
    """
    case = {
        **VALIDATION,
        "epochs": 4,
        "verbose": 2,
        "build": {"optimizer": keras.optimizers.Adam(0.3)},
        "callbacks": lambda folder: [CHECKPOINTS[name](folder)],
    }
    there, here, seen = built(case), built(case), KeptStates()
    stock = arguments(case, digits, tmp_path / "stock")
    stock["callbacks"].append(seen)
    history, shown = printed(lambda: stock_fit(there, **stock))
    answer = trained(there, history)
    host.answer = replace(answer, states=seen.states, optimizer_states=seen.optimizer_states)

    _, screen = printed(lambda: here.fit(**arguments(case, digits, tmp_path / "asked")))

    files = sorted(held.name for held in tmp_path.glob("stock/*"))
    assert host.asked[0]["settings"]["every_epoch"]
    assert files
    assert sorted(held.name for held in tmp_path.glob("asked/*")) == files
    assert [line.replace("/asked/", "/stock/") for line in screen] == shown
    for file in files:
        ours, theirs = (kept(tmp_path / which / file, built(case)) for which in ("asked", "stock"))
        for one, other in zip(ours, theirs, strict=True):
            np.testing.assert_array_equal(one, other)
    assert not host.reported("recorder_fault")


def kept(path, model):
    """The weights in a file, and the optimizer's variables where it has some."""
    if path.suffix == ".h5":
        model.load_weights(path)
        return model.get_weights()
    loaded = keras.models.load_model(path)
    return [*loaded.get_weights(), *(held.numpy() for held in loaded.optimizer.variables)]


def test_states_that_are_missing_are_trained_in_the_kernel(host, digits, tmp_path):
    """A host that hands out the end alone can't serve who looks in between."""
    model = dense()
    host.answer = stands_for(model)
    before = model.get_weights()

    looking = callbacks.ModelCheckpoint(tmp_path / "a.weights.h5", save_weights_only=True)
    fitted(model, digits, callbacks=[looking])

    assert len(host.asked) == 1
    assert np.abs(model.get_weights()[0] - before[0]).max() < 0.5


@pytest.mark.parametrize("one_hot", [False, True])
def test_examples_that_count_as_their_class_does_are_weights_of_classes(host, digits, one_hot):
    """Half of those who make up for unequal classes write them so: the job is the same."""
    x, y = digits
    targets = keras.utils.to_categorical(y, 10) if one_hot else y
    model = dense(loss="categorical_crossentropy" if one_hot else "sparse")

    model.fit(x, targets, sample_weight=np.where(y == 3, 2.0, 1.0).astype("float32"), verbose=0)

    asked = host.asked[0]["settings"]["class_weight"]
    assert asked == {str(label): 2.0 if label == 3 else 1.0 for label in range(10)}


def test_weights_of_single_examples_come_along(host, digits):
    """The host is told that there are some; what isn't a number each is left to the kernel."""
    x, y = digits
    weights = np.linspace(0.0, 2.0, len(x))

    dense().fit(x, y, sample_weight=weights, verbose=0)
    dense().fit(x, y, sample_weight=np.where(weights > 1, np.nan, 1.0), verbose=0)

    (asked,) = host.asked
    assert asked["settings"]["weighs_examples"]
    assert asked["settings"]["class_weight"] is None
    np.testing.assert_array_equal(asked["arrays"]["sample_weight"], weights.astype("float32"))


def test_the_host_counts_epochs_from_the_first_that_is_trained(host, digits):
    """Epoch 5 of one that begins with 3 is the third; rates are those of the epochs trained."""
    patient = callbacks.EarlyStopping("loss", start_from_epoch=5)
    fitted(dense(), digits, initial_epoch=3, epochs=9, callbacks=[patient])
    scheduled = callbacks.LearningRateScheduler(steps)
    fitted(dense(), digits, initial_epoch=1, epochs=4, callbacks=[scheduled])

    stopping, schedule = (asked["settings"] for asked in host.asked)

    assert stopping["callbacks"][0]["config"]["start_from_epoch"] == 2
    assert schedule["rates"] == [0.01, 0.001, 0.001]
    assert patient.start_from_epoch == 5


def test_validation_data_may_be_a_list(host, digits):
    """Keras takes both."""
    model, (x, y) = dense(), digits
    host.answer = None

    model.fit(x, y, validation_data=[x[:50], y[:50]], epochs=1, verbose=0)
    model.fit(x, y, validation_data=[x[:50], y[:50], np.ones(50)], epochs=1, verbose=0)

    assert len(host.asked) == 1
