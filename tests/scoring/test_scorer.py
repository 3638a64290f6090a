"""The scorer measures what Keras itself measures, and survives every model that it can't."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.model.dataset import Dataset
from grader.model.evidence import RoleMatch, WeightsRef
from grader.recorder.shared.digests import array_digest, state_digest
from grader.scoring import Scorer
from grader.scoring.scorer import ScoringLimits

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras import layers

from tests.scoring.runs import CASES, dense, flat, hostile_runs, one_hot, record_run, score


@pytest.mark.parametrize("name", CASES)
def test_figures_are_those_of_keras_itself(
    scorer: Scorer, digits: Dataset, recording: Path, name: str
):
    """Accuracy and loss are what `evaluate` gives on the held-out data, and the matrix and mistakes
    fit them.
    """
    build, prepare, loss, encode = CASES[name]
    model = build()
    model.compile("adam", loss, metrics=["accuracy"])
    model.fit(prepare(digits.train_x), encode(digits.train_y), epochs=2, verbose=0)
    expected = model.evaluate(prepare(digits.held_out_x), encode(digits.held_out_y), verbose=0)

    found = score(
        scorer,
        record_run(recording, model, prepare(digits.train_x), encode(digits.train_y), loss=loss),
        recording,
        digits,
    )

    assert found.verified, found.reason
    assert found.accuracy == pytest.approx(expected[1], abs=1e-6)
    assert found.loss == pytest.approx(expected[0], rel=1e-4)
    assert sum(map(sum, found.confusion_matrix)) == len(digits.held_out_y)
    assert len(found.mistakes) == round((1 - found.accuracy) * len(digits.held_out_y))
    assert (found.training_rows_recognised, found.trained_on_held_out) == (len(digits.train_x), 0)


def test_labels_in_another_order_are_no_mistakes(scorer: Scorer, digits: Dataset, recording: Path):
    """Columns in the alphabetical order of the digits' names, as `get_dummies` makes them: values
    and matrix are those of the same model with the columns put back, and the reason says so.
    """
    names = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]
    place = np.argsort(np.argsort(names))
    model = dense()
    x, y = flat(digits.train_x), one_hot(place[digits.train_y])
    model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
    model.fit(x, y, epochs=3, verbose=0)
    expected = model.evaluate(flat(digits.held_out_x), one_hot(place[digits.held_out_y]), verbose=0)

    run = record_run(recording, model, x, y, loss="categorical_crossentropy")
    found = score(scorer, run, recording, digits)

    assert found.accuracy == pytest.approx(expected[1], abs=1e-6)
    assert found.loss == pytest.approx(expected[0], rel=1e-4)
    right = sum(row[at] for at, row in enumerate(found.confusion_matrix))
    assert right == round(found.accuracy * len(digits.held_out_y))
    assert "in another order" in found.reason


def test_a_state_of_the_training_must_be_the_one_that_was_reported_of(
    scorer: Scorer, digits: Dataset, recording: Path
):
    """Beside the end of the training another state is measured, and weights that aren't it are
    not.
    """
    model = dense()
    x, y = flat(digits.train_x), digits.train_y
    run = replace(record_run(recording, model, x, y), match=RoleMatch("network", ""))
    honest = state_digest(map(array_digest, model.get_weights()))
    ref = run.weights
    assert ref is not None

    same = score(
        scorer,
        replace(run, other_weights=(replace(ref, state=honest, epochs=3),)),
        recording,
        digits,
    )
    forged = score(
        scorer, replace(run, other_weights=(replace(ref, state="another"),)), recording, digits
    )
    shown = score(
        scorer, replace(run, weights=replace(ref, state=honest, epochs=3)), recording, digits
    )
    lied = score(scorer, replace(run, weights=replace(ref, state="another")), recording, digits)

    assert [state.accuracy for state in same.states] == [same.accuracy]
    assert forged.states == ()
    assert "after epoch 3" in shown.reason
    assert not lied.verified


def test_logits_are_understood(scorer: Scorer, digits: Dataset, recording: Path):
    """A last layer without softmax, with a loss that takes logits, is measured as well."""
    model = keras.Sequential([layers.Input((64,)), layers.Dense(10)])
    model.compile(
        "adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
    )
    expected = model.evaluate(flat(digits.held_out_x), digits.held_out_y, verbose=0)
    run = record_run(
        recording,
        model,
        flat(digits.train_x),
        digits.train_y,
        loss="sparse_categorical_crossentropy",
    )
    compiled = replace(run.compiled, loss_config={"from_logits": True})

    found = score(scorer, replace(run, compiled=compiled), recording, digits)

    assert found.loss == pytest.approx(expected[0], rel=1e-4)
    assert found.accuracy == pytest.approx(expected[1], abs=1e-6)


def test_training_on_held_out_images_is_counted(scorer: Scorer, digits: Dataset, recording: Path):
    """Every held-out row among those passed to `fit` is counted, even when the model can't be
    measured.
    """
    x = flat(np.concatenate([digits.train_x[:300], digits.held_out_x[:120]]))
    run = record_run(recording, dense(), x, x)

    found = score(scorer, run, recording, digits)
    unmeasured = score(scorer, replace(run, weights=None), recording, digits)

    assert (found.training_rows_recognised, found.trained_on_held_out) == (300, 120)
    assert (unmeasured.verified, unmeasured.trained_on_held_out) == (False, 120)


def test_a_subclassed_model_is_stacked_from_its_layers(
    scorer: Scorer, digits: Dataset, recording: Path
):
    """A model that can't describe itself is rebuilt layer after layer, and the report says so."""

    class Net(keras.Model):
        def __init__(self) -> None:
            super().__init__()
            self.hidden, self.out = layers.Dense(16, "relu"), layers.Dense(10, "softmax")

        def call(self, x: Any) -> Any:
            return self.out(self.hidden(x))

    model = Net()
    model.compile("adam", "mse", metrics=["accuracy"])
    model.fit(flat(digits.train_x), one_hot(digits.train_y), epochs=1, verbose=0)
    run = record_run(
        recording, model, flat(digits.train_x), one_hot(digits.train_y), loss="mean_squared_error"
    )

    found = score(scorer, run, recording, digits)

    expected = model.evaluate(flat(digits.held_out_x), one_hot(digits.held_out_y), verbose=0)
    assert found.verified, found.reason
    assert found.reason.startswith("rebuilt as a plain chain of its layers")
    assert found.accuracy == pytest.approx(expected[1], abs=1e-6)


