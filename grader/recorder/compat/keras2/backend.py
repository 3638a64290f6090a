"""Brings back functions of `keras.backend` that no longer exist, or no longer know what a variable
of Keras is.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

OF_VARIABLES = {
    "get_value": "variable.numpy()",
    "set_value": "variable.assign(value)",
    "batch_get_value": "variable.numpy()",
    "batch_set_value": "variable.assign(value)",
    "eval": "variable.numpy()",
    "dtype": "variable.dtype",
    "count_params": "math.prod(variable.shape)",
}
"""What Keras 3 keeps for variables of TensorFlow's own only; where they are used as ever they fail,
as `K.set_value(model.optimizer.lr, 0.01)` does.
"""

NAMES = {
    "image_dim_ordering": "keras.backend.image_data_format()",
    "set_image_dim_ordering": "keras.backend.set_image_data_format('channels_first' or "
    "'channels_last')",
    "set_learning_phase": "model(x, training=True or False)",
    "learning_phase": "model(x, training=True or False)",
    "get_session": "nothing: TensorFlow runs eagerly",
    "set_session": "nothing: TensorFlow runs eagerly",
    "tensorflow_backend": "keras.backend",
    "manual_variable_initialization": "nothing: variables are initialised when they are made",
    **OF_VARIABLES,
}
"""Old name → what to write today."""
ORDERINGS = {"tf": "channels_last", "th": "channels_first"}


def image_dim_ordering() -> str:
    """`tf` or `th`."""
    import keras

    return "tf" if keras.config.image_data_format() == "channels_last" else "th"


def set_image_dim_ordering(dim_ordering: str) -> None:
    """Take `tf` or `th`."""
    import keras

    keras.config.set_image_data_format(ORDERINGS[dim_ordering])


def set_learning_phase(value: Any) -> None:
    """Do nothing: a model knows whether it is being trained."""
    del value


def learning_phase() -> int:
    """0, for inference."""
    return 0


def get_session() -> Any:
    """A session that runs nothing; only asked for to be configured."""
    import tensorflow as tf

    return tf.compat.v1.Session(graph=tf.Graph())


def set_session(session: Any) -> None:
    """Do nothing: sessions configured a GPU's memory."""
    del session


def manual_variable_initialization(value: Any) -> None:
    """Do nothing."""
    del value


def get_value(x: Any) -> Any:
    """What a variable holds, as an array; anything else as it is."""
    return x.numpy() if hasattr(x, "numpy") else x


def set_value(x: Any, value: Any) -> None:
    """Put a number or an array into a variable."""
    import numpy as np

    x.assign(np.asarray(get_value(value), dtype=dtype(x)))


def batch_get_value(tensors: Iterable[Any]) -> list[Any]:
    """What each of them holds."""
    return [get_value(tensor) for tensor in tensors]


def batch_set_value(tuples: Iterable[tuple[Any, Any]]) -> None:
    """Take pairs of a variable and its value."""
    for x, value in tuples:
        set_value(x, value)


def eval(x: Any) -> Any:  # noqa: A001 - its name in Keras
    """What it comes to, as an array."""
    return get_value(x)


def dtype(x: Any) -> str:
    """`float32`."""
    return str(getattr(x.dtype, "name", x.dtype))


def count_params(x: Any) -> int:
    """How many numbers it holds."""
    return math.prod(x.shape)


def __getattr__(name: str) -> Any:
    if name == "tensorflow_backend":
        import keras

        return keras.backend
    raise AttributeError(name)
