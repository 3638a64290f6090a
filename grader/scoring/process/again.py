"""Trains a cleaned architecture again with other seeds, and says how accurate each of them is.

Loaded only in the scoring process. The student's weights are not used, and no code of the student's
is.
"""

from __future__ import annotations

import functools
import inspect
from typing import Any, TypedDict, final

import keras
import numpy as np

from grader.recorder.shared import fused
from grader.scoring.rebuilding.rebuild import CHUNK_ROWS, Loss, build

ONES = ("gamma", "moving_variance")
"""Weights that begin at one."""


class Optimizer(TypedDict):
    """An optimizer of Keras' own."""

    name: str
    options: dict[str, Any]


@final
class Again(TypedDict):
    """A training to repeat; the arrays are npy files."""

    seeds: list[int]
    model: dict[str, Any]
    input_shape: list[int]
    optimizer: Optimizer
    loss: Loss
    one_hot: bool
    classes: int
    batch_size: int
    epochs: int
    x: str
    """(n, *input_shape) float32"""
    labels: str
    """(n,) integers"""
    held_out: str
    held_out_labels: str


def train_again(request: Again) -> dict[str, Any]:
    """The accuracy on the held-out data, for each seed."""
    fused.install()
    x, labels = (
        np.load(request["x"], allow_pickle=False),
        np.load(request["labels"], allow_pickle=False),
    )
    targets = np.eye(request["classes"], dtype=np.float32)[labels] if request["one_hot"] else labels
    held_out = np.load(request["held_out"], allow_pickle=False)
    truth = np.load(request["held_out_labels"], allow_pickle=False)
    return {
        "ok": True,
        "accuracies": [
            _one(request, seed, (x, targets), (held_out, truth)) for seed in request["seeds"]
        ],
    }


def _one(request: Again, seed: int, data: tuple[Any, Any], held_out: tuple[Any, Any]) -> float:
    keras.utils.set_random_seed(seed)
    model = build({"model": request["model"], "input_shape": request["input_shape"]})
    for weight in model.weights:
        weight.assign(_first_values(weight))
    optimizer = getattr(keras.optimizers, request["optimizer"]["name"])(
        **request["optimizer"]["options"]
    )
    model.compile(optimizer=optimizer, loss=loss_of(request["loss"]))
    with fused.fused(model, [], epochs=request["epochs"]):
        model.fit(*data, batch_size=request["batch_size"], epochs=request["epochs"], verbose=0)
    outputs = np.asarray(model.predict(held_out[0], batch_size=CHUNK_ROWS, verbose=0))
    return float((outputs.argmax(-1) == held_out[1]).mean())


def loss_of(asked: Loss) -> Any:
    """Keras' function, with the options that it understands."""
    function = keras.losses.get(asked["name"])
    understood = inspect.signature(function).parameters
    options = {name: value for name, value in asked["options"].items() if name in understood}
    return (
        functools.wraps(function)(functools.partial(function, **options)) if options else function
    )


def _first_values(weight: Any) -> Any:
    """As Keras begins by default; the cleaned architecture says zeros throughout."""
    if "seed" in weight.name:
        return weight.value
    if len(weight.shape) > 1:
        first = (
            keras.initializers.Orthogonal()
            if "recurrent" in weight.name
            else keras.initializers.GlorotUniform()
        )
        return first(weight.shape)
    return np.full(weight.shape, 1.0 if weight.name in ONES else 0.0, np.float32)
