"""Lets `fit` train without returning to Python after every batch.

Stock `fit` crosses from Python into the graph once a batch, and for a small dense network that
crossing costs five times the arithmetic. Here Keras' own `fit` runs unchanged, with its callbacks,
history, progress bar and validation; only the two pieces that it takes its batches from are
exchanged: the iterator hands out many batches at a time, and one call of a graph takes the same
`train_step` through them in the same order. Without shuffling the weights are the same to the last
bit; with it the rows are drawn by the same operation, so runs differ as two seeds do.

What is not plainly built in (own layers, losses, training steps, batch callbacks, pipelines) trains
as ever. `evaluate` goes the same way, so that a model which was validated in `fit` isn't traced a
second time; `predict` takes more rows at a time (`by_rows.py`).
"""

from __future__ import annotations

import contextlib
import contextvars
from collections.abc import Iterator
from typing import Any

from keras.src import callbacks as keras_callbacks
from keras.src import tree
from keras.src.backend.tensorflow import trainer as keras_trainer
from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter
from keras.src.trainers.epoch_iterator import EpochIterator
from keras.src.utils import python_utils

from .by_rows import PieceIterator, answers_by_rows
from .one_at_a_time import stepping_singly
from .replay import KnownLogs, replaying
from .sampling.under_way import current
from .steps import FusedEpochIterator, FusedPlan, StepFunction

MAX_BYTES = 4 * 1024**3
"""Arrays larger than this are not copied into tensors."""
RECORDER = (__package__ or "").rpartition(".")[0] + "."
"""Callbacks of the recorder's own take steps as they come."""
BATCH_HOOKS = tuple(
    f"on_{which}batch_{when}" for which in ("", "train_", "test_") for when in ("begin", "end")
)

FREQUENCIES = ("save_freq", "update_freq")
"""Settings of Keras' callbacks that tell after how many batches they act, unless "epoch"."""
GUARDS = frozenset({"TerminateOnNaN"})
"""Callbacks of Keras' own that end a training with the very batch in which something is wrong."""
COMPILED_WELL = frozenset(
    {
        "Sequential",
        "Functional",
        "InputLayer",
        "Flatten",
        "Reshape",
        "Dense",
        "Dropout",
        "Rescaling",
        "Normalization",
    }
    | {"BatchNormalization", "Activation", "ReLU", "LeakyReLU", "ELU", "Softmax"}
)
"""The layers that XLA makes faster; convolutions become five times slower."""

_plan: contextvars.ContextVar[FusedPlan | None] = contextvars.ContextVar("fused_plan", default=None)


def install() -> None:
    """Exchange the two pieces in Keras, once; nothing changes until `fit` or `evaluate` runs inside
    `fused(...)`.
    """
    trainer = keras_trainer.TensorFlowTrainer
    stock_iterator, stock_make = keras_trainer.TFEpochIterator, trainer._make_function
    stock_result, stock_reset = trainer._get_metrics_result_or_logs, trainer.reset_metrics
    if not isinstance(stock_iterator, type):
        return

    def choose_iterator(*args: Any, **kwargs: Any) -> Any:
        plan = _plan.get()
        if plan is not None and not args and _takes_whole_epochs(kwargs):
            prepared = EpochIterator(
                **{name: value for name, value in kwargs.items() if name != "distribute_strategy"}
            )
            if _is_in_memory(prepared.data_adapter):
                plan.is_followed = True
                if plan.predicts:
                    return PieceIterator(prepared)
                return FusedEpochIterator(
                    prepared, plan, shuffle=bool(kwargs.get("shuffle", False))
                )
        return stock_iterator(*args, **kwargs)

    def make_function(model: Any, step_function: Any) -> Any:
        singly = step_function == model.train_step
        with stepping_singly(model) if singly else contextlib.nullcontext():
            return StepFunction(model, step_function, stock_make(model, step_function))

    def result_or_logs(model: Any, logs: Any) -> Any:
        return logs.ordered if isinstance(logs, KnownLogs) else stock_result(model, logs)

    def reset_metrics(model: Any) -> None:
        if replaying.get() is None:  # else nothing is measured, and resetting takes half the time
            stock_reset(model)

    _pass_on_plain_numbers()
    keras_trainer.TFEpochIterator = choose_iterator
    trainer.reset_metrics = reset_metrics
    trainer._make_function = make_function
    trainer._get_metrics_result_or_logs = result_or_logs


def _pass_on_plain_numbers() -> None:
    """Spare values that are plain numbers the search for tensors among them: in a training that is
    looked up it takes a quarter of the time.
    """
    stock = python_utils.pythonify_logs

    def pythonify_logs(logs: Any) -> Any:
        if logs and all(type(value) is float for value in logs.values()):
            return dict(sorted(logs.items()))
        return stock(logs)

    python_utils.pythonify_logs = pythonify_logs


def takes_over() -> bool:
    """Whether the `fit` under way has its batches from here."""
    plan = _plan.get()
    return plan is not None and plan.is_followed


