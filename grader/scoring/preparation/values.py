"""Recovers what was done to the values of an image: scaled, standardised, thresholded, normalised
row by row.

Each finder takes what the values were (`before`) and what the student's array holds (`after`), both
(k, ...) in the same layout, and returns a map that reproduces every value of the sample, or None.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import JsonValue

RELATIVE_TOLERANCE = {"float16": 2e-3}
DEFAULT_TOLERANCE = 2e-5
"""Of the largest magnitude in the sample; some ten roundings of float32."""
STANDARDISED = "standardised feature by feature"
TO_THE_RANGE = "scaled feature by feature to the range of the training data"
MIN_LEVELS_SEEN = 0.5
"""A table is believed only when the sample shows at least this share of the data's grey levels."""


@dataclass(frozen=True, slots=True)
class Affine:
    """`scale * value + offset`; arrays where every feature has its own."""

    scale: float | np.ndarray
    """A number, or an array of one row's shape."""
    offset: float | np.ndarray
    sentence: str
    """What it does, for the report."""

    def apply(self, values: np.ndarray) -> np.ndarray:
        """Map values (n, ...)."""
        return values * self.scale + self.offset

    def to_json(self) -> dict[str, JsonValue]:
        """All of it as JSON; `value_map_from_json` reads it."""
        scale, offset = (np.asarray(part).tolist() for part in (self.scale, self.offset))
        return {"scale": scale, "offset": offset, "sentence": self.sentence}


@dataclass(frozen=True, slots=True)
class LookupTable:
    """Any function of one grey level, given by its values at the levels that were seen."""

    levels: np.ndarray
    """(m,) ascending."""
    outputs: np.ndarray
    """(m,)"""

    sentence = "changed by a function of each pixel"

    def apply(self, values: np.ndarray) -> np.ndarray:
        """Map values (n, ...); a level never seen takes the output of the nearest one."""
        middles = (self.levels[1:] + self.levels[:-1]) / 2
        return self.outputs[np.searchsorted(middles, values)]

    def to_json(self) -> dict[str, JsonValue]:
        """All of it as JSON; `value_map_from_json` reads it."""
        return {"levels": self.levels.tolist(), "outputs": self.outputs.tolist()}


ValueMap = Affine | LookupTable


def value_map_from_json(saved: dict[str, Any]) -> ValueMap:
    """The map that its `to_json` described."""
    if "levels" in saved:
        return LookupTable(np.array(saved["levels"]), np.array(saved["outputs"]))
    scale, offset = (
        np.array(part) if isinstance(part, list) else part
        for part in (saved["scale"], saved["offset"])
    )
    return Affine(scale, offset, saved["sentence"])


def is_uniform(values: ValueMap) -> bool:
    """Whether every pixel is changed in the same way, wherever it stands."""
    return isinstance(values, LookupTable) or (
        np.ndim(values.scale) == 0 and np.ndim(values.offset) == 0
    )


MIN_ROWS_FEATURE_WISE = 8
"""Fewer rows could be met by a scale and an offset for every feature by accident."""


def find_affine(before: np.ndarray, after: np.ndarray) -> Affine | None:
    """One scale and offset for all values."""
    low, high = float(before.min()), float(before.max())
    if high <= low:
        return None
    at_low, at_high = after[before == low].mean(), after[before == high].mean()
    scale = float((at_high - at_low) / (high - low))
    offset = float(at_low - scale * low)
    if scale == 0 or not _agrees(before * scale + offset, after):
        return None
    return Affine(scale, offset, _affine_sentence(scale, offset, low=low, high=high))


def find_table(before: np.ndarray, after: np.ndarray, *, levels: int) -> LookupTable | None:
    """One output for every grey level; `levels` is how many the whole data has."""
    seen, inverse = np.unique(before, return_inverse=True)
    if len(seen) < max(2, levels * MIN_LEVELS_SEEN):
        return None
    flat, inverse = after.reshape(-1).astype(np.float64), inverse.reshape(-1)
    outputs = np.bincount(inverse, weights=flat) / np.bincount(inverse)
    if np.ptp(outputs) == 0 or not _agrees(outputs[inverse], after.reshape(-1)):
        return None
    return LookupTable(seen.astype(np.float64), outputs)


