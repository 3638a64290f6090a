"""Brings back functions of `keras.backend` that no longer exist."""

from __future__ import annotations

from typing import Any

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


def __getattr__(name: str) -> Any:
    if name == "tensorflow_backend":
        import keras

        return keras.backend
    raise AttributeError(name)
