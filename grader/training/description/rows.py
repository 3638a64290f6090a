"""Proves which rows of the assignment's data a kernel passed to `fit`, and how they were prepared.

The hashes of all rows must be those of the assignment's, prepared in the way that reproduces the
sample value by value, and their labels must be the assignment's own. Numbers of the preparation are
rounded, so that two ways to write one formula are the same; what is trained on is made from it.
"""

from __future__ import annotations

import math
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from pydantic import JsonValue

from grader.model.descriptions import ArraySummary
from grader.model.training import PreparedRows, Targets, spans_of
from grader.recorder.shared.fingerprint import row_hashes
from grader.scoring.preparation.geometry import Shape
from grader.scoring.preparation.recover import Preparation
from grader.scoring.preparation.values import Affine, LookupTable, ValueMap
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.scoring.rows.canonical import Canonical
from grader.untrusted.npz import read_arrays, read_headers

MAX_READ_BYTES = 128 * 1024**2
MAX_PREPARED_BYTES = 1024**3
MAX_NUMBERS = 20_000
"""Of a preparation with numbers for every feature."""
MOST_REMEMBERED = 16
TYPES = ("uint8", "float32", "float64", "bool", "int8", "int16", "int32", "int64", "uint16")
CLOSE = 1e-5
"""Of the greatest magnitude: two formulas for one preparation differ by less, two preparations by
more.
"""
DIGITS = 6


@dataclass(frozen=True, slots=True)
class PassedData:
    """Inputs and targets that a kernel says it passed."""

    x: ArraySummary
    y: ArraySummary
    path: Path
    """The npz with their samples and hashes."""


class GivenRows:
    """Remembers which rows arrays are that lie in a recording: a notebook passes the same ones to
    many calls of `fit`. What a file holds is read once, and again where another has its place.
    """

    def __init__(self) -> None:
        """Nothing was given yet."""
        self._known: OrderedDict[tuple[object, ...], PreparedRows] = OrderedDict()

    def of(self, given: PassedData, canonical: Canonical, *, input_shape: Shape) -> PreparedRows:
        """Which rows of the assignment they are; raises `ModelRefused` where that can't be
        proved.
        """
        try:
            file = given.path.stat()
        except OSError:
            raise ModelRefused("its data were not seen") from None
        key = (given, input_shape, file.st_ino, file.st_size, file.st_mtime_ns)
        rows = self._known.get(key) or rows_given(given, canonical, input_shape=input_shape)
        self._known[key] = rows
        self._known.move_to_end(key)
        while len(self._known) > MOST_REMEMBERED:
            self._known.popitem(last=False)
        return rows


def rows_given(given: PassedData, canonical: Canonical, *, input_shape: Shape) -> PreparedRows:
    """Which rows of the assignment they are; raises `ModelRefused` where that can't be proved."""
    for summary in (given.x, given.y):
        if summary.kind != "array" or summary.dtype not in TYPES:
            raise ModelRefused("its data are not plain arrays")
    return rows_seen(given.x, given.y, _recorded(given), canonical, input_shape=input_shape)


def rows_seen(
    x: ArraySummary,
    y: ArraySummary,
    arrays: Mapping[str, np.ndarray],
    canonical: Canonical,
    *,
    input_shape: Shape,
) -> PreparedRows:
    """The same of the samples, hashes and labels themselves, by the names in the npz."""
    labels = arrays[f"{y.key}.labels"]
    hashes = arrays[f"{x.key}.row_hashes"].astype(np.uint64)
    count = x.shape[0] if x.shape else 0
    if not count or {hashes.shape, labels.shape} != {(count,)}:
        raise ModelRefused("not all of its rows were seen")
    bounds = (x.minimum, x.maximum)
    preparation = _preparation(arrays, x, hashes, canonical)
    if math.prod(preparation.geometry.target) != math.prod(input_shape):
        raise ModelRefused("its data are of another shape than its model takes")
    if count * math.prod(input_shape) * 4 > MAX_PREPARED_BYTES:
        raise ModelRefused("its training data are too large to be laid out again")
    places = canonical.rows_prepared(preparation, bounds=bounds).find(hashes)
    if (places < 0).any():
        raise ModelRefused("its data are not the assignment's alone")
    _refuse_other_labels(labels, places, canonical)
    targets, width = _targets(y, labels, arrays[f"{y.key}.row_hashes"])
    shaped = replace(preparation, geometry=replace(preparation.geometry, target=input_shape))
    return PreparedRows(spans_of(places), _rounded(shaped, canonical), targets, width)


