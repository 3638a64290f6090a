"""Old names lead to the new ones, without Keras."""

import os

import pytest

from grader.recorder.compat.keras2.history import Renaming, other_name
from grader.recorder.compat.keras2.methods import _steps
from grader.recorder.compat.keras2.moved import relative, target_of
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
    """Keras 1 counted samples where Keras 2 counts batches."""

    class Flow:
        batch_size = 32

    assert _steps(1000, Flow()) == 32
    assert _steps(10, Flow()) == 1
    assert _steps(50, iter(())) == 50


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
