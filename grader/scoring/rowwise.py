"""Which normalisations look at one image at a time?"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True)
class RowNorm:
    """A function of one row as a whole, which no map of single values can describe."""

    sentence: str
    """For the report."""
    apply: Callable[[np.ndarray], np.ndarray]
    """Rows (n, ...) float64 to rows of the same shape."""


def row_norms(dimensions: int) -> tuple[RowNorm, ...]:
    """The normalisations tried on rows that have `dimensions` axes each.

    `keras.utils.normalize(x, axis=1)`, which tutorials use, divides by the L2 norm along one axis.
    """
    every = tuple(range(1, dimensions + 1))
    axes = [*((axis,) for axis in every), *([every] if dimensions > 1 else [])]
    return (
        *(RowNorm("divided by their L2 norm", _l2_along(axis)) for axis in axes),
        RowNorm("standardised image by image", _standardised(every)),
        RowNorm("scaled image by image", _stretched(every)),
        RowNorm("divided by the image's maximum", _by_peak(every)),
    )


def _l2_along(axes: tuple[int, ...]) -> Callable[[np.ndarray], np.ndarray]:
    return lambda rows: rows / _nonzero(np.sqrt(np.square(rows).sum(axes, keepdims=True)))


def _standardised(axes: tuple[int, ...]) -> Callable[[np.ndarray], np.ndarray]:
    return lambda rows: (rows - rows.mean(axes, keepdims=True)) / _nonzero(rows.std(axes, keepdims=True))


def _stretched(axes: tuple[int, ...]) -> Callable[[np.ndarray], np.ndarray]:
    return lambda rows: (
        (rows - rows.min(axes, keepdims=True)) / _nonzero(rows.max(axes, keepdims=True) - rows.min(axes, keepdims=True))
    )


def _by_peak(axes: tuple[int, ...]) -> Callable[[np.ndarray], np.ndarray]:
    return lambda rows: rows / _nonzero(rows.max(axes, keepdims=True))


def _nonzero(divisor: np.ndarray) -> np.ndarray:
    return np.where(divisor == 0, 1.0, divisor)
