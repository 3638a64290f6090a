"""Puts a model's architecture into its one spelling.

However a network is written (`Sequential`, functional, nested, with an `Activation` layer or an
argument, flattened by a layer or before), the same weights with the same beginnings give the same
tree. It holds no names and no seeds; a chain of layers is a list, anything else keeps its graph.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import JsonValue

from grader.scoring.preparation.geometry import Shape
from grader.scoring.rebuilding.architecture import ModelRefused, check_architecture

Config = dict[str, JsonValue]

MAX_WIDTH = 20_000
WIDTHS = ("units", "filters", "output_dim", "key_dim", "input_dim", "num_heads")
MAX_LAYER_PARAMETERS = 20_000_000
SILENT = ("name", "seed", "registered_name")
"""What says nothing about a training; a seed fixes a draw on the student's machine, and draws are
the grader's here.
"""
NONE_BY_DEFAULT = frozenset(
    {"noise_shape", "renorm_clipping", "output_padding", "quantization_config", "bias_axes"}
    | {"attention_axes", "sliding_window", "mean", "variance", "shared_axes", "max_value"}
    | {"input_axes", "output_axes"}
)
"""Settings that nobody made where they are None, beside regularizers and constraints. With others
None is a setting: no `use_bias`, an initializer of Keras' choice.
"""
NONE_BY_DEFAULT_OF = {("MultiHeadAttention", "output_shape"), ("RandomZoom", "width_factor")}
TAKES_ACTIVATION = (
    *("Dense", "Conv1D", "Conv2D", "Conv3D", "Conv1DTranspose", "Conv2DTranspose"),
    *("SeparableConv1D", "SeparableConv2D", "DepthwiseConv1D", "DepthwiseConv2D"),
)
PLAIN_ACTIVATIONS: dict[str, tuple[str, Config]] = {
    "ReLU": ("relu", {"negative_slope": 0.0, "threshold": 0.0}),
    "Softmax": ("softmax", {"axis": -1}),
}
"""Layers that are an activation where their settings are these."""


@dataclass(frozen=True, slots=True)
class Architecture:
    """A model in its one spelling."""

    tree: Mapping[str, JsonValue]
    """`{"input": shape, "layers": […]}` for a chain, `{"input": shape, "graph": …}` otherwise."""
    input_shape: Shape
    """Of one example, after what its first layers do that is a mere change of shape."""


def architecture_of(text: str) -> Architecture:
    """The one spelling of `model.to_json()`; raises `ModelRefused` where nobody can train it."""
    tree: Any = check_architecture(text, keeps_beginning=True)
    if tree["config"].get("trainable", True) is not True:
        raise ModelRefused("it is told to learn nothing, whatever its layers say")
    _refuse_widths(tree)
    chain = _chain(tree)
    if chain is None:
        return _graph(tree)
    shape, layers = _led_in(chain[0], _with_activations([_spelled(layer) for layer in chain[1]]))
    _refuse_dense(shape, layers)
    return Architecture({"input": list(shape), "layers": list(layers)}, shape)


def _chain(tree: Any) -> tuple[Shape, list[Any]] | None:
    """The shape of the input and the layers of a model that is a plain chain; None for others."""
    layers = _in_a_row(tree)
    if layers is None:
        return None
    shape, chain = _declared(tree["config"]), []
    for layer in layers:
        inner = _chain(layer) if layer["class_name"] in ("Sequential", "Functional") else None
        if layer["class_name"] == "Functional" and inner is None:
            return None
        if inner is not None and layer["config"].get("trainable", True) is not True:
            return None
        if inner is not None:
            shape = shape or inner[0]
            chain += inner[1]
        elif layer["class_name"] == "InputLayer":
            _refuse_types(layer["config"])
        else:
            chain.append(layer)
    return (shape, chain) if shape else None


def _in_a_row(tree: Any) -> list[Any] | None:
    """The layers of a model each of which takes what the one before it gives."""
    layers = tree["config"].get("layers")
    if not isinstance(layers, list) or not layers:
        raise ModelRefused("the model lists no layers")
    if not all(isinstance(layer, dict) and "class_name" in layer for layer in layers):
        raise ModelRefused("its description lists what is no layer")
    if tree["class_name"] == "Sequential":
        return layers
    names = [layer.get("name") for layer in layers]
    takes = [list(_sources(layer.get("inbound_nodes"))) for layer in layers]
    in_order = [[], *([name] for name in names[:-1])]
    ends = _sources(tree["config"].get("output_layers"))
    return layers if takes == in_order and list(ends) in ([names[-1]], []) else None


def _sources(nodes: Any) -> Iterator[Any]:
    """The layers that a layer's calls take something from; None for what is said otherwise."""
    if isinstance(nodes, list) and len(nodes) == 3 and nodes[1:] == [0, 0]:
        yield nodes[0]
        return
    for node in nodes if isinstance(nodes, list) else []:
        if isinstance(node, list):
            yield from _sources(node)
            continue
        arguments = node.get("args") if isinstance(node, dict) else None
        named = node.get("kwargs") if isinstance(node, dict) else None
        tensor = arguments[0] if isinstance(arguments, list) and len(arguments) == 1 else None
        plain = not (isinstance(named, dict) and any(named.values()))
        history = _history(tensor) if plain else None
        yield history[0] if history and history[1:] == [0, 0] else None


