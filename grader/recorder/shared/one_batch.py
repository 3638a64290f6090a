"""Puts an iterator over one batch in the place of a pipeline's."""

from __future__ import annotations

from typing import Any

import tensorflow as tf


def is_plain(iterator: Any) -> bool:
    """Whether it is a pipeline whose batches are tensors of known types, so that one can be put in
    another's place.
    """
    if not isinstance(iterator, tf.data.Iterator):
        return False
    return all(isinstance(spec, tf.TensorSpec) for spec in tf.nest.flatten(iterator.element_spec))


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
        return iter(tf.data.Dataset.from_generator(lambda: iter([batch]), output_signature=spec))
    except Exception:
        return iter([batch])
