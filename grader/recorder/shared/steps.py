"""Takes a model through many batches in one call of a graph.

There are two graphs: a plain one that takes any batch, and for long trainings one compiled by XLA,
which takes whole batches of one size. Compiling takes as long as some ten thousand small steps
save, so it waits until that many are done and many more are to come. The choice depends on counts
alone: the same training is the same to the last bit whenever it is run here.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import tensorflow as tf
from keras.src import tree
from keras.src.backend.tensorflow import trainer as keras_trainer
from keras.src.trainers.data_adapters import array_slicing
from keras.src.trainers.epoch_iterator import EpochIterator

from .first_step import StepSettings, settings_of
from .one_at_a_time import one_at_a_time
from .replay import Taken, replaying
from .sampling.under_way import current

SLICE_S = 0.5
"""How long one call of the graph should last: short enough for an interrupt, long enough to cost
nothing.
"""
FIRST_STEPS = 32
MANY = 8
"""Among fewer steps the time in which their graph is made says nothing of the steps."""
COMPILE_AFTER_STEPS = 10_000
COMPILE_FOR_STEPS = 40_000
"""How many steps must be done, and how many still to come, for compiling them to be worth its
second.
"""


@dataclass
class FusedPlan:
    """What is known of a `fit`, `evaluate` or `predict` before its first step."""

    epochs: int
    compiles: bool
    """Whether XLA does well with every layer."""
    seed: int | None = None
    """Decides, with the number of the epoch, in which order rows are taken; None: as it comes."""
    first_epoch: int = 0
    """How many were done before; a training with a `seed` goes on as if it had not been
    interrupted.
    """
    one_by_one: bool = False
    """Whether a callback wants to see every single step."""
    predicts: bool = False
    """Whether it is a `predict`, which takes no steps."""
    is_followed: bool = False
    """Whether its batches are taken from here."""

    def shuffled(self, order: Any, epoch: int) -> Any:
        """The numbers of the rows (n,) as they are taken in an epoch, counted from 0."""
        if self.seed is None:
            return tf.random.shuffle(order)
        return tf.random.experimental.stateless_shuffle(order, seed=[self.seed, epoch])


class Steps:
    """Some consecutive steps of an epoch; iterating it gives a single batch, which Keras wants to
    build a model.
    """

    def __init__(self, source: FusedEpochIterator, order: Any, first: int, last: int) -> None:
        """Cover the steps `first` (from 0) to before `last`, of the rows in `order` (n,) int32."""
        self.inputs, self.order, self.batch_size = source.inputs, order, source.batch_size
        self.first, self.last = first, last
        self.compiled = False
        self.kept = False
        """Whether it is one step that is kept for computing it again."""
        self.wall_s = 0.0
        self.traced = False
        """Whether their graph was made by this call."""

    def __iter__(self) -> Iterator[Any]:
        return self

    def __next__(self) -> Any:
        return _rows(self.inputs, self.order[self.first * self.batch_size :][: self.batch_size])


class FusedEpochIterator(keras_trainer.TFEpochIterator):
    """Hands out an epoch in few, large pieces."""

    def __init__(self, iterator: EpochIterator, plan: FusedPlan, *, shuffle: bool) -> None:
        """Take the place of Keras' own iterator, with the data that it has."""
        self.__dict__.update(iterator.__dict__)
        self.batch_size = int(iterator.data_adapter._batch_size)
        self._inputs: Any = None
        self._plan, self._shuffled = plan, shuffle
        self._rows = int(iterator.data_adapter._num_samples)
        self._epochs_begun = plan.first_epoch
        self._steps_done = plan.first_epoch * self._num_batches
        self._steps_at_a_time = 1 if plan.one_by_one else FIRST_STEPS

    @property
    def inputs(self) -> Any:
        """The data as tensors, made when the first step is taken."""
        if self._inputs is None:
            self._inputs = as_tensors(self.data_adapter)
        return self._inputs

    def _enumerate_iterator(self) -> Iterator[tuple[int, int, Steps | Taken]]:
        if replaying.get() is not None:
            yield 0, self._num_batches - 1, Taken()
            return
        order = tf.range(self._rows, dtype=tf.int32)
        if self._shuffled:
            order = self._plan.shuffled(order, self._epochs_begun)
        compiled, whole = self._is_worth_compiling(), self._rows // self.batch_size
        self._epochs_begun += 1
        kept = current.get()
        places = kept.handed_out() if kept is not None else []
        first = 0
        while first < self._num_batches:
            last = min(first + self._steps_at_a_time, self._num_batches)
            is_kept = bool(places) and places[0] == first
            if places:
                last = first + 1 if is_kept else min(last, places[0])
            if compiled and first < whole:
                last = min(last, whole)
            steps = Steps(self, order, first, last)
            steps.compiled = compiled and last <= whole
            if is_kept:
                steps.kept, places = True, places[1:]
            yield first, last - 1, steps
            first = last
            if steps.wall_s and not steps.kept and not (steps.traced and last - steps.first < MANY):
                per_step_s = steps.wall_s / (last - steps.first)
                self._steps_at_a_time = max(1, int(SLICE_S / per_step_s))
        self._steps_done += self._num_batches

    def _is_worth_compiling(self) -> bool:
        if not self._plan.compiles or self._steps_done < COMPILE_AFTER_STEPS:
            return False
        to_come = (self._plan.epochs - self._epochs_begun) * self._num_batches
        # With a seed an epoch must not depend on how many follow: fewer are a prefix of more.
        return self._plan.seed is not None or to_come >= COMPILE_FOR_STEPS