def find_feature_wise(
    before: np.ndarray, after: np.ndarray, *, spread: np.ndarray, reach: np.ndarray
) -> Affine | None:
    """A scale and an offset for every feature, as standardisation by column gives.

    `spread` and `reach` (one row's shape) are the standard deviation in the canonical training data
    and its greatest value less its least. They stand in where the sample can't tell, because a
    feature is the same in all of its rows; there the scale of the others is used if they agree on
    one, else that of standardisation, or of scaling to the range, if that was done to the others.
    """
    k = len(before)
    flat, target = before.reshape(k, -1), after.reshape(k, -1).astype(np.float64)
    columns = np.arange(flat.shape[1])
    lowest, highest = flat.argmin(0), flat.argmax(0)
    width = flat[highest, columns] - flat[lowest, columns]
    known = width > 0
    if k < MIN_ROWS_FEATURE_WISE or not known.any():
        return None
    rise = target[highest, columns] - target[lowest, columns]
    scale = np.divide(rise, width, out=np.zeros_like(rise), where=known)
    unseen = _unseen_scale(scale[known], spread.reshape(-1), reach.reshape(-1), known)
    if unseen is None:
        return None
    scale[~known], sentence = unseen
    offset = target[lowest, columns] - scale * flat[lowest, columns]
    if not _agrees(flat * scale + offset, target):
        return None
    shape = before.shape[1:]
    return Affine(scale.reshape(shape), offset.reshape(shape), sentence)


def _unseen_scale(
    scale: np.ndarray, spread: np.ndarray, reach: np.ndarray, known: np.ndarray
) -> tuple[np.ndarray | float, str] | None:
    """The scale of the features that the sample can't tell, from those that it can, and what was
    done to them.
    """
    typical = float(np.median(scale))
    if typical and np.allclose(scale, typical, rtol=1e-3):
        return typical, STANDARDISED
    typical = _shared(scale * reach[known])
    if typical:
        hidden = reach[~known]
        where_even = np.full_like(hidden, typical)  # as scikit-learn's MinMaxScaler has it
        return np.divide(typical, hidden, out=where_even, where=hidden > 0), TO_THE_RANGE
    typical = _shared(scale * spread[known])
    if not typical and not known.all():
        return None
    hidden = spread[~known]
    inferred = np.divide(typical, hidden, out=np.zeros_like(hidden), where=hidden > 0)
    return inferred, STANDARDISED


def _shared(values: np.ndarray) -> float:
    """What nearly all of them are, about; 0 where they differ."""
    typical = float(np.median(values))
    agree = typical != 0 and np.mean(np.abs(values / typical - 1) < 0.1) >= 0.9
    return typical if agree else 0.0


def tolerance(after: np.ndarray) -> float:
    """How far a reproduced value may lie from the one recorded."""
    relative = RELATIVE_TOLERANCE.get(after.dtype.name, DEFAULT_TOLERANCE)
    return relative * max(float(np.abs(after).max(initial=0.0)), 1e-12)


def _agrees(made: np.ndarray, after: np.ndarray) -> bool:
    return bool(np.all(np.abs(made - after) <= tolerance(after)))


def _affine_sentence(scale: float, offset: float, *, low: float, high: float) -> str:
    if abs(scale - 1) < 1e-6 and abs(offset) < 1e-6:
        return f"left at {low:g} to {high:g}"
    ends = sorted((low * scale + offset, high * scale + offset))
    turned = "inverted and " if scale < 0 else ""
    return f"{turned}scaled to [{_rounded(ends[0])}, {_rounded(ends[1])}]"


def _rounded(value: float) -> str:
    return f"{round(value, 4) + 0.0:g}"
