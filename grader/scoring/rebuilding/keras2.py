"""Puts the description of a model of Keras 2 into the words of Keras 3, which rebuilds it.

Both describe a model as a tree of layers with their settings; weights come in the same order. What
Keras 3 has renamed is renamed, what it has dropped is dropped where it says nothing: `time_major:
false`, one group, the shape that an input layer states as well. Anything else stays as it is, for
the cleaner or Keras 3 to judge.
"""

from __future__ import annotations

from pydantic import JsonValue

from grader.scoring.rebuilding.allowed import OPERATIONS

Config = dict[str, JsonValue]

SAYING_NOTHING: dict[str, tuple[JsonValue, ...]] = {
    "groups": (1,),
    "time_major": (False,),
    "ragged": (False,),
    "sparse": (False,),
    "trainable": (True,),
    "noise_shape": (None,),
}
"""Settings that Keras 3 may not take, with the values that change nothing."""
CONVOLUTION = (
    "Conv1DTranspose",
    "Conv2DTranspose",
    "Conv3DTranspose",
    "DepthwiseConv1D",
    "DepthwiseConv2D",
)
SEPARABLE = ("SeparableConv1D", "SeparableConv2D")
RECURRENT = ("LSTM", "GRU", "SimpleRNN", "LSTMCell", "GRUCell", "SimpleRNNCell")
DROPPED: dict[str, tuple[str, ...]] = {
    "InputLayer": ("ragged", "sparse"),
    "Embedding": ("input_length",),
    "MultiHeadAttention": ("query_shape", "key_shape", "value_shape"),
    **dict.fromkeys(
        ("SpatialDropout1D", "SpatialDropout2D", "SpatialDropout3D"), ("trainable", "noise_shape")
    ),
    **dict.fromkeys(CONVOLUTION, ("groups",)),
    **dict.fromkeys(
        SEPARABLE, ("groups", "kernel_initializer", "kernel_regularizer", "kernel_constraint")
    ),
    **dict.fromkeys(RECURRENT, ("time_major", "implementation")),
}
"""By class: settings that Keras 3 doesn't know; those of `SAYING_NOTHING` only with such a value.
"""
RENAMED = {
    "InputLayer": {"batch_input_shape": "batch_shape"},
    "LeakyReLU": {"alpha": "negative_slope"},
}
ONE_AXIS = "BatchNormalization"
ARITHMETIC = {
    "__operators__.add": "Add",
    "math.add": "Add",
    "math.subtract": "Subtract",
    "math.multiply": "Multiply",
    "math.truediv": "TrueDivide",
    "math.divide": "Divide",
    "nn.relu": "Relu",
}
"""TensorFlow's functions between layers → operations of Keras 3."""
GRAPHS = ("Functional", "Model")
"""What Keras 2 calls a functional model; before 2.4, `Model`."""


def is_keras_2(tree: Config) -> bool:
    """Whether `to_json` of Keras 1 or 2 wrote this."""
    return str(tree.get("keras_version", "")).startswith(("1.", "2."))


def in_keras_3_words(tree: Config) -> Config:
    """A copy of the tree of a whole model, nested models and wrapped layers included."""
    return _object(tree)


def _object(tree: Config) -> Config:
    config = tree.get("config")
    if not isinstance(config, dict):
        return tree
    name = str(tree.get("class_name"))
    if name == "Policy":
        return {**tree, "module": "keras", "class_name": "DTypePolicy"}
    if name in GRAPHS:
        return {**tree, "class_name": "Functional", "config": _graph(config)}
    renamed = RENAMED.get(name, {})
    kept = {
        renamed.get(key, key): value
        for key, value in config.items()
        if not _says_nothing(name, key, value)
    }
    return {**tree, "config": {key: _setting(name, key, value) for key, value in kept.items()}}


def _says_nothing(name: str, key: str, value: JsonValue) -> bool:
    if key == "batch_input_shape":
        return name != "InputLayer"
    return key in DROPPED.get(name, ()) and value in SAYING_NOTHING.get(key, (value,))