def _history(tensor: Any) -> list[Any] | None:
    config = tensor.get("config") if isinstance(tensor, dict) else None
    history = config.get("keras_history") if isinstance(config, dict) else None
    return history if isinstance(history, list) and len(history) == 3 else None


def _declared(config: Any) -> Shape:
    """The shape of one example as the model was given it; empty where it wasn't."""
    first = config["layers"][0]
    inner = first.get("config") if isinstance(first, dict) else None
    for batch in (
        inner.get("batch_shape") if isinstance(inner, dict) else None,
        config.get("build_input_shape"),
    ):
        if isinstance(batch, list) and len(batch) > 1:
            if not all(isinstance(size, int) and 0 < size <= MAX_WIDTH for size in batch[1:]):
                raise ModelRefused("it takes inputs of any size")
            return tuple(batch[1:])
    return ()


def _spelled(layer: Any) -> Config:
    """A layer without what says nothing."""
    config = {
        key: _value(value)
        for key, value in layer["config"].items()
        if key not in (*SILENT, "dtype")
        and (value is not None or not _is_none_by_default(layer["class_name"], key))
        and (key, value) != ("trainable", True)
    }
    _refuse_types(layer["config"])
    if layer["class_name"] == "Normalization" and "mean" not in config:
        raise ModelRefused("it holds a Normalization layer that was adapted to data")
    return {"module": layer["module"], "class_name": layer["class_name"], "config": config}


def _is_none_by_default(class_name: str, key: str) -> bool:
    return (
        key in NONE_BY_DEFAULT
        or key.endswith(("_regularizer", "_constraint"))
        or (class_name, key) in NONE_BY_DEFAULT_OF
    )


def _value(value: JsonValue) -> JsonValue:
    if isinstance(value, dict) and "class_name" in value:
        return _activation_layer(_spelled({"config": {}, "module": "keras", **value}))
    if isinstance(value, dict):
        return {key: _value(entry) for key, entry in value.items() if key not in SILENT}
    return [_value(entry) for entry in value] if isinstance(value, list) else value


def _activation_layer(spelled: Config) -> JsonValue:
    """The name of an activation that is given as a layer."""
    name = _activation_of(spelled)
    return name or spelled


def _activation_of(spelled: Mapping[str, Any]) -> str:
    """The activation that a layer amounts to; empty where it does something else."""
    config = spelled["config"]
    if spelled["class_name"] == "Activation" and set(config) == {"activation"}:
        return config["activation"] if isinstance(config["activation"], str) else ""
    name, settings = PLAIN_ACTIVATIONS.get(spelled["class_name"], ("", {}))
    return name if name and {**settings, **config} == settings else ""


