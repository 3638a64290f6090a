"""Brings back methods that models no longer have."""

from __future__ import annotations

import inspect
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
        data = given.pop("generator")
        for old in [old for old in OLDER if old in given]:
            value = given.pop(old)
            given[OLDER[old]] = _steps(value, data) if old in BY_SAMPLES else value
        taken = set(inspect.signature(getattr(self, modern)).parameters)
        return getattr(self, modern)(
            data, **{key: value for key, value in given.items() if key in taken}
        )

    method.__name__ = name
    return method


def _steps(samples: Any, data: Any) -> Any:
    """How many batches hold so many samples; as many as asked for where the size of a batch isn't
    known.
    """
    size = getattr(data, "batch_size", None)
    return max(1, -(-int(samples) // int(size))) if size else samples
