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
EVEN = 1e-4
"""By so much of their size distances may differ that are called even: numbers are rounded."""
UNKNOWN_BYTES = 1024**3
"""What something may hold of which nobody can say how large it is."""
BYTES_OF_A_NUMBER = 4
HANDLES = ("resource", "variant")
"""Types of tensors that stand for variables and pipelines."""
PYTHON = frozenset({"EagerPyFunc", "PyFunc", "PyFuncStateless"})
FROM_ELSEWHERE = PYTHON | {
    *("VarHandleOp", "VariableV2", "TemporaryVariable", "ReadFile", "RestoreV2", "Restore"),
    *("RestoreSlice", "ReaderReadV2", "ReaderReadUpToV2", "FixedLengthRecordReaderV2"),
    *("LookupTableFindV2", "LookupTableExportV2", "QueueDequeueV2", "QueueDequeueManyV2"),
    *("QueueDequeueUpToV2", "Unstage", "StagePeek", "MapUnstage", "MapPeek", "OrderedMapUnstage"),
    *("OrderedMapPeek", "MapUnstageNoKey", "OrderedMapUnstageNoKey", "GetSessionTensor"),
    *("BarrierTakeMany", "AccumulatorTakeGradient", "ResourceAccumulatorTakeGradient"),
    *("ConditionalAccumulator", "DecodeRaw", "DecodeBase64", "DecodeCompressed", "ParseTensor"),
}
"""Operations that bring numbers into a graph that stand neither in its constants nor in variables
that it knows.
"""
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


def operations_from_elsewhere(graph: Any) -> frozenset[str]:
    """Those of `FROM_ELSEWHERE` that the graph of a step has."""
    return FROM_ELSEWHERE & {node.op for node in _nodes_in(graph)}


def bytes_held(
    graph: Any, accounted_for: Container[int], known: Container[bytes] = frozenset()
) -> int:
    """How much the graph of a step holds in constants, tensors from outside, and variables other
    than those that are `accounted_for`, by their identities; arrays whose bytes are `known` don't
    count.
    """
    tensors = (
        np.asarray(outside.numpy())
        for outside, _ in graph.captures
        if hasattr(outside, "numpy") and outside.dtype.name not in HANDLES
    )
    size = sum(array.nbytes for array in tensors if array.tobytes() not in known)
    handles = set()
    for variable in graph.variables:
        handles |= {id(variable.handle)}
        if id(variable) not in accounted_for:
            size += int(np.asarray(variable.numpy()).nbytes)
    for outside, _ in graph.captures:
        if outside.dtype.name == "resource" and id(outside) not in handles:
            size += 0 if id(outside) in accounted_for else _size_behind(outside)
    return size + sum(map(len, _constants_in(graph, known)))


def _size_behind(handle: Any) -> int:
    """How many bytes the variable has whose handle stands in a graph, though no variable does."""
    data = getattr(handle, "_handle_data", None)
    if data is None or not data.is_set or not data.shape_and_type:
        return UNKNOWN_BYTES  # a table, or a pipeline
    sizes = [math.prod(dim.size for dim in part.shape.dim) for part in data.shape_and_type]
    return sum(sizes) * BYTES_OF_A_NUMBER if min(sizes, default=0) >= 0 else UNKNOWN_BYTES


def _constants_in(graph: Any, known: Container[bytes]) -> set[bytes]:
    """Those that say something, each once."""
    import tensorflow as tf

    found = {}
    for node in _nodes_in(graph):
        held = node.attr["value"].tensor
        if node.op == "Const" and _is_more_than_a_shape(held):
            found[held.SerializeToString()] = held
    return {
        text
        for text, held in found.items()
        if held.string_val or not _says_nothing(tf.make_ndarray(held), known)
    }


def _says_nothing(array: np.ndarray, known: Container[bytes]) -> bool:
    """Whether it is known, or numbers at even distances but for the ends, as the thresholds of
    Keras' AUC.
    """
    if array.tobytes() in known:
        return True
    if array.dtype.kind not in "fiu" or array.size < FEWEST_NUMBERS:
        return False
    distances = np.diff(array.ravel()[1:-1].astype(np.float64))
    return float(np.ptp(distances)) <= EVEN * float(np.abs(distances).max())


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
