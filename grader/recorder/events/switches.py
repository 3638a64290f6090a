"""Names what could make a training go on otherwise than it began: callbacks, schedules, and the
student's own parts.

Own parts are what neither Keras nor TensorFlow made; a layer's activation that only looks like
`relu` is one. Nothing is said against them: the host trains such a run to its end instead of
believing how it would have ended.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from types import FunctionType
from typing import Any

from .around import LIBRARIES, each_of

PASSIVE = frozenset(
    {
        "History",
        "ProgbarLogger",
        "BaseLogger",
        "CSVLogger",
        "TensorBoard",
        "ModelCheckpoint",
        "TerminateOnNaN",
    }
)
"""Keras' callbacks that write down and change nothing."""
CONSTRAINTS = tuple(
    f"{which}_constraint"
    for which in (
        "kernel",
        "bias",
        "gamma",
        "beta",
        "recurrent",
        "embeddings",
        "depthwise",
        "pointwise",
    )
)
WRITTEN_BY = frozenset({"keras", "tf_keras", "tensorflow", "collections", "recorder", "grader"})
"""Whose functions stand in classes of Keras': its own, and ours in their places."""
PARTS_OF_LAYERS = ("keras.src.initializers.", "keras.src.regularizers.", "keras.src.constraints.")
WRAPPED_IN = ("__func__", "fget", "func")
"""Where class methods, properties and the like have their function."""
PLAIN = (bool, int, float, complex, str, bytes, type(None))
MOST = 20


def switches(model: Any, given: dict[str, Any]) -> list[str]:
    """A word or two for each of them; `given` are the arguments of `fit`."""
    return list(dict.fromkeys(_switches(model, given)))[:MOST]


def _switches(model: Any, given: dict[str, Any]) -> Iterator[str]:
    for callback in each_of(given.get("callbacks")):
        if not _is_theirs(type(callback)) or type(callback).__name__ not in PASSIVE:
            yield f"callback {type(callback).__name__}"
    if not _is_theirs(type(model)):
        yield f"model class {type(model).__name__}"
    optimizer = getattr(model, "optimizer", None)
    rate = getattr(optimizer, "_learning_rate", None)
    if not _is_theirs(type(optimizer)):
        yield "an own optimizer"
    if callable(rate) and not hasattr(rate, "assign"):
        yield "a learning-rate schedule"
    if any(not _is_plain(part) for part in _compiled(model)):
        yield "an own loss or metric"
    for layer in model._flatten_layers(include_self=False):
        yield from _own_layer(layer)
    yield from exchanged(_parts(model))


def exchanged(parts: Iterable[Any]) -> Iterator[str]:
    """The methods of Keras' own classes in whose place stands a function of somebody else's, of all
    classes that the parts are of.
    """
    kinds = dict.fromkeys(kind for part in parts for kind in type(part).__mro__)
    for kind in filter(_is_theirs, kinds):
        for name, held in vars(kind).items():
            if _is_written_elsewhere(held):
                yield f"{kind.__name__}.{name}"


def _is_written_elsewhere(held: Any) -> bool:
    """Whether it is a function that none of `WRITTEN_BY` has written, whatever it calls itself."""
    function = next((getattr(held, name) for name in WRAPPED_IN if hasattr(held, name)), held)
    if not isinstance(function, FunctionType):
        return bool(type(function).__module__ == "__main__" and callable(function))
    module = str(function.__globals__.get("__name__", ""))
    return module.partition(".")[0] not in WRITTEN_BY


def _parts(model: Any) -> Iterator[Any]:
    """What a training by Keras' own parts goes through; callbacks that are always there."""
    from keras.src.callbacks import CallbackList, History, ProgbarLogger

    yield from (CallbackList.__new__(CallbackList), History(), ProgbarLogger())
    yield from (model, getattr(model, "optimizer", None))
    yield from (getattr(model, "_compile_loss", None), getattr(model, "_compile_metrics", None))
    yield from _compiled(model)
    for layer in model._flatten_layers(include_self=False):
        yield layer
        for setting in vars(layer).values():
            if type(setting).__module__.startswith(PARTS_OF_LAYERS):
                yield setting


def _own_layer(layer: Any) -> Iterator[str]:
    """The layer's name, where it isn't all Keras' own."""
    keras_own = type(layer).__name__ != "Lambda" and _is_theirs(type(layer))
    if not keras_own or not _is_made_of_theirs(layer):
        yield f"layer {type(layer).__name__}"


def acts_after_steps(model: Any) -> bool:
    """Whether code of the student's own may run between the last step of an epoch and the first
    callback: a metric's `result`, or a method of a model's class.
    """
    return not _is_theirs(type(model)) or any(not _is_plain(part) for part in _compiled(model))


def acts_beside(model: Any) -> bool:
    """Whether code of the student's own stands in the graph of a step and is no part of what it
    computes: a metric, or a learning-rate schedule.
    """
    rate = getattr(getattr(model, "optimizer", None), "_learning_rate", None)
    own_schedule = callable(rate) and not hasattr(rate, "assign") and not _is_theirs(type(rate))
    return own_schedule or any(not _is_plain(part) for part in _compiled(model))


def own_parts(model: Any) -> list[str]:
    """What of a training step is not computed by Keras' own parts as its description says, a word
    or two for each.
    """
    return list(dict.fromkeys(_own_parts(model)))[:MOST]


