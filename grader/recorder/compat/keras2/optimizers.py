"""Reads the arguments of the old optimizers.

`decay` divided the learning rate by `1 + decay * iterations`; Keras 3 drops it with a warning, and
the student's run would not be the student's any more. It is done here as it was.
"""

from __future__ import annotations

import functools
from typing import Any

from ..notes import Notes
from .arguments import teach

DECAY = "_decay_of_old"
OPTIMIZERS = ("Adadelta", "Adagrad", "Adam", "AdamW", "Adamax", "Ftrl", "Nadam", "RMSprop", "SGD")
EPSILON = 1e-7


def install(keras: Any, notes: Notes) -> None:
    """Teach the optimizers the old words."""
    from keras.src.backend.tensorflow.optimizer import TFOptimizer
    from keras.src.optimizers.base_optimizer import BaseOptimizer

    for name in OPTIMIZERS:
        optimizer = getattr(keras.optimizers, name)
        teach(optimizer, "__init__", notes, label=name, also=_as_it_was)
        optimizer.__init__ = _with_decay(optimizer.__init__, notes)
    TFOptimizer._backend_update_step = _decayed(TFOptimizer._backend_update_step)
    BaseOptimizer.get_config = _config_with_decay(BaseOptimizer.get_config)
    BaseOptimizer.lr = property(
        lambda self: _learning_rate(self, notes),
        lambda self, value: _set_learning_rate(self, value, notes),
    )


def _as_it_was(kwargs: dict[str, Any], notes: Notes) -> None:
    """`epsilon=None` meant the default, and a momentum could be a whole number."""
    if kwargs.get("epsilon", EPSILON) is None:
        kwargs["epsilon"] = EPSILON
        notes.used("epsilon=None", "leave epsilon out")
    if type(kwargs.get("momentum")) is int and kwargs["momentum"] in (0, 1):
        kwargs["momentum"] = float(kwargs["momentum"])


def _with_decay(stock: Any, notes: Notes) -> Any:
    @functools.wraps(stock)
    def init(self: Any, *args: Any, **kwargs: Any) -> None:
        decay = kwargs.pop("decay", None)
        stock(self, *args, **kwargs)
        if decay:
            setattr(self, DECAY, float(decay))
            notes.used(
                f"{type(self).__name__}(decay=…)",
                "keras.optimizers.schedules.InverseTimeDecay as the learning rate",
            )

    init.__signature__ = stock.__signature__  # type: ignore[attr-defined]
    return init


def _decayed(stock: Any) -> Any:
    @functools.wraps(stock)
    def update_step(self: Any, grads: Any, trainable_variables: Any, learning_rate: Any) -> Any:
        decay = getattr(self, DECAY, None)
        if decay is not None:
            import tensorflow as tf

            steps = tf.cast(self.iterations.value, tf.float32)
            learning_rate = tf.convert_to_tensor(learning_rate) / (1.0 + decay * steps)
        return stock(self, grads, trainable_variables, learning_rate)

    return update_step


def _config_with_decay(stock: Any) -> Any:
    @functools.wraps(stock)
    def get_config(self: Any) -> dict[str, Any]:
        config = stock(self)
        decay = getattr(self, DECAY, None)
        return config if decay is None else {**config, "decay": decay}

    return get_config


def _learning_rate(optimizer: Any, notes: Notes) -> Any:
    notes.used("optimizer.lr", "optimizer.learning_rate")
    return optimizer.learning_rate


def _set_learning_rate(optimizer: Any, value: Any, notes: Notes) -> None:
    notes.used("optimizer.lr", "optimizer.learning_rate")
    optimizer.learning_rate = value
