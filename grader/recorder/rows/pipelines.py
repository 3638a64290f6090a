"""Finds the rows that a pipeline yields.

`fit` may be given a `tf.data` pipeline or a `Sequence` instead of arrays. It is gone through once
more when the training is over, so that nothing is taken from it, for a few seconds at most, and no
further than the training went.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from itertools import islice
from typing import Any

from ..events.summary import as_array
from .pieces import MAX_ROWS, Pieces

LONGEST_S = 4.0
LONGEST_TOGETHER_S = 20.0
"""For all the fits of a notebook."""


def rows_of(
    data: Any, *, steps: int | None, seconds: float, into: Pieces | None = None
) -> Pieces | None:
    """The inputs of its first `steps` batches, or of all of them, beside those `into` which they
    are put; None where it is no pipeline that can be gone through twice.
    """
    batches = _batches(data)
    if batches is None:
        return None
    pieces, deadline = Pieces() if into is None else into, time.monotonic() + seconds
    for batch in islice(batches, steps):
        if pieces.wants_more():
            rows = as_array(batch[0] if isinstance(batch, (tuple, list)) else batch)
            if rows is None:
                return None
            pieces.look_at(rows)
        if len(pieces) >= MAX_ROWS or time.monotonic() > deadline:
            break
    return pieces


def _batches(data: Any) -> Iterator[Any] | None:
    """One after another: of a `Sequence` by its numbers, since iterating it need not end."""
    if hasattr(data, "element_spec"):
        return iter(data)
    if (
        as_array(data) is None
        and not isinstance(data, (dict, list, tuple))
        and hasattr(data, "__getitem__")
        and hasattr(data, "__len__")
    ):
        return (data[place] for place in range(len(data)))
    return None
