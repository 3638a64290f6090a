"""Finds the rows that a training step holds itself, beside those of its batch.

Whatever a step of the student's own computes, what it computes it with stands in its graph:
constants, and tensors and variables from outside. Those that have the form of examples are handed
over, some rows of each; whether they are rows that the model is measured with is for the host to
say. Finished weights may stand there, too, in any form; how much there is bounds what they can be.
"""

from __future__ import annotations

import math
from collections.abc import Container, Iterator
from typing import Any

import numpy as np

from . import chance

FEWEST_NUMBERS = 5
"""Fewer in a constant are a shape, or axes."""
HANDLES = ("resource", "variant")
"""Types of tensors that stand for variables and pipelines."""
FEWEST_ROWS = 16
"""Fewer are no set to learn."""
MOST_ROWS = 400
"""Of all that is handed over."""
MOST_ARRAYS = 50
MAX_BYTES = 4 * 1024**2


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
    parts = [array[_sampled_rows(len(array), max(1, most))] for array in found]
    return np.concatenate([np.asarray(part, np.float32).reshape(-1, *shape) for part in parts])


def bytes_held(graph: Any, accounted_for: Container[int]) -> int:
    """How much the graph of a step holds in constants, tensors from outside, and variables other
    than those that are `accounted_for`, by their identities.
    """
    size = sum(
        int(outside.numpy().nbytes)
        for outside, _ in graph.captures
        if hasattr(outside, "numpy") and outside.dtype.name not in HANDLES
    )
    for variable in graph.variables:
        if id(variable) not in accounted_for:
            size += int(np.asarray(variable.numpy()).nbytes)
    constants = {
        node.attr["value"].tensor.SerializeToString()
        for node in _nodes_in(graph)
        if node.op == "Const" and _is_more_than_a_shape(node.attr["value"].tensor)
    }
    return size + sum(map(len, constants))


def _is_more_than_a_shape(held: Any) -> bool:
    """Whether a constant has many numbers, or a text, which may be made of any."""
    return bool(held.string_val) or math.prod(d.size for d in held.tensor_shape.dim) >= (
        FEWEST_NUMBERS
    )


def _sampled_rows(rows: int, most: int) -> list[int]:
    return sorted(chance.RANDOM.sample(range(rows), min(rows, most)))


def _arrays_in(graph: Any) -> Iterator[np.ndarray]:
    """What the graph and the functions in it hold that is two-dimensional or more."""
    import tensorflow as tf

    for outside, _ in graph.captures:
        if len(getattr(outside, "shape", ()) or ()) > 1 and hasattr(outside, "numpy"):
            yield np.asarray(outside.numpy())
    for variable in graph.variables:
        if len(variable.shape) > 1 and not variable.trainable:
            yield np.asarray(variable.numpy())
    for node in _nodes_in(graph):
        if node.op == "Const" and len(node.attr["value"].tensor.tensor_shape.dim) > 1:
            yield np.asarray(tf.make_ndarray(node.attr["value"].tensor))


def _nodes_in(graph: Any) -> Iterator[Any]:
    """Of the graph, and of the functions in it."""
    definition = graph.as_graph_def()
    yield from definition.node
    for function in definition.library.function:
        yield from function.node_def
