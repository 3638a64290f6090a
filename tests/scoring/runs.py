"""Runs as the recorder would send them: good ones, and ones that can't be measured."""

from __future__ import annotations

import json
import os
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from grader.model.dataset import Dataset
from grader.model.descriptions import ArraySummary, CompileInfo, LayerInfo, ModelInfo
from grader.model.evidence import TrainingRun, WeightsRef
from grader.model.graded.score import Score
from grader.recorder.events.summary import labels_of
from grader.recorder.shared.fingerprint import row_hashes
from grader.scoring import Scorer

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
from keras import layers

DATA = Path("digits.npz")
SAMPLE = 48


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
        **{"y.labels": labels_of(y)},
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
