"""Rows of the canonical data are recognised in what a student trained on, and nobody is accused by
a coincidence.
"""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable

import numpy as np
import pytest

from grader.model.dataset import Dataset
from grader.recorder.shared.fingerprint import row_hashes
from grader.scoring.preparation.geometry import Geometry
from grader.scoring.preparation.recover import Preparation
from grader.scoring.preparation.rowwise import RowNorm
from grader.scoring.preparation.values import Affine, LookupTable
from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.recognise import know_rows


def test_scaled_rows_are_recognised_wherever_they_stand(digits: Dataset):
    """Hashes of shuffled, scaled rows lead back to their places."""
    order = np.random.default_rng(0).permutation(len(digits.train_x))
    known = know_rows(digits.train_x, digits.held_out_x)

    places = known.find(row_hashes(digits.train_x[order] / 16.0))

    assert np.array_equal(digits.train_x[places], digits.train_x[order])


def test_held_out_rows_among_the_training_data_are_counted(digits: Dataset):
    """100 held-out images mixed into the training data are found, all of them."""
    mixed = np.concatenate([digits.train_x[:500], digits.held_out_x[:100]])
    known = know_rows(digits.train_x, digits.held_out_x)

    assert known.count(row_hashes(mixed / 16.0)) == (500, 100)


def test_images_that_both_halves_have_accuse_nobody(digits: Dataset):
    """A training image that also lies in the held-out data counts as a training image only."""
    held_out = np.concatenate([digits.held_out_x, digits.train_x[:7]])
    known = know_rows(digits.train_x, held_out)

    assert known.count(row_hashes(digits.train_x)) == (len(digits.train_x), 0)


def test_blank_rows_accuse_nobody(digits: Dataset):
    """A blank held-out image says nothing about a student who pads with blank rows."""
    held_out = np.concatenate([digits.held_out_x, np.zeros((1, 8, 8), "uint8")])
    known = know_rows(digits.train_x, held_out)
    student = np.concatenate([digits.train_x[:50], np.zeros((9, 8, 8), "uint8")])

    assert known.count(row_hashes(student)) == (50, 0)


@pytest.mark.parametrize(
    "prepare",
    [
        lambda x: x.reshape(-1, 64) / 16,
        lambda x: 1 - x / 16,
        lambda x: np.pad(x, ((0, 0), (2, 2), (2, 2)))[..., None] / 16,
        lambda x: x.swapaxes(1, 2) / 16,
        lambda x: np.repeat(x[..., None], 3, -1) / 8 - 1,
        lambda x: x / np.sqrt(np.square(x.astype("f8")).sum(1, keepdims=True)).clip(1e-12),
    ],
    ids=["scaled", "inverted", "padded", "transposed", "three channels", "l2 by column"],
)
def test_shuffled_rows_are_prepared_back(digits: Dataset, prepare: Callable):
    """The preparation is found even when no row stands where it stood in the data."""
    rng = np.random.default_rng(5)
    array = prepare(rng.permutation(np.concatenate([digits.train_x, digits.held_out_x]))).astype(
        "float32"
    )
    index = rng.choice(len(array), 48, replace=False)
    canonical = Canonical(digits)

    found = canonical.recover(
        array[index], index, row_hashes(array), bounds=(array.min(), array.max())
    )

    assert found is not None
    assert np.allclose(found.apply(digits.held_out_x), prepare(digits.held_out_x), atol=1e-5)


def test_shuffled_and_standardised_rows_are_prepared_back(digits: Dataset):
    """A StandardScaler before a shuffled split is recognised by the training data's own mean and
    spread.
    """
    mean, spread = digits.train_x.mean(0), digits.train_x.std(0)
    prepare = lambda x: ((x - mean) / np.where(spread == 0, 1, spread)).reshape(-1, 64)  # noqa: E731
    rng = np.random.default_rng(5)
    array = rng.permutation(prepare(digits.train_x)).astype("float32")
    index = rng.choice(len(array), 64, replace=False)
    canonical = Canonical(digits)

    found = canonical.recover(
        array[index], index, row_hashes(array), bounds=(array.min(), array.max())
    )

    assert found is not None
    varied = spread.reshape(-1) > 0
    assert np.allclose(
        found.apply(digits.held_out_x)[:, varied], prepare(digits.held_out_x)[:, varied], atol=1e-4
    )


