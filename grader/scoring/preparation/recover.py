"""Recovers how the canonical images were prepared before the student's model saw them.

A preparation is found on a sample of rows whose originals are known, checked there value by value,
and then applied to the canonical held-out images, which the student's process never touched.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from pydantic import JsonValue

from grader.scoring.preparation.geometry import Geometry, geometries
from grader.scoring.preparation.rowwise import RowNorm, row_norms
from grader.scoring.preparation.values import (
    STANDARDISED,
    TO_THE_RANGE,
    Affine,
    ValueMap,
    find_affine,
    find_feature_wise,
    find_table,
    value_map_from_json,
)

CHUNK_ROWS = 1000
CHUNK_BYTES = 32 * 1024**2
"""Of the prepared rows that are made at a time, in double precision: an image padded to 700×700 is
600 times as large.
"""


@dataclass(frozen=True, slots=True)
class Preparation:
    """From canonical images to a model's input."""

    geometry: Geometry
    values: ValueMap
    row_norm: RowNorm | None = None
    """Applied first, to the image as it lies in the data."""

    def apply(self, images: np.ndarray) -> np.ndarray:
        """Prepare canonical `images` (n, ...): (n, *geometry.target) float32."""
        prepared = np.empty((len(images), *self.geometry.target), np.float32)
        rows = self.rows_at_a_time
        for start in range(0, len(images), rows):
            part = self.normed(images[start : start + rows])
            prepared[start : start + rows] = self.values.apply(self.geometry.apply(part))
        return prepared

    @property
    def rows_at_a_time(self) -> int:
        """How many images are prepared together, so that what lies in memory is bounded whatever
        their size.
        """
        return max(1, min(CHUNK_ROWS, CHUNK_BYTES // (8 * max(1, math.prod(self.geometry.target)))))

    def normed(self, images: np.ndarray) -> np.ndarray:
        """Canonical `images` (n, ...) in double precision, normalised one by one where that was
        done.
        """
        rows = images.astype(np.float64)
        return self.row_norm.apply(rows) if self.row_norm else rows

    def to_json(self) -> dict[str, JsonValue]:
        """All of it as JSON, for the scoring process; `from_json` reads it."""
        norm = self.row_norm
        return {
            "geometry": self.geometry.to_json(),
            "values": self.values.to_json(),
            "row_norm": {"way": norm.way, "axes": list(norm.axes)} if norm else None,
        }

    @classmethod
    def from_json(cls, saved: dict[str, Any]) -> Preparation:
        """The preparation that `to_json` described."""
        norm = saved["row_norm"]
        return cls(
            Geometry.from_json(saved["geometry"]),
            value_map_from_json(saved["values"]),
            RowNorm(norm["way"], tuple(norm["axes"])) if norm else None,
        )

    def sentence(self) -> str:
        """What was done, for the report: `images scaled to [0, 1] and flattened`."""
        done = [self.row_norm.sentence] if self.row_norm else []
        if not (self.row_norm and self.values.sentence.startswith("left at")):
            done.append(self.values.sentence)
        done += self.geometry.words()
        return (
            f"images {', '.join(done[:-1])} and {done[-1]}"
            if len(done) > 1
            else f"images {done[0]}"
        )

    @property
    def keeps_grey_order(self) -> bool:
        """Whether a row is still the canonical one up to one scale above zero and one offset."""
        plain = (
            isinstance(self.values, Affine)
            and isinstance(self.values.scale, float)
            and self.values.scale > 0
        )
        return plain and self.row_norm is None and self.geometry.keeps_order


@dataclass(frozen=True, slots=True)
class FeatureMoments:
    """Mean, standard deviation, least value and width of the range of every feature of the
    canonical training data; arrays of one row's shape.
    """

    mean: np.ndarray
    spread: np.ndarray
    least: np.ndarray
    reach: np.ndarray

    @classmethod
    def of(cls, images: np.ndarray) -> FeatureMoments:
        """Measure `images` (n, ...), a thousand at a time."""
        total, squares = np.zeros(images.shape[1:]), np.zeros(images.shape[1:])
        for start in range(0, len(images), CHUNK_ROWS):
            part = images[start : start + CHUNK_ROWS].astype(np.float64)
            total += part.sum(0)
            squares += np.square(part).sum(0)
        mean, least = total / len(images), images.min(0).astype(np.float64)
        spread = np.sqrt(np.maximum(squares / len(images) - mean**2, 0.0))
        return cls(mean, spread, least, images.max(0) - least)

    def standardising(self, geometry: Geometry) -> Preparation:
        """What scikit-learn's `StandardScaler`, fitted on the training data, does before
        `geometry`.
        """
        mean, spread = geometry.apply(self.mean[None])[0], geometry.apply(self.spread[None])[0]
        scale = np.divide(1.0, spread, out=np.zeros_like(spread), where=spread > 0)
        return Preparation(geometry, Affine(scale, -mean * scale, STANDARDISED))

    def to_the_range(self, geometry: Geometry) -> Preparation:
        """What scikit-learn's `MinMaxScaler`, fitted on the training data, does before
        `geometry`.
        """
        least, reach = geometry.apply(self.least[None])[0], geometry.apply(self.reach[None])[0]
        scale = np.divide(1.0, reach, out=np.ones_like(reach), where=reach > 0)
        return Preparation(geometry, Affine(scale, -least * scale, TO_THE_RANGE))


def recover_preparation(
    sample: np.ndarray, originals: np.ndarray, *, levels: int
) -> Preparation | None:
    """Find the preparation that turns `originals` (k, ...) into `sample` (k, ...) exactly.

    `levels` is how many grey levels the canonical data has. None where no preparation known here
    gives the sample.
    """
    before = originals.astype(np.float64)
    found = (
        preparation
        for geometry in geometries(originals.shape[1:], sample.shape[1:])
        for preparation in _candidates(sample, before, geometry, levels=levels)
    )
    return next(found, None)


def recover_feature_wise(
    sample: np.ndarray, originals: np.ndarray, *, moments: FeatureMoments
) -> Preparation | None:
    """The same for a scale and an offset of every feature; `moments` of the training data fill in
    features that the sample can't tell.
    """
    before = originals.astype(np.float64)
    for geometry in geometries(originals.shape[1:], sample.shape[1:]):
        spread, reach = (geometry.apply(part[None])[0] for part in (moments.spread, moments.reach))
        affine = find_feature_wise(geometry.apply(before), sample, spread=spread, reach=reach)
        if affine:
            return Preparation(geometry, affine)
    return None


def _candidates(
    sample: np.ndarray, originals: np.ndarray, geometry: Geometry, *, levels: int
) -> Iterator[Preparation]:
    laid_out = geometry.apply(originals)
    affine = find_affine(laid_out, sample)
    if affine:
        yield Preparation(geometry, affine)
    table = find_table(laid_out, sample, levels=levels)
    if table:
        yield Preparation(geometry, table)
    for norm in row_norms(originals.ndim - 1):
        affine = find_affine(geometry.apply(norm.apply(originals)), sample)
        if affine:
            yield Preparation(geometry, affine, norm)
