"""Which canonical examples are the rows that a student passed to `fit`?

The recorder sends a hash of each row, taken after the array's own [minimum, maximum] was mapped to 0..255; so scaled
images hash like the canonical ones. Where the student did more than scale, the canonical images are prepared in the
same way first and hashed with the student's bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

HashRows = Callable[[np.ndarray], np.ndarray]
"""(n, ...) numbers to (n,) uint64, as `recorder/fingerprint.py` describes."""
Prepare = Callable[[np.ndarray], np.ndarray]
CHUNK_ROWS = 5000


@dataclass(frozen=True, slots=True)
class KnownRows:
    """Hashes of the canonical examples in one preparation."""

    train: np.ndarray
    """(n,) uint64"""
    held_out: np.ndarray
    """(m,) uint64"""
    ambiguous: np.ndarray
    """Held-out rows whose hash accuses nobody: constant rows, and images that the training data has too."""

    def count(self, hashes: np.ndarray) -> tuple[int, int]:
        """How many of `hashes` (k,) are training rows and how many held-out rows."""
        telling = np.setdiff1d(self.held_out, self.ambiguous)
        return int(np.isin(hashes, self.train).sum()), int(np.isin(hashes, telling).sum())

    def find(self, hashes: np.ndarray) -> np.ndarray:
        """Where each of `hashes` (k,) stands in training and held-out data one after the other; -1 where nowhere."""
        known = np.concatenate([self.train, self.held_out])
        order = np.argsort(known, kind="stable")
        place = np.searchsorted(known, hashes, sorter=order).clip(max=len(known) - 1)
        return np.where(known[order[place]] == hashes, order[place], -1)


def know_rows(
    train: np.ndarray,
    held_out: np.ndarray,
    *,
    hash_rows: HashRows,
    prepare: Prepare | None = None,
    bounds: tuple[float, float] | None = None,
) -> KnownRows:
    """Hash the canonical images (n, ...) and (m, ...).

    With `prepare` they are prepared first; `bounds` are then the student's array's minimum and maximum.
    """
    low, high = bounds or (float(min(train.min(), held_out.min())), float(max(train.max(), held_out.max())))
    train_hashes, held_out_hashes = (
        np.concatenate(list(_hashes(images, hash_rows, prepare, (low, high)))) for images in (train, held_out)
    )
    flat = held_out.reshape(len(held_out), -1)
    constant = held_out_hashes[flat.min(1) == flat.max(1)]
    return KnownRows(train_hashes, held_out_hashes, np.union1d(constant, np.intersect1d(train_hashes, held_out_hashes)))


def _hashes(
    images: np.ndarray, hash_rows: HashRows, prepare: Prepare | None, bounds: tuple[float, float]
) -> Iterator[np.ndarray]:
    """Hash a few thousand rows at a time, each time beside one row that holds the bounds and is left out again."""
    for start in range(0, len(images), CHUNK_ROWS):
        part = images[start : start + CHUNK_ROWS]
        rows = (prepare(part) if prepare else part).reshape(len(part), -1)
        rows = np.clip(rows, *bounds) if prepare else rows
        ends = np.full((1, rows.shape[1]), bounds[0], rows.dtype)
        ends[0, -1] = bounds[1]
        yield hash_rows(np.concatenate([rows, ends]))[:-1]