@contextlib.contextmanager
def fused(
    model: Any, callbacks: Any, *, epochs: int = 0, seed: int | None = None, first_epoch: int = 0
) -> Iterator[bool]:
    """Let the `fit` of `model` for so many epochs, or its `evaluate`, run fused where that changes
    nothing but time.

    Tells whether it may. With a `seed` the order of the rows is a function of it and of the epoch,
    the first of which has the number `first_epoch`.
    """
    listed = _listed(callbacks)
    allowed = _is_built_in(model) and not any(map(_acts_on_batches, listed))
    compiles = all(type(layer).__name__ in COMPILED_WELL for layer in model._flatten_layers())
    plan = FusedPlan(epochs, compiles, seed, first_epoch)
    plan.one_by_one = seed is None and any(type(each).__name__ in GUARDS for each in listed)
    token = _plan.set(plan if allowed else None)
    try:
        if allowed and epochs:
            _build_optimizer(model)
        yield allowed
    finally:
        _plan.reset(token)


@contextlib.contextmanager
def by_rows(model: Any, callbacks: Any) -> Iterator[None]:
    """Let the `predict` of `model` take many rows at a time where that changes nothing but time; no
    callback may look on, since it would see other batches.
    """
    allowed = not callbacks and _is_built_in(model) and answers_by_rows(model)
    plan = FusedPlan(0, compiles=False, predicts=True)
    with _set(_plan, plan if allowed else None), _cleared(current), _cleared(replaying):
        yield


@contextlib.contextmanager
def batch_by_batch() -> Iterator[None]:
    """Let what a callback calls in the middle of a `fit` take its batches as Keras does: `predict`,
    and the `fit` of another model, which is none of the steps that are followed.
    """
    with _cleared(_plan), _cleared(current), _cleared(replaying):
        yield


def _cleared(held: contextvars.ContextVar[Any]) -> contextlib.AbstractContextManager[None]:
    return _set(held, None)


@contextlib.contextmanager
def _set(held: contextvars.ContextVar[Any], value: Any) -> Iterator[None]:
    token = held.set(value)
    try:
        yield
    finally:
        held.reset(token)


def _build_optimizer(model: Any) -> None:
    """Make its variables now: a graph that makes variables while it is traced is traced twice."""
    if all(layer.built for layer in model._flatten_layers()) and not model.optimizer.built:
        model.optimizer.build(model.trainable_variables)


def _takes_whole_epochs(arguments: dict[str, Any]) -> bool:
    """Whether these are the arguments of an iterator over arrays; how many steps Keras would take
    at a time is all one.
    """
    return (
        arguments.get("steps_per_epoch") is None
        and isinstance(arguments.get("steps_per_execution", 1), int)
        and arguments.get("shuffle", False) in (True, False)
        and _is_count(arguments.get("batch_size"))
    )


def _is_count(batch_size: Any) -> bool:
    """Whether so many rows make a batch, 32 where none do; of anything else Keras has its own
    error.
    """
    return batch_size is None or (hasattr(batch_size, "__index__") and batch_size >= 0)


def _is_in_memory(adapter: Any) -> bool:
    if not isinstance(adapter, ArrayDataAdapter):
        return False
    arrays = [array for array in tree.flatten(adapter._inputs) if array is not None]
    plain = all(hasattr(array, "dtype") and hasattr(array, "shape") for array in arrays)
    return plain and sum(_bytes(array) for array in arrays) <= MAX_BYTES


def _bytes(array: Any) -> int:
    size = 8
    for length in array.shape:
        size *= int(length)
    return size


def _is_built_in(model: Any) -> bool:
    """Whether nothing in the model is of the student's own making, nor made for several devices.

    One that was never compiled has no optimizer that could be asked.
    """
    trainer = keras_trainer.TensorFlowTrainer
    if model._distribute_strategy is not None or not model.compiled:
        return False
    own_step = any(
        getattr(type(model), name) is not getattr(trainer, name)
        for name in ("train_step", "test_step")
    )
    parts = [*model._flatten_layers(), model.optimizer, *_losses_and_metrics(model)]
    return not own_step and not model.run_eagerly and all(_is_keras(part) for part in parts)


def _losses_and_metrics(model: Any) -> list[Any]:
    given = [getattr(model, "_compile_loss", None), getattr(model, "_compile_metrics", None)]
    named = []
    for compiled in filter(None, given):
        for attribute in ("_user_loss", "_user_metrics", "_user_weighted_metrics"):
            named += [
                part
                for part in tree.flatten(getattr(compiled, attribute, None))
                if part is not None
            ]
    return [part for part in named if not isinstance(part, str)]


def _is_keras(part: Any) -> bool:
    module = (
        getattr(part, "__module__", "")
        if callable(part) and not hasattr(part, "get_config")
        else ""
    )
    return (module or type(part).__module__).startswith("keras.")


def _listed(callbacks: Any) -> list[Any]:
    if isinstance(callbacks, keras_callbacks.CallbackList):
        return list(callbacks.callbacks)
    return [callback for callback in tree.flatten(callbacks) if callback is not None]


def _acts_on_batches(callback: Any) -> bool:
    """Whether it is to be called for every batch: of the student's own making, or one of Keras' own
    that is made of functions, saves or writes after so many batches, or profiles some.
    """
    kind, stock = type(callback), keras_callbacks.Callback
    if any(hook in vars(callback) for hook in BATCH_HOOKS):
        return True
    if kind.__module__.startswith("keras."):
        frequent = any(getattr(callback, name, "epoch") != "epoch" for name in FREQUENCIES)
        return frequent or bool(getattr(callback, "_should_trace", False))
    return not kind.__module__.startswith(RECORDER) and any(
        getattr(kind, hook, None) is not getattr(stock, hook) for hook in BATCH_HOOKS
    )