def test_an_unseen_preparation_is_assumed_and_said(
    scorer: Scorer, digits: Dataset, recording: Path
):
    """Where training data came from a pipeline, the usual preparation that fits best is taken, in
    so many words.
    """
    keras.utils.set_random_seed(3)
    model = dense()
    model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["accuracy"])
    model.fit(flat(digits.train_x), one_hot(digits.train_y), epochs=10, verbose=0)
    run = record_run(
        recording, model, flat(digits.train_x), one_hot(digits.train_y), loss="mean_squared_error"
    )

    found = score(scorer, replace(run, x=None, started_arrays=None), recording, digits)

    expected = model.evaluate(flat(digits.held_out_x), one_hot(digits.held_out_y), verbose=0)
    assert "assumed" in found.reason
    assert found.accuracy == pytest.approx(expected[1], abs=1e-6)


def test_what_cant_be_measured_is_unverified_with_the_reason(
    scorer: Scorer, digits: Dataset, recording: Path
):
    """No model raises; each says what is wrong with it, and the next one is measured as if nothing
    had happened.
    """
    run = record_run(
        recording, dense(), flat(digits.train_x), digits.train_y, loss="mean_squared_error"
    )
    cases = hostile_runs(run, recording)
    found = {name: score(scorer, case, recording, digits) for name, (case, _) in cases.items()}
    after = score(scorer, run, recording, digits)

    assert {name: s.verified for name, s in found.items()} == dict.fromkeys(cases, False)
    for name, (_, words) in cases.items():
        assert words in found[name].reason, (name, found[name].reason)
    assert after.verified


def test_a_wrong_number_of_outputs_is_said_plainly(
    scorer: Scorer, digits: Dataset, recording: Path
):
    """A regression on ten classes gets a sentence, not a number."""
    model = keras.Sequential([layers.Input((64,)), layers.Dense(1)])
    run = record_run(
        recording, model, flat(digits.train_x), digits.train_y, loss="mean_squared_error"
    )

    found = score(scorer, run, recording, digits)

    assert not found.verified
    assert "gives 1 number an image; 10 classes need 10" in found.reason


def test_diverged_weights_are_measured_too(scorer: Scorer, digits: Dataset, recording: Path):
    """NaN weights give a NaN loss and an accuracy of chance, not a failure."""
    model = dense()
    run = record_run(
        recording, model, flat(digits.train_x), one_hot(digits.train_y), loss="mean_squared_error"
    )
    weights = {f"w{i:04d}": np.full_like(w, np.nan) for i, w in enumerate(model.get_weights())}
    np.savez(recording / "arrays/nan.npz", **weights)

    found = score(scorer, replace(run, weights=WeightsRef("arrays/nan.npz")), recording, digits)

    assert found.verified
    assert found.loss is not None
    assert np.isnan(found.loss)
    assert found.accuracy < 0.3


def test_a_model_that_takes_too_long_is_stopped_and_the_next_one_measured(
    scorer: Scorer, digits: Dataset, recording: Path, monkeypatch: pytest.MonkeyPatch
):
    """The process is killed at the time limit and started anew."""
    slow = keras.Sequential(
        [layers.Input((64,)), layers.Reshape((8, 8, 1)), layers.UpSampling2D(8)]
    )
    for _ in range(100):
        slow.add(layers.Conv2D(16, 3, padding="same"))
    slow.add(layers.GlobalAveragePooling2D())
    slow.add(layers.Dense(10))

    with monkeypatch.context() as patch:
        patch.setattr(scorer, "_limits", ScoringLimits(timeout_s=0.5))
        stopped = score(
            scorer,
            record_run(recording, slow, flat(digits.train_x), digits.train_y),
            recording,
            digits,
        )
    after = score(
        scorer,
        record_run(recording, dense(), flat(digits.train_x), digits.train_y),
        recording,
        digits,
    )

    assert "longer than 0.5 s" in stopped.reason
    assert after.verified
