"""Counts training rows that are no canonical ones and lie nearer to a held-out image than to any
training image.

An augmented training image is nearest to the image that it was made of, or, turned or shifted far,
about as near to one half of the data as to the other. One made of a held-out image, by a little
noise or another brightness, is much nearer to that one.
"""

from __future__ import annotations

import math

import numpy as np

from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.recognise import hashes_one_by_one

NEARER = 0.85
"""Of the distance to the nearest training image. Of augmented training images 0.5 % lie so near to
a held-out one, and 2 % under the worst augmentation (turned by 10 degrees); of held-out ones with
noise of 0.1, or half as bright again, more than 90 %.
"""
LEAST_ROWS = 8
LEAST_SHARE = 0.1
"""So many, and such a share of the unknown rows, must be near: by chance once in some 30,000
trainings on augmented images.
"""
CHUNK_ROWS = 5_000


def near_held_out(unknown: np.ndarray, train: np.ndarray, held_out: np.ndarray) -> int:
    """How many of `unknown` (k, v) are near to `held_out` (m, v) by that measure; 0 where that may
    be chance.

    `train` (n, v) and `held_out` are the canonical images, prepared as the rows were.
    """
    if len(unknown) < LEAST_ROWS:
        return 0
    near = int((_distances(unknown, held_out) < NEARER * _distances(unknown, train)).sum())
    return near if near >= max(LEAST_ROWS, LEAST_SHARE * len(unknown)) else 0


def held_out_one_by_one(sample: np.ndarray | None, canonical: Canonical) -> int:
    """How many rows of `sample` (k, ...) are held-out images when each is looked at by itself: a
    single row of other values hides all of an array from whoever looks at it as a whole. 0 where
    they are few.
    """
    size = math.prod(canonical.dataset.train_x.shape[1:])
    if sample is None or sample.ndim < 2 or sample.dtype.kind not in "buif":
        return 0
    if math.prod(sample.shape[1:]) != size or not np.isfinite(sample).all():
        return 0
    own, known = hashes_one_by_one(sample), canonical.rows_one_by_one
    count = int((np.isin(own, known.held_out) & ~np.isin(own, known.train)).sum())
    return count if count >= LEAST_ROWS else 0


def _distances(rows: np.ndarray, images: np.ndarray) -> np.ndarray:
    """The Euclidean distance of each row (k, v) to the nearest of `images` (n, v)."""
    rows = rows.astype(np.float32)
    best = np.full(len(rows), np.inf, np.float32)
    for start in range(0, len(images), CHUNK_ROWS):
        part = images[start : start + CHUNK_ROWS]
        squares = (rows * rows).sum(1)[:, None] + (part * part).sum(1)[None] - 2 * rows @ part.T
        best = np.minimum(best, squares.min(1))
    return np.sqrt(np.maximum(best, 0))
