"""Knows the preparations after which a row no longer hashes like the canonical one.

The recorder's hash sees through one scale and offset. Other usual preparations are applied to the
canonical rows before those are hashed, so that a student's shuffled rows are found all the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from grader.scoring.preparation.geometry import Shape, geometries
from grader.scoring.preparation.recover import FeatureMoments, Preparation
from grader.scoring.preparation.rowwise import row_norms
from grader.scoring.preparation.values import Affine

Bounds = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Unrecognisable:
    """A preparation to try, with the bounds that the hash should map to 0 and 255."""

    name: str
    """Tells it apart from others that lead to the same shape."""
    preparation: Preparation
    bounds: Bounds

    @property
    def key(self) -> tuple[str, Shape, Bounds]:
        """The same for unrecognisables that give the same hashes."""
        return self.name, self.preparation.geometry.target, self.bounds


def unrecognisables(
    train: np.ndarray, target: Shape, *, bounds: Bounds, moments: FeatureMoments
) -> Iterator[Unrecognisable]:
    """What may have become of images like `train` (n, ...) on their way to rows of shape `target`.

    `bounds` are the least and greatest value of the student's array.
    """
    low, high = float(train.min()), float(train.max())
    known = geometries(train.shape[1:], target)
    for sign, ends in ((1.0, (low, high)), (-1.0, (-high, -low))):
        for number, geometry in enumerate(known):
            if sign < 0 or not geometry.keeps_order:
                yield Unrecognisable(
                    f"layout {number} times {sign:g}",
                    Preparation(geometry, Affine(sign, 0.0, "")),
                    ends,
                )
    if train.ndim == 2:  # pictures that lie flat: no image is laid out for each way to enlarge them
        known = tuple(geometry for geometry in known if geometry.keeps_order)
    for geometry in known[:1]:
        yield Unrecognisable("standardised", moments.standardising(geometry), bounds)
        yield Unrecognisable("to the range", moments.to_the_range(geometry), (0.0, 1.0))
        for number, norm in enumerate(row_norms(train.ndim - 1)):
            yield Unrecognisable(
                f"row norm {number}", Preparation(geometry, Affine(1.0, 0.0, ""), norm), bounds
            )
