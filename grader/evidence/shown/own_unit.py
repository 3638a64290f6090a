"""Puts a line into a unit of its own, so that it is the same whatever it is counted in: mistakes in
a thousand, per cent of the first epoch.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TypeVar

import numpy as np

MIN_POINTS = 5
"""Different values that a line has at least: fewer are alike in some unit by chance."""
NEAR_THE_MEAN = 1e-6
MAX_LEFT_OUT = 10
"""Of the first epochs, whose losses dwarf the others."""

Which = TypeVar("Which")


def in_own_unit(values: np.ndarray) -> np.ndarray | None:
    """The values in a unit of their own: with a mean of 0, a deviation of 1, and beginning above
    their mean; None where they are too few, or too much alike.
    """
    if not np.isfinite(values).all() or len(set(np.round(values, 9))) < MIN_POINTS:
        return None
    with np.errstate(all="ignore"):
        moved: np.ndarray = (values - values.mean()) / values.std()
    if not np.isfinite(moved).all() or abs(moved[0]) < NEAR_THE_MEAN:
        return None
    return moved if moved[0] > 0 else -moved


def all_standard(
    scaled: Sequence[tuple[Which, np.ndarray]], *, most: int
) -> Iterator[tuple[Which, np.ndarray]]:
    """All histories in a unit of their own, whole or without their first epochs; as far as
    `most` numbers go.
    """
    left = most
    for name, values in scaled:
        for left_out in range(min(MAX_LEFT_OUT, len(values) // 2) + 1):
            left -= len(values) - left_out
            if left < 0:
                return
            standard = in_own_unit(values[left_out:])
            if standard is not None:
                yield name, standard
