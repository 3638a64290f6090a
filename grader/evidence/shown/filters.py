"""Smooths a history as SciPy's filters do where nothing else is said."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

SIGMAS = (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0, 5.0)
"""Of Gaussian filters, as SciPy has them."""
FITTED = tuple((width, degree) for width in (5, 7, 9, 11, 13, 15, 21, 31, 51) for degree in (2, 3))
"""Windows and degrees of Savitzky and Golay's filter."""


def filtered(values: np.ndarray) -> Iterator[np.ndarray]:
    """By Gauss' bell and by polynomials."""
    if not np.isfinite(values).all():
        return
    for sigma in SIGMAS:
        radius = int(4 * sigma + 0.5)
        bell = np.exp(-0.5 * (np.arange(-radius, radius + 1) / sigma) ** 2)
        padded = np.pad(values, radius, mode="symmetric")
        yield np.convolve(padded, bell / bell.sum(), "valid")
    for width, degree in FITTED:
        if width <= len(values):
            yield _fitted(values, width, degree)


def _fitted(values: np.ndarray, width: int, degree: int) -> np.ndarray:
    """Savitzky and Golay's: polynomials through each window, and at the ends through the last."""
    fit, half = _fit(width, degree), width // 2
    inside = np.lib.stride_tricks.sliding_window_view(values, width) @ fit[half]
    return np.concatenate([(fit @ values[:width])[:half], inside, (fit @ values[-width:])[-half:]])


@lru_cache(maxsize=len(FITTED))
def _fit(width: int, degree: int) -> np.ndarray:
    """What makes of a window the values of the polynomial that fits it best."""
    powers = np.vander(np.arange(width) - width // 2, degree + 1, increasing=True).astype(float)
    found: np.ndarray = powers @ np.linalg.pinv(powers)
    return found
