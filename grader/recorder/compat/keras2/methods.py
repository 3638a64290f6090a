"""Brings back methods that models no longer have."""

from __future__ import annotations

import inspect
from collections.abc import Iterator
from typing import Any

from ..notes import Notes

LOADING = ("max_queue_size", "workers", "use_multiprocessing")
GENERATOR_DEFAULTS: dict[str, tuple[str, ...]] = {
    "fit_generator": (
        *(
            "generator",
            "steps_per_epoch",
            "epochs",
            "verbose",
            "callbacks",
            "validation_data",
            "validation_steps",
        ),
        *("class_weight", *LOADING, "shuffle", "initial_epoch"),
    ),
    "evaluate_generator": ("generator", "steps", "callbacks", *LOADING, "verbose"),
    "predict_generator": ("generator", "steps", "callbacks", *LOADING, "verbose"),
}
"""The parameters of Keras 2, in their order."""
OLDER = {
    "nb_epoch": "epochs",
    "nb_val_samples": "validation_steps",
    "samples_per_epoch": "steps_per_epoch",
}
OLDER |= {"val_samples": "steps"}
"""The words of Keras 1, which counted samples where Keras 2 counts steps."""
BY_SAMPLES = ("nb_val_samples", "samples_per_epoch", "val_samples")


def install(keras: Any, notes: Notes) -> None:
    """Give every Keras model the old methods."""
    del keras
    from keras.src.backend.tensorflow.trainer import TensorFlowTrainer as Trainer

    def predict_classes(self: Any, x: Any, batch_size: int = 32, verbose: Any = 0) -> Any:
        """The most probable class of each row (n,), or for a single output whether it is more than
        one half (n, 1).
        """
        notes.used("model.predict_classes(x)", "model.predict(x).argmax(axis=-1)")
        probabilities = self.predict(x, batch_size=batch_size, verbose=verbose)
        return (
            probabilities.argmax(-1)
            if probabilities.shape[-1] > 1
            else (probabilities > 0.5).astype("int32")
        )

    def predict_proba(self: Any, x: Any, batch_size: int = 32, verbose: Any = 0) -> Any:
        """The probabilities of the classes (n, classes)."""
        notes.used("model.predict_proba(x)", "model.predict(x)")
        return self.predict(x, batch_size=batch_size, verbose=verbose)

    def reset_states(self: Any) -> None:
        """Forget the states of recurrent layers."""
        for layer in self.layers:
            if hasattr(layer, "reset_states"):
                layer.reset_states()

    for function in (predict_classes, predict_proba, reset_states):
        if not hasattr(Trainer, function.__name__):
            setattr(Trainer, function.__name__, function)
    for name in GENERATOR_DEFAULTS:
        if not hasattr(Trainer, name):
            setattr(Trainer, name, _generator_method(name, notes))


def _generator_method(name: str, notes: Notes) -> Any:
    modern = name.removesuffix("_generator")

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        notes.used(f"model.{name}(…)", f"model.{modern}(…)")
        given = {**dict(zip(GENERATOR_DEFAULTS[name], args)), **kwargs}
        _say_it_in_steps(given)
        data = given.pop("generator")
        taken = set(inspect.signature(getattr(self, modern)).parameters)
        return getattr(self, modern)(
            data, **{key: value for key, value in given.items() if key in taken}
        )

    method.__name__ = name
    return method


def _say_it_in_steps(given: dict[str, Any]) -> None:
    """Put today's words in the place of those of Keras 1."""
    for old in [old for old in OLDER if old in given]:
        value = given.pop(old)
        if old in BY_SAMPLES:
            counted = "validation_data" if old == "nb_val_samples" else "generator"
            if isinstance(given.get(counted), (tuple, list)):
                continue  # of arrays all are taken
            size, given[counted] = _batch_size(given.get(counted))
            value = _steps(value, size)
        given[OLDER[old]] = value


def _batch_size(data: Any) -> tuple[int | None, Any]:
    """How many examples its batches have, None where that isn't known, and the data: a generator
    has begun, and gives its first batch all the same.
    """
    if not inspect.isgenerator(data):
        return getattr(data, "batch_size", None), data
    first = next(data, None)
    if first is None:
        return None, data
    rows = first[0] if isinstance(first, (tuple, list)) and len(first) else first
    shape: Any = getattr(rows, "shape", ())
    return (int(shape[0]) if len(shape) else None), _begun(first, data)


def _begun(first: Any, rest: Iterator[Any]) -> Iterator[Any]:
    yield first
    yield from rest


def _steps(samples: Any, size: int | None) -> Any:
    """How many batches hold so many samples; as many as asked for where the size of a batch isn't
    known.
    """
    return max(1, -(-int(samples) // size)) if size else samples
