"""Looks at the rows of a `fit` while it goes on: what a generator yields, what a `Sequence` gives,
arrays that change.

What was there at the start tells nothing of what is trained on in the hundredth epoch. Batches are
looked at as `pieces.py` draws them, over the whole training; of arrays a few rows an epoch are
compared with what they were.
"""

from __future__ import annotations

import functools
import importlib
import types
from collections.abc import Iterator
from typing import Any

import numpy as np

from ..events.summary import as_array
from ..events.watch import Watch
from . import chance
from .pieces import Pieces

KEPT_ROWS = 4_096
"""Of an array, whose digests are kept."""
ROWS_AN_EPOCH = 64
CHANGED_ROWS = 512
"""Looked at in an epoch in which one of them had changed."""


def install(watch: Watch) -> None:
    """See every batch that Keras 3 takes from a `Sequence`, whichever thread takes it."""
    adapters = importlib.import_module("keras.src.trainers.data_adapters.py_dataset_adapter")
    stock = adapters.PyDatasetAdapter._standardize_batch

    @functools.wraps(stock)
    def standardize(self: Any, batch: Any) -> Any:
        pieces = watch.looked_into.get(id(self.py_dataset))
        if pieces is not None:
            with watch.shielded():
                _look(pieces, batch)
        return stock(self, batch)

    adapters.PyDatasetAdapter._standardize_batch = standardize


class WatchedInput:
    """What one `fit` is given, watched until it ends."""

    def __init__(self, data: Any, watch: Watch) -> None:
        """Take what was passed as `x`; `given` is what is to be passed on in its place."""
        self.given, self._data, self._watch = data, data, watch
        self._pieces = Pieces()
        self._kept: dict[int, int] = {}
        if isinstance(data, types.GeneratorType):
            self.given = _looked_at(data, self._pieces, watch)
        elif hasattr(data, "__getitem__") and as_array(data) is None:
            watch.looked_into[id(data)] = self._pieces

    def steps_follow(self) -> None:
        """The training begins, and is done here: note what some rows of an array are now."""
        data = self._data
        if isinstance(data, np.ndarray) and data.ndim > 1 and len(data):
            self._keep(data)

    def epoch_ended(self) -> None:
        """Compare a few rows of an array with what they were when the training began."""
        if not self._kept:
            return
        places = chance.RANDOM.sample(list(self._kept), min(ROWS_AN_EPOCH, len(self._kept)))
        if any(_digest(self._data[place]) != self._kept[place] for place in places):
            chosen = chance.RANDOM.sample(
                range(len(self._data)), min(CHANGED_ROWS, len(self._data))
            )
            self._pieces.look_at(np.asarray(self._data[sorted(chosen)]))

    def rows(self) -> Pieces | None:
        """What was seen meanwhile; None where that is nothing more than the start showed. Nothing
        is looked at any more.
        """
        self._watch.looked_into.pop(id(self._data), None)
        return self._pieces if len(self._pieces) else None

    def _keep(self, array: np.ndarray) -> None:
        places = chance.RANDOM.sample(range(len(array)), min(KEPT_ROWS, len(array)))
        self._kept = {place: _digest(array[place]) for place in places}


def _looked_at(batches: Iterator[Any], pieces: Pieces, watch: Watch) -> Iterator[Any]:
    """The same batches, one after another; the student's generator is left where the training
    stopped.
    """
    while True:
        try:
            batch = next(batches)
        except StopIteration:
            return
        with watch.shielded():
            _look(pieces, batch)
        yield batch


def _look(pieces: Pieces, batch: Any) -> None:
    if pieces.wants_more():
        rows = as_array(batch[0] if isinstance(batch, (tuple, list)) else batch)
        if rows is not None:
            pieces.look_at(rows)


def _digest(row: Any) -> int:
    return hash(np.ascontiguousarray(row).tobytes())
