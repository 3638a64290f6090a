"""Says what a call makes of what it is given: passes it on, joins it, reads it."""

from __future__ import annotations

import ast
from collections.abc import Callable, Sequence

from grader.evidence.names import modern_loss, modern_metric, modern_optimizer
from grader.evidence.program.values import (
    MOST_LAYERS,
    UNKNOWN,
    ArrayValue,
    HistoryDict,
    LayerValue,
    LossValue,
    MatrixValue,
    ModelValue,
    OptimizerValue,
    SeriesValue,
    TensorValue,
    Value,
    as_json,
)
from grader.model.descriptions import CompileInfo

_MAKES_MATRIX = {"confusion_matrix", "crosstab"}
_KEEPS_MATRIX = {"DataFrame", "array", "asarray", "round", "astype", "numpy", "normalize"}
_KEEPS_HISTORY = {"DataFrame", "array", "asarray", "list", "dict"}


def of_python(name: str, arguments: Sequence[Value], keywords: dict[str, Value]) -> Value:
    """What `range` and `dict` give; else None."""
    if (
        name == "range"
        and 0 < len(arguments) <= 3
        and all(isinstance(a, int) and abs(a) < 10**6 for a in arguments)
        and arguments[2:] != [0]
    ):
        turns = range(*(a for a in arguments if isinstance(a, int)))
        return [*turns[:1000]]
    return keywords if name == "dict" else None


def passed_on(name: str, receiver: Value, arguments: Sequence[Value]) -> Value:
    """A confusion matrix or a history that a call makes, converts or passes through; else None."""
    first = arguments[0] if arguments else UNKNOWN
    if name in _MAKES_MATRIX or (isinstance(receiver, MatrixValue) and name in _KEEPS_MATRIX):
        return MatrixValue()
    if isinstance(first, MatrixValue) and name in _KEEPS_MATRIX:
        return first
    if isinstance(first, HistoryDict | SeriesValue) and name in _KEEPS_HISTORY:
        return first
    if isinstance(receiver, HistoryDict | SeriesValue) and name not in ("keys", "plot"):
        return receiver
    return None


def without_split(x: Value, share: Value, *, validated_with: Value = None) -> Value:
    """What is left to train on where `fit` holds out a share itself, which it does not where it is
    `validated_with` other data.
    """
    if share is None or validated_with is not None:
        return x
    if not isinstance(x, ArrayValue) or x.shape is None:
        return x
    kept = int(x.shape[0] * (1 - share)) if isinstance(share, float) and 0 <= share < 1 else None
    return UNKNOWN if kept is None else ArrayValue((kept, *x.shape[1:]), x.low, x.high)


def chained(layers: Sequence[LayerValue], more: Sequence[LayerValue]) -> TensorValue:
    """What comes out of some layers and of further ones behind them, as far as that is followed."""
    return TensorValue((*layers, *more)[:MOST_LAYERS])


def longest(arguments: Sequence[Value]) -> TensorValue:
    """The longest chain among tensors that are joined."""
    flat = [
        item
        for value in arguments
        for item in (value if isinstance(value, list | tuple) else [value])
    ]
    return max(
        (item for item in flat if isinstance(item, TensorValue)),
        key=lambda t: len(t.layers),
        default=TensorValue(),
    )


def last_model(arguments: Sequence[Value]) -> ModelValue | None:
    """The model that a pipeline ends in; its steps may be given in a list, and with names."""
    flat = [item for value in arguments for item in (value if isinstance(value, list) else [value])]
    last = (
        flat[-1][-1]
        if flat and isinstance(flat[-1], tuple) and flat[-1]
        else flat[-1]
        if flat
        else None
    )
    return last if isinstance(last, ModelValue) else None


def names_all(metrics: Value) -> bool:
    """Whether every metric is given by its name, so that no other can be among them."""
    given = metrics if isinstance(metrics, list) else [UNKNOWN]
    flat = [name for value in given for name in (value if isinstance(value, list) else [value])]
    return all(isinstance(name, str | LossValue) for name in flat)


def compiled_by(arguments: Sequence[Value], keywords: dict[str, Value]) -> CompileInfo:
    """How `compile` was asked to train."""
    optimizer = keywords.get("optimizer", arguments[0] if arguments else "rmsprop")
    loss = keywords.get("loss", arguments[1] if len(arguments) > 1 else "")
    metrics = as_json(keywords.get("metrics", arguments[2] if len(arguments) > 2 else None))
    name, config = "", {}
    if isinstance(optimizer, OptimizerValue):
        name, config = optimizer.class_name, optimizer.config
    elif isinstance(optimizer, str):
        name = modern_optimizer(optimizer)
    loss_name = (
        loss.name
        if isinstance(loss, LossValue)
        else modern_loss(loss)
        if isinstance(loss, str)
        else ""
    )
    shown = (
        tuple(modern_metric(metric) for metric in metrics if isinstance(metric, str))
        if isinstance(metrics, list)
        else ()
    )
    loss_config = loss.config if isinstance(loss, LossValue) else {}
    return CompileInfo(name, config, loss=loss_name, loss_config=loss_config, metrics=shown)


def parameters(
    signature: ast.arguments,
    arguments: Sequence[Value],
    keywords: dict[str, Value],
    evaluate: Callable[[ast.expr], Value],
) -> dict[str, Value]:
    """What the parameters of a function stand for in a call."""
    plain = [argument.arg for argument in (*signature.posonlyargs, *signature.args)]
    names = [*plain, *(argument.arg for argument in signature.kwonlyargs)]
    defaults = [evaluate(default) for default in signature.defaults]
    scope: dict[str, Value] = dict.fromkeys(names, UNKNOWN)
    scope.update(zip(plain[len(plain) - len(defaults) :], defaults, strict=False))
    for argument, default in zip(signature.kwonlyargs, signature.kw_defaults, strict=False):
        scope[argument.arg] = evaluate(default) if default else UNKNOWN
    scope.update(zip(plain, arguments, strict=False))
    scope.update({key: value for key, value in keywords.items() if key in names})
    return scope


def called_name(function: ast.expr) -> str:
    """The name that is called, without what it is called of; empty where it has none."""
    match function:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
        case _:
            return ""
