"""Hashes what each row of training data is to be taken for, whatever that is multiplied with.

Targets that stand for a class are as many as there are classes: numbers, rows with a single 1, the
same smoothed or weighed. Those that another network gave, or that are mixed, are different for
each row.
"""

from __future__ import annotations

import numpy as np

from .fingerprint import row_hashes

MAX_WIDTH = 1_000
"""Numbers of a target up to which its least becomes 0 and its greatest 1."""
CHUNK_ROWS = 10_000


def target_hashes(targets: np.ndarray) -> np.ndarray:
    """A hash (n,) uint64 of each of `targets` (n, ...)."""
    if not len(targets) or not 1 < targets[0].size <= MAX_WIDTH:
        return row_hashes(targets)
    parts = (targets[start : start + CHUNK_ROWS] for start in range(0, len(targets), CHUNK_ROWS))
    return np.concatenate([row_hashes(_stretched(part), (0.0, 1.0)) for part in parts])


def _stretched(targets: np.ndarray) -> np.ndarray:
    """The same as rows from 0 to 1; those that are one number are all 0."""
    rows = targets.reshape(len(targets), -1).astype(np.float64)
    rows = rows - rows.min(1, keepdims=True)
    greatest = rows.max(1, keepdims=True)
    return np.divide(rows, greatest, out=np.zeros_like(rows), where=greatest > 0)