def _setting(name: str, key: str, value: JsonValue) -> JsonValue:
    if name == ONE_AXIS and key == "axis":
        return _single(value)
    return _nested(value)


def _single(value: JsonValue) -> JsonValue:
    """Keras 2 puts one thing into a list, where several may stand."""
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def _graph(config: Config) -> Config:
    """A model of layers that are called on each other's outputs."""
    layers = config.get("layers")
    entries = (
        [entry for entry in layers if isinstance(entry, dict)] if isinstance(layers, list) else []
    )
    nested = frozenset(
        str(entry.get("name"))
        for entry in entries
        if entry.get("class_name") in (*GRAPHS, "Sequential")
    )
    outputs = config.get("output_layers")
    counted = (
        [_counted(entry, nested) for entry in outputs] if isinstance(outputs, list) else outputs
    )
    called: list[JsonValue] = [
        {**_operation(entry), "inbound_nodes": _calls(entry, nested)} for entry in entries
    ]
    ends: Config = {
        "input_layers": _single(config.get("input_layers")),
        "output_layers": _single(counted),
    }
    return {**config, "layers": called, **ends}


def _operation(layer: Config) -> Config:
    """A layer, or arithmetic between layers (`x / 255`), which Keras 2 writes as a layer of the
    function's name.
    """
    config = layer.get("config")
    function = config.get("function") if isinstance(config, dict) else None
    if layer.get("class_name") != "TFOpLambda" or function not in ARITHMETIC:
        return _object(layer)
    operation = ARITHMETIC[str(function)]
    named: Config = {"name": layer.get("name")}
    return {"class_name": operation, "module": OPERATIONS[operation], "config": named, **named}


def _calls(layer: Config, nested: frozenset[str]) -> JsonValue:
    """How the layer is called: Keras 2 lists outputs of other layers, and other arguments beside
    the first of them.
    """
    calls = layer.get("inbound_nodes")
    if not isinstance(calls, list):
        return calls
    name = str(layer.get("class_name"))
    return [_call(call, nested, name) for call in calls if isinstance(call, list)]


def _call(call: list[JsonValue], nested: frozenset[str], name: str) -> JsonValue:
    if call and isinstance(call[0], str):
        call = [call]
    given = [_tensors(entry[:3], nested) for entry in call if isinstance(entry, list)]
    first = call[0] if call else None
    others = first[3] if isinstance(first, list) and len(first) > 3 else {}
    named = (
        {key: _tensors(value, nested) for key, value in others.items()}
        if isinstance(others, dict)
        else {}
    )
    if name == "TFOpLambda":
        return {"args": [*given, *(named[key] for key in ("y",) if key in named)], "kwargs": {}}
    if name in RECURRENT and len(given) > 1:
        return {"args": [given[0]], "kwargs": {**named, "initial_state": given[1:]}}
    return {"args": [given[0] if len(given) == 1 else given], "kwargs": named}


def _tensors(value: JsonValue, nested: frozenset[str]) -> JsonValue:
    """An argument, with every output of a layer that it holds in the form of Keras 3."""
    if not isinstance(value, list):
        return value
    if (
        len(value) >= 3
        and isinstance(value[0], str)
        and all(isinstance(part, int) for part in value[1:3])
    ):
        config: Config = {
            "shape": [None],
            "dtype": "float32",
            "keras_history": _counted(value[:3], nested),
        }
        return {"class_name": "__keras_tensor__", "config": config}
    return [_tensors(entry, nested) for entry in value]


def _counted(reference: JsonValue, nested: frozenset[str]) -> JsonValue:
    """Which call of which layer: in Keras 2 a model that is a layer of another one counts its own
    making as the first.
    """
    match reference:
        case [str(name), int(call), int(place), *_] if name in nested and call > 0:
            return [name, call - 1, place]
        case _:
            return reference


def _nested(value: JsonValue) -> JsonValue:
    if isinstance(value, dict):
        return _object(value) if "class_name" in value else value
    return [_nested(entry) for entry in value] if isinstance(value, list) else value
