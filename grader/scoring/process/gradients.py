"""Says which part of recorded gradients no loss of the model's outputs can have given.

Loaded only in the scoring process. Whatever the loss and the labels are, a gradient is a sum of the
derivatives of the outputs for its batch, each times some number: it lies in what they span. With a
few outputs and many weights that is little of all directions; the way to weights that were finished
beforehand lies outside. A penalty on the weights adds their own direction, or that of their signs.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, TypedDict, final

import keras
import numpy as np
import tensorflow as tf

from grader.recorder.shared.given_gradients import MAX_NUMBERS, SPARE
from grader.scoring.process.recorded_state import all_of, put_random_states, put_weights
from grader.scoring.process.several import answer_of
from grader.scoring.rebuilding.rebuild import Unfit, build
from grader.untrusted.npz import read_arrays, read_headers

ROUNDING = 1e-9
"""Of the largest eigenvalue: smaller ones are rounding."""


@final
class Gradients(TypedDict):
    """Gradients of one training to explain."""

    gradients: list[str | None]
    """The npz that the recorder sent of each step (`StepKept`); None of a step whose gradients it
    did not keep.
    """
    max_bytes: int
    model: dict[str, Any]
    input_shape: list[int]


def explain_gradients(request: Gradients) -> dict[str, Any]:
    """For each step the length of the part that nothing explains, as a share of the whole."""
    model = build({"model": request["model"], "input_shape": request["input_shape"]})
    last = model.layers[-1]
    if hasattr(last, "activation"):
        last.activation = keras.activations.linear
    return answer_of(request["gradients"], partial(_share, model, request["max_bytes"]))


def _share(model: Any, max_bytes: int, file: str) -> float:
    arrays = read_arrays(Path(file), list(read_headers(Path(file))), max_bytes=max_bytes)
    put_weights(model, all_of(arrays, "w"))
    given, states = all_of(arrays, "g"), all_of(arrays, "s")
    weights = model.trainable_weights
    if [tuple(weight.shape) for weight in weights] != [gradient.shape for gradient in given]:
        raise Unfit("the recorded gradients are not of its weights")
    if not all(np.isfinite(gradient).all() for gradient in given):
        raise Unfit("its gradients are not numbers")
    rows = arrays["x"].reshape(-1, *model.input_shape[1:])  # a loop may shape them itself
    labels = arrays.get("y")
    return min(
        _unexplained(model, rows, labels, given, states, training=how) for how in (True, False)
    )


def _unexplained(
    model: Any,
    x: np.ndarray,
    labels: np.ndarray | None,
    given: list[np.ndarray],
    states: list[np.ndarray],
    *,
    training: bool,
) -> float:
    batch, off, whole = tf.convert_to_tensor(x), 0.0, 0.0
    for weight, gradient in zip(model.trainable_weights, given, strict=True):
        outputs = int(np.prod(model.output_shape[1:])) * len(x)
        many = SPARE * outputs >= gradient.size or outputs * gradient.size > MAX_NUMBERS
        if many and (labels is None or labels.shape != (len(x), model.output_shape[-1])):
            continue
        if states:
            put_random_states(model, states)
        with tf.GradientTape() as tape:
            given_out = model(batch, training=training)
            made = _loss(given_out, labels) if many else tf.reshape(given_out, [-1])
        found = (tape.gradient if many else tape.jacobian)(made, weight.value).numpy()
        own = np.ravel(weight.numpy())
        off += _beside(
            np.vstack([found.reshape(-1, own.size), own, np.sign(own)]), np.ravel(gradient)
        )
        whole += float(np.square(gradient, dtype=np.float64).sum())
    if not whole:
        raise Unfit("too many examples for so few weights: any gradient may come of them")
    return float(np.sqrt(off / whole))


def _loss(outputs: Any, labels: np.ndarray | None) -> Any:
    """The cross-entropy of the outputs before their softmax, where the labels are known."""
    return keras.losses.CategoricalCrossentropy(from_logits=True)(labels, outputs)


def _beside(directions: np.ndarray, gradient: np.ndarray) -> float:
    """The square of the length that is left of a gradient beside all of the directions."""
    lengths = np.linalg.norm(directions, axis=1, keepdims=True)
    ways = (directions / np.where(lengths > 0, lengths, 1)).astype(np.float64)
    values, turned = np.linalg.eigh(ways @ ways.T)
    held = values > ROUNDING * values.max()
    along = turned[:, held].T @ (ways @ gradient.astype(np.float64))
    explained = float((np.square(along) / values[held]).sum())
    return max(0.0, float(np.square(gradient, dtype=np.float64).sum()) - explained)