def split(rows: PreparedRows, share: float) -> tuple[PreparedRows, PreparedRows]:
    """The rows that `fit` trains on and those at the end that it keeps back, as Keras splits
    them.
    """
    places = rows.places()
    at = math.floor(len(places) * (1.0 - share))
    if not 0 < at < len(places):
        raise ModelRefused("its validation split leaves no rows")
    return tuple(replace(rows, spans=spans_of(part)) for part in (places[:at], places[at:]))  # type: ignore[return-value]


def held_out(rows: PreparedRows, canonical: Canonical) -> PreparedRows:
    """All rows that are held out, prepared as those are."""
    data = canonical.dataset
    return replace(rows, spans=((len(data.train_x), len(data.held_out_x)),))


def _recorded(given: PassedData) -> dict[str, np.ndarray]:
    keys = (given.x.key, given.y.key)
    wanted = [
        *(f"{key}.row_hashes" for key in keys),
        *(f"{keys[0]}.{part}" for part in ("sample", "sample_index")),
        f"{keys[1]}.labels",
    ]
    if not set(wanted) <= set(read_headers(given.path)):
        raise ModelRefused("its data were not seen")
    arrays = read_arrays(given.path, wanted, max_bytes=MAX_READ_BYTES)
    whole = [array for name, array in arrays.items() if not name.endswith(".sample")]
    if any(array.ndim != 1 or array.dtype.kind not in "iu" for array in whole):
        raise ModelRefused("its data were not seen")
    return arrays


def _preparation(
    arrays: Mapping[str, np.ndarray], x: ArraySummary, hashes: np.ndarray, canonical: Canonical
) -> Preparation:
    sample, index = arrays[f"{x.key}.sample"], arrays[f"{x.key}.sample_index"].astype(np.int64)
    if (
        sample.ndim < 2
        or index.shape != (len(sample),)
        or not len(sample)
        or not 0 <= int(index.min()) <= int(index.max()) < len(hashes)
        or not np.isfinite(sample).all()
    ):
        raise ModelRefused("its data were not seen")
    found = canonical.recover(sample, index, hashes, bounds=(x.minimum, x.maximum))
    if found is None:
        raise ModelRefused("how its data were prepared was not recognised")
    return found


def _targets(y: ArraySummary, labels: np.ndarray, hashes: np.ndarray) -> tuple[Targets, int]:
    """What form the targets have, whose labels are the assignment's; proved for one-hot rows, where
    labels alone don't tell.
    """
    if labels.min() < 0:
        raise ModelRefused("its labels are not the assignment's")
    if len(y.shape) == 1:
        return "labels", 0
    if y.shape[1:] == (1,):
        return "column", 0
    if len(y.shape) == 2 and labels.max() < y.shape[1] <= MAX_NUMBERS:
        classes, which = np.unique(labels, return_inverse=True)  # few, however wide the rows are
        known = row_hashes(classes[:, None] == np.arange(y.shape[1]), (0.0, 1.0))
        if (y.minimum, y.maximum) == (0.0, 1.0) and np.array_equal(
            known[which], hashes.astype(np.uint64)
        ):
            return "one_hot", y.shape[1]
    raise ModelRefused("its targets are neither labels nor rows with a single 1")


def _refuse_other_labels(labels: np.ndarray, places: np.ndarray, canonical: Canonical) -> None:
    data = canonical.dataset
    own = np.concatenate([data.train_y, data.held_out_y])[places]
    if not np.array_equal(own.astype(np.int64), labels.astype(np.int64)):
        raise ModelRefused("its labels are not the assignment's")


