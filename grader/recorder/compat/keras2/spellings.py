"""Lets Keras take the forms in which it used to take activations, optimizers, losses and metrics.

A class where an instance is meant, an activation by the name of its layer (`"ReLU"`), metrics as
one string or as the third argument of `compile`, where Keras 2 had them.
"""

from __future__ import annotations

import functools
from typing import Any

from ..notes import Notes

ACTIVATION_LAYERS = ("ReLU", "LeakyReLU", "PReLU", "ELU", "Softmax")
NAMES_OF_TENSORFLOW = {"softmax_v2": "softmax", "log_softmax_v2": "log_softmax"}
"""What `tf.nn.softmax` is called in a saved model → Keras' name; the others are called alike."""
METRICS_PLACE = 2
"""Of the positional arguments of `compile` in Keras 2, optimizer and loss before them."""


def install(keras: Any, notes: Notes) -> None:
    """Teach Keras the other forms."""
    from keras.src import activations, optimizers
    from keras.src.trainers.trainer import Trainer

    known = {name: getattr(keras.activations, own) for name, own in NAMES_OF_TENSORFLOW.items()}
    keras.saving.get_custom_objects().update(known)
    activations.get = keras.activations.get = _activation_of_any_form(activations.get, keras, notes)
    optimizers.get = keras.optimizers.get = _made(optimizers.get, "optimizer", notes)
    Trainer.compile = _compile(
        Trainer.compile, notes
    )  # where it is defined: Keras loads no model whose class overrides it


def _activation_of_any_form(stock: Any, keras: Any, notes: Notes) -> Any:
    taught = _made(stock, "activation", notes)

    @functools.wraps(stock)
    def get(identifier: Any) -> Any:
        if isinstance(identifier, str) and identifier in ACTIVATION_LAYERS:
            notes.used(f'activation="{identifier}"', f"activation=keras.layers.{identifier}()")
            return getattr(keras.layers, identifier)()
        return taught(identifier)

    return get


def _made(stock: Any, what: str, notes: Notes) -> Any:
    """Make an instance where a class is given."""

    @functools.wraps(stock)
    def get(identifier: Any) -> Any:
        return stock(_instance(identifier, what, notes))

    return get


def _instance(given: Any, what: str, notes: Notes) -> Any:
    if not isinstance(given, type):
        return given
    notes.used(f"{what}={given.__name__}", f"{what}={given.__name__}()")
    return given()


def _compile(stock: Any, notes: Notes) -> Any:
    @functools.wraps(stock)
    def compile(self: Any, *args: Any, **kwargs: Any) -> Any:  # noqa: A001 - Keras calls it so
        if (
            len(args) > METRICS_PLACE
            and "metrics" not in kwargs
            and _names_metrics(args[METRICS_PLACE])
        ):
            kwargs["metrics"] = args[METRICS_PLACE]
            args = args[:METRICS_PLACE]
            notes.used("compile(optimizer, loss, metrics)", "compile(optimizer, loss, metrics=[…])")
        if isinstance(kwargs.get("metrics"), str):
            notes.used('metrics="…"', 'metrics=["…"]')
            kwargs["metrics"] = [kwargs["metrics"]]
        if isinstance(kwargs.get("loss"), type):
            kwargs["loss"] = _instance(kwargs["loss"], "loss", notes)
        return stock(self, *args, **kwargs)

    return compile


def _names_metrics(given: Any) -> bool:
    """Whether it names metrics, where numbers would weigh losses."""
    listed = given if isinstance(given, (list, tuple)) else [given]
    return bool(listed) and all(
        isinstance(entry, str) or hasattr(entry, "update_state") for entry in listed
    )
