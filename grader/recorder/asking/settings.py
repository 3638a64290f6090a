"""Says what the host has to know of a `fit` to do it, or why it can't be asked.

What is asked for is plain: arrays and labels, a model, a loss, metrics and callbacks of Keras' own.
Everything else trains in the kernel.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..events.around import each_of, is_keras_list
from ..events.summary import as_array
from ..events.switches import exchanged, own_parts, switches
from .callbacks import callbacks_asked, look_at_the_model, own_callbacks, rates_asked
from .instructions import NotAsked
from .lookers import look_at_the_model_only
from .metrics import metrics_of, refuse_other_accuracies
from .onlookers import look_on

LEFT_TO_HOST = ("an own optimizer", "a constraint of", "a learning-rate schedule")
"""Parts of Keras' own that the host may take or refuse, by what their settings are."""
NOT_TAKEN = ("steps_per_epoch", "validation_steps")
EPOCHS = (("initial_epoch", 0), ("epochs", 1))
"""The arguments of `fit` that tell which epochs it trains, and what they are by default."""
CAPS = ("max_epochs", "max_steps_per_epoch")
"""Settings of Keras' that shorten every training."""
EPSILON = 1e-7
"""What Keras keeps probabilities away from 0 and 1 by, unless a notebook sets another."""


@dataclass(frozen=True)
class AskedOfHost:
    """What of a `fit` the host has to know, and what the kernel itself."""

    settings: dict[str, Any]
    """`FitSettings` as a dict."""
    own: list[Any]
    """The callbacks of the student's own."""
    may_stop: bool
    """Whether one of them may end the training after an epoch, which copies of them can tell."""
    own_look: bool
    """Whether one of them looks at the model; then they may end the training, too."""
    others_set_the_rate: bool
    """Whether callbacks of Keras' own set the learning rate."""
    weights: np.ndarray | None
    """What each example counts (n,), where that isn't the same for all of a class."""


def parts_of_keras(model: Any) -> None:
    """Raise `NotAsked` where a part of the model isn't Keras' own."""
    if not type(model).__module__.startswith("keras.src.models."):
        raise NotAsked(f"model class {type(model).__name__}")
    for part in (*own_parts(model), *switches(model, {})):
        if not part.startswith(LEFT_TO_HOST):
            raise NotAsked(part)
    _refuse_own_optimizer(model.optimizer)
    if getattr(model._compile_metrics, "_user_weighted_metrics", None):
        raise NotAsked("weighted metrics")
    if any(str(weight.dtype) != "float32" for weight in model.weights):
        raise NotAsked("weights of another type")
    if not all(map(_learns_as_it_says, model._flatten_layers(include_self=False))):
        raise NotAsked("weights that learn otherwise than their layer says")


def _refuse_own_optimizer(optimizer: Any) -> None:
    rate = getattr(optimizer, "_learning_rate", None)
    if not type(optimizer).__module__.startswith("keras.src.optimizers."):
        raise NotAsked("an own optimizer")
    if callable(rate) and not type(rate).__module__.startswith("keras.src."):
        raise NotAsked("an own learning-rate schedule")
    if getattr(optimizer, "use_ema", False):
        raise NotAsked("an average of weights")
    if getattr(optimizer, "_exclude_from_weight_decay_patterns", None):
        raise NotAsked("weights that decay and others that don't")


def _learns_as_it_says(layer: Any) -> bool:
    """Whether its weights have the settings that the layer tells: weights have their own since they
    were made, whatever was set since.
    """
    variables = layer._trainable_variables
    if layer.trainable and not all(variable.trainable for variable in variables):
        return False
    for kind in ("regularizer", "constraint"):
        told = {
            id(value)
            for name, value in vars(layer).items()
            if name.endswith(f"_{kind}") and name != "activity_regularizer" and value is not None
        }
        held = {id(getattr(variable, kind, None)) for variable in variables} - {id(None)}
        if told != held:
            return False
    return True


def arrays_only(given: dict[str, Any]) -> None:
    """Raise `NotAsked` where the data are anything but arrays of rows and whole labels."""
    for name in NOT_TAKEN:
        if given.get(name) is not None:
            raise NotAsked(name)
    validation = given.get("validation_data")
    is_pair = isinstance(validation, (tuple, list)) and len(validation) == 2
    if validation is not None and not is_pair:
        raise NotAsked("validation data of another form")
    for x, y in ((given.get("x"), given.get("y")), *((validation,) if validation else ())):
        rows, targets = _array(x), _array(y)
        if len(rows) != len(targets) or not _are_labels(targets):
            raise NotAsked("targets that are no labels")


