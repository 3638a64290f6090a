"""Lists the ways in which an image can be laid out before a network sees it.

A geometry only moves numbers (and adds zeros or copies); what happens to their values is
`grader.scoring.preparation.values`.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import JsonValue

Shape = tuple[int, ...]
LEAST_SIDE = 5
"""Of a picture that lies flat: a row of 16 numbers need not be one."""
MOST_TIMES = 4
"""How much longer a row may become where the picture lies flat: each way to enlarge it is tried."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """How rows of one shape become rows of another."""

    target: Shape
    """Shape of one row afterwards."""
    transposed: bool = False
    """Height and width change places."""
    padding: tuple[tuple[int, int], tuple[int, int]] = ((0, 0), (0, 0))
    """Zeros added above and below, left and right."""
    copies: int = 1
    """How often the single channel is repeated."""
    copies_first: bool = False
    """The repeated channels stand before height and width."""

    def apply(self, rows: np.ndarray) -> np.ndarray:
        """Lay out `rows` (n, h, w) or (n, features) anew as (n, *target)."""
        if rows.ndim == 2 and not self.keeps_order:
            side = math.isqrt(rows.shape[1])
            rows = rows.reshape(len(rows), side, side)
        if self.transposed:
            rows = rows.swapaxes(1, 2)
        if any(sum(side) for side in self.padding):
            rows = np.pad(rows, ((0, 0), *self.padding))
        if self.copies > 1:
            axis = 1 if self.copies_first else rows.ndim
            rows = np.repeat(np.expand_dims(rows, axis), self.copies, axis=axis)
        return rows.reshape(len(rows), *self.target)

    def to_json(self) -> dict[str, JsonValue]:
        """All of it as JSON; `from_json` reads it."""
        return {
            "target": list(self.target),
            "transposed": self.transposed,
            "padding": [list(side) for side in self.padding],
            "copies": self.copies,
            "copies_first": self.copies_first,
        }

    @classmethod
    def from_json(cls, saved: dict[str, Any]) -> Geometry:
        """The geometry that `to_json` described."""
        above_below, left_right = (tuple(side) for side in saved["padding"])
        places = {"target": tuple(saved["target"]), "padding": (above_below, left_right)}
        return cls(**{**saved, **places})

    @property
    def keeps_order(self) -> bool:
        """Whether a flattened row is the same numbers in the same order as before."""
        return self == Geometry(self.target)

    def words(self) -> tuple[str, ...]:
        """What was done, for the report: `("transposed", "flattened")`."""
        padded = any(sum(side) for side in self.padding)
        return tuple(
            word
            for word, applies in (
                ("transposed", self.transposed),
                ("padded with zeros", padded),
                (f"repeated to {self.copies} channels", self.copies > 1),
                ("flattened", len(self.target) == 1),
                (f"shaped {'×'.join(map(str, self.target))}", len(self.target) > 1),
            )
            if applies
        )


def geometries(source: Shape, target: Shape) -> tuple[Geometry, ...]:
    """Every geometry known here that turns rows of `source` shape into rows of `target` shape,
    simplest first.
    """
    picture = _picture(source)
    if math.prod(target) == math.prod(source):
        simple = (Geometry(target),)
        return simple + ((Geometry(target, transposed=True),) if picture else ())
    if len(source) == 1 and math.prod(target) > MOST_TIMES * source[0]:
        return ()
    return tuple(_enlarged(picture, target)) if picture else ()


def _enlarged(source: Shape, target: Shape) -> Iterator[Geometry]:
    """The geometries that repeat the channel or pad with zeros."""
    for copies in (1, 3):
        pixels, rest = divmod(math.prod(target), copies)
        side = math.isqrt(pixels)
        if rest or side * side != pixels:
            continue
        for padding in _paddings(source, (side, side)):
            for transposed in (False, True):
                for copies_first in (False, True)[:copies]:
                    yield Geometry(target, transposed, padding, copies, copies_first)


def _paddings(
    source: Shape, size: tuple[int, int]
) -> tuple[tuple[tuple[int, int], tuple[int, int]], ...]:
    """Centred, and at the lower right end; for an odd rest also centred the other way."""
    rest = size[0] - source[0], size[1] - source[1]
    if min(rest) < 0:
        return ()
    centred = tuple((part // 2, part - part // 2) for part in rest)
    other = tuple((after, before) for before, after in centred)
    at_end = tuple((0, part) for part in rest)
    unique = dict.fromkeys((centred, other, at_end))
    return tuple(((a[0], a[1]), (b[0], b[1])) for a, b in unique)


def _picture(source: Shape) -> Shape | None:
    """The shape of the picture that a row is, which may lie flat where it is a square."""
    side = math.isqrt(math.prod(source))
    if len(source) == 1 and side * side == source[0] and side >= LEAST_SIDE:
        return side, side
    return source if len(source) == 2 else None
