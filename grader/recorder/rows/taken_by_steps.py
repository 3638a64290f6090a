"""Holds the rows that the steps of a training take against those that it was called with.

Between the call and a step stands code that a student can exchange or call again. What was given
is no more than a claim about what is learnt from.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..events.summary import as_array
from ..shared.fingerprint import value_range
from . import chance
from .pieces import Pieces

ROWS_A_BATCH = 2
"""That are looked at, and the others where one of them was not given."""


class RowsTaken:
    """The batches of one training that was given an array; of another nothing is known."""

    def __init__(self, given: Any) -> None:
        """No step was taken yet."""
        self._others = Pieces()
        self.is_given(given)

    def is_given(self, given: Any) -> None:
        """The steps that follow are to be taken with these rows."""
        array = as_array(given)
        self._source = given
        self._given = array if array is not None and array.ndim > 1 and len(array) else None
        self._known: set[int] = set()
        self._type: Any = None

    def step_takes(self, batch: Any) -> None:
        """A step learns from these rows."""
        if self._given is None or hasattr(batch, "toarray") or not len(batch):
            return
        if not self._known:
            self._type = batch.dtype
            self._known = _hashes(self._given, batch.dtype)
            if not len(self._others):
                self._others = Pieces(value_range(self._given))
        places = chance.RANDOM.sample(range(len(batch)), min(ROWS_A_BATCH, len(batch)))
        known = all(hash(batch[place].tobytes()) in self._known for place in places)
        if not known and self._others.wants_more():
            self._others.look_at(np.asarray(batch))

    def are_exchanged(self) -> bool:
        """Whether what was given holds other rows now than when the first step was taken."""
        now = as_array(self._source) if self._known else None
        return now is not None and _hashes(now, self._type) != self._known

    def others(self) -> Pieces | None:
        """The batches in which a row was seen that nobody gave; None where there was none."""
        return self._others if len(self._others) else None


def _hashes(rows: np.ndarray, dtype: Any) -> set[int]:
    return {hash(row.tobytes()) for row in np.ascontiguousarray(rows, dtype)}
