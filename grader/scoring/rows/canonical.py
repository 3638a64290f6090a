"""Keeps what the scorer knows of one dataset, worked out once and used for every run."""

from __future__ import annotations

from functools import cached_property, partial
from pathlib import Path

import numpy as np

from grader.model.dataset import Dataset
from grader.scoring.preparation.geometry import Shape
from grader.scoring.preparation.recover import (
    FeatureMoments,
    Preparation,
    recover_feature_wise,
    recover_preparation,
)
from grader.scoring.preparation.unrecognisable import Bounds, Unrecognisable, unrecognisables
from grader.scoring.rows.recognise import KnownRows, hashes_one_by_one, know_rows

HOLDS_FOR = 0.5
"""Of the sampled rows. What leaves dark pixels as they are is found among rows with few others,
whatever was done to these.
"""
MAX_DISGUISES = 32
"""Of the hashes that are kept: shape and bounds are the student's to choose."""


class Canonical:
    """A dataset with its row hashes and statistics."""

    def __init__(self, dataset: Dataset) -> None:
        """Take the data; nothing is computed before it is needed."""
        self.dataset = dataset
        self._disguised: dict[tuple[str, Shape, Bounds], KnownRows] = {}

    @cached_property
    def rows(self) -> KnownRows:
        """The hashes of the data as it lies in its file."""
        return know_rows(self.dataset.train_x, self.dataset.held_out_x)

    @cached_property
    def rows_one_by_one(self) -> KnownRows:
        """The hashes of the data, each image stretched by itself."""
        train, held_out = self.dataset.train_x, self.dataset.held_out_x
        return KnownRows(
            hashes_one_by_one(train), hashes_one_by_one(held_out), np.empty(0, np.uint64)
        )

    @property
    def held_out_share(self) -> float:
        """Of all examples, which part is held out."""
        return len(self.dataset.held_out_x) / (
            len(self.dataset.train_x) + len(self.dataset.held_out_x)
        )

    @cached_property
    def levels(self) -> int:
        """How many grey levels the training data has."""
        return len(np.unique(self.dataset.train_x))

    @cached_property
    def moments(self) -> FeatureMoments:
        """Mean and spread of every feature of the training data."""
        return FeatureMoments.of(self.dataset.train_x)

    def rows_prepared(self, preparation: Preparation, *, bounds: Bounds) -> KnownRows:
        """The hashes that the data has once prepared; `bounds` are the student's array's minimum
        and maximum.
        """
        if preparation.keeps_grey_order:
            return self.rows
        return know_rows(
            self.dataset.train_x,
            self.dataset.held_out_x,
            preparation=preparation,
            bounds=bounds,
        )

    def recover(
        self, sample: np.ndarray, index: np.ndarray, hashes: np.ndarray, *, bounds: Bounds
    ) -> Preparation | None:
        """Find how `sample` (k, ...) was prepared.

        `index` (k,) says where its rows stood in the student's array, `hashes` (n,) are that
        array's row hashes, `bounds` its least and greatest value. The originals are sought by place
        first, then by hash, then by the hash of the canonical rows in one unrecognisable after
        another. What holds for few of the rows is taken where nothing holds for more.
        """
        sources = list(self._by_place(index, rows=len(hashes)))
        own = hashes[index] if len(hashes) and index.max() < len(hashes) else hashes[:0]
        if len(own):
            sources.append(self.rows.find(own))
        found, holds_for = self._first(sample, sources)
        if holds_for >= HOLDS_FOR * len(sample) or not len(own):
            return found
        for unrecognisable in unrecognisables(
            self.dataset.train_x, sample.shape[1:], bounds=bounds, moments=self.moments
        ):
            other, rows = self._first(sample, [self._rows_disguised(unrecognisable).find(own)])
            if rows > holds_for:
                found, holds_for = other, rows
            if holds_for >= HOLDS_FOR * len(sample):
                break
        return found

    def _first(
        self, sample: np.ndarray, sources: list[np.ndarray]
    ) -> tuple[Preparation | None, int]:
        """The first preparation that holds for half of the sample, else that for most of its rows;
        and for how many.
        """
        pairs = [(sample[places >= 0], self.originals(places[places >= 0])) for places in sources]
        pairs = [pair for pair in pairs if len(pair[0])]
        best: tuple[Preparation | None, int] = None, 0
        for recover in (
            partial(recover_preparation, levels=self.levels),
            partial(recover_feature_wise, moments=self.moments),
        ):
            for rows, originals in pairs:
                if len(rows) > best[1] and (found := recover(rows, originals)) is not None:
                    best = found, len(rows)
                    if len(rows) >= HOLDS_FOR * len(sample):
                        return best
        return best

    def _by_place(self, index: np.ndarray, *, rows: int) -> list[np.ndarray]:
        """Places that the rows would have in training and held-out data one after the other.

        The student's array may be the start of the training data or all data, its end, or the
        held-out data.
        """
        trained = len(self.dataset.train_x)
        total = trained + len(self.dataset.held_out_x)
        likely = trained if rows == len(self.dataset.held_out_x) else 0
        offsets = dict.fromkeys((likely, 0, max(trained - rows, 0), trained))
        return [
            index + offset
            for offset in offsets
            if index.min() >= 0 and (index + offset).max() < total
        ]

    def _rows_disguised(self, unrecognisable: Unrecognisable) -> KnownRows:
        known = self._disguised.get(unrecognisable.key)
        if known is None:
            train, held_out = self.dataset.train_x, self.dataset.held_out_x
            known = know_rows(
                train,
                held_out,
                preparation=unrecognisable.preparation,
                bounds=unrecognisable.bounds,
            )
            if len(self._disguised) >= MAX_DISGUISES:
                del self._disguised[next(iter(self._disguised))]
            self._disguised[unrecognisable.key] = known
        return known

    def originals(self, places: np.ndarray) -> np.ndarray:
        """The examples at `places` (k,) in training and held-out data one after the other."""
        train, held_out = self.dataset.train_x, self.dataset.held_out_x
        originals = np.empty((len(places), *train.shape[1:]), train.dtype)
        held = places >= len(train)
        originals[~held] = train[places[~held]]
        originals[held] = held_out[places[held] - len(train)]
        return originals


class CanonicalData:
    """Keeps what is known of the dataset that was scored last."""

    def __init__(self) -> None:
        self._path: Path | None = None
        self._canonical: Canonical | None = None

    def of(self, dataset: Dataset, path: Path) -> Canonical:
        """What is known of `dataset`, which was read from `path`."""
        if self._canonical is None or self._path != path:
            self._path, self._canonical = path, Canonical(dataset)
        return self._canonical