def _rounded(preparation: Preparation, canonical: Canonical) -> dict[str, JsonValue]:
    """The preparation in its one spelling."""
    values, images = preparation.values, canonical.dataset.train_x
    if isinstance(values, LookupTable):
        values = LookupTable(values.levels, _digits(values.outputs))
    elif np.ndim(values.scale) or np.ndim(values.offset):
        values = _feature_wise(values, preparation, canonical)
    elif preparation.row_norm:
        values = Affine(float(_digits(values.scale)), float(_digits(values.offset)), "")
    else:
        values = _affine(values, float(images.min()), float(images.max()), canonical)
    if not all(np.isfinite(part).all() for part in _numbers_of(values)):
        raise ModelRefused("its data are scaled to numbers too small to be rounded")
    saved = replace(preparation, values=values).to_json()
    if isinstance(values, Affine):
        saved["values"] = {**values.to_json(), "sentence": ""}
    return saved


def _numbers_of(values: ValueMap) -> tuple[np.ndarray, np.ndarray]:
    if isinstance(values, LookupTable):
        return values.levels, values.outputs
    return np.asarray(values.scale), np.asarray(values.offset)


def _affine(values: Affine, low: float, high: float, canonical: Canonical) -> Affine:
    """One of the usual maps where it is as good as one, else what its ends are, rounded."""
    scale, offset = float(values.scale), float(values.offset)
    ends = np.array([low * scale + offset, high * scale + offset])
    for usual in ((0.0, 1.0), (low, high), (-1.0, 1.0), (-0.5, 0.5), (0.0, high / (high + 1))):
        if _same(ends, np.array(usual)):
            return _between(low, high, usual)
    moments = canonical.moments
    mean = float(moments.mean.mean())
    spread = float(np.sqrt((moments.spread**2 + moments.mean**2).mean() - mean**2))
    standard = ((low - mean) / spread, (high - mean) / spread)
    if _same(ends, np.array(standard)):
        return _between(low, high, tuple(_digits(np.array(standard)).tolist()))
    return _between(low, high, tuple(_digits(ends).tolist()))


def _between(low: float, high: float, ends: tuple[float, ...]) -> Affine:
    scale = (ends[1] - ends[0]) / (high - low)
    return Affine(scale, ends[0] - scale * low, "")


def _feature_wise(values: Affine, preparation: Preparation, canonical: Canonical) -> Affine:
    """The usual standardisation where it is as good as that, else every number rounded."""
    geometry = preparation.geometry
    if math.prod(geometry.target) > MAX_NUMBERS:
        raise ModelRefused("its preparation takes too many numbers")
    usual = canonical.moments.standardising(geometry).values
    scale, offset = (
        np.broadcast_to(np.asarray(part, np.float64), geometry.target)
        for part in (values.scale, values.offset)
    )
    if isinstance(usual, Affine):
        reached = np.abs(usual.scale) * float(canonical.dataset.train_x.max()) + 1e-12
        if (
            (np.abs(scale - usual.scale) <= CLOSE * np.abs(usual.scale) + 1e-12)
            & (np.abs(offset - usual.offset) <= CLOSE * reached)
        ).all():
            scale, offset = np.asarray(usual.scale), np.asarray(usual.offset)
    return Affine(_each_with_digits(scale), _each_with_digits(offset), "")


def _each_with_digits(values: np.ndarray) -> np.ndarray:
    """Every number with so many digits of its own."""
    exponents = np.floor(np.log10(np.abs(values), out=np.zeros(values.shape), where=values != 0))
    unit = 10.0 ** (exponents - (DIGITS - 1))
    rounded: np.ndarray = np.round(values / unit) * unit
    return rounded


def _same(ours: np.ndarray, theirs: np.ndarray) -> bool:
    return bool(np.abs(ours - theirs).max() <= CLOSE * max(float(np.abs(theirs).max()), 1e-12))


def _digits(values: np.ndarray | float) -> np.ndarray:
    """Numbers with so many digits, counted from the greatest of them."""
    array = np.asarray(values, np.float64)
    greatest = float(np.abs(array).max(initial=0.0))
    if not greatest:
        return array
    return np.round(array, DIGITS - 1 - math.floor(math.log10(greatest)))
