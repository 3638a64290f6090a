"""How does `fit` train without returning to Python after every batch?

Stock `fit` crosses from Python into the graph once a batch, and for a small dense network that crossing costs five times
the arithmetic. Here Keras' own `fit` runs unchanged, with its callbacks, history, progress bar and validation; only
the two pieces that it takes its batches from are exchanged: the iterator hands out many batches at a time, and one call
of a graph takes the same `train_step` through them in the same order. Without shuffling the weights are the same to the
last bit; with it the rows are drawn by the same operation, so runs differ as two seeds do.

What is not plainly built in (own layers, losses, training steps, batch callbacks, pipelines) trains as ever.
"""

from __future__ import annotations

import contextlib
import contextvars
import time
from collections.abc import Iterator
from typing import Any

import tensorflow as tf
from keras.src import callbacks as keras_callbacks
from keras.src import tree
from keras.src.backend.tensorflow import trainer as keras_trainer
from keras.src.trainers.data_adapters import array_slicing
from keras.src.trainers.data_adapters.array_data_adapter import ArrayDataAdapter

SLICE_S = 0.5
"""How long one call of the graph should last: short enough for an interrupt, long enough to cost nothing."""
FIRST_STEPS = 32
MAX_BYTES = 4 * 1024**3
"""Arrays larger than this are not copied into tensors."""
BATCH_HOOKS = tuple(f"on_{which}batch_{when}" for which in ("", "train_", "test_") for when in ("begin", "end"))

_allowed: contextvars.ContextVar[bool] = contextvars.ContextVar("fused_fit_allowed", default=False)


class Steps:
    """Some consecutive steps of an epoch; iterating it gives single batches, which Keras wants to build a model."""

    def __init__(self, source: FusedEpochIterator, order: Any, first: int, last: int) -> None:
        """Cover the steps `first` (from 0) to before `last`, of the rows in `order` (n,) int32."""
        self.inputs, self.order, self.batch_size = source.inputs, order, source.batch_size
        self.first, self.last = first, last
        self.wall_s = 0.0
        self._stock = source.stock_dataset()

    def __iter__(self) -> Iterator[Any]:
        return iter(self._stock)

    def __next__(self) -> Any:
        return next(iter(self._stock))


class FusedEpochIterator(keras_trainer.TFEpochIterator):
    """Hands out an epoch in few, large pieces."""

    _shuffled: bool
    _steps_at_a_time: int
    batch_size: int
    inputs: Any

    @classmethod
    def of(cls, stock: Any, *, shuffle: bool) -> FusedEpochIterator:
        """Take the place of Keras' own iterator, with what that has prepared."""
        iterator = cls.__new__(cls)
        iterator.__dict__.update(stock.__dict__)
        iterator._shuffled = shuffle
        iterator._steps_at_a_time = FIRST_STEPS
        iterator.batch_size = iterator.data_adapter._batch_size
        iterator.inputs = _tensors(iterator.data_adapter)
        return iterator

    def stock_dataset(self) -> Any:
        """The batches as Keras would take them."""
        return self._distributed_dataset

    def _enumerate_iterator(self) -> Iterator[tuple[int, int, Steps]]:
        order = tf.range(self.data_adapter._num_samples, dtype=tf.int32)
        if self._shuffled:
            order = tf.random.shuffle(order)
        first = 0
        while first < self._num_batches:
            last = min(first + self._steps_at_a_time, self._num_batches)
            steps = Steps(self, order, first, last)
            yield first, last - 1, steps
            first = last
            if steps.wall_s:
                per_step_s = steps.wall_s / (steps.last - steps.first)
                self._steps_at_a_time = max(1, int(SLICE_S / per_step_s))