def settings_asked(model: Any, given: dict[str, Any]) -> AskedOfHost:
    """What is asked for; metrics and optimizer are built, and callbacks know that it begins."""
    _refuse_other_lengths(given)
    _refuse_what_is_set_elsewhere(model)
    metrics = list(metrics_of(model))
    refuse_other_accuracies(model, metrics, given["y"])
    names = ["loss", *(metric["name"] for metric in metrics)]
    if is_keras_list(given.get("callbacks")):
        raise NotAsked("a list of callbacks of Keras' own making")
    listed = each_of(given.get("callbacks"))
    if any(exchanged(listed)):
        raise NotAsked("methods of Keras' callbacks that were exchanged")
    epochs = epochs_of(given)
    frequency = given.get("validation_freq", 1)
    watched = [*names, *(f"val_{name}" for name in names if is_validated(given))]
    callbacks = callbacks_asked(listed, watched, first_epoch=epochs.start)
    rates = rates_asked(listed, model.optimizer, epochs)
    own = own_callbacks(listed)
    looked_at = look_at_the_model(listed)
    some = callbacks or rates or own or looked_at
    if not isinstance(frequency, int) or (frequency != 1 and some):
        raise NotAsked("callbacks that see some validations only")
    may_stop, own_look = _looked_at(own, watched, epochs, others_act=bool(callbacks or rates))
    of_classes, of_examples = _weights(given)
    settings = {
        "shuffle": bool(given.get("shuffle", True)),
        "validation_freq": frequency,
        "class_weight": of_classes,
        "weighs_examples": of_examples is not None,
        "metrics": metrics,
        "callbacks": callbacks,
        "every_epoch": looked_at or own_look,
        "rates": rates,
    }
    plateaus = any(callback["class_name"] == "ReduceLROnPlateau" for callback in callbacks)
    return AskedOfHost(settings, own, may_stop, own_look, bool(rates) or plateaus, of_examples)


def _looked_at(
    own: list[Any], watched: list[str], epochs: range, *, others_act: bool
) -> tuple[bool, bool]:
    """Whether callbacks of the student's own may end the training, and whether they look at the
    model; raises `NotAsked` where they do more than that.
    """
    try:
        return bool(look_on(own, watched, epochs)), False
    except NotAsked:
        if look_at_the_model_only(own, others_act=others_act) and others_act:
            raise
        return False, True


def epochs_of(given: dict[str, Any]) -> range:
    """The numbers of the epochs that a `fit` with these arguments trains; one stands for what is no
    whole number, since Keras will say so.
    """
    try:
        return _epochs_of(given)
    except TypeError:
        return range(1)


def _epochs_of(given: dict[str, Any]) -> range:
    first, last = (operator.index(given.get(name, usual)) for name, usual in EPOCHS)
    return range(first, last)


def _refuse_other_lengths(given: dict[str, Any]) -> None:
    """Raise `NotAsked` unless it trains so many epochs as it says, and at least one."""
    from keras.src.backend import config

    try:
        epochs = _epochs_of(given)
    except TypeError:
        raise NotAsked("epochs that are no whole number") from None
    if not epochs:
        raise NotAsked("no epochs")
    if any(getattr(config, most, lambda: None)() for most in CAPS):
        raise NotAsked("fewer epochs or steps than it says")


def _refuse_what_is_set_elsewhere(model: Any) -> None:
    """Raise `NotAsked` where neither model nor arguments say all of how it is trained."""
    from keras.src.backend import config

    if config.epsilon() != EPSILON:
        raise NotAsked("another epsilon")
    if getattr(model, "stop_training", False):
        raise NotAsked("a training that is to end with its first epoch")
    if getattr(model, "_initial_epoch", None):  # from a backup, also in the `fit` after that
        raise NotAsked("epochs that are done already")


def is_validated(given: dict[str, Any]) -> bool:
    """Whether the `fit` with these arguments validates."""
    return given.get("validation_data") is not None or bool(given.get("validation_split"))


def _array(value: Any) -> np.ndarray:
    array = None if isinstance(value, (list, tuple, dict)) else as_array(value)
    if array is None:
        raise NotAsked("data that are no array")
    return array


def _are_labels(targets: np.ndarray) -> bool:
    """Whether they are whole numbers, or rows with a single 1."""
    if targets.ndim == 2 and targets.shape[1] > 1:
        ones = targets == 1
        return bool((ones.sum(1) == 1).all() and np.count_nonzero(targets) == len(targets))
    flat = targets.reshape(-1)
    return len(flat) == len(targets) and bool(np.all(flat == np.rint(flat)))


def _weights(given: dict[str, Any]) -> tuple[dict[str, float] | None, np.ndarray | None]:
    """What the examples of each class count, or what every single one does.

    Keras makes class weights into weights of examples, so these are the same training where all
    examples of a class have one.
    """
    if given.get("sample_weight") is None:
        return _class_weight(given.get("class_weight")), None
    weights, targets = _array(given["sample_weight"]), _array(given["y"])
    if given.get("class_weight") is not None or given.get("validation_split"):
        raise NotAsked("weights of classes and of examples, or of validated ones")
    if weights.shape != (len(targets),) or weights.dtype.kind not in "fiu":
        raise NotAsked("weights of another form")
    if not np.isfinite(weights).all():
        raise NotAsked("weights that are no numbers")
    labels = (
        targets.argmax(1) if targets.ndim == 2 and targets.shape[1] > 1 else targets.reshape(-1)
    )
    found = {}
    for label in np.unique(labels):
        low, high = (of(weights[labels == label]) for of in (np.min, np.max))
        if low != high:
            return None, weights.astype(np.float32)
        found[str(int(label))] = float(low)
    return found, None


def _class_weight(given: Any) -> dict[str, float] | None:
    """The weights that Keras finds: it looks up whole numbers, and nothing says so where none of
    the keys is one.
    """
    if given is None:
        return None
    try:
        return {
            str(int(label)): float(weight) for label, weight in given.items() if _is_whole(label)
        }
    except (TypeError, ValueError, AttributeError):
        raise NotAsked("class weights of another form") from None


def _is_whole(key: Any) -> bool:
    """Whether a dict finds it where it is asked for a whole number; raises `NotAsked` for a key of
    another type.
    """
    if isinstance(key, str):
        return False
    if not isinstance(key, (int, float, np.integer, np.floating)):
        raise NotAsked("class weights with keys that are no numbers")
    return bool(key == np.floor(key))
