"""Reads a run's recorded training data: how it was prepared, and which canonical examples it
holds.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import numpy as np

from grader.model.evidence import TrainingRun
from grader.scoring.preparation.recover import Preparation
from grader.scoring.preparation.standard import standard_preparations
from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.class_order import ClassOrder, class_order
from grader.scoring.rows.lookalikes import has_own_labels, looks_like
from grader.scoring.rows.nearest import LEAST_ROWS, held_out_one_by_one, near_held_out
from grader.scoring.rows.recognise import KnownRows
from grader.untrusted.npz import NpzRefused, inside, read_arrays, read_headers

MAX_COMPARED_VALUES = 3_072
"""Numbers of a prepared image up to which rows are compared by distance: all images lie in memory
then.
"""
MAX_SAMPLE_BYTES = 128 * 1024**2
MAX_ROWS = 2**40
"""No array has a row of a higher number; a wider integer would turn negative."""
ENOUGH_RECOGNISED = 0.5
LABELS = "y.labels"


@dataclass(frozen=True, slots=True)
class TrainingData:
    """What the recorder's sample and hashes of `x` gave."""

    preparation: Preparation | None = None
    training_rows: int = 0
    """Rows that are canonical training rows."""
    held_out_rows: int = 0
    """Rows that are canonical held-out rows."""
    held_out: np.ndarray = field(default_factory=lambda: np.zeros(0, bool), compare=False)
    """Which canonical held-out rows are among them, (m,) bool; empty where none was seen."""
    looks_like: str = ""
    """Where most rows are neither, which data set they seem to be."""
    near_held_out: int = 0
    """How many of the sampled rows that are neither lie near to held-out ones (see `nearest.py`).
    """
    near_of: int = 0
    """How many these sampled rows are."""
    order: ClassOrder = ()
    """For each class the place of its output, where that isn't the data set's own order."""
    same_pictures: bool = False
    """Whether they are the canonical examples by their labels, changed in a way that isn't known.
    """


def examine(run: TrainingRun, *, folder: Path, canonical: Canonical) -> TrainingData:
    """Read the npz that the run's start recorded; a damaged or missing one tells nothing."""
    if run.x is None or run.started_arrays is None:
        return TrainingData()
    try:
        arrays = recorded_of(run.x.key, inside(folder, run.started_arrays))
    except NpzRefused:
        return TrainingData()
    hashes, sample = hashes_in(arrays.get("row_hashes")), arrays.get("sample")
    bounds = run.x.minimum, run.x.maximum
    preparation = preparation_of(arrays, hashes, canonical, bounds)
    labels = _labels(arrays.get(LABELS))
    order = _order(labels, hashes, canonical, preparation, bounds)
    hashes = _trained_on(hashes, run)
    rows, (train, held_out) = known_among(hashes, canonical, preparation, bounds)
    which = rows.held_out_among(hashes) if held_out else np.zeros(0, bool)
    known = train + held_out >= ENOUGH_RECOGNISED * len(hashes)
    if known or preparation is not None:
        near, of = _near_held_out(arrays, hashes, canonical, preparation, bounds)
        return TrainingData(
            preparation, train, held_out, which, near_held_out=near, near_of=of, order=order
        )
    own = canonical.dataset.train_y
    if has_own_labels(labels, own):
        guess = _guessed(sample, canonical)
        near, of = max(
            _near_held_out(arrays, hashes, canonical, guess, bounds),
            _one_by_one(sample, canonical),
        )
        return TrainingData(
            None, train, held_out, which, near_held_out=near, near_of=of, same_pictures=True
        )
    alike = looks_like(sample, labels, shape=run.x.shape, bounds=bounds)
    near, of = _one_by_one(sample, canonical)
    return TrainingData(None, train, held_out, which, alike, near_held_out=near, near_of=of)


def with_first_rows(
    run: TrainingRun, trained_on: TrainingData, *, folder: Path, canonical: Canonical
) -> TrainingData:
    """What is known of the training data where they were seen twice, when it began and later: that
    which has more held-out rows. Who trains on these and writes others over them has trained on
    both.
    """
    if run.first_x is None:
        return trained_on
    began = replace(run, x=run.first_x, started_arrays=run.first_arrays)
    at_first = examine(began, folder=folder, canonical=canonical)
    return max(trained_on, at_first, key=lambda seen: seen.held_out_rows)


def recorded_of(key: str, path: Path) -> dict[str, np.ndarray]:
    """What the npz holds of the array `key`, and the labels."""
    present = read_headers(path)
    wanted = {f"{key}.{part}": part for part in ("sample", "sample_index", "row_hashes")} | {
        LABELS: LABELS
    }
    arrays = read_arrays(
        path, [name for name in wanted if name in present], max_bytes=MAX_SAMPLE_BYTES
    )
    return {wanted[name]: array for name, array in arrays.items()}


def preparation_of(
    arrays: dict[str, np.ndarray],
    hashes: np.ndarray,
    canonical: Canonical,
    bounds: tuple[float, float],
) -> Preparation | None:
    """How the recorded sample, a part of the rows of these hashes, was prepared; None where nobody
    can tell.
    """
    sample, index = arrays.get("sample"), arrays.get("sample_index")
    if sample is None or index is None or not _usable(sample, index):
        return None
    return canonical.recover(sample, index.astype(np.int64), hashes, bounds=bounds)


