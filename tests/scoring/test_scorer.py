"""The scorer measures what Keras itself measures, and survives every model that it can't."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from grader.model.dataset import Dataset
from grader.model.descriptions import ArraySummary, CompileInfo, LayerInfo, ModelInfo
from grader.model.evidence import RoleMatch, TrainingRun, WeightsRef
from grader.model.graded.score import Score
from grader.model.recording import HostTraining
from grader.recorder.shared.digests import array_digest, state_digest
from grader.recorder.shared.fingerprint import row_hashes
from grader.scoring import Scorer
from grader.scoring.scorer import ScoringLimits

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
import keras
from keras import layers

DATA = Path("digits.npz")
SAMPLE = 48


@pytest.fixture(scope="module")
def scorer() -> Iterator[Scorer]:
    with Scorer(ScoringLimits(timeout_s=60)) as scorer:
        scorer.start()
        yield scorer


def flat(images: np.ndarray) -> np.ndarray:
    return images.reshape(len(images), -1).astype("float32") / 16


def with_channel(images: np.ndarray) -> np.ndarray:
    return images[..., None].astype("float32") / 16


def summary(key: str, array: np.ndarray, kind: Any = "array") -> ArraySummary:
    return ArraySummary(
        key, array.shape, str(array.dtype), float(array.min()), float(array.max()), kind
    )


def record_run(
    folder: Path, model: Any, x: np.ndarray, y: np.ndarray, *, loss: str = ""
) -> TrainingRun:
    """Write what the recorder would send about `model`, trained on `x` and `y`."""
    index = np.random.default_rng(0).choice(len(x), SAMPLE, replace=False)
    np.savez(
        folder / "arrays/start.npz",
        **{"x.sample": x[index], "x.sample_index": index, "x.row_hashes": row_hashes(x)},
    )
    np.savez(
        folder / "arrays/end.npz", **{f"w{i:04d}": w for i, w in enumerate(model.get_weights())}
    )
    infos = tuple(
        LayerInfo(
            layer.__class__.__name__,
            layer.name,
            json.loads(json.dumps(layer.get_config(), default=lambda _: None)),
        )
        for layer in model.layers
    )
    try:
        architecture = model.to_json()
    except (OSError, TypeError, ValueError):
        architecture = None
    info = ModelInfo(1, type(model).__name__, infos, model.count_params(), 0, architecture)
    return TrainingRun(
        1,
        "reproduced",
        3,
        info,
        CompileInfo("Adam", loss=loss),
        1,
        1,
        x=summary("x", x),
        y=summary("y", y),
        started_arrays="arrays/start.npz",
        weights=WeightsRef("arrays/end.npz"),
    )


def score(scorer: Scorer, run: TrainingRun, folder: Path, dataset: Dataset) -> Score:
    return scorer.score(run, folder=folder, dataset=dataset, dataset_path=DATA)


def one_hot(labels: np.ndarray) -> np.ndarray:
    return np.eye(10, dtype="float32")[labels]


def dense() -> Any:
    return keras.Sequential(
        [layers.Input((64,)), layers.Dense(16, "sigmoid"), layers.Dense(10, "softmax")]
    )


def functional() -> Any:
    """Branches, an operation between layers, a nested model, layers that differ in training."""
    inputs = keras.Input((8, 8, 1))
    hidden = layers.Conv2D(4, 3, activation="relu", name="conv>1")(inputs * 2.0)
    hidden = layers.BatchNormalization()(hidden)
    left, right = layers.GlobalAveragePooling2D()(hidden), layers.GlobalMaxPooling2D()(hidden)
    merged = layers.Dropout(0.3)(layers.Concatenate()([left, right]))
    nested = keras.Sequential(
        [layers.Input((8,)), layers.Dense(12, kernel_regularizer="l2"), layers.LeakyReLU()]
    )
    return keras.Model(inputs, layers.Dense(10, "softmax")(nested(merged)))


def unbuilt() -> Any:
    return keras.Sequential(
        [layers.Reshape((8, 8)), layers.Bidirectional(layers.LSTM(6)), layers.Dense(10, "softmax")]
    )


CASES = {
    "dense": (dense, flat, "mean_squared_error", one_hot),
    "functional": (functional, with_channel, "categorical_crossentropy", one_hot),
    "recurrent": (unbuilt, flat, "sparse_categorical_crossentropy", lambda labels: labels),
}


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


def test_the_first_layer_of_what_answers_a_role_is_kept(
    scorer: Scorer, digits: Dataset, recording: Path
):
    """As pictures, once there is something to be seen; of other runs nothing is kept."""
    model = dense()
    kernel, *rest = model.get_weights()
    model.set_weights([np.linspace(-1, 1, kernel.size).reshape(kernel.shape), *rest])
    model.compile("adam", "mean_squared_error")
    x, y = flat(digits.train_x), one_hot(digits.train_y)
    run = record_run(recording, model, x, y, loss="mean_squared_error")
    answering = replace(run, match=RoleMatch("network", "as asked"))

    assert score(scorer, run, recording, digits).first_layer is None
    assert score(scorer, answering, recording, digits).first_layer.count == kernel.shape[1]


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


def test_only_what_the_grader_trained_is_kept_for_the_next(
    scorer: Scorer, digits: Dataset, recording: Path, monkeypatch: pytest.MonkeyPatch
):
    """A student's own weights are measured each time, and so is another state of a training of
    ours.
    """
    model = dense()
    run = record_run(recording, model, flat(digits.train_x), digits.train_y)
    assert run.weights is not None
    training = HostTraining(
        run=1, digest="d", draw=1, reused="", arrays=run.weights.arrays, epochs_run=1, history={}
    )
    ours = replace(run, training=training)
    others = (run, replace(ours, training=replace(training, arrays="arrays/elsewhere.npz")))
    asked: list[object] = []
    ask = scorer._ask
    monkeypatch.setattr(scorer, "_ask", lambda request: (asked.append(request), ask(request))[1])

    first, again = (score(scorer, ours, recording, digits) for _ in range(2))

    assert len(asked) == 1
    assert (first.accuracy, first.loss, first.mistakes) == (
        again.accuracy,
        again.loss,
        again.mistakes,
    )
    for other in others:
        score(scorer, other, recording, digits)
    assert len(asked) == 3


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
    model.compile("adam", "mse", metrics=["accuracy"])
    model.fit(flat(digits.train_x), one_hot(digits.train_y), epochs=100, verbose=0)
    run = record_run(
        recording, model, flat(digits.train_x), one_hot(digits.train_y), loss="mean_squared_error"
    )

    found = score(scorer, replace(run, x=None, started_arrays=None), recording, digits)

    expected = model.evaluate(flat(digits.held_out_x), one_hot(digits.held_out_y), verbose=0)
    assert "assumed" in found.reason
    assert found.accuracy == pytest.approx(expected[1], abs=1e-6)


def hostile_runs(run: TrainingRun, folder: Path) -> dict[str, tuple[TrainingRun, str]]:
    """Runs that can't be measured, each with words of the reason that must be given."""
    architecture = json.loads(run.model.architecture or "")
    last = architecture["config"]["layers"][-1]

    def described(**changes: Any) -> TrainingRun:
        layer = {**last, "config": {**last["config"], **changes}}
        config = {
            **architecture["config"],
            "layers": [*architecture["config"]["layers"][:-1], layer],
        }
        return replace(
            run,
            model=replace(run.model, architecture=json.dumps({**architecture, "config": config})),
        )

    def stacked(*configs: dict[str, Any]) -> ModelInfo:
        infos = tuple(LayerInfo("Dense", f"d{i}", config) for i, config in enumerate(configs))
        return replace(run.model, architecture=None, layers=infos)

    def weighed(**arrays: np.ndarray) -> TrainingRun:
        name = f"arrays/{len(list(folder.glob('arrays/*')))}.npz"
        np.savez(folder / name, **arrays)
        return replace(run, weights=WeightsRef(name))

    with np.load(folder / "arrays/end.npz") as file:
        weights = dict(file)

    def ended_by(class_name: str, **config: Any) -> TrainingRun:
        layer = {
            "module": "keras.layers",
            "class_name": class_name,
            "config": config,
            "registered_name": None,
        }
        body = architecture["config"]
        image = {**layer, "class_name": "Reshape", "config": {"target_shape": [8, 8, 1]}}
        tree = {**architecture, "config": {**body, "layers": [body["layers"][0], image, layer]}}
        return replace(run, model=replace(run.model, architecture=json.dumps(tree)))

    wide = np.zeros((40_000,), "float32")
    lamb = {
        "module": "keras.layers",
        "class_name": "Lambda",
        "config": {"function": "x"},
        "registered_name": None,
    }
    with_lambda = {**architecture, "config": {**architecture["config"], "layers": [lamb]}}
    return {
        "lambda": (
            replace(run, model=replace(run.model, architecture=json.dumps(with_lambda))),
            "Lambda",
        ),
        "another width": (described(units=11), "which no recorded weight array has"),
        "absurd width": (described(units=2**40), "which no recorded weight array has"),
        "another shape": (described(units=16), "(16, 10), the layer asks for (16, 16)"),
        "too much memory": (
            replace(weighed(w0000=wide), model=stacked({"units": 40_000}, {"units": 40_000})),
            "more memory than measuring may use",
        ),
        "resized": (
            ended_by("Resizing", height=10**5, width=10**5),
            "gives 10,000,000,000 numbers for one image",
        ),
        "enlarged": (
            ended_by("UpSampling2D", size=[10**4, 10**4]),
            "gives 6,400,000,000 numbers for one image",
        ),
        "padded": (ended_by("ZeroPadding2D", padding=10**6), "numbers for one image"),
        "a wide row": (
            ended_by("UpSampling2D", size=[100, 100]),
            "gives more than 100,000 numbers for one image",
        ),
        "unknown setting": (described(nonsense=3), "Keras does not accept it"),
        "a weight missing": (
            weighed(**{k: v for k, v in weights.items() if k != "w0003"}),
            "3 recorded weight arrays",
        ),
        "weights of objects": (
            weighed(w0000=np.array([{}], dtype=object)),
            "file with its weights",
        ),
        "no such file": (
            replace(run, weights=WeightsRef("arrays/none.npz")),
            "file with its weights",
        ),
        "a file elsewhere": (
            replace(run, weights=WeightsRef("../../../../etc/passwd")),
            "file with its weights",
        ),
        "no weights": (replace(run, weights=None), "weights were not recorded"),
        "read from outputs": (replace(run, source="claimed"), "not run"),
    }


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
        patch.setattr(scorer, "_limits", ScoringLimits(timeout_s=3))
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

    assert "longer than 3 s" in stopped.reason
    assert after.verified
