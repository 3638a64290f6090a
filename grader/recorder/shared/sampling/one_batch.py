"""Puts an iterator over one batch in the place of a pipeline's."""

from __future__ import annotations

from typing import Any

import tensorflow as tf
from tensorflow.python.distribute.input_lib import DistributedIterator

from ...events.switches import exchanged

UNUSED = {"StrategyBase._scale_loss_for_estimator_enabled"}
"""What contextlib has made, and no training of Keras' calls."""
STRATEGIES = (tf.distribute.MirroredStrategy, tf.distribute.OneDeviceStrategy)


def is_plain(iterator: Any) -> bool:
    """Whether it is a pipeline whose batches are tensors of known types, so that one can be put in
    another's place.
    """
    if not isinstance(iterator, tf.data.Iterator):
        return False
    return all(isinstance(spec, tf.TensorSpec) for spec in tf.nest.flatten(iterator.element_spec))


def is_of_one_device(iterator: Any, strategy: Any) -> bool:
    """Whether it is TensorFlow's own for a strategy with one device, as TensorFlow made both: its
    batches are those of a pipeline of tensors.
    """
    if type(iterator) is not DistributedIterator or type(strategy) not in STRATEGIES:
        return False
    for part in (strategy, strategy.extended):
        own = {
            name
            for kind in type(part).__mro__
            for name, held in vars(kind).items()
            if callable(held)
        }
        if not own.isdisjoint(vars(part)) or set(exchanged([part])) - UNUSED:
            return False
    return all(type(spec) is tf.TensorSpec for spec in tf.nest.flatten(iterator.element_spec))


def iterator_like(iterator: Any, batch: Any, strategy: Any) -> Any:
    """An iterator over this batch alone, of the same type as `iterator`: a step that is traced
    again for another type could be another step.
    """
    spec = iterator.element_spec
    if not isinstance(iterator, DistributedIterator):
        return iterator_over(batch, spec)
    alone = tf.data.Dataset.from_generator(lambda: iter([batch]), output_signature=spec)
    return iter(strategy.experimental_distribute_dataset(alone))


def iterator_over(batch: Any, spec: Any) -> Any:
    """An iterator over this batch alone, of the same type as the one that it comes from, so that
    nothing is traced again, unless the batch has another number of rows than that says.
    """
    if not all(
        known.shape.is_compatible_with(part.shape)
        for known, part in zip(tf.nest.flatten(spec), tf.nest.flatten(batch))
    ):
        spec = tf.nest.map_structure(tf.TensorSpec.from_tensor, batch)
    try:
        alone = tf.data.experimental.to_variant(tf.data.Dataset.from_tensors(batch))
        return iter(tf.data.experimental.from_variant(alone, spec))
    except Exception:
        return iter([batch])
