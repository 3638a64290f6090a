"""Puts values of large arrays where they stood, and takes from others those of the same places.

The places were drawn by the recorder and come out of the kernel
(`recorder/shared/sampling/places.py`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from grader.scoring.rebuilding.rebuild import Unfit

ENOUGH = 1000
"""Places of an array; fewer say little of it."""


def places_in(arrays: Mapping[str, np.ndarray]) -> dict[int, np.ndarray]:
    """By the size of an array its places, of those that were sent; raises `Unfit` where there are
    none of such arrays.
    """
    found = {
        int(name[1:]): places
        for name, places in arrays.items()
        if name[:1] == "p" and name[1:].isdecimal() and len(name) < 20
    }
    for size, places in found.items():
        if (
            places.ndim != 1
            or places.dtype.kind not in "iu"
            or len(np.unique(places)) < ENOUGH
            or int(places.min()) < 0
            or int(places.max()) >= size
        ):
            raise Unfit("the recorded places are none of its arrays")
    return found


def standing_at(places: Mapping[int, np.ndarray], array: np.ndarray) -> np.ndarray:
    """What stands at its places, or the whole array where it has none."""
    return array.ravel()[places[array.size]] if array.size in places else array


def spread(
    values: Sequence[np.ndarray], variables: Sequence[Any], places: Mapping[int, np.ndarray]
) -> list[np.ndarray]:
    """The values as large as the variables, with zeros beside their places."""
    if len(values) != len(variables):
        return list(values)
    return [
        _spread(value, tuple(variable.shape), places)
        for value, variable in zip(values, variables, strict=True)
    ]


def _spread(
    value: np.ndarray, shape: tuple[int, ...], places: Mapping[int, np.ndarray]
) -> np.ndarray:
    size = int(np.prod(shape))
    if size not in places or value.shape != places[size].shape:
        return value
    whole = np.zeros(size, value.dtype)
    whole[places[size]] = value
    return whole.reshape(shape)
