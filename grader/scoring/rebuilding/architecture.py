"""Checks that an architecture is built of standard layers only, and cuts everything else out of its
JSON.

The text comes out of the student's process. What Keras gets to see is a new tree, made here from
names in `grader.scoring.rebuilding.allowed`, numbers and short strings: no code, no custom objects,
no modules of the student's choosing. Initialisers and constraints are replaced where weights
follow, which make them irrelevant; a model that is trained from its beginning keeps them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from pydantic import JsonValue

from grader.model.descriptions import LayerInfo
from grader.scoring.rebuilding.allowed import (
    ACTIVATIONS,
    BEGINNINGS,
    LAYERS,
    MODELS,
    OPERATIONS,
    PARTS,
)
from grader.scoring.rebuilding.given_numbers import holds_weights, inputs_of, is_told_numbers
from grader.scoring.rebuilding.keras2 import in_keras_3_words, is_keras_2
from grader.untrusted.texts import read_json

ALIASES = {"swish": "silu", "hard_swish": "hard_silu"}
"""TensorFlow's names of activations that Keras calls otherwise."""
MAX_TEXT_BYTES = 4 * 1024**2
MAX_DEPTH = 60
MAX_NODES = 400_000
"""Values of any kind in one architecture; an adapted Normalization layer lists its means there."""
MAX_LAYERS = 500
MAX_STRING = 200
MAX_INTEGER = 2**63

Config = dict[str, JsonValue]


class ModelRefused(Exception):  # noqa: N818 - said about the model, not an error of ours
    """The model can't be rebuilt; the message says why in a sentence for the report."""

    spent_s = 0.0
    """How long it was trained before that was known."""


class UnknownModelClass(ModelRefused):
    """The model itself is of a class of the student's own."""


def check_architecture(text: str, *, keeps_beginning: bool = False) -> Config:
    """Return the cleaned JSON tree of `model.to_json()`; raise `ModelRefused` when anything in it
    isn't allowed.

    `keeps_beginning` keeps initialisers and constraints, of Keras' own only.
    """
    tree = _parse(text)
    class_name = tree.get("class_name")
    if not isinstance(class_name, str) or class_name not in MODELS:
        raise UnknownModelClass(
            f"the model is of a class of its own, {_shown(class_name)}, not a Keras model class"
        )
    cleaned = _ArchitectureCleaner(keeps_beginning=keeps_beginning).clean_object(
        _of_today(tree), depth=0
    )
    _refuse_weights(cleaned, inputs_of(cleaned))
    return cleaned


def _refuse_weights(cleaned: JsonValue, inputs: int | None) -> None:
    if holds_weights(cleaned, inputs):
        raise ModelRefused("its description holds as many numbers as a network has weights")


def _of_today(tree: Config) -> Config:
    """The tree as Keras 3 would have written it."""
    try:
        return in_keras_3_words(tree) if is_keras_2(tree) else tree
    except RecursionError:
        raise ModelRefused("its description is nested too deeply or too long") from None


def check_chain(layers: tuple[LayerInfo, ...], *, inputs: int | None = None) -> list[Config]:
    """Return the cleaned configs of layers that are to be stacked one after another; an example has
    so many `inputs`.
    """
    cleaner = _ArchitectureCleaner()
    if not layers:
        raise ModelRefused("the model lists no layers")
    chain = [
        cleaner.clean_object(
            {"class_name": layer.class_name, "config": dict(layer.config)}, depth=1
        )
        for layer in layers
        if layer.class_name != "InputLayer"
    ]
    _refuse_weights([*chain], inputs)
    return chain


def _parse(text: str) -> Config:
    if len(text) > MAX_TEXT_BYTES:
        raise ModelRefused(
            f"its description is {len(text):,} characters long, more than {MAX_TEXT_BYTES:,}"
        )
    try:
        tree = read_json(text)
    except (ValueError, RecursionError):
        raise ModelRefused("its description is not valid JSON") from None
    if not isinstance(tree, dict):
        raise ModelRefused("its description is not a JSON object")
    return tree