def install() -> None:
    """Exchange the two pieces in Keras, once; nothing changes until a `fit` runs inside `fused(...)`."""
    stock_iterator, stock_make = keras_trainer.TFEpochIterator, keras_trainer.TensorFlowTrainer._make_function
    if not isinstance(stock_iterator, type):
        return

    def choose_iterator(*args: Any, **kwargs: Any) -> Any:
        iterator = stock_iterator(*args, **kwargs)
        if _allowed.get() and _takes_whole_epochs(kwargs) and _is_in_memory(iterator.data_adapter):
            return FusedEpochIterator.of(iterator, shuffle=bool(kwargs.get("shuffle", False)))
        return iterator

    def make_function(model: Any, step_function: Any) -> Any:
        return _with_fused_path(model, step_function, stock_make(model, step_function))

    keras_trainer.TFEpochIterator = choose_iterator
    keras_trainer.TensorFlowTrainer._make_function = make_function


@contextlib.contextmanager
def fused(model: Any, callbacks: Any) -> Iterator[bool]:
    """Let the `fit` of `model` inside run fused where that changes nothing but time; tell whether it may."""
    allowed = _is_built_in(model) and not _watches_batches(callbacks)
    token = _allowed.set(allowed)
    try:
        yield allowed
    finally:
        _allowed.reset(token)


def _with_fused_path(model: Any, step_function: Any, stock: Any) -> Any:
    """A train or test function that also takes `Steps`."""

    @tf.function(reduce_retracing=True)
    def batches(inputs: Any, order: Any, first: Any, last: Any, size: Any) -> None:
        rows = tf.size(order)
        for step in tf.range(first, last):
            begin = step * size
            step_function(_rows(inputs, tf.slice(order, [begin], [tf.minimum(size, rows - begin)])))

    batches._omit_frequent_tracing_warning = True

    def function(iterator: Any) -> Any:
        if not isinstance(iterator, Steps):
            return stock(iterator)
        started = time.monotonic()
        steps = iterator
        first, last, size = map(tf.constant, (steps.first, steps.last, steps.batch_size))
        batches(steps.inputs, steps.order, first, last, size)
        logs = model.get_metrics_result()
        steps.wall_s = time.monotonic() - started
        return logs

    return function


def _rows(inputs: Any, index: Any) -> Any:
    return tree.map_structure(lambda array: tf.gather(array, index), inputs)


def _takes_whole_epochs(arguments: dict[str, Any]) -> bool:
    return (
        arguments.get("steps_per_epoch") is None
        and arguments.get("steps_per_execution", 1) == 1
        and arguments.get("shuffle", False) in (True, False)
    )


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


def _tensors(adapter: Any) -> Any:
    """The adapter's arrays as tensors of the types that Keras would feed to the model."""
    sliceable = array_slicing.convert_to_sliceable(adapter._inputs, target_backend="tensorflow")
    return tree.map_structure(
        lambda part: tf.convert_to_tensor(getattr(part, "array", part)), tree.lists_to_tuples(sliceable)
    )


def _is_built_in(model: Any) -> bool:
    """Whether nothing in the model is of the student's own making."""
    trainer = keras_trainer.TensorFlowTrainer
    own_step = any(getattr(type(model), name) is not getattr(trainer, name) for name in ("train_step", "test_step"))
    parts = [*model._flatten_layers(), model.optimizer, *_losses_and_metrics(model)]
    return not own_step and not model.run_eagerly and all(_is_keras(part) for part in parts)


def _losses_and_metrics(model: Any) -> list[Any]:
    given = [getattr(model, "_compile_loss", None), getattr(model, "_compile_metrics", None)]
    named = []
    for compiled in filter(None, given):
        for attribute in ("_user_loss", "_user_metrics", "_user_weighted_metrics"):
            named += [part for part in tree.flatten(getattr(compiled, attribute, None)) if part is not None]
    return [part for part in named if not isinstance(part, str)]


def _is_keras(part: Any) -> bool:
    module = getattr(part, "__module__", "") if callable(part) and not hasattr(part, "get_config") else ""
    return (module or type(part).__module__).startswith("keras.")


def _watches_batches(callbacks: Any) -> bool:
    listed = callbacks.callbacks if isinstance(callbacks, keras_callbacks.CallbackList) else tree.flatten(callbacks)
    stock = keras_callbacks.Callback
    return any(
        getattr(type(callback), hook, None) is not getattr(stock, hook)
        for callback in listed
        if callback is not None and not type(callback).__module__.startswith("keras.")
        for hook in BATCH_HOOKS
    )
