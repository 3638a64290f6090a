"""Shows the weights of a model's first layer as pictures."""

from __future__ import annotations

import base64
import binascii
import io
import math
from dataclasses import dataclass

import numpy as np
from PIL import Image, ImageColor

from grader.model.graded.score import FirstLayer
from grader.report import numbers
from grader.report.figures import palette
from grader.report.figures.pictures import ReportPicture

_COLUMNS = 8
_GAP = 2
_SIDE = 28
"""Dots of a picture; smaller ones, such as filters, are enlarged."""
_LARGEST = 64 * 64 * 64
"""Dots of all pictures; no record of ours holds more."""
_BELOW, _NOTHING, _ABOVE = (
    np.array(ImageColor.getrgb(colour), float)
    for colour in (palette.VALIDATION, palette.PAPER, palette.TRAINING)
)


@dataclass(frozen=True, slots=True)
class FirstLayerView:
    """The pictures in one, and what is to be seen on them."""

    picture: ReportPicture
    note: str
    legend: str
    """What to look for; the same for all layers of a kind."""


def first_layer_view(name: str, layer: FirstLayer | None) -> FirstLayerView | None:
    """Return the pictures of one model; None where there are none."""
    tiles = _tiles(layer) if layer else None
    if layer is None or tiles is None:
        return None
    written = io.BytesIO()
    Image.fromarray(_montage(tiles)).save(written, "PNG", optimize=True)
    alt = f"The weights of {_which(layer)} as pictures."
    picture = ReportPicture(f"{name}-first", written.getvalue(), alt)
    return FirstLayerView(picture, _note(layer), _legend(layer))


def _which(layer: FirstLayer) -> str:
    what = "filter" if layer.filters else "unit"
    shown, of = layer.shape[0], numbers.plural(layer.count, what)
    whole = shown == layer.count
    return f"all {of}" if whole else f"the {numbers.count(shown)} strongest of {of}"


def _note(layer: FirstLayer) -> str:
    """What the colours mean."""
    whose = "of a filter" if layer.filters else "with which a pixel counts"
    return f"Weights {whose}, {_which(layer)}: blue above zero, orange below."


def _legend(layer: FirstLayer) -> str:
    if layer.filters:
        return "A filter that is blue on one side and orange on the other responds to edges."
    return "Strokes are what the network has learned to look for, an even speckle is chance."


def _tiles(layer: FirstLayer) -> np.ndarray | None:
    """The weights (n, h, w) from −1 to 1; None where the record does not hold what it says."""
    size = math.prod(layer.shape)
    try:
        shades = np.frombuffer(base64.b64decode(layer.shades), np.uint8)
    except (ValueError, binascii.Error):
        return None
    if len(layer.shape) != 3 or not 0 < size <= _LARGEST or shades.size != size:
        return None
    return (shades.reshape(layer.shape).astype(float) - 128) / 127


def _montage(tiles: np.ndarray) -> np.ndarray:
    """All pictures side by side (h, w, 4), with nothing between them."""
    times = max(1, round(_SIDE / max(tiles.shape[1:])))
    large = tiles.repeat(times, axis=1).repeat(times, axis=2)
    count, height, width = large.shape
    rows, columns = -(-count // _COLUMNS), min(_COLUMNS, count)
    page = np.zeros((rows * (height + _GAP) - _GAP, columns * (width + _GAP) - _GAP, 4), np.uint8)
    for number, tile in enumerate(large):
        top, left = (number // _COLUMNS) * (height + _GAP), (number % _COLUMNS) * (width + _GAP)
        page[top : top + height, left : left + width] = _coloured(tile)
    return page


def _coloured(tile: np.ndarray) -> np.ndarray:
    strength = np.clip(np.abs(tile), 0, 1)[..., None]
    end = np.where(tile[..., None] > 0, _ABOVE, _BELOW)
    colours = (_NOTHING + (end - _NOTHING) * strength).round()
    return np.concatenate([colours, np.full_like(strength, 255)], axis=-1).astype(np.uint8)
