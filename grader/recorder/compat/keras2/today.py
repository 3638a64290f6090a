"""Bridges what Keras 2 allowed and Keras 3 refuses of models and metrics, and another backend than
TensorFlow's.
"""

from __future__ import annotations

import functools
import os
from typing import Any

from ..notes import Notes


def keep_backend(notes: Notes) -> None:
    """What trains is watched in TensorFlow only: another backend, asked for before Keras is
    imported, is not taken.
    """
    asked = os.environ.get("KERAS_BACKEND", "tensorflow")
    if asked != "tensorflow":
        os.environ["KERAS_BACKEND"] = "tensorflow"
        message = (
            f"The notebook asks for Keras' backend {asked!r}; it ran with TensorFlow, which gives "
            f"the same models."
        )
        notes.tell("compatibility", "KERAS_BACKEND", message)


def install(keras: Any, notes: Notes) -> None:
    """Hook models and metrics."""
    from keras.src.backend.tensorflow.trainer import TensorFlowTrainer
    from keras.src.models.sequential import Sequential

    metric = keras.metrics.Metric
    if not hasattr(metric, "reset_states"):
        metric.reset_states = _noting_use(
            lambda self: self.reset_state(), "metric.reset_states()", "metric.reset_state()", notes
        )
    for name in ("input", "output"):
        setattr(Sequential, name, property(_of_the_chain(name, getattr(Sequential, name), notes)))
    for name in ("fit", "evaluate"):
        setattr(TensorFlowTrainer, name, _with_accuracy(getattr(TensorFlowTrainer, name), notes))
    if hasattr(keras.config, "set_backend"):
        keras.config.set_backend = _noting_use(
            lambda *_: None, "keras.config.set_backend(…)", "nothing: TensorFlow runs", notes
        )


def _noting_use(function: Any, old: str, today: str, notes: Notes) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        notes.used(old, today)
        return function(*args, **kwargs)

    return call


def _of_the_chain(name: str, stock: Any, notes: Notes) -> Any:
    """A Sequential that was built has an input and an output, whether it was called or not."""

    def get(self: Any) -> Any:
        try:
            return stock.fget(self)
        except (AttributeError, ValueError):
            functional = getattr(self, "_functional", None)
            if functional is None:
                raise
            notes.used(f"model.{name} of a Sequential that was not called", f"model.{name}s")
            return getattr(functional, name)

    return get


def _with_accuracy(stock: Any, notes: Notes) -> Any:
    """`show_accuracy=True` of Keras 0: the metric was asked for where the model is trained, not
    where it is compiled.
    """

    @functools.wraps(stock)
    def call(self: Any, *args: Any, **kwargs: Any) -> Any:
        if kwargs.pop("show_accuracy", False):
            notes.used("show_accuracy=True", "model.compile(metrics=['accuracy'])")
            if not _is_measured(self):
                self.compile(optimizer=self.optimizer, loss=self.loss, metrics=["accuracy"])
        return stock(self, *args, **kwargs)

    return call


def _is_measured(model: Any) -> bool:
    return getattr(getattr(model, "_compile_metrics", None), "_user_metrics", None) is not None
