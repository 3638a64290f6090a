"""Finds where a legend hides least of the lines of a chart.

matplotlib's own `loc="best"` looks at each drawing; legends here are drawn once for many charts.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

Corner = Literal["upper right", "lower right", "center right", "upper left", "lower left"]
DrawnLine = Sequence[tuple[float, float]]
DrawnPoints = NDArray[np.float64]

_WIDTH = 0.46
_HEIGHT = 0.14
"""Of the axes, a line of the legend; its frame has room in them."""
_LOOKED_AT = 80
"""Places of a line at which it is looked at."""
_CORNERS: dict[Corner, tuple[float, float]] = {
    "upper right": (1, 1), "lower right": (1, 0), "center right": (1, 0.5), "upper left": (0, 1),
    "lower left": (0, 0),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class AxesLimits:
    """What the axes show, epochs from 1."""

    last: float
    low: float
    high: float
    logarithmic: bool = False


def emptiest(lines: Iterable[DrawnLine], limits: AxesLimits, entries: int, usual: Corner) -> Corner:
    """The corner where a legend of so many entries hides least; `usual` where none hides less."""
    seen = np.concatenate([np.empty((0, 2)), *(_places(line, limits) for line in lines if line)])
    return min(_CORNERS, key=lambda corner: (_hidden(corner, seen, entries), corner != usual))


def _hidden(corner: Corner, seen: DrawnPoints, entries: int) -> int:
    right, above = _CORNERS[corner]
    size = np.array([_WIDTH, _HEIGHT * entries])
    low = (1 - size) * (right, above)
    return int(np.all((seen >= low) & (seen <= low + size), axis=1).sum())


def _places(line: DrawnLine, limits: AxesLimits) -> DrawnPoints:
    """Places that a line goes through, as shares of the axes."""
    points = np.array(line, dtype=float)
    epochs, values = points[np.isfinite(points[:, 1])].T
    if not len(epochs):
        return np.empty((0, 2))
    at = np.linspace(epochs[0], epochs[-1], _LOOKED_AT)
    heights, ends = np.interp(at, epochs, values), np.array([limits.low, limits.high])
    if limits.logarithmic:
        heights, ends = np.log(np.maximum(heights, limits.low)), np.log(ends)
    return np.column_stack([(at - 1) / (limits.last - 1), (heights - ends[0]) / np.ptp(ends)])
