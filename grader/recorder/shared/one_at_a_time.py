"""Takes one step after another where Keras would take several in one call (`steps_per_execution`).

Of several in one call nobody sees the weights between two, so none of them could be computed again.
Every step is taken so, whichever is kept: a graph that is made for the kept ones alone could be
another one. Nothing changes but time: callbacks are still called after so many.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterator
from typing import Any

import tensorflow as tf

from .sampling.under_way import current


class One(int):
    """A number of steps that is one, and that Keras takes for several.

    What it makes for a single step fails in the midst of the step where there are no more batches,
    and the optimizer may have counted it by then; what it makes for several looks first.
    """

    def __eq__(self, other: object) -> bool:
        return False

    def __hash__(self) -> int:
        return hash(1)


def one_at_a_time(model: Any, step: Callable[[Any], Any], batches: Any) -> Any:
    """What the last of the steps gives that Keras would take of `batches` in one call; some of
    them may be kept (`sampled.py`).
    """
    sampled, several = current.get(), model.steps_per_execution
    take = step if sampled is None else functools.partial(sampled.take, step)
    goes_on = isinstance(batches, (tf.data.Iterator, tf.distribute.DistributedIterator))
    if several == 1 or not goes_on:  # else it is the one batch of `train_on_batch`
        return take(batches)
    with stepping_singly(model):
        logs = take(batches)
        with contextlib.suppress(StopIteration, tf.errors.OutOfRangeError):
            for _ in range(several - 1):
                logs = take(batches)
    return logs


@contextlib.contextmanager
def stepping_singly(model: Any) -> Iterator[None]:
    """Let the model say of itself that it takes one step at a time: Keras asks when a function is
    made, or when it is first called.
    """
    several = model.steps_per_execution
    model.steps_per_execution = One(1)
    try:
        yield
    finally:
        model.steps_per_execution = several
