"""What does the scorer know of one dataset, worked out once and used for every run?"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from pathlib import Path

import numpy as np

from grader.model.dataset import Dataset
from grader.scoring.geometry import Shape
from grader.scoring.preparation import (
    Preparation,
    feature_spread,
    recover_feature_wise,
    recover_preparation,
)
from grader.scoring.recognise import HashRows, KnownRows, know_rows, layouts_that_hide


class Canonical:
    """A dataset with its row hashes and statistics."""

    def __init__(self, dataset: Dataset, *, hash_rows: HashRows) -> None:
        """Take the data and the hash that the recorder uses; nothing is computed before it is needed."""
        self.dataset = dataset
        self._hash_rows = hash_rows

    @cached_property
    def rows(self) -> KnownRows:
        """The hashes of the data as it lies in its file."""
        return know_rows(self.dataset.train_x, self.dataset.held_out_x, hash_rows=self._hash_rows)

    @cached_property
    def levels(self) -> int:
        """How many grey levels the training data has."""
        return len(np.unique(self.dataset.train_x))

    @cached_property
    def _spread(self) -> np.ndarray:
        return feature_spread(self.dataset.train_x)

    def rows_prepared(self, preparation: Preparation, *, bounds: tuple[float, float]) -> KnownRows:
        """The hashes that the data has once prepared; `bounds` are the student's array's minimum and maximum."""
        if preparation.keeps_grey_order:
            return self.rows
        return know_rows(
            self.dataset.train_x,
            self.dataset.held_out_x,
            hash_rows=self._hash_rows,
            prepare=preparation.apply,
            bounds=bounds,
        )

    def recover(self, sample: np.ndarray, index: np.ndarray, hashes: np.ndarray) -> Preparation | None:
        """Find how `sample` (k, ...) was prepared.

        `index` (k,) says where its rows stood in the student's array, `hashes` (n,) are that array's row hashes. The
        originals are sought by place first, then by hash, then by the hash in every layout that moves pixels about.
        """
        sources = list(self._by_place(index, rows=len(hashes)))
        own = hashes[index] if len(hashes) and index.max() < len(hashes) else hashes[:0]
        if len(own):
            sources.append(self.rows.find(own))
        found = self._first(sample, sources)
        hidden = self._by_hidden_hash(own, sample.shape[1:]) if len(own) else iter(())
        while found is None and (places := next(hidden, None)) is not None:
            found = self._first(sample, [places])
        return found

    def _first(self, sample: np.ndarray, sources: list[np.ndarray]) -> Preparation | None:
        pairs = [(sample[places >= 0], self._originals(places[places >= 0])) for places in sources]
        pairs = [pair for pair in pairs if len(pair[0])]
        for rows, originals in pairs:
            found = recover_preparation(rows, originals, levels=self.levels)
            if found is not None:
                return found
        for rows, originals in pairs:
            found = recover_feature_wise(rows, originals, spread=self._spread)
            if found is not None:
                return found
        return None

    def _by_place(self, index: np.ndarray, *, rows: int) -> list[np.ndarray]:
        """Places that the rows would have in training and held-out data one after the other.

        The student's array may be the start of the training data or all data, its end, or the held-out data.
        """
        trained = len(self.dataset.train_x)
        total = trained + len(self.dataset.held_out_x)
        offsets = dict.fromkeys((0, max(trained - rows, 0), trained))
        return [index + offset for offset in offsets if index.min() >= 0 and (index + offset).max() < total]

    def _by_hidden_hash(self, own: np.ndarray, target: Shape) -> Iterator[np.ndarray]:
        """Places found by hashing the data in one layout after another, as it is and inverted."""
        data = self.dataset
        low, high = float(data.train_x.min()), float(data.train_x.max())
        for layout in layouts_that_hide(data.train_x.shape[1:], target):
            bounds = (low, high) if layout.sign > 0 else (-high, -low)
            rows = know_rows(
                data.train_x, data.held_out_x, hash_rows=self._hash_rows, prepare=layout.apply, bounds=bounds
            )
            yield rows.find(own)

    def _originals(self, places: np.ndarray) -> np.ndarray:
        train, held_out = self.dataset.train_x, self.dataset.held_out_x
        originals = np.empty((len(places), *train.shape[1:]), train.dtype)
        held = places >= len(train)
        originals[~held] = train[places[~held]]
        originals[held] = held_out[places[held] - len(train)]
        return originals


class CanonicalData:
    """Keeps what is known of the dataset that was scored last."""

    def __init__(self, *, hash_rows: HashRows) -> None:
        """Take the recorder's row hash."""
        self._hash_rows = hash_rows
        self._path: Path | None = None
        self._canonical: Canonical | None = None

    def of(self, dataset: Dataset, path: Path) -> Canonical:
        """What is known of `dataset`, which was read from `path`."""
        if self._canonical is None or self._path != path:
            self._path, self._canonical = path, Canonical(dataset, hash_rows=self._hash_rows)
        return self._canonical
