"""Sends what a call was given of data, and what was sent already only by its number."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from .summary import as_array, summarise
from .watch import Watch

MARKED_ROWS = 64
MAX_PREDICTIONS = 20
"""Of one model in one cell that are sent; a loop over single images says nothing more."""


class Predictions:
    """Tells what models are asked."""

    def __init__(self, watch: Watch) -> None:
        """Nothing was asked yet."""
        self._watch = watch
        self._counted: dict[int, tuple[int | None, int]] = {}

    def tell(self, model: Any, x: Any, result: Any) -> None:
        """The model was asked about the rows `x` and gave `result`."""
        watch = self._watch
        number, cell = watch.number(model), watch.count()
        before, times = self._counted.get(number, (cell, 0))
        times = times + 1 if before == cell else 1
        self._counted[number] = cell, times
        if times > MAX_PREDICTIONS:
            return
        run, state = watch.trained_by(model)
        watch.channel.send(
            "predicted",
            execution_count=cell,
            model_id=number,
            run=run,
            state=state,
            x=outline(x),
            output_shape=[int(length) for length in getattr(result, "shape", ())],
        )


def send_with_data(watch: Watch, event: str, data: dict[str, Any], **fields: Any) -> int:
    """Send an event with the summaries of `data` (key → what was passed) and, unless they went
    before, their arrays.
    """
    identity = _identity(data)
    summaries, arrays, earlier = _summarise_once(data, identity, watch)
    fields.setdefault("execution_count", watch.count())
    number = watch.channel.send(event, arrays=arrays, same_arrays_as=earlier, **fields, **summaries)
    if arrays and identity is not None and number:
        watch.sent[identity] = (number, summaries)
    return number


def outline(value: Any) -> dict[str, Any] | None:
    """An `ArraySummary` as a dict, without looking at the rows one by one."""
    array = as_array(value)
    if array is None:
        return summarise(value, "x")[0]
    low, high = (float(array.min()), float(array.max())) if array.size else (0.0, 0.0)
    shape = [int(length) for length in array.shape]
    return {"key": "x", "shape": shape, "dtype": str(array.dtype), "minimum": low, "maximum": high}


def _summarise_once(
    data: dict[str, Any], identity: tuple[Any, ...] | None, watch: Watch
) -> tuple[dict[str, Any], dict[str, Any], int | None]:
    """Summaries by key, the arrays to send, or the frame that has sent the same ones already."""
    if identity is not None and identity in watch.sent:
        earlier, summaries = watch.sent[identity]
        return summaries, {}, earlier
    summaries, arrays = {}, {}
    for key, value in data.items():
        summaries[key], more = summarise(value, key)
        arrays.update(more)
    return summaries, arrays, None


def _identity(data: dict[str, Any]) -> tuple[Any, ...] | None:
    """What tells a set of arrays from others: where they lie in memory and what they hold; None for
    other things.
    """
    marks = [(key, mark_of(value)) for key, value in sorted(data.items())]
    return None if any(mark is None for _, mark in marks) else tuple(marks)


def validated_with(given: Any) -> tuple[Any, Any]:
    """Inputs and targets out of the `validation_data` of a `fit`."""
    if isinstance(given, (tuple, list)) and len(given) >= 2:
        return given[0], given[1]
    return given, None


def marks_of(given: Mapping[str, Any]) -> list[tuple[Any, ...] | None]:
    """The marks of all data among the arguments of a `fit`."""
    validation = validated_with(given.get("validation_data"))
    return [mark_of(each) for each in (given.get("x"), given.get("y"), *validation)]


def mark_of(value: Any) -> tuple[Any, ...] | None:
    """Where an array lies in memory and what it holds, row for row; None for other things, () for
    nothing.
    """
    if value is None:
        return ()
    if not isinstance(value, np.ndarray) or value.ndim == 0 or value.dtype.kind not in "buif":
        return None
    step = max(1, len(value) // MARKED_ROWS)
    place = value.__array_interface__["data"][0]
    return (place, value.shape, str(value.dtype), hash(value[::step].tobytes()), _sums(value))


def _sums(value: np.ndarray) -> int:
    """Of sums of the rows, in which every bit counts, as fast as memory is read: rows that have
    changed places tell, too.
    """
    if not value.size:
        return 0
    row_bytes = value.nbytes // len(value)
    if not value.flags.c_contiguous or row_bytes <= value.itemsize or row_bytes % 8:
        return zlib.crc32(np.ascontiguousarray(value).data)
    rows = value.reshape(len(value), -1).view(np.uint64)
    return zlib.crc32(rows.sum(axis=1, dtype=np.uint64).data)
