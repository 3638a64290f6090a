"""Counts the parameters of a chain of layers."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from pydantic import JsonValue

from grader.evidence.program.values import LARGEST, LayerValue
from grader.model.descriptions import LayerInfo

Shape = tuple[int, ...]
MAX_SIZE = 10**7


def described(layers: Sequence[LayerValue]) -> tuple[tuple[LayerInfo, ...], int]:
    """The layers as Keras would describe them, and the parameters of all; 0 where the input's shape
    is not known.
    """
    shape = next((found for layer in layers[:2] if (found := _input_shape(layer))), None)
    known, total, infos = shape is not None, 0, []
    for layer in layers:
        parameters, shape = _sound(*_through(layer, shape)) if shape is not None else (0, None)
        known = known and shape is not None
        total += parameters
        infos.append(
            LayerInfo(
                layer.class_name,
                layer.class_name.lower(),
                layer.config,
                (None, *(shape or ())),
                parameters,
            )
        )
    return tuple(infos), total if known else 0


def _input_shape(layer: LayerValue) -> Shape | None:
    for key in ("input_shape", "shape", "batch_input_shape", "batch_shape"):
        value = layer.config.get(key)
        if isinstance(value, int):
            return (value,)
        if isinstance(value, list):
            sizes = value[1:] if key.startswith("batch") else value
            return _sizes(sizes)
    size = layer.config.get("input_dim")
    return (size,) if isinstance(size, int) and layer.class_name != "Embedding" else None


def _sound(parameters: int, shape: Shape | None) -> tuple[int, Shape | None]:
    """Nothing known where the layer is larger than any."""
    if shape is None or not all(0 < size <= LARGEST for size in (*shape, parameters or 1)):
        return 0, None
    return parameters, shape


def _sizes(values: Sequence[JsonValue]) -> Shape | None:
    sizes = tuple(value for value in values if isinstance(value, int) and 0 < value <= MAX_SIZE)
    return sizes if sizes and len(sizes) == len(values) else None


def _through(layer: LayerValue, shape: Shape) -> tuple[int, Shape | None]:  # noqa: PLR0911 - a case a kind of layer
    """Parameters of the layer, and the shape behind it; None where that isn't known."""
    config, kind = layer.config, layer.class_name
    if kind == "Dense":
        units = config.get("units")
        return (
            (shape[-1] * units + units, (*shape[:-1], units))
            if isinstance(units, int)
            else (0, None)
        )
    if kind in ("Conv2D", "Convolution2D"):
        return _convolution(config, shape)
    if kind in ("MaxPooling2D", "MaxPool2D", "AveragePooling2D"):
        pool = _pair(config.get("pool_size", 2))
        moved = _windows(shape, pool, _pair(config.get("strides")) or pool, config.get("padding"))
        return 0, (*moved, shape[2]) if moved else None
    if kind == "Flatten":
        return 0, (prod(shape),)
    if kind.startswith("Global"):
        return 0, shape[-1:]
    if kind == "Reshape":
        target = config.get("target_shape")
        return 0, _sizes(target) if isinstance(target, list) else None
    if kind == "BatchNormalization":
        return 4 * shape[-1], shape
    unchanged = {
        "Dropout",
        "Activation",
        "InputLayer",
        "Rescaling",
        "ReLU",
        "LeakyReLU",
        "Softmax",
        "SpatialDropout2D",
        "ELU",
    }
    return 0, shape if kind in unchanged else None


def _convolution(config: dict[str, JsonValue], shape: Shape) -> tuple[int, Shape | None]:
    filters, kernel = config.get("filters"), _pair(config.get("kernel_size"))
    if not isinstance(filters, int) or kernel is None or len(shape) != 3:
        return 0, None
    moved = _windows(
        shape,
        kernel,
        _pair(config.get("strides")) or (1, 1),
        config.get("padding", config.get("border_mode")),
    )
    weights = kernel[0] * kernel[1] * shape[2] * filters + (
        0 if config.get("use_bias") is False else filters
    )
    return weights, (*moved, filters) if moved else None


def _windows(
    shape: Shape, size: tuple[int, int] | None, stride: tuple[int, int] | None, padding: JsonValue
) -> tuple[int, int] | None:
    """How many windows fit along both sides."""
    if size is None or stride is None or len(shape) != 3 or min(stride) < 1:
        return None
    reach = (0, 0) if padding == "same" else (size[0] - 1, size[1] - 1)
    fit = tuple(
        -(-(side - lost) // step) for side, lost, step in zip(shape[:2], reach, stride, strict=True)
    )
    return (fit[0], fit[1]) if min(fit) > 0 else None


def _pair(value: JsonValue) -> tuple[int, int] | None:
    if isinstance(value, int):
        return (value, value)
    if (
        isinstance(value, list)
        and len(value) == 2
        and isinstance(value[0], int)
        and isinstance(value[1], int)
    ):
        return (value[0], value[1])
    return None