@pytest.mark.parametrize("shuffled", [False, True])
def test_rows_scaled_to_the_range_of_each_pixel_are_prepared_back(digits: Dataset, shuffled: bool):
    """Rows of dark edges look as if all pixels had been scaled alike; the other rows tell more."""
    reach = digits.train_x.max(0).astype(float) - digits.train_x.min(0)
    prepare = lambda x: ((x - digits.train_x.min(0)) / np.where(reach == 0, 1, reach)) * 2 - 1  # noqa: E731
    rng = np.random.default_rng(5)
    images = rng.permutation(digits.train_x) if shuffled else digits.train_x
    array, index = prepare(images), rng.choice(len(images), 64, replace=False)
    canonical = Canonical(digits)

    found = canonical.recover(array[index], index, row_hashes(array), bounds=(-1.0, 1.0))

    assert found is not None
    assert np.allclose(found.apply(digits.held_out_x), prepare(digits.held_out_x), atol=1e-5)
    assert canonical.rows_prepared(found, bounds=(-1.0, 1.0)).count(row_hashes(array))[0] == 1437


@pytest.mark.parametrize(
    "part", [slice(0, 1000), slice(437, None)], ids=["the first thousand", "the last thousand"]
)
def test_a_part_of_the_training_data_is_found_by_place(digits: Dataset, part: slice):
    """A slice from either end is recognised by where its rows stand, without any hash."""
    array = digits.train_x[part] / 16
    index = np.arange(0, 1000, 25)
    canonical = Canonical(digits)

    found = canonical.recover(array[index], index, np.zeros(1000, "uint64"), bounds=(0.0, 1.0))

    assert found is not None
    assert found.sentence() == "images scaled to [0, 1] and shaped 8×8"


def test_rows_prepared_beyond_recognition_are_counted_after_preparing(digits: Dataset):
    """Padded held-out images are counted by preparing the canonical ones alike."""
    prepare = lambda x: np.pad(x, ((0, 0), (2, 2), (2, 2))) / 16  # noqa: E731
    array = prepare(np.concatenate([digits.train_x[:200], digits.held_out_x[:30]]))
    canonical = Canonical(digits)
    found = canonical.recover(array[:40], np.arange(40), row_hashes(array), bounds=(0.0, 1.0))

    assert found is not None
    assert canonical.rows.count(row_hashes(array)) == (0, 0)
    assert canonical.rows_prepared(found, bounds=(0.0, 1.0)).count(row_hashes(array)) == (200, 30)


@pytest.mark.parametrize(
    "preparation",
    [
        Preparation(Geometry((64,)), Affine(1 / 16, 0.0, "")),
        Preparation(Geometry((8, 8), transposed=True), Affine(-1 / 16, 1.0, "")),
        Preparation(Geometry((21, 21, 1), padding=((6, 7), (6, 7))), Affine(1 / 8, -1.0, "")),
        Preparation(
            Geometry((12, 12, 3), padding=((2, 2), (2, 2)), copies=3), Affine(255 / 16, 0.0, "")
        ),
        Preparation(
            Geometry((3, 8, 8), copies=3, copies_first=True),
            Affine(1.0, 0.0, ""),
            RowNorm("peak", (1, 2)),
        ),
        Preparation(Geometry((8, 8)), LookupTable(np.arange(17.0), np.sqrt(np.arange(17.0)))),
    ],
    ids=["flat", "inverted", "padded", "padded and copied", "row by row", "a table"],
)
def test_rows_hash_the_same_without_being_laid_out(digits: Dataset, preparation: Preparation):
    """The sum over pixels is the sum over places: no image has to be padded to know its hash."""
    array = preparation.apply(digits.held_out_x)
    bounds = float(array.min()), float(array.max())

    known = know_rows(digits.train_x, digits.held_out_x, preparation=preparation, bounds=bounds)

    assert np.array_equal(known.held_out, row_hashes(array, bounds))


def test_images_padded_to_any_size_are_recognised_without_their_memory(digits: Dataset):
    """Padding to 2000×2000 in three channels would take 138 GB for these digits; nothing of it is
    allocated.
    """
    padded = Preparation(
        Geometry((2000, 2000, 3), padding=((996, 996), (996, 996)), copies=3),
        Affine(1 / 16, 0.0, ""),
    )
    few = padded.apply(digits.held_out_x[:3])

    tracemalloc.start()
    known = know_rows(digits.train_x, digits.held_out_x, preparation=padded, bounds=(0.0, 1.0))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert np.array_equal(known.held_out[:3], row_hashes(few, (0.0, 1.0)))
    assert peak < 700 * 1024**2
