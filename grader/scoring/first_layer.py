"""Takes of a model's weights those that look at the pictures themselves, small enough to be kept.

A dense layer on flattened pictures has as many weights a unit as a picture has pixels, a
convolution's filters are small pictures: both can be looked at.
"""

from __future__ import annotations

import base64
import math
from pathlib import Path

import numpy as np

from grader.model.graded.score import FirstLayer
from grader.untrusted.npz import NpzRefused, read_arrays, read_headers

MOST_SHOWN = 16
MOST_BYTES = 1 << 27
"""Of the layer's weights; wider ones are not looked at."""
LARGEST_SIDE = 64
LEAST_SIDE = 3
"""A filter of one or two pixels a side shows nothing."""
LEAST_STRUCTURE = 0.2
"""How far neighbouring weights of a unit go along (Pearson's r): near 0 where the picture is still
the noise that the weights began as.
"""
_FIRST = 6
"""Arrays among which the layer's are: a normalisation may stand before it."""
_NONE = 128
"""The shade of a weight of 0."""


def first_layer(weights: Path, picture: tuple[int, ...]) -> FirstLayer | None:
    """The first layer of the model whose weights lie in the npz, for examples of the shape
    `picture`; None where nothing is to be seen.
    """
    try:
        kernel = _kernel(weights, picture)
    except NpzRefused:
        return None
    if kernel is None:
        return None
    tiles, filters = kernel
    if not filters and _structure(tiles) < LEAST_STRUCTURE:
        return None
    order = np.argsort(-np.square(tiles).reshape(len(tiles), -1).sum(1), kind="stable")
    shown = tiles[np.sort(order[:MOST_SHOWN])]
    return FirstLayer(
        filters=filters,
        count=len(tiles),
        shape=tuple(shown.shape),
        shades=base64.b64encode(_shades(shown).tobytes()).decode("ascii"),
    )


def _kernel(weights: Path, picture: tuple[int, ...]) -> tuple[np.ndarray, bool] | None:
    """The kernel as pictures (n, h, w), and whether they are filters; None where there is none."""
    picture = _unfolded(picture)
    pictures = len(picture) in (2, 3) and min(picture[:2]) >= LEAST_SIDE
    headers = read_headers(weights)
    names = sorted(name for name in headers if name.startswith("w") and name[1:].isdecimal())
    for name in names[:_FIRST]:
        shape = headers[name].shape
        dense = len(shape) == 2 and pictures and shape[0] == math.prod(picture)
        filters = len(shape) == 4 and shape[2] in (1, 3) and min(shape[:2]) >= LEAST_SIDE
        if not dense and not filters:
            continue
        if shape[-1] == 0 or max(shape[:2] if filters else picture[:2]) > LARGEST_SIDE:
            return None
        kernel = read_arrays(weights, [name], max_bytes=MOST_BYTES)[name].astype(np.float64)
        kernel = np.nan_to_num(kernel, posinf=0.0, neginf=0.0)
        tiles = kernel.mean(2) if filters else kernel.reshape(*picture[:2], -1, shape[1]).mean(2)
        pictures_first: np.ndarray = np.moveaxis(tiles, -1, 0)
        return pictures_first, filters
    return None


def _unfolded(picture: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of a picture that lies in a row, where it is a square."""
    side = math.isqrt(math.prod(picture))
    return (side, side) if len(picture) == 1 and side * side == picture[0] else picture


def _structure(tiles: np.ndarray) -> float:
    """How far neighbours to the right and below go along, in the mean."""
    pairs = ((tiles[:, :, 1:], tiles[:, :, :-1]), (tiles[:, 1:], tiles[:, :-1]))
    found = [np.corrcoef(one.ravel(), other.ravel())[0, 1] for one, other in pairs if one.std()]
    return float(np.mean(found)) if found else 0.0


def _shades(tiles: np.ndarray) -> np.ndarray:
    """Each picture with its own scale: 128 is 0, 255 its strongest weight above, 1 below."""
    strongest = np.abs(tiles).max(axis=(1, 2), keepdims=True)
    scaled = np.divide(tiles, strongest, out=np.zeros_like(tiles), where=strongest > 0)
    shades: np.ndarray = (_NONE + 127 * scaled).round().astype(np.uint8)
    return shades
