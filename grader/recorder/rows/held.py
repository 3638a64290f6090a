"""Finds the rows that a training step holds itself, beside those of its batch.

Whatever a step of the student's own computes, what it computes it with stands in its graph:
constants, and tensors and variables from outside. Those that have the form of examples are handed
over, some rows of each; whether they are rows that the model is measured with is for the host to
say.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from random import SystemRandom
from typing import Any

import numpy as np

FEWEST_ROWS = 16
"""Fewer are no set to learn."""
MOST_ROWS = 400
"""Of all that is handed over."""
MOST_ARRAYS = 50
MAX_BYTES = 4 * 1024**2
RANDOM = SystemRandom()
"""Nobody can foresee which rows are looked at."""


def held_rows(graph: Any, shape: tuple[int, ...]) -> np.ndarray | None:
    """Rows (n, …) of the `shape` of one example that the graph of a step holds; None where it holds
    none.
    """
    size = math.prod(shape)
    found: list[np.ndarray] = []
    for array in _arrays_in(graph):
        fits = array.ndim > 1 and array.dtype.kind in "fiu" and math.prod(array.shape[1:]) == size
        if fits and len(array) >= FEWEST_ROWS and len(found) < MOST_ARRAYS:
            found.append(array)
    if not found or size < 2:
        return None
    most = min(MOST_ROWS, max(FEWEST_ROWS, MAX_BYTES // (size * 4))) // len(found)
    parts = [array[_some(len(array), max(1, most))] for array in found]
    return np.concatenate([np.asarray(part, np.float32).reshape(-1, *shape) for part in parts])


def _some(rows: int, most: int) -> list[int]:
    return sorted(RANDOM.sample(range(rows), min(rows, most)))


def _arrays_in(graph: Any) -> Iterator[np.ndarray]:
    """What the graph and the functions in it hold that is two-dimensional or more."""
    import tensorflow as tf

    for outside, _ in graph.captures:
        if len(getattr(outside, "shape", ()) or ()) > 1 and hasattr(outside, "numpy"):
            yield np.asarray(outside.numpy())
    for variable in graph.variables:
        if len(variable.shape) > 1 and not variable.trainable:
            yield np.asarray(variable.numpy())
    definition = graph.as_graph_def()
    functions = (node for function in definition.library.function for node in function.node_def)
    for node in (*definition.node, *functions):
        if node.op == "Const" and len(node.attr["value"].tensor.tensor_shape.dim) > 1:
            yield np.asarray(tf.make_ndarray(node.attr["value"].tensor))
