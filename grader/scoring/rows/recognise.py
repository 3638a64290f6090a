"""Finds the canonical examples among the rows that a student passed to `fit`.

The recorder sends a hash of each row, taken after the array's own [minimum, maximum] was mapped to
0..255; so scaled images hash like the canonical ones. Where the student did more than scale, the
canonical images are prepared in the same way first and hashed with the student's bounds.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from grader.recorder.shared.fingerprint import finished, levels, position_factors, row_hashes
from grader.scoring.preparation.geometry import Geometry
from grader.scoring.preparation.recover import Preparation
from grader.scoring.preparation.values import is_uniform

CHUNK_ROWS = 5000
Bounds = tuple[float, float]


@dataclass(frozen=True)
class KnownRows:
    """Hashes of the canonical examples in one preparation."""

    train: np.ndarray
    """(n,) uint64"""
    held_out: np.ndarray
    """(m,) uint64"""
    ambiguous: np.ndarray
    """Held-out rows whose hash accuses nobody: constant rows, and images that the training data has
    too.
    """

    def count(self, hashes: np.ndarray) -> tuple[int, int]:
        """How many of `hashes` (k,) are training rows and how many held-out rows."""
        among_train, among_held_out = (among(hashes, known) for known in self._telling)
        return int(among_train.sum()), int(among_held_out.sum())

    def held_out_among(self, hashes: np.ndarray) -> np.ndarray:
        """Which held-out rows are among `hashes` (k,), as (m,) bool; ambiguous ones included."""
        return np.isin(self.held_out, hashes)

    def find(self, hashes: np.ndarray) -> np.ndarray:
        """Where each of `hashes` (k,) stands in training and held-out data one after the other; -1
        where nowhere.
        """
        known, order = self._in_order
        place = np.searchsorted(known, hashes).clip(max=len(known) - 1)
        return np.where(known[place] == hashes, order[place], -1)

    @cached_property
    def _telling(self) -> tuple[np.ndarray, np.ndarray]:
        """Training rows, and held-out rows that are not ambiguous, by their hashes."""
        return np.unique(self.train), np.setdiff1d(self.held_out, self.ambiguous)

    @cached_property
    def _in_order(self) -> tuple[np.ndarray, np.ndarray]:
        """All hashes in ascending order, and where each stands."""
        known = np.concatenate([self.train, self.held_out])
        order = np.argsort(known, kind="stable")
        return known[order], order


def among(hashes: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Which of the `hashes` (k,) are among those `known` (n,), which are in ascending order."""
    if not len(known):
        return np.zeros(len(hashes), bool)
    there: np.ndarray = known[np.searchsorted(known, hashes).clip(max=len(known) - 1)] == hashes
    return there


def know_rows(
    train: np.ndarray,
    held_out: np.ndarray,
    *,
    preparation: Preparation | None = None,
    bounds: Bounds | None = None,
) -> KnownRows:
    """Hash the canonical images (n, ...) and (m, ...).

    With a `preparation` they are prepared first; `bounds` are then the student's array's minimum
    and maximum.
    """
    ends = bounds or (
        float(min(train.min(), held_out.min())),
        float(max(train.max(), held_out.max())),
    )
    train_hashes, held_out_hashes = (
        _hashes(images, preparation, ends) for images in (train, held_out)
    )
    flat = held_out.reshape(len(held_out), -1)
    constant = held_out_hashes[flat.min(1) == flat.max(1)]
    return KnownRows(
        train_hashes,
        held_out_hashes,
        np.union1d(constant, np.intersect1d(train_hashes, held_out_hashes)),
    )


def hashes_one_by_one(rows: np.ndarray) -> np.ndarray:
    """Hash every row of `rows` (n, ...) between its own least and greatest value, whatever other
    rows hold; returns (n,) uint64.
    """
    parts = []
    for start in range(0, len(rows), CHUNK_ROWS):
        flat = rows[start : start + CHUNK_ROWS].reshape(-1, math.prod(rows.shape[1:]))
        low, high = flat.min(1, keepdims=True), flat.max(1, keepdims=True)
        span = high.astype(np.float64) - low
        with np.errstate(over="ignore", invalid="ignore"):
            stretched = (flat - low.astype(np.float64)) / np.where(span > 0, span, 1.0)
        parts.append(row_hashes(stretched, (0.0, 1.0)))
    return np.concatenate(parts) if parts else np.empty(0, np.uint64)


def _hashes(images: np.ndarray, preparation: Preparation | None, bounds: Bounds) -> np.ndarray:
    if preparation is None:
        return row_hashes(images, bounds)
    if is_uniform(preparation.values):
        return _hashes_laid_out(images, preparation, bounds)
    rows = preparation.rows_at_a_time
    parts = (
        preparation.apply(images[start : start + rows]) for start in range(0, len(images), rows)
    )
    return np.concatenate([row_hashes(np.clip(part, *bounds), bounds) for part in parts])


def _hashes_laid_out(images: np.ndarray, preparation: Preparation, bounds: Bounds) -> np.ndarray:
    """The same without laying any image out, where every pixel is changed in the same way.

    A hash is a sum over places, so each pixel's factor is the sum over the places that it goes to,
    and all that is padded adds one number: an image of 700×700 costs what one of 28×28 does.
    """
    factors, padding = _pixel_factors(preparation.geometry, images.shape[1:])
    added = _levels(preparation.values.apply(np.zeros((1, 1))), bounds)[0, 0] * padding
    sums = np.empty(len(images), np.uint64)
    for start in range(0, len(images), CHUNK_ROWS):
        rows = preparation.normed(images[start : start + CHUNK_ROWS])
        values = preparation.values.apply(rows.reshape(len(rows), -1))
        sums[start : start + CHUNK_ROWS] = (_levels(values, bounds) * factors).sum(
            axis=1, dtype=np.uint64
        ) + added
    return finished(sums, math.prod(preparation.geometry.target))


def _pixel_factors(geometry: Geometry, source: tuple[int, ...]) -> tuple[np.ndarray, np.uint64]:
    """Each pixel's share in the sum, (pixels,) uint64, and that of the places that are padded."""
    pixels = math.prod(source)
    origins = geometry.apply(np.arange(1, pixels + 1).reshape(1, *source)).reshape(-1)
    shares = np.zeros(pixels + 1, np.uint64)
    np.add.at(shares, origins, position_factors(len(origins)))
    return shares[1:], shares[0]


def _levels(values: np.ndarray, bounds: Bounds) -> np.ndarray:
    """The numbers 0 to 255 that prepared `values` (n, v) are hashed as; uint64."""
    return levels(np.clip(values.astype(np.float32), *bounds), *bounds).astype(np.uint64)
