"""The normalisations that look at one image at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np

RowScaling = Literal["l2", "standardised", "stretched", "peak"]
SENTENCES: dict[RowScaling, str] = {
    "l2": "divided by their L2 norm",
    "standardised": "standardised image by image",
    "stretched": "scaled image by image",
    "peak": "divided by the image's maximum",
}
ROW_SCALINGS: tuple[RowScaling, ...] = get_args(RowScaling)


@dataclass(frozen=True, slots=True)
class RowNorm:
    """A function of one row as a whole, which no map of single values can describe."""

    way: RowScaling
    axes: tuple[int, ...]
    """Over which it looks, the row's own axes counted from 1."""

    @property
    def sentence(self) -> str:
        """For the report."""
        return SENTENCES[self.way]

    def apply(self, rows: np.ndarray) -> np.ndarray:
        """Normalise `rows` (n, ...) float64; returns rows of the same shape."""
        offset, scale = self._offset_and_scale(rows)
        normed: np.ndarray = (rows - offset) / np.where(scale == 0, 1.0, scale)
        return normed

    def _offset_and_scale(self, rows: np.ndarray) -> tuple[np.ndarray | float, np.ndarray]:
        """What is taken off each row, and what the rest is divided by."""
        axes = self.axes
        match self.way:
            case "l2":
                return 0.0, np.sqrt(np.square(rows).sum(axes, keepdims=True))
            case "peak":
                return 0.0, rows.max(axes, keepdims=True)
            case "standardised":
                return rows.mean(axes, keepdims=True), rows.std(axes, keepdims=True)
            case "stretched":
                lowest = rows.min(axes, keepdims=True)
                return lowest, rows.max(axes, keepdims=True) - lowest


def row_norms(dimensions: int) -> tuple[RowNorm, ...]:
    """The normalisations tried on rows that have `dimensions` axes each.

    `keras.utils.normalize(x, axis=1)`, which tutorials use, divides by the L2 norm along one axis.
    """
    every = tuple(range(1, dimensions + 1))
    axes = [*((axis,) for axis in every), *([every] if dimensions > 1 else [])]
    return (
        *(RowNorm("l2", axis) for axis in axes),
        *(RowNorm(way, every) for way in ROW_SCALINGS if way != "l2"),
    )
