"""Makes a model of a cleaned architecture and the student's weights, and computes its outputs.

Loaded only in the scoring process.
"""

from __future__ import annotations

import inspect
import math
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NotRequired, TypedDict, final

import keras
import numpy as np
import tensorflow as tf

from grader.scoring.preparation.recover import Preparation
from grader.untrusted.npz import Header, read_arrays, read_headers

CHUNK_ROWS = 250
"""What fits the caches: the activations of more pictures at a time are slower, not faster."""
MAX_LAYER_NUMBERS = 64 * 1024**2
"""That one layer gives for one example: a quarter of a gigabyte. 64 filters over an image padded to
700×700 give half of it.
"""
MAX_WIDTH = 100_000
"""Of the row of numbers that a model gives for an example."""
WIDTHS = frozenset({"units", "filters", "input_dim", "output_dim", "key_dim"})


class Unfit(Exception):  # noqa: N818 - said about the model, not an error of ours
    """Weights, architecture and data don't go together; the message says how."""


class Loss(TypedDict):
    """The loss that the model was compiled with."""

    name: str
    """One of `allowed.LOSSES`."""
    options: dict[str, Any]
    """`from_logits` and the like, where the loss was given as an object."""


@final
class RebuildRequest(TypedDict):
    """What the scorer asks for."""

    model: NotRequired[dict[str, Any]]
    """A cleaned architecture, or …"""
    chain: NotRequired[list[dict[str, Any]]]
    """… cleaned layers to stack."""
    input_shape: list[int]
    weights: str
    max_weight_bytes: int
    images: str
    """npy file of the held-out images as they lie in the data (n, ...)."""
    preparations: list[dict[str, Any]]
    """Ways to prepare them (`Preparation.to_json`); the model is measured with each."""
    targets: str
    """npy file of integer labels (n,)."""
    one_hot: bool
    classes: int
    order: list[int]
    """For each class the place of its output; empty where that is the data's own order."""
    loss: Loss | None
    outputs: str
    """Where to write the outputs, in the order of the classes: npy (preparations, n, width)
    float32.
    """


def measure(request: RebuildRequest) -> dict[str, Any]:
    """Rebuild the model and write its outputs; return their losses."""
    weights = Path(request["weights"])
    _refuse_widths_without_weights(request, read_headers(weights))
    model = build(request)
    _refuse_sizes(model)
    _load_weights(model, weights, request["max_weight_bytes"])
    labels = np.load(request["targets"], allow_pickle=False)
    outputs, losses = [], []
    images = np.load(request["images"], mmap_mode="r", allow_pickle=False)
    for saved in request["preparations"]:
        output, penalty = _run(model, images, Preparation.from_json(saved))
        if len(request["order"]) == output.shape[1]:
            output = output[:, request["order"]]
        outputs.append(output)
        losses.append(_loss(output, labels, request, penalty))
    np.save(request["outputs"], np.stack(outputs))
    return {"ok": True, "losses": losses, "parameters": int(model.count_params())}


def _refuse_widths_without_weights(request: RebuildRequest, headers: dict[str, Header]) -> None:
    """Refuse a layer that is wider than any recorded array, before memory is taken for it."""
    recorded = {size for header in headers.values() for size in header.shape}
    for name, width in _widths(request.get("model") or request.get("chain")):
        if width not in recorded:
            raise Unfit(f"a layer asks for {name} = {width:,}, which no recorded weight array has")


def _refuse_sizes(model: Any) -> None:
    """Refuse layers without weights that blow an example up, such as a Resizing to 100,000×100,000,
    before anything is computed.
    """
    for layer in model._flatten_layers(include_self=False):  # noqa: SLF001 - those of nested models, too
        for shape in _output_shapes(layer):
            numbers = math.prod(size or 1 for size in shape[1:])
            if numbers > MAX_LAYER_NUMBERS:
                raise Unfit(
                    f"its layer {layer.name[:60]!r} gives {numbers:,} numbers for one image"
                )
    for tensor in getattr(model, "outputs", None) or ():
        if math.prod(size or 1 for size in tensor.shape[1:]) > MAX_WIDTH:
            raise Unfit(f"it gives more than {MAX_WIDTH:,} numbers for one image")


