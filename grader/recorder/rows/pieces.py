"""Finds the rows that a model was trained on where they came piece by piece.

A loop over `train_on_batch` hands over the data in a thousand small arrays. The hash of a row needs
the least and greatest value of all of them (see `fingerprint.py`), so the first rows wait until
there are enough to tell; what later goes beyond is clipped, here and by the host. At first every
piece is looked at, then some drawn at random, ever more seldom: of a training ten times as long
some twice as many, and of its last epochs as many as of any that are as large a part of it.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from ..shared.fingerprint import row_hashes, value_range
from . import chance

SAMPLE_ROWS = 96
WAITING_ROWS = 512
"""So many rows hold the darkest and the brightest value of any usual data."""
ALL_ROWS = 10_000
"""Up to here every piece is looked at."""
MAX_ROWS = 200_000


class Pieces:
    """Sample, range and hashes of rows that are seen a few at a time."""

    def __init__(self, bounds: tuple[float, float] | None = None) -> None:
        """Nothing was seen yet; `bounds` are the least and the greatest value, where somebody knows
        them.
        """
        self._waiting: list[np.ndarray] = []
        self._hashes: list[np.ndarray] = []
        self._sample = np.empty((0, 0))
        self._bounds = bounds
        self._pieces = self._looked_at = self._rows = 0

    def __len__(self) -> int:
        """How many rows were looked at."""
        return self._rows

    def wants_more(self) -> bool:
        """Whether the next piece is one to look at: after some `ALL_ROWS`, as likely as they are a
        part of all rows so far.
        """
        self._pieces += 1
        if self._rows < ALL_ROWS:
            return True
        passed = self._pieces * self._rows / max(1, self._looked_at)
        return self._rows < MAX_ROWS and chance.RANDOM.random() * passed < ALL_ROWS

    def look_at(self, piece: np.ndarray) -> None:
        """Take note of `piece` (n, ...); one whose rows have another shape than the first ones is
        passed over.
        """
        rows = piece[: MAX_ROWS - self._rows]
        if (
            rows.ndim < 2
            or not rows.size
            or (self._rows and rows.shape[1:] != self._sample.shape[1:])
        ):
            return
        missing = SAMPLE_ROWS - len(self._sample)
        if missing > 0:
            self._sample = (
                np.concatenate([self._sample, rows[:missing]])
                if self._rows
                else rows[:missing].copy()
            )
        self._rows += len(rows)
        self._looked_at += 1
        if self._bounds is not None:
            self._hashes.append(row_hashes(rows, self._bounds))
            return
        self._waiting.append(rows.copy())
        if self._rows >= WAITING_ROWS:
            self._hash_what_waits()

    def described(self, key: str) -> tuple[dict[str, Any], dict[str, np.ndarray]]:
        """An `ArraySummary` as a dict, and the arrays of the npz; of rows that came again only the
        first counts.
        """
        self._hash_what_waits()
        hashes = np.concatenate(self._hashes) if self._hashes else np.empty(0, np.uint64)
        _, first = np.unique(hashes, return_index=True)
        first.sort()
        sampled = first[first < len(self._sample)]
        low, high = self._bounds or (0.0, 0.0)
        summary = {
            "key": key,
            "shape": [len(first), *(int(length) for length in self._sample.shape[1:])],
            "dtype": str(self._sample.dtype),
            "minimum": low,
            "maximum": high,
            "kind": "pieces",
        }
        arrays = {
            f"{key}.sample": self._sample[sampled],
            f"{key}.sample_index": np.arange(len(sampled)),
            f"{key}.row_hashes": hashes[first],
        }
        return summary, arrays

    def _hash_what_waits(self) -> None:
        if not self._waiting:
            return
        if self._bounds is None:
            ranges = [value_range(rows) for rows in self._waiting]
            self._bounds = min(low for low, _ in ranges), max(high for _, high in ranges)
        self._hashes += [row_hashes(rows, self._bounds) for rows in self._waiting]
        self._waiting.clear()