def _near_held_out(
    arrays: dict[str, np.ndarray],
    hashes: np.ndarray,
    canonical: Canonical,
    preparation: Preparation | None,
    bounds: tuple[float, float],
) -> tuple[int, int]:
    """Of the sampled rows that are not canonical ones, those that were made of held-out ones, and
    how many there are.
    """
    sample, index = arrays.get("sample"), arrays.get("sample_index")
    if preparation is None or sample is None or index is None or not _usable(sample, index):
        return 0, 0
    seen = index < len(hashes)
    sample, own = sample[seen], hashes[index[seen]]
    unknown = sample[canonical.rows_prepared(preparation, bounds=bounds).find(own) < 0]
    target = preparation.geometry.target
    if len(unknown) < LEAST_ROWS or sample.shape[1:] != target:
        return 0, 0
    if math.prod(target) > MAX_COMPARED_VALUES:
        return 0, 0
    flat = [
        preparation.apply(images).reshape(len(images), -1)
        for images in (canonical.dataset.train_x, canonical.dataset.held_out_x)
    ]
    return near_held_out(unknown.reshape(len(unknown), -1), *flat), len(unknown)


def _one_by_one(sample: np.ndarray | None, canonical: Canonical) -> tuple[int, int]:
    """How many rows of a sample are held-out images, each looked at by itself, and of how many."""
    return held_out_one_by_one(sample, canonical), 0 if sample is None else len(sample)


def _guessed(sample: np.ndarray | None, canonical: Canonical) -> Preparation | None:
    """Of the usual preparations that whose images are about as bright as the rows, and as rich in
    contrast: rows that were changed one by one tell no other.
    """
    if sample is None or sample.ndim < 2 or not sample.size or sample.dtype.kind not in "buif":
        return None
    train, moments = canonical.dataset.train_x, canonical.moments
    some = train[: len(sample)]
    usual = standard_preparations(train, sample.shape[1:], moments=moments)

    def unlike(preparation: Preparation) -> float:
        images = preparation.apply(some)
        return float(abs(images.mean() - sample.mean()) + abs(images.std() - sample.std()))

    return min(usual, key=unlike, default=None)


def _order(
    labels: np.ndarray | None,
    hashes: np.ndarray,
    canonical: Canonical,
    preparation: Preparation | None,
    bounds: tuple[float, float],
) -> ClassOrder:
    """In which order the model's outputs stand for the classes, by its labelled rows."""
    if labels is None or len(labels) != len(hashes):
        return ()
    sources, data = canonical.rows.find(hashes), canonical.dataset
    if preparation is not None and (sources >= 0).mean() < ENOUGH_RECOGNISED:
        sources = canonical.rows_prepared(preparation, bounds=bounds).find(hashes)
    return class_order(labels, sources, np.concatenate([data.train_y, data.held_out_y]))


def known_among(
    hashes: np.ndarray,
    canonical: Canonical,
    preparation: Preparation | None,
    bounds: tuple[float, float],
) -> tuple[KnownRows, tuple[int, int]]:
    """The canonical rows, in whichever preparation more of `hashes` are among them, and how many of
    these are training rows and held-out rows.
    """
    return known_in(hashes, canonical.rows, prepared_rows(canonical, preparation, bounds))


def known_in(
    hashes: np.ndarray, plain: KnownRows, prepared: Callable[[], KnownRows] | None
) -> tuple[KnownRows, tuple[int, int]]:
    """The same, where the rows are at hand; `prepared` makes them where they are needed."""
    found = plain, plain.count(hashes)
    if prepared is None or sum(found[1]) > ENOUGH_RECOGNISED * len(hashes):
        return found
    others = prepared()
    return max(found, (others, others.count(hashes)), key=lambda known: sum(known[1]))


def prepared_rows(
    canonical: Canonical, preparation: Preparation | None, bounds: tuple[float, float]
) -> Callable[[], KnownRows] | None:
    """Makes the canonical rows in this preparation, once; None where there is none."""
    if preparation is None:
        return None
    return functools.cache(functools.partial(canonical.rows_prepared, preparation, bounds=bounds))


def hashes_in(recorded: np.ndarray | None) -> np.ndarray:
    """The recorded hashes of rows (n,) uint64; none where they are no such."""
    if recorded is None or recorded.ndim != 1 or recorded.dtype.kind not in "iu":
        return np.empty(0, np.uint64)
    return recorded.astype(np.uint64)


def _trained_on(hashes: np.ndarray, run: TrainingRun) -> np.ndarray:
    """The rows without those at the end that `fit` kept back, as Keras splits them."""
    share = run.validation_split
    return hashes[: math.floor(len(hashes) * (1 - share))] if 0 < share < 1 else hashes


def _labels(recorded: np.ndarray | None) -> np.ndarray | None:
    usable = recorded is not None and recorded.ndim == 1 and recorded.dtype.kind in "iu"
    return recorded if usable else None


def _usable(sample: np.ndarray, index: np.ndarray) -> bool:
    fits = (
        sample.ndim >= 2
        and index.shape == (len(sample),)
        and index.dtype.kind in "iu"
        and len(sample) > 0
    )
    return (
        fits
        and 0 <= int(index.min()) <= int(index.max()) < MAX_ROWS
        and bool(np.isfinite(sample).all())
    )