def _with_activations(layers: Sequence[Config]) -> list[Config]:
    """The layers with every activation in the layer before it, where that takes one."""
    folded: list[Config] = []
    for layer in layers:
        before: Any = folded[-1] if folded else None
        name = _activation_of(layer)
        if (
            name
            and before is not None
            and before["class_name"] in TAKES_ACTIVATION
            and before["config"].get("activation", "linear") == "linear"
            and "activity_regularizer" not in before["config"]
        ):
            folded[-1] = {**before, "config": {**before["config"], "activation": name}}
        elif name != "linear":
            folded.append(layer)
    return folded


def _led_in(shape: Shape, layers: Sequence[Config]) -> tuple[Shape, list[Config]]:
    """The shape after the first layers that only change it, and the layers behind them."""
    for place, layer in enumerate(layers):
        config: Any = layer["config"]
        target = config.get("target_shape")
        if layer["class_name"] == "Flatten" and config.get("data_format") != "channels_first":
            shape = (math.prod(shape),)
        elif (
            layer["class_name"] == "Reshape"
            and isinstance(target, list)
            and all(isinstance(size, int) and size > 0 for size in target)
            and math.prod(target) == math.prod(shape)
        ):
            shape = tuple(target)
        else:
            return shape, list(layers[place:])
    raise ModelRefused("it has no layer that learns")


def _graph(tree: Any) -> Architecture:
    """The one spelling of a model that branches: layers named by their places."""
    config = tree["config"]
    layers = config.get("layers")
    inputs = [layer for layer in layers if layer["class_name"] == "InputLayer"]
    shape = _declared({"layers": inputs[:1]}) if len(inputs) == 1 else ()
    if tree["class_name"] != "Functional" or not shape:
        raise ModelRefused("its description does not say what shape of input it takes")
    names = {layer.get("name"): f"layer_{place}" for place, layer in enumerate(layers)}
    renamed: list[JsonValue] = [
        {
            **_spelled(layer),
            "name": names[layer.get("name")],
            "inbound_nodes": _renamed(layer.get("inbound_nodes", []), names),
        }
        for layer in layers
    ]
    ends = {key: _renamed(config.get(key), names) for key in ("input_layers", "output_layers")}
    return Architecture({"input": list(shape), "graph": {"layers": renamed, **ends}}, shape)


def _renamed(value: Any, names: Mapping[Any, str]) -> JsonValue:
    """Nodes of a graph, with the layers' names by place; texts elsewhere stay."""
    if isinstance(value, dict):
        return {key: _renamed(entry, names) for key, entry in value.items()}
    if isinstance(value, list) and len(value) == 3 and isinstance(value[0], str):
        return [names.get(value[0], value[0]), *value[1:]]
    return [_renamed(entry, names) for entry in value] if isinstance(value, list) else value


def _refuse_types(config: Mapping[str, Any]) -> None:
    """Refuse what computes in other numbers than float32."""
    dtype = config.get("dtype")
    policy = dtype.get("config") if isinstance(dtype, dict) else None
    name = policy.get("name") if isinstance(policy, dict) else dtype
    if name not in (None, "float32"):
        raise ModelRefused("it computes in other numbers than float32")


def _refuse_widths(tree: JsonValue) -> None:
    """Refuse layers of an enormous width by what they say of themselves."""
    if isinstance(tree, list):
        for entry in tree:
            _refuse_widths(entry)
    for key, value in tree.items() if isinstance(tree, dict) else ():
        if key in WIDTHS and isinstance(value, int | float) and not 0 < value <= MAX_WIDTH:
            raise ModelRefused(f"a layer asks for {key} = {value:,}, more than {MAX_WIDTH:,}")
        _refuse_widths(value)


def _refuse_dense(shape: Shape, layers: Sequence[Mapping[str, Any]]) -> None:
    """Refuse dense layers whose weights are too many, as far as that follows without building
    them.
    """
    width = shape[-1]
    for layer in layers:
        units = layer["config"].get("units") if layer["class_name"] == "Dense" else None
        if isinstance(units, int):
            if width * units > MAX_LAYER_PARAMETERS:
                raise ModelRefused(f"a layer has {width * units:,} weights")
            width = units
        elif layer["class_name"] not in ("Dropout", "BatchNormalization", "Activation"):
            width = 1