def is_only_a_loss_own(model: Any) -> bool:
    """Whether of all that computes a step only the loss is code of the student's own."""
    own = own_parts(model)
    others = [
        part
        for part in own
        if part not in ("an own loss", "weighted losses") and not part.startswith("a constraint")
    ]
    decays = _is_theirs(type(getattr(model, "optimizer", None))) and others == ["an own optimizer"]
    return "an own loss" in own and (not others or decays)


def variables_of(model: Any) -> set[int]:
    """Identities of the backend's variables that training a model has of itself, and of their
    handles: its weights, but for what layers of the student's own keep beside, and what optimizer
    and metrics hold.
    """
    beside = [layer for layer in model._flatten_layers() if list(_own_layer(layer))]
    kept = {id(each) for layer in beside for each in layer._non_trainable_variables}
    optimizer = getattr(getattr(model, "optimizer", None), "variables", ())
    listed = (*model.variables, *model.metrics_variables, *optimizer)
    held = [getattr(each, "_value", each) for each in listed if id(each) not in kept]
    copies = [copy for each in held for copy in getattr(each, "_values", ())]  # one for each device
    known = (*held, *copies)
    return {id(each) for each in known} | {id(getattr(each, "handle", each)) for each in known}


def _own_parts(model: Any) -> Iterator[str]:
    if not _is_theirs(type(model)):
        yield "an own model class"
    for name in ("train_step", "compute_loss", "call"):
        if not _is_theirs_or_none(getattr(model, name, None)):
            yield f"an own {name}"
    optimizer, loss = getattr(model, "optimizer", None), getattr(model, "_compile_loss", None)
    if not _is_theirs(type(optimizer)) or _decays_some(optimizer):
        yield "an own optimizer"
    if any(not _is_plain(part) for part in _flat(getattr(loss, "_user_loss", None))):
        yield "an own loss"
    if getattr(loss, "_user_loss_weights", None) is not None:
        yield "weighted losses"
    for layer in model._flatten_layers(include_self=False):
        yield from _own_layer(layer)
        if any(getattr(layer, name, None) is not None for name in CONSTRAINTS):
            yield f"a constraint of layer {type(layer).__name__}"
    yield from _put_on(model)


def _decays_some(optimizer: Any) -> bool:
    """Whether it makes some weights smaller at each step and others not, which no description
    tells.
    """
    names = ("_exclude_from_weight_decay", "_exclude_from_weight_decay_pattern")
    chosen = any(getattr(optimizer, name, None) for name in names)
    return bool(getattr(optimizer, "weight_decay", None)) and chosen


def _put_on(model: Any) -> Iterator[str]:
    """What was put on parts of Keras' own, or on their classes, and computes in a step, too."""
    optimizer, variables = getattr(model, "optimizer", None), list(model.variables)
    held = vars(optimizer).items() if optimizer is not None else ()
    if not all(_is_plain(value) for name, value in held if name != "_learning_rate"):
        yield "an own optimizer"
    rate = getattr(optimizer, "_learning_rate", None)
    rates = [rate] if hasattr(rate, "assign") else []
    parts = [getattr(model, name, None) for name in ("_compile_loss", "_loss_tracker")]
    parts += [*getattr(optimizer, "variables", ()), *rates, *variables]
    for part in (one for one in parts if one is not None and not _is_theirs(type(one))):
        yield f"an own {type(part).__name__}"
    for variable in variables:
        for name in ("constraint", "regularizer"):
            if not _is_theirs_or_none(getattr(variable, name, None)):
                yield f"a {name} of a variable"
    yield from exchanged((optimizer, *parts, *model._flatten_layers(include_self=False)))


def _is_theirs_or_none(method: Any) -> bool:
    function = getattr(method, "__func__", method)
    return function is None or str(getattr(function, "__module__", "")).startswith(LIBRARIES)


def _compiled(model: Any) -> Iterator[Any]:
    """Losses and metrics as they were given to `compile`."""
    for holder, names in (
        (getattr(model, "_compile_loss", None), ("_user_loss",)),
        (getattr(model, "_compile_metrics", None), ("_user_metrics", "_user_weighted_metrics")),
    ):
        for name in names:
            yield from _flat(getattr(holder, name, None))


def _flat(value: Any) -> Iterator[Any]:
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, (list, tuple)):
        for part in value:
            yield from _flat(part)
    else:
        yield value


def _is_made_of_theirs(layer: Any) -> bool:
    return all(_is_plain(part) for value in vars(layer).values() for part in _flat(value))


def _is_plain(part: Any) -> bool:
    """Whether it is a number, a text, or something of the libraries' own; functions count by where
    they were written.
    """
    if isinstance(part, PLAIN) or not callable(part):
        return True
    if hasattr(part, "__code__") or isinstance(part, type):
        return str(getattr(part, "__module__", "")).startswith(LIBRARIES)
    function = (
        getattr(part, "fn", None) or getattr(part, "_fn", None) or getattr(part, "__func__", None)
    )
    return (_is_theirs(type(part)) and (function is None or _is_plain(function))) or _is_bound(part)


def _is_bound(part: Any) -> bool:
    return hasattr(part, "__self__") and str(getattr(part, "__module__", "")).startswith(LIBRARIES)


def _is_theirs(kind: type) -> bool:
    return str(kind.__module__).startswith(LIBRARIES)
