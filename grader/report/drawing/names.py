"""Finds room at an axis for the names of classes: smaller where many, turned where long.

They are measured by their number of signs: asking the font takes longer than drawing.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import matplotlib as mpl
from matplotlib.font_manager import FontProperties

_SIGN = 0.62
"""How wide a sign is, of the font's size."""
_OF_PITCH = 0.95
MOST_NAMED = 32
"""More have no room at an axis."""


@dataclass(frozen=True, slots=True)
class NamesAtAxis:
    """How the names stand there, in points."""

    size: float
    """Of the font."""
    turned: bool
    """Whether they run upwards, for want of room beside each other."""
    widest: float


def names_at_axis(names: Sequence[str], *, length: float) -> NamesAtAxis:
    """How `names` stand at an axis of that length: in the style's font where there is room."""
    pitch = length / max(1, len(names))
    font = FontProperties(size=mpl.rcParams["xtick.labelsize"]).get_size_in_points()
    size = min(font, _OF_PITCH * pitch)
    shown = names if len(names) <= MOST_NAMED else ()
    widest = _SIGN * size * max(map(_signs, shown), default=0)
    return NamesAtAxis(size, widest > pitch, widest)


def _signs(name: str) -> int:
    """How many signs wide: those of Chinese, Japanese and Korean take two."""
    return sum(1 + (unicodedata.east_asian_width(sign) in "WF") for sign in name)