class StepFunction:
    """A train or test function that also takes `Steps`."""

    def __init__(self, model: Any, step: Callable[[Any], Any], stock: Callable[[Any], Any]) -> None:
        """`step` trains or tests on one batch; `stock` is what Keras made of it."""
        self._model, self._step, self._stock = model, step, stock
        self._trains = step == model.train_step
        self._plain: dict[str, Any] = {}
        """By the form of the inputs: a model may be trained with a dict of them and evaluated with
        an array.
        """
        self._compiled: dict[int, Any] = {}
        self.settings: StepSettings | None = None
        """What layers and optimizer were set to when the first step was taken, or handed out."""

    def __call__(self, iterator: Any) -> Any:
        """The metrics after these steps."""
        logs = self._logs(iterator)
        if self._trains and self.settings is None:  # it is built, and no callback had its turn
            self.settings = settings_of(self._model)
        return logs

    def _logs(self, iterator: Any) -> Any:
        replay = replaying.get()
        if replay is not None and isinstance(iterator, Taken):
            return replay.logs(trains=self._trains)
        sampled = current.get() if self._trains else None
        if not isinstance(iterator, Steps):
            stock = self._stock
            return one_at_a_time(self._model, stock, iterator) if self._trains else stock(iterator)
        started = time.monotonic()
        if sampled is not None and iterator.kept:
            sampled.keep(
                lambda: self._run(iterator),
                next(iterator),
                place=iterator.first,
                graph=lambda: self._graph_of(iterator),
            )
        else:
            self._run(iterator)
        logs = self._model.get_metrics_result()
        iterator.wall_s = time.monotonic() - started
        return logs

    def _graph_of(self, steps: Steps) -> Any:
        """What has computed them: a graph compiled by XLA is traced for itself."""
        if steps.compiled and (compiled := self._compiled.get(steps.batch_size)) is not None:
            numbers = map(tf.constant, (steps.first, steps.last))
            return compiled.get_concrete_function(steps.inputs, steps.order, *numbers).graph
        return self._plain[repr(_any_number_of_rows(steps.inputs))].get_concrete_function().graph

    def _run(self, steps: Steps) -> None:
        if not (steps.compiled and self._ran_compiled(steps)):
            self._run_plain(steps)

    def _run_plain(self, steps: Steps) -> None:
        rows = _any_number_of_rows(steps.inputs)
        form = repr(rows)
        steps.traced = form not in self._plain
        if steps.traced:
            self._build_metrics(steps)
            self._plain[form] = self._loop(rows)
        numbers = map(tf.constant, (steps.first, steps.last, steps.batch_size))
        self._plain[form](steps.inputs, steps.order, *numbers)

    def _build_metrics(self, steps: Steps) -> None:
        """Make their variables now: a graph that makes variables while it is traced is traced
        twice.
        """
        metrics: Any = self._model._compile_metrics
        outputs: Any = getattr(self._model, "outputs", None) or ()
        if metrics is None or metrics.built or len(outputs) != 1:
            return
        parts: list[Any] = list(steps.inputs) if isinstance(steps.inputs, tuple) else []
        if len(parts) > 1 and tf.is_tensor(parts[1]):
            metrics.build(parts[1][:1], tf.zeros([1, *outputs[0].shape[1:]], outputs[0].dtype))

    def _ran_compiled(self, steps: Steps) -> bool:
        """Whether XLA takes this model; it says so before it has changed anything."""
        steps.traced = steps.batch_size not in self._compiled
        if steps.traced:
            self._compiled[steps.batch_size] = self._loop(
                None, batch_size=steps.batch_size, jit_compile=True
            )
        compiled = self._compiled[steps.batch_size]
        if compiled is None:
            return False
        with contextlib.suppress(tf.errors.OpError, ValueError, TypeError, NotImplementedError):
            compiled(steps.inputs, steps.order, tf.constant(steps.first), tf.constant(steps.last))
            return True
        self._compiled[steps.batch_size] = None
        return False

    def _loop(self, rows: Any, *, batch_size: int | None = None, **options: Any) -> Any:
        """A graph of the steps from `first` to before `last`: of batches of `batch_size`, or of the
        size that it is given.
        """
        step_function = self._step

        def batch_of(order: Any, step: Any, size: Any) -> Any:
            if batch_size is not None:
                return tf.slice(order, [step * batch_size], [batch_size])
            begin = step * size
            return tf.slice(order, [begin], [tf.minimum(size, tf.size(order) - begin)])

        def batches(inputs: Any, order: Any, first: Any, last: Any, size: Any = None) -> None:
            def body(step: Any) -> Any:
                step_function(_rows(inputs, batch_of(order, step, size)))
                return step + 1

            tf.while_loop(lambda step: step < last, body, [first])

        if rows is not None:
            number = tf.TensorSpec([], tf.int32)
            options["input_signature"] = (
                rows,
                tf.TensorSpec([None], tf.int32),
                number,
                number,
                number,
            )
        graph = tf.function(batches, autograph=False, **options)
        graph._omit_frequent_tracing_warning = True
        return graph


def _rows(inputs: Any, index: Any) -> Any:
    return tree.map_structure(lambda array: tf.gather(array, index), inputs)


def rows_between(inputs: Any, first: int, last: int) -> Any:
    """The rows from `first` to before `last` of every array."""
    return tree.map_structure(lambda array: array[first:last], inputs)


def _any_number_of_rows(inputs: Any) -> Any:
    """What the arrays are, whatever their length: one trace serves training data of any size."""
    return tree.map_structure(
        lambda array: tf.TensorSpec([None, *array.shape[1:]], array.dtype), inputs
    )


def as_tensors(adapter: Any) -> Any:
    """The adapter's arrays as tensors of the types that Keras would feed to the model."""
    sliceable = array_slicing.convert_to_sliceable(adapter._inputs, target_backend="tensorflow")
    return tree.map_structure(
        lambda part: tf.convert_to_tensor(getattr(part, "array", part)),
        tree.lists_to_tuples(sliceable),
    )