def _output_shapes(layer: Any) -> Iterator[tuple[int | None, ...]]:
    """What is known of a layer's outputs; nothing of a layer that was never called."""
    for node in layer._inbound_nodes:  # noqa: SLF001 - `output` raises where a layer is used twice
        yield from (tuple(tensor.shape) for tensor in node.output_tensors)


def _widths(tree: Any) -> Iterator[tuple[str, int]]:
    """Every setting of a cleaned architecture that says how wide a layer's weights are."""
    if isinstance(tree, list):
        for entry in tree:
            yield from _widths(entry)
    elif isinstance(tree, dict):
        for key, value in tree.items():
            if key in WIDTHS and isinstance(value, int):
                yield key, value
            else:
                yield from _widths(value)


def build(request: Any) -> Any:
    """The untrained model of a request: of a cleaned architecture, or of a chain of cleaned
    layers.
    """
    shape = tuple(request["input_shape"])
    if "chain" in request:
        layers = [
            keras.saving.deserialize_keras_object(layer, safe_mode=True)
            for layer in request["chain"]
        ]
        return keras.Sequential([keras.Input(shape), *layers])
    model = keras.saving.deserialize_keras_object(request["model"], safe_mode=True)
    if not model.built:
        model.build((None, *shape))
    return model


def _load_weights(model: Any, path: Path, max_bytes: int) -> None:
    """Put the arrays w0000, w0001, … into the model; every shape must be the one that the layers
    ask for.
    """
    asked = [tuple(variable.shape) for variable in model.weights]
    headers = read_headers(path)
    names = sorted(name for name in headers if name.startswith("w") and name[1:].isdecimal())
    came = [headers[name].shape for name in names]
    if asked != came:
        index = next(
            (i for i, pair in enumerate(zip(asked, came, strict=False)) if pair[0] != pair[1]), None
        )
        where = (
            ""
            if index is None
            else f": array {index} is {came[index]}, the layer asks for {asked[index]}"
        )
        raise Unfit(
            f"{len(came)} recorded weight arrays don't fit the {len(asked)} of the "
            f"architecture{where}"
        )
    arrays = read_arrays(path, names, max_bytes=max_bytes)
    model.set_weights([arrays[name] for name in names])
    for layer in model._flatten_layers():  # noqa: SLF001 - those of nested models, too
        if hasattr(
            layer, "finalize_state"
        ):  # a Normalization of Keras 2 has its means in its weights alone
            layer.finalize_state()


def _run(model: Any, images: np.ndarray, preparation: Preparation) -> tuple[np.ndarray, float]:
    """The outputs (n, width) in inference mode, and the penalty that regularisers add to the loss.

    The images are prepared a few at a time: padded to 224×224 and in three channels, all of them
    would take 6 GB.
    """

    def forward(inputs: Any) -> tuple[Any, Any]:
        output = model(inputs, training=False)
        if not tf.is_tensor(output):
            raise Unfit(f"the model has {len(output)} outputs; one is expected")
        return output, tf.add_n([0.0, *(tf.cast(loss, tf.float32) for loss in model.losses)])

    signature = [tf.TensorSpec([None, *preparation.geometry.target], tf.float32)]
    graph = tf.function(forward, input_signature=signature, autograph=False)
    parts, penalty = [], 0.0
    rows = min(CHUNK_ROWS, preparation.rows_at_a_time)
    for start in range(0, len(images), rows):
        output, added = graph(tf.constant(preparation.apply(images[start : start + rows])))
        parts.append(np.asarray(output, np.float32))
        penalty = float(added)
    outputs = np.concatenate(parts)
    if outputs.ndim != 2:
        raise Unfit(
            f"the model gives {outputs.shape[1:]} numbers an example; one row of numbers is "
            f"expected"
        )
    return outputs, penalty


def _loss(
    outputs: np.ndarray, labels: np.ndarray, request: RebuildRequest, penalty: float
) -> float | None:
    """The mean loss over all examples, as `evaluate` reports it; None where it can't be
    computed.
    """
    loss = request["loss"]
    if loss is None:
        return None
    targets = np.eye(request["classes"], dtype=np.float32)[labels] if request["one_hot"] else labels
    function = keras.losses.get(loss["name"])
    understood = inspect.signature(function).parameters
    options = {name: value for name, value in loss["options"].items() if name in understood}
    try:
        values = function(tf.constant(targets), tf.constant(outputs), **options)
    except (ValueError, TypeError, tf.errors.InvalidArgumentError):
        return None
    return float(np.mean(values)) + penalty
