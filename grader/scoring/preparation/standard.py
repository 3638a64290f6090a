"""Guesses how the images would have been prepared, when nothing was seen of it."""

from __future__ import annotations

import numpy as np

from grader.scoring.preparation.geometry import Shape, geometries
from grader.scoring.preparation.recover import CHUNK_ROWS, FeatureMoments, Preparation
from grader.scoring.preparation.values import Affine


def standard_preparations(
    train: np.ndarray, target: Shape, *, moments: FeatureMoments
) -> tuple[Preparation, ...]:
    """The usual preparations of images like `train` (n, ...) for a model that takes rows of shape
    `target`.

    Scaled to [0, 1], left as they are, scaled to [-1, 1], standardised as a whole or, by their
    `moments`, feature by feature, or scaled to the range of each. Empty where no image fits.
    """
    geometry = next(iter(geometries(train.shape[1:], target)), None)
    if geometry is None:
        return ()
    low, high = float(train.min()), float(train.max())
    width = high - low or 1.0
    mean, spread = _moments(train)
    maps = (
        Affine(1 / width, -low / width, "scaled to [0, 1]"),
        Affine(1.0, 0.0, f"left at {low:g} to {high:g}"),
        Affine(2 / width, -2 * low / width - 1, "scaled to [-1, 1]"),
        Affine(1 / spread, -mean / spread, "standardised as a whole"),
    )
    by_feature = moments.standardising(geometry), moments.to_the_range(geometry)
    return (*(Preparation(geometry, values) for values in maps), *by_feature)


def _moments(images: np.ndarray) -> tuple[float, float]:
    """Mean and standard deviation of all values, without a float copy of the whole."""
    total = squares = 0.0
    for start in range(0, len(images), CHUNK_ROWS):
        part = images[start : start + CHUNK_ROWS].astype(np.float64)
        total += float(part.sum())
        squares += float(np.square(part).sum())
    mean = total / images.size
    return mean, max(squares / images.size - mean**2, 0.0) ** 0.5 or 1.0
