"""Knows the layers, losses and optimizers of Keras, and what their positional arguments mean."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

from grader.evidence.names import modern_loss, modern_optimizer
from grader.evidence.program.values import (
    MOST_LAYERS,
    LayerValue,
    LossValue,
    OptimizerValue,
    TensorValue,
    Value,
    as_json,
)

_POSITIONAL: dict[str, tuple[str, ...]] = {
    "Dense": ("units", "activation"),
    "Conv1D": ("filters", "kernel_size", "strides"),
    "Conv2D": ("filters", "kernel_size", "strides"),
    "Convolution2D": ("filters", "rows", "columns"),
    "Conv2DTranspose": ("filters", "kernel_size", "strides"),
    "SeparableConv2D": ("filters", "kernel_size", "strides"),
    "DepthwiseConv2D": ("kernel_size", "strides"),
    "MaxPooling2D": ("pool_size", "strides", "padding"),
    "MaxPool2D": ("pool_size", "strides", "padding"),
    "AveragePooling2D": ("pool_size", "strides", "padding"),
    "GlobalAveragePooling2D": (),
    "GlobalMaxPooling2D": (),
    "Flatten": (),
    "Dropout": ("rate",),
    "SpatialDropout2D": ("rate",),
    "Activation": ("activation",),
    "Reshape": ("target_shape",),
    "Rescaling": ("scale",),
    "Normalization": (),
    "BatchNormalization": (),
    "LayerNormalization": (),
    "InputLayer": ("shape",),
    "ReLU": (),
    "LeakyReLU": (),
    "ELU": (),
    "PReLU": (),
    "Softmax": (),
    "LSTM": ("units",),
    "GRU": ("units",),
    "SimpleRNN": ("units",),
    "Bidirectional": (),
    "Embedding": ("input_dim", "output_dim"),
    "MultiHeadAttention": (),
    "Attention": (),
    "ZeroPadding2D": ("padding",),
    "Add": (),
    "Concatenate": (),
    "Lambda": (),
    "Permute": (),
    "GaussianNoise": (),
    "RandomRotation": (),
    "RandomZoom": (),
    "RandomTranslation": (),
}
_ACTIVATIONS = {
    "relu", "softmax", "sigmoid", "tanh", "leaky_relu", "elu", "selu", "gelu", "silu", "swish",
    "softplus", "softsign", "relu6", "log_softmax", "hard_sigmoid", "mish", "exponential",
}  # fmt: skip
_FUNCTIONS = _ACTIVATIONS | {
    "sparse_categorical_crossentropy", "categorical_crossentropy", "binary_crossentropy",
    "mean_squared_error", "mse", "MSE", "mean_absolute_error", "mae", "MAE",
    "SparseCategoricalCrossentropy", "CategoricalCrossentropy", "MeanSquaredError",
    "categorical_accuracy", "sparse_categorical_accuracy", "ReLU", "Softmax", "LeakyReLU",
}  # fmt: skip
_OPTIMIZERS = {
    "sgd",
    "adam",
    "adamw",
    "adamax",
    "nadam",
    "rmsprop",
    "adagrad",
    "adadelta",
    "ftrl",
    "lion",
}


def make_layer(
    name: str, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> LayerValue | None:
    """The layer that this call makes, or None where it makes none."""
    if name not in _POSITIONAL:
        return None
    config: dict[str, JsonValue] = {
        key: as_json(value) for key, value in zip(_POSITIONAL[name], arguments, strict=False)
    }
    config.update({key: as_json(value) for key, value in keywords.items()})
    if "output_dim" in config and name == "Dense":
        config["units"] = config["output_dim"]
    if name == "Convolution2D":
        config = _keras_1_convolution(config)
    return LayerValue(name, config)


def _keras_1_convolution(config: dict[str, JsonValue]) -> dict[str, JsonValue]:
    """`Convolution2D(32, 3, 3)` meant a kernel of 3 by 3."""
    rows, columns = config.pop("rows", None), config.pop("columns", None)
    rows, columns = config.pop("nb_row", rows), config.pop("nb_col", columns)
    if "nb_filter" in config:
        config["filters"] = config.pop("nb_filter")
    if rows is not None:
        config.setdefault("kernel_size", [rows, columns] if columns is not None else rows)
    return config


def make_optimizer(
    name: str, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> OptimizerValue | None:
    """The optimizer that this call makes, or None."""
    if name.lower() not in _OPTIMIZERS:
        return None
    config = {
        ("learning_rate" if key == "lr" else key): as_json(value) for key, value in keywords.items()
    }
    if arguments:
        config.setdefault("learning_rate", as_json(arguments[0]))
    return OptimizerValue(modern_optimizer(name), config)


def make_loss(
    name: str, arguments: Sequence[Value], keywords: Mapping[str, Value]
) -> LossValue | None:
    """The loss that this call makes, or None."""
    if not name.endswith(
        ("Crossentropy", "CrossEntropy", "SquaredError", "AbsoluteError", "Hinge", "Divergence")
    ):
        return None
    config = {key: as_json(value) for key, value in keywords.items()}
    if arguments and name.lower().endswith("crossentropy"):
        config.setdefault("from_logits", as_json(arguments[0]))
    return LossValue(modern_loss(name.replace("CrossEntropy", "Crossentropy")), config)


def named(name: str) -> str | None:
    """The function of a library that a name stands for which the notebook never gave a value:
    `tf.nn.softmax`, `mse`.
    """
    return name if name in _FUNCTIONS or name.lower() in _OPTIMIZERS else None


def activated(name: str, arguments: Sequence[Value]) -> TensorValue | None:
    """What an activation makes of the tensor that it is called on."""
    first = arguments[0] if arguments else None
    if name not in _ACTIVATIONS or not isinstance(first, TensorValue):
        return None
    activation = LayerValue("Activation", {"activation": name})
    return TensorValue((*first.layers, activation)[:MOST_LAYERS])
