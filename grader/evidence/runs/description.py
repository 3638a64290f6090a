"""Holds what a model says of itself against itself: its layers, its JSON, its parameters and its
weights.

The role of a run comes from the layers, the model that is measured from the JSON and the weights.
Where they are descriptions of different models, neither may stand for the other. Models that Keras
describes agree in all of them, since it writes them from the same list; a model of a class of the
student's own is measured by its layers alone.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import zip_longest
from pathlib import Path

from pydantic import JsonValue

from grader.evidence.runs.network import activation_name
from grader.model.descriptions import LayerInfo, ModelInfo
from grader.model.evidence import TrainingRun
from grader.untrusted.npz import NpzRefused, inside, read_headers
from grader.untrusted.texts import read_json

MODELS = ("Sequential", "Functional", "Model")
"""Classes whose JSON is what a model is rebuilt from; of others the layers are."""
INPUTS = ("InputLayer", "Input")
OPERATIONS = ("keras.src.ops.", "keras.ops", "keras.src.activations.", "keras.activations")
"""Modules of what a functional model computes between its layers; of that only activations stand
among the layers.
"""
WORDLESS = (
    "name",
    "dtype",
    "trainable",
    "module",
    "registered_name",
    "build_config",
    "inbound_nodes",
    "compile_config",
)
SUFFIXES = ("_initializer", "_constraint", "_regularizer", "_shape")
"""Settings that say nothing of what a layer computes once its weights are there."""
MAX_DEPTH = 20
MAX_LAYERS = 600
MAX_CONSTANTS = 20_000
"""Numbers that may stand between the layers: the mean and the spread of every pixel are some two
thousand.
"""

Shape = tuple[int, ...]
Described = tuple[str, Mapping[str, JsonValue]]


def with_contradictions(
    runs: Sequence[TrainingRun], folder: Path | None
) -> tuple[TrainingRun, ...]:
    """Note in each run the first thing in which the descriptions of its model differ.

    `folder` holds the weights that were recorded.
    """
    return tuple(
        replace(run, contradiction=disagreement(run.model, _weight_shapes(run, folder)))
        for run in runs
    )


def disagreement(model: ModelInfo, shapes: Sequence[Shape] | None) -> str:
    """Name that thing for a model whose recorded weight arrays have these `shapes`; empty where
    nothing differs.

    `shapes` is None where no weights were recorded.
    """
    tree = _parsed(model.architecture)
    if tree is not None and tree.get("class_name") in MODELS:
        differs = _layers_differ(model.layers, tree)
        if differs:
            return f"the layers it shows are not those of its description: {differs}"
    held = sum(math.prod(shape) for shape in shapes) if shapes else 0
    if held and model.parameters and held != model.parameters:
        return (
            f"the parameters it shows are not those of its weights: {model.parameters:,} shown, "
            f"{held:,} numbers in the weights"
        )
    return ""


def _weight_shapes(run: TrainingRun, folder: Path | None) -> list[Shape] | None:
    if run.weights is None or folder is None:
        return None
    try:
        headers = read_headers(inside(folder, run.weights.arrays))
    except NpzRefused:
        return None  # the scorer says so
    return [
        header.shape
        for name, header in headers.items()
        if name.startswith("w") and name[1:].isdecimal()
    ]


def _parsed(architecture: str | None) -> dict[str, JsonValue] | None:
    try:
        tree = read_json(architecture) if architecture else None
    except (ValueError, RecursionError):
        return None
    return tree if isinstance(tree, dict) else None


def _layers_differ(layers: Sequence[LayerInfo], tree: Mapping[str, JsonValue]) -> str:
    entries = _entries(tree.get("config"))
    between = {_name_of(entry) for entry in entries if _is_operation(entry)}
    if _count_numbers([entry for entry in entries if _is_operation(entry)], 0) > MAX_CONSTANTS:
        return f"more than {MAX_CONSTANTS:,} numbers stand between the layers"
    described = [_described(entry) for entry in entries if not _is_operation(entry)]
    shown = [
        (layer.class_name, layer.config)
        for layer in layers
        if not (layer.class_name == "Activation" and layer.name in between)
    ]
    return _first_difference(_without_inputs(shown), _without_inputs(described), depth=0)


def _first_difference(
    shown: Sequence[Described], described: Sequence[Described], *, depth: int
) -> str:
    for left, right in zip_longest(shown[:MAX_LAYERS], described[:MAX_LAYERS]):
        if left is None or right is None:
            extra, where = (right, "the description") if left is None else (left, "what it shows")
            return f"only {where} has the layer {_quoted(extra[0] if extra else '')}"
        differs = _layer_differs(left, right, depth=depth)
        if differs:
            return differs
    return ""


def _layer_differs(shown: Described, described: Described, *, depth: int) -> str:
    """In what two layers differ; a model that is used as a layer is opened, unless its
    configuration was too long to send.
    """
    if _base(shown[0]) != _base(described[0]):
        return f"{_quoted(shown[0])} shown, {_quoted(described[0])} described"
    inside = [
        [_described(entry) for entry in _entries(config) if not _is_operation(entry)]
        for _, config in (shown, described)
    ]
    if shown[1] and any(inside) and depth < MAX_DEPTH:
        return _first_difference(
            _without_inputs(inside[0]), _without_inputs(inside[1]), depth=depth + 1
        )
    for key in sorted(shown[1].keys() & described[1].keys()):
        left, right = shown[1][key], described[1][key]
        if not _says_nothing(key) and not _alike(key, left, right, depth=0):
            return f"{key[:40]} = {_value(left)} shown, {_value(right)} described"
    return ""


def _without_inputs(layers: Sequence[Described]) -> list[Described]:
    return [layer for layer in layers if layer[0] not in INPUTS]


def _entries(config: JsonValue | Mapping[str, JsonValue]) -> list[Mapping[str, JsonValue]]:
    """What a model's configuration lists: layers, and operations between them. That of an old Keras
    is the list itself.
    """
    listed = config.get("layers") if isinstance(config, Mapping) else config
    return (
        [entry for entry in listed if isinstance(entry, dict)] if isinstance(listed, list) else []
    )


def _described(entry: Mapping[str, JsonValue]) -> Described:
    config = entry.get("config")
    return str(entry.get("class_name")), config if isinstance(config, dict) else {}


def _is_operation(entry: Mapping[str, JsonValue]) -> bool:
    return str(entry.get("module") or "").startswith(OPERATIONS)


def _name_of(entry: Mapping[str, JsonValue]) -> str:
    config = entry.get("config")
    inside = config.get("name") if isinstance(config, dict) else None
    return str(inside or entry.get("name") or "")


def _count_numbers(value: JsonValue | Sequence[Mapping[str, JsonValue]], depth: int) -> int:
    if depth > MAX_DEPTH * 3:
        return MAX_CONSTANTS + 1
    if isinstance(value, Mapping):
        return sum(_count_numbers(inner, depth + 1) for inner in value.values())
    if isinstance(value, (list, tuple)):
        return sum(_count_numbers(inner, depth + 1) for inner in value)
    return int(isinstance(value, (int, float)))


def _says_nothing(key: str) -> bool:
    return key in WORDLESS or key.endswith(SUFFIXES)


def _alike(key: str, left: JsonValue, right: JsonValue, *, depth: int) -> bool:
    """Whether a setting is the same in both; of what one of them holds in another form nothing is
    said.
    """
    if depth > MAX_DEPTH:
        return True
    if "activation" in key:
        return activation_name(left) == activation_name(right)
    if isinstance(left, dict) and isinstance(right, dict):
        common = left.keys() & right.keys()
        return all(
            _says_nothing(k) or _alike(k, left[k], right[k], depth=depth + 1) for k in common
        )
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(
            _alike(key, one, other, depth=depth + 1) for one, other in zip(left, right, strict=True)
        )
    if isinstance(left, (int, float)) and isinstance(right, (int, float)):
        return left == right or (math.isnan(left) and math.isnan(right))
    return type(left) is not type(right) or left == right


def _base(class_name: str) -> str:
    """A class without the module or package before it; the two names of a functional model are
    one.
    """
    last = class_name.rsplit(">", 1)[-1].rsplit(".", 1)[-1]
    return "Functional" if last == "Model" else last


def _quoted(name: str) -> str:
    return repr(name[:40])


def _value(value: JsonValue) -> str:
    return str(value)[:40]
