"""Old names lead to the new ones, without Keras."""

import os
from types import ModuleType

import numpy as np
import pytest

from grader.recorder.compat.keras2 import backend
from grader.recorder.compat.keras2.history import Renaming, other_name
from grader.recorder.compat.keras2.methods import _say_it_in_steps
from grader.recorder.compat.keras2.moved import relative, target_of
from grader.recorder.compat.keras2.old_names import fill
from grader.recorder.compat.keras2.today import keep_backend
from grader.recorder.compat.notes import Notes


@pytest.mark.parametrize(
    ("module", "place"),
    [
        ("keras.utils.np_utils", "utils"),
        ("keras.layers.core", "layers"),
        ("keras.layers.core.dense", "layers"),
        ("tensorflow.keras.layers.experimental.preprocessing", "layers"),
        ("tensorflow.python.keras.layers.convolutional", "layers"),
        ("keras.api.layers.core", "layers"),
        ("tf_keras.optimizers.adam_v2", "optimizers"),
        ("keras.wrappers.scikit_learn", "scikit_learn"),
        ("keras.layers", None),
        ("keras.models", None),
        ("keras.optimizers.schedules", None),
    ],
)
def test_modules_that_moved(module, place):
    """Old paths and what is below them lead to today's place; today's paths are left alone."""
    _, rest = relative(module)

    assert target_of(rest) == place


def test_other_libraries_are_not_keras():
    """Names that only begin alike are not taken."""
    assert relative("kerastuner.engine") is None
    assert relative("tensorflow.python.framework") is None


def test_a_metric_has_two_names():
    """Abbreviation and word lead to each other, with and without the prefix of validation."""
    assert [
        other_name(name) for name in ("acc", "val_acc", "accuracy", "val_accuracy", "lr", "loss")
    ] == [
        "accuracy",
        "val_accuracy",
        "acc",
        "val_acc",
        "learning_rate",
        None,
    ]


def test_a_history_stays_an_ordinary_one():
    """It lists, compares and tests for membership as before; only a look-up that would fail finds
    the other name.
    """
    reported = []
    history = Renaming(
        {"accuracy": [0.5], "loss": [1.0]}, Notes(lambda kind, message: reported.append(message))
    )

    assert history == {"accuracy": [0.5], "loss": [1.0]}
    assert "acc" not in history
    assert history.get("acc") is None
    assert reported == []
    assert history["acc"] == [0.5]
    assert len(reported) == 1
    with pytest.raises(KeyError):
        history["val_acc"]


def test_each_thing_is_reported_once():
    """A loop over an old call gives one notice."""
    reported = []
    notes = Notes(lambda kind, message: reported.append((kind, message)))

    for _ in range(3):
        notes.used("lr", "learning_rate")
    notes.used("decay", "a schedule")

    assert [kind for kind, _ in reported] == ["compatibility", "compatibility"]


def test_samples_become_steps():
    """Keras 1 counted samples where Keras 2 counts batches; a generator's are as large as its first
    one, which is given all the same.
    """

    class Flow:
        batch_size = 32

    def batches():
        for number in range(3):
            yield np.full((20, 2), number), np.zeros(20)

    def steps(data, word="samples_per_epoch", **others):
        given = {"generator": data, word: 1000, **others}
        _say_it_in_steps(given)
        return given

    own = steps(batches())

    assert steps(Flow())["steps_per_epoch"] == 32
    assert own["steps_per_epoch"] == 50
    assert [int(x[0, 0]) for x, _ in own["generator"]] == [0, 1, 2]
    assert steps(iter(()))["steps_per_epoch"] == 1000
    assert steps(batches(), "nb_val_samples", validation_data=Flow())["validation_steps"] == 32
    assert "validation_steps" not in steps(batches(), "nb_val_samples", validation_data=([], []))
    assert steps((row for row in ()), "val_samples")["steps"] == 1000


@pytest.mark.parametrize(
    ("asked", "reported"), [("jax", 1), ("torch", 1), ("tensorflow", 0), (None, 0)]
)
def test_another_backend_is_reported_and_not_taken(monkeypatch, asked, reported):
    """What trains is watched in TensorFlow only."""
    monkeypatch.delenv("KERAS_BACKEND", raising=False)
    if asked:
        monkeypatch.setenv("KERAS_BACKEND", asked)
    notices = []

    keep_backend(Notes(lambda kind, message: notices.append((kind, message))))

    assert os.environ.get("KERAS_BACKEND", "tensorflow") == "tensorflow"
    assert len(notices) == reported
    assert not reported or asked in notices[0][1]


class Held:
    """A variable as Keras 3 has them: its type is a word."""

    dtype = "float32"

    def __init__(self, value):
        self.value = np.asarray(value, self.dtype)
        self.shape = self.value.shape

    def numpy(self):
        return self.value

    def assign(self, value):
        assert value.dtype == self.dtype
        self.value = value


def test_what_was_asked_of_variables_is_asked_of_those_of_keras_3():
    """`K.set_value(model.optimizer.lr, 0.01)`, and what goes with it."""
    rate, weights = Held(0.1), Held([[1, 2, 3]])

    backend.set_value(rate, backend.get_value(rate) * 0.5)
    backend.batch_set_value([(weights, [[4, 5, 6]])])

    assert backend.eval(rate) == pytest.approx(0.05)
    assert backend.batch_get_value([weights])[0].tolist() == [[4, 5, 6]]
    assert (backend.dtype(weights), backend.dtype(np.ones(2, "int8"))) == ("float32", "int8")
    assert backend.count_params(weights) == 3
    assert backend.get_value(0.3) == 0.3
    assert set(backend.OF_VARIABLES) <= set(backend.NAMES)
    assert all(callable(getattr(backend, name)) for name in backend.OF_VARIABLES)


def test_a_module_that_has_them_for_other_variables_has_them_for_these():
    """`tensorflow.keras.backend` still has TensorFlow's own."""
    module, reported = ModuleType("tensorflow.keras.backend"), []
    module.set_value, module.square = raised, "square"
    fill(module, "backend", Notes(lambda _, message: reported.append(message)))
    rate = Held(0.1)

    module.set_value(rate, 0.2)

    assert rate.value == pytest.approx(0.2)
    assert module.square == "square"
    assert "variable.assign(value)" in reported[0]


def raised(*_):
    """What Keras does."""
    raise AttributeError("'str' object has no attribute 'name'")
