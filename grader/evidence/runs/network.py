"""Reduces a network to what it amounts to, its plumbing left aside.

A model's layers become units: activations that stand as layers of their own are folded into the
layer before, inputs are dropped, and so are the layers at the front that only bring the data into
shape.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Literal

from pydantic import JsonValue

from grader.model.assignment import LayerSpec
from grader.model.descriptions import LayerInfo, ModelInfo

Family = Literal[
    "dense",
    "convolution",
    "recurrent",
    "attention",
    "embedding",
    "pooling",
    "flattening",
    "dropout",
    "",
]

MAX_LAYERS = 400
MAX_OPENED = 4_000
"""Layers that are looked at, those that change nothing included."""
RELU6 = 6.0
STATISTICS = "Normalization"
"""A layer that scales inputs by their mean and variance, which Keras counts among the weights."""
_INPUTS = {"InputLayer", "Input", "Identity"}
_SHAPING = {
    "Flatten",
    "Reshape",
    "Rescaling",
    "Normalization",
    "Permute",
    "Cast",
    "CategoryEncoding",
    "Lambda",
}
_ACTIVATIONS = {
    "ReLU": "relu",
    "Softmax": "softmax",
    "LeakyReLU": "leaky_relu",
    "ELU": "elu",
    "PReLU": "prelu",
}
_SAME_ACTIVATIONS = {
    "softmax_v2": "softmax",
    "leakyrelu": "leaky_relu",
    "swish": "silu",
    "log_softmax_v2": "log_softmax",
    "hard_swish": "hard_silu",
    **{name.lower(): meaning for name, meaning in _ACTIVATIONS.items()},
}
"""By other names in lower case: TensorFlow's own functions, classes, Keras' aliases."""
_ALIASES = {
    "Convolution2D": "Conv2D",
    "Convolution1D": "Conv1D",
    "MaxPool2D": "MaxPooling2D",
    "AvgPool2D": "AveragePooling2D",
    "GlobalAvgPool2D": "GlobalAveragePooling2D",
    "GlobalMaxPool2D": "GlobalMaxPooling2D",
}
_FAMILIES: dict[Family, tuple[str, ...]] = {
    "recurrent": ("LSTM", "GRU", "SimpleRNN", "Bidirectional", "RNN", "ConvLSTM2D"),
    "attention": ("Attention", "MultiHeadAttention", "AdditiveAttention", "GroupQueryAttention"),
    "embedding": ("Embedding",),
    "dense": ("Dense", "EinsumDense"),
    "convolution": (
        "Conv1D", "Conv2D", "Conv3D", "SeparableConv2D", "SeparableConv1D", "DepthwiseConv2D",
        "Conv2DTranspose",
    ),
    "pooling": ("MaxPooling2D", "AveragePooling2D", "MaxPooling1D", "AveragePooling1D"),
    "flattening": ("Flatten", "Reshape", "GlobalAveragePooling2D", "GlobalMaxPooling2D"),
    "dropout": ("Dropout", "SpatialDropout2D", "GaussianDropout", "AlphaDropout"),
}  # fmt: skip
_FAMILY_OF = {kind: family for family, kinds in _FAMILIES.items() for kind in kinds}
LEARNED: frozenset[Family] = frozenset(
    {"dense", "convolution", "recurrent", "attention", "embedding"}
)
"""Families that carry what a network learns; a role has those that its assignment names, and no
others.
"""


@dataclass(frozen=True, slots=True)
class Unit:
    """One layer that matters."""

    kind: str
    width: int | None = None
    """Units of a dense layer, filters of a convolution."""
    activation: str = "linear"

    @property
    def family(self) -> Family:
        """The kind of work that the layer does."""
        return _FAMILY_OF.get(self.kind, "")

    def __str__(self) -> str:
        named = self.kind if self.width is None else f"{self.kind} {self.width}"
        return named if self.activation == "linear" else f"{named} ({self.activation})"


def counted_parameters(model: ModelInfo) -> int:
    """Those that an assignment means: what a `Normalization` has seen of its inputs is none."""
    seen = sum(layer.parameters for layer in model.layers if layer.class_name == STATISTICS)
    return model.parameters - seen


def units_of(layers: Sequence[LayerInfo]) -> tuple[Unit, ...]:
    """The units of a model, front to back; at most 400."""
    units: list[Unit] = []
    for class_name, config in islice(_unnested(layers), MAX_OPENED):
        activation = _standalone_activation(class_name, config)
        if activation is not None:
            _fold(activation, units)
            continue
        if class_name in _INPUTS or _changes_nothing(class_name, units):
            continue
        if class_name in _FAMILIES["dropout"] and config.get("rate") in (0, 0.0):
            continue
        if len(units) == MAX_LAYERS:
            break
        units.append(
            Unit(
                _ALIASES.get(class_name, class_name),
                _width(config),
                _activation(config.get("activation")),
            )
        )
    return tuple(units)


def units_asked(specs: Sequence[LayerSpec]) -> tuple[Unit, ...]:
    """The units that an assignment asks for; an activation that it leaves open is None's stand-in,
    the empty string.
    """
    return tuple(Unit(spec.kind, spec.units, spec.activation or "") for spec in specs)


def activation_name(value: JsonValue) -> str:
    """An activation's name, from the forms in which Keras' configurations hold it."""
    return _activation(value)


def _fold(activation: str, units: list[Unit]) -> None:
    """Give an activation that stands alone to the layer that it follows, whatever regularises or
    pools in between.
    """
    place = next(
        (place for place in range(len(units) - 1, -1, -1) if units[place].family in LEARNED),
        len(units) - 1,
    )
    if units and units[place].activation == "linear":
        units[place] = replace(units[place], activation=activation)


def _changes_nothing(class_name: str, units: Sequence[Unit]) -> bool:
    """Whether a layer only brings the data into shape, or flattens what is flat already."""
    learned = [unit for unit in units if unit.family in LEARNED]
    flat = bool(learned) and learned[-1].family == "dense" and class_name == "Flatten"
    return flat or (class_name in _SHAPING and not learned)


def _unnested(layers: Sequence[LayerInfo]) -> Iterator[tuple[str, Mapping[str, JsonValue]]]:
    """Yield class and configuration of every layer, models used as layers opened."""
    for layer in layers:
        yield from _opened(layer.class_name, layer.config, 3)


def _opened(
    class_name: str, config: Mapping[str, JsonValue], depth: int
) -> Iterator[tuple[str, Mapping[str, JsonValue]]]:
    inner = config.get("layers")
    if not isinstance(inner, list) or not depth:
        yield class_name, config
        return
    for entry in inner[:MAX_LAYERS]:
        if isinstance(entry, dict) and isinstance(entry.get("class_name"), str):
            inside = entry.get("config")
            yield from _opened(
                str(entry["class_name"]), inside if isinstance(inside, dict) else {}, depth - 1
            )


def _standalone_activation(class_name: str, config: Mapping[str, JsonValue]) -> str | None:
    if class_name == "Activation":
        return _activation(config.get("activation"))
    if class_name == "ReLU" and config.get("max_value") == RELU6:
        return "relu6"
    if class_name == "ReLU" and config.get("negative_slope"):
        return "leaky_relu"
    return _ACTIVATIONS.get(class_name)


def _width(config: Mapping[str, JsonValue]) -> int | None:
    for key in ("units", "filters"):
        value = config.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
    return None


def _activation(value: JsonValue) -> str:
    if isinstance(value, dict):
        inner, config = value.get("registered_name") or value.get("class_name"), value.get("config")
        if inner in _ACTIVATIONS and isinstance(config, dict):
            return _standalone_activation(str(inner), config) or "linear"
        value = config if isinstance(config, str) else inner
    if not isinstance(value, str) or not value:
        return "linear"
    name = value.rsplit(".", 1)[-1].rsplit(">", 1)[-1].lower()
    return _SAME_ACTIVATIONS.get(name, name)
