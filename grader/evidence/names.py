"""Gives metrics, losses and optimizers the names that they have today, whatever a notebook calls
them.
"""

from __future__ import annotations

import re

_METRICS = {
    "acc": "accuracy",
    "categorical_accuracy": "accuracy",
    "sparse_categorical_accuracy": "accuracy",
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
}
_LOSSES = {
    "mse": "mean_squared_error",
    "mae": "mean_absolute_error",
    "kld": "kl_divergence",
    "kullback_leibler_divergence": "kl_divergence",
    "logcosh": "log_cosh",
    "crossentropy": "categorical_crossentropy",
    "cross_entropy": "categorical_crossentropy",
}
_WITH_LOGITS = {
    "sparse_softmax_crossentropy_with_logits": "sparse_categorical_crossentropy",
    "softmax_crossentropy_with_logits": "categorical_crossentropy",
    "sigmoid_crossentropy_with_logits": "binary_crossentropy",
}
"""TensorFlow's own functions."""
_LABEL_FORMATS = {"sparse_categorical_crossentropy": "categorical_crossentropy"}
_OPTIMIZERS = {
    name.lower(): name
    for name in (
        "SGD", "Adam", "AdamW", "Adamax", "Nadam", "RMSprop", "Adagrad", "Adadelta", "Adafactor",
        "Ftrl", "Lion", "Lamb", "Muon",
    )
}  # fmt: skip
_RELATIVES = ({"SGD"}, {"Adam", "AdamW", "Adamax", "Nadam"})
_COUNTER = re.compile(r"_\d{1,3}$")
_WORD_STARTS = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def modern_metric(name: str) -> str:
    """`acc`, `val_acc`, `sparse_categorical_accuracy_1` → `accuracy`, `val_accuracy`,
    `accuracy`.
    """
    prefix, rest = ("val_", name[4:]) if name.startswith("val_") else ("", name)
    rest = _COUNTER.sub("", rest.strip().lower())
    return prefix + _METRICS.get(rest, rest)


def modern_loss(name: str) -> str:
    """`mse`, `MSE`, `MeanSquaredError` → `mean_squared_error`."""
    snake = _WORD_STARTS.sub("_", name).lower() if not name.isupper() else name.lower()
    snake = (
        snake.removesuffix("_v2").replace("cross_entropy", "crossentropy")
        if snake != "cross_entropy"
        else snake
    )
    snake = _WITH_LOGITS.get(snake, snake)
    return _LOSSES.get(snake, snake)


def same_loss(one: str, other: str) -> bool:
    """Whether two losses are the same mathematics, labels being integers or one-hot."""
    first, second = modern_loss(one), modern_loss(other)
    return _LABEL_FORMATS.get(first, first) == _LABEL_FORMATS.get(second, second)


def modern_optimizer(name: str) -> str:
    """`adam`, `adam_v2`, `RMSProp` → `Adam`, `Adam`, `RMSprop`; unknown ones as they are."""
    plain = re.sub(r"_v\d$|optimizer$", "", name.strip().lower().replace("gradientdescent", "sgd"))
    return _OPTIMIZERS.get(plain, name.strip())


def related_optimizers(one: str, other: str) -> bool:
    """Whether one is a variant of the other, as Nadam is of Adam."""
    return one == other or any(one in family and other in family for family in _RELATIVES)
