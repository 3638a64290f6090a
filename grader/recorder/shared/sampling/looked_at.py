"""Keeps rows of some batches of a training, whose steps nobody computes again.

Batches that come otherwise than those that were passed to `fit`, by whatever stands between, show
only where somebody looks at them. Taking one out of its iterator and putting it back takes as long
as some quick steps, so of a short training fewer are looked at.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any

from .further import FurtherSteps
from .kept import rows
from .one_batch import is_of_one_device, is_plain, iterator_like
from .taken import TakenStep

MOST = 24
"""Together with those of the steps that are kept, one strange batch in ten is missed in one
training of thirty.
"""
ROWS = 32
"""Of each."""
SHARE = 0.05
"""Of the time, for looking."""
FIRST = 4
"""So many are looked at whatever that takes."""


class BatchesLookedAt:
    """Rows of batches that were drawn, all as likely where there is time."""

    def __init__(self, shielded: Callable[[], AbstractContextManager[Any]]) -> None:
        """Nothing was drawn yet; a fault of ours inside of `shielded()` costs nobody anything."""
        self._shielded = shielded
        self._drawn = FurtherSteps(most=MOST)
        self._places: set[int] = set()
        self._draws_each = False
        self._started, self._spent_s, self._looks = time.monotonic(), 0.0, 0

    @property
    def kept(self) -> list[TakenStep]:
        """A batch `x` each."""
        return self._drawn.kept

    def epoch_begins(self, steps: int) -> None:
        """Draw among its `steps`; 0 where nobody knows how many there will be."""
        self._draws_each = not steps
        self._places = self._drawn.drawn_of(steps, beside=None)

    def look(self, iterator: Any, model: Any, epoch: int, step: int) -> Any:
        """The iterator with which the model's next step, of this number in its epoch, both from 0,
        is to be taken: the same, or where it was drawn one over its batch alone.
        """
        drawn = self._drawn.draws() if self._draws_each else step in self._places
        if not drawn or not self._is_affordable():
            return iterator
        strategy = model.distribute_strategy
        if not (is_plain(iterator) or is_of_one_device(iterator, strategy)):
            return iterator
        began = time.monotonic()
        batch = next(iterator, None)
        if batch is None:
            return iterator  # its end, which the step tells as Keras expects it
        with self._shielded():
            kept = rows(batch)
            if "x" in kept:
                self._drawn.keep(TakenStep(epoch, step, {"x": kept["x"][:ROWS].copy()}))
        alone = iterator_like(iterator, batch, strategy)
        self._looks += 1
        self._spent_s += time.monotonic() - began
        return alone

    def _is_affordable(self) -> bool:
        elapsed = time.monotonic() - self._started
        return self._looks < FIRST or self._spent_s < SHARE * elapsed