class _ArchitectureCleaner:
    """Copies one tree, keeping what is allowed; counts what it has copied."""

    def __init__(self, *, keeps_beginning: bool = False) -> None:
        self._parts = PARTS | BEGINNINGS if keeps_beginning else PARTS
        self._keeps_beginning = keeps_beginning
        self._nodes = 0
        self._layers = 0

    def clean_object(self, tree: Config, *, depth: int) -> Config:
        """Copy `{"class_name": …, "config": {…}}` under the module that we know for the class."""
        class_name, config = tree.get("class_name"), tree.get("config", {})
        if class_name == "__keras_tensor__":
            return {"class_name": class_name, "config": self._value(config, depth + 1)}
        if not isinstance(config, dict):
            raise ModelRefused(f"the configuration of {_shown(class_name)} is not a JSON object")
        module = self._module(class_name, tree.get("module"))
        if class_name in BEGINNINGS and is_told_numbers(config):
            raise ModelRefused(f"its {_shown(class_name)} is told what to give number by number")
        if tree.get("registered_name") not in (None, class_name):
            raise ModelRefused(f"{_shown(tree.get('registered_name'))} is a custom object")
        cleaned: Config = {
            "module": module,
            "class_name": class_name,
            "config": {key: self._entry(key, value, depth + 1) for key, value in config.items()},
            "registered_name": None,
        }
        for key in ("name", "inbound_nodes"):
            if key in tree:
                cleaned[key] = self._value(tree[key], depth + 1)
        return cleaned

    def _module(self, class_name: JsonValue, claimed: JsonValue) -> str:
        if not isinstance(class_name, str):
            raise ModelRefused("an object in its description has no class name")
        if claimed is not None and not (isinstance(claimed, str) and _is_kerasic(claimed)):
            raise ModelRefused(f"{_shown(class_name)} comes from {_shown(claimed)}, not from Keras")
        if (
            isinstance(claimed, str)
            and claimed.startswith("keras.src.ops.")
            and class_name in OPERATIONS
        ):
            return OPERATIONS[class_name]
        if class_name in LAYERS:
            self._layers += 1
            if self._layers > MAX_LAYERS:
                raise ModelRefused(f"it has more than {MAX_LAYERS} layers")
            return "keras.layers"
        known = MODELS.get(class_name) or self._parts.get(class_name)
        if class_name in ("Lambda", "__lambda__", "function"):
            raise ModelRefused(
                "it holds a Lambda, code of the student's own, which is never run here"
            )
        if known is None:
            raise ModelRefused(
                f"{_shown(class_name)} is not one of the standard layers that we rebuild"
            )
        return known

    def _entry(self, key: str, value: JsonValue, depth: int) -> JsonValue:
        if not self._keeps_beginning and key.endswith("_initializer"):
            return "zeros"
        if not self._keeps_beginning and key.endswith("_constraint"):
            return None
        if key in ("activation", "recurrent_activation"):
            value = _activation(value)
        return self._value(value, depth)

    def _value(self, value: JsonValue, depth: int) -> JsonValue:
        self._nodes += 1
        if depth > MAX_DEPTH or self._nodes > MAX_NODES:
            raise ModelRefused("its description is nested too deeply or too long")
        if isinstance(value, dict):
            if "class_name" in value:
                return self.clean_object(value, depth=depth)
            return {_name(key): self._entry(key, entry, depth + 1) for key, entry in value.items()}
        if isinstance(value, list):
            return [self._value(entry, depth + 1) for entry in value]
        if isinstance(value, str):
            return _name(value)
        return _number(value)


def layer_names(tree: Config) -> Iterator[str]:
    """The class names of all layers in a cleaned tree, nested ones included."""
    layers = tree.get("config", {})
    entries = layers.get("layers", []) if isinstance(layers, dict) else []
    for entry in entries if isinstance(entries, list) else []:
        if isinstance(entry, dict):
            yield str(entry.get("class_name"))
            yield from layer_names(entry)


def _activation(value: JsonValue) -> JsonValue:
    """The name of a standard activation; other forms (a layer, none) are left for the cleaner to
    judge.

    TensorFlow's own functions are serialised as functions: `tf.nn.softmax` as `softmax_v2`.
    """
    if isinstance(value, dict) and value.get("class_name") == "function":
        value = str(value.get("config")).removesuffix("_v2")
        value = ALIASES.get(value, value)
    if isinstance(value, str) and value not in ACTIVATIONS:
        raise ModelRefused(f"{_shown(value)} is not a standard activation")
    return value


def _is_kerasic(module: str) -> bool:
    return module == "keras" or module.startswith("keras.")


def _name(value: str) -> str:
    if len(value) > MAX_STRING or not value.isprintable():
        raise ModelRefused("a name in its description is too long or not printable")
    return value


def _number(value: float | bool | None) -> JsonValue:  # noqa: FBT001 - JSON's own union
    if isinstance(value, int) and abs(value) > MAX_INTEGER:
        raise ModelRefused("a number in its description is too large")
    if isinstance(value, float) and not math.isfinite(value):
        raise ModelRefused("a number in its description is not finite")
    return value


def _shown(name: JsonValue) -> str:
    """Quote a name from the student's process, short and printable."""
    return repr(str(name)[:60])
