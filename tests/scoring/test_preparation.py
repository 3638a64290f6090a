"""Whatever usual thing was done to the images, it is found on a sample and repeated on other
images.
"""

from __future__ import annotations

import json
from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grader.model.dataset import Dataset
from grader.scoring.preparation.geometry import Geometry
from grader.scoring.preparation.recover import (
    CHUNK_BYTES,
    FeatureMoments,
    Preparation,
    recover_feature_wise,
    recover_preparation,
)
from grader.scoring.preparation.rowwise import RowNorm
from grader.scoring.preparation.values import Affine, LookupTable

SAMPLE = 64
LEVELS = 17

Prepare = Callable[[np.ndarray], np.ndarray]


def pad(images: np.ndarray) -> np.ndarray:
    return np.pad(images, ((0, 0), (2, 2), (2, 2)))


PREPARATIONS: dict[str, tuple[Prepare, str]] = {
    "flat": (lambda x: x.reshape(-1, 64) / 16, "images scaled to [0, 1] and flattened"),
    "untouched": (lambda x: x, "images left at 0 to 16 and shaped 8×8"),
    "float": (lambda x: x.astype("float64"), "images left at 0 to 16 and shaped 8×8"),
    "channel last": (lambda x: x[..., None] / 16, "images scaled to [0, 1] and shaped 8×8×1"),
    "channel first": (lambda x: x[:, None] / 16, "images scaled to [0, 1] and shaped 1×8×8"),
    "three channels": (
        lambda x: np.repeat(x[..., None], 3, -1) / 16,
        "images scaled to [0, 1], repeated to 3 channels and shaped 8×8×3",
    ),
    "three channels first": (
        lambda x: np.repeat(x[:, None], 3, 1) / 16,
        "images scaled to [0, 1], repeated to 3 channels and shaped 3×8×8",
    ),
    "padded": (
        lambda x: pad(x)[..., None] / 16,
        "images scaled to [0, 1], padded with zeros and shaped 12×12×1",
    ),
    "padded at the end": (
        lambda x: np.pad(x, ((0, 0), (0, 4), (0, 4))) / 16,
        "images scaled to [0, 1], padded with zeros and shaped 12×12",
    ),
    "padded, flat": (
        lambda x: pad(x).reshape(-1, 144) / 16,
        "images scaled to [0, 1], padded with zeros and flattened",
    ),
    "transposed": (
        lambda x: x.swapaxes(1, 2) / 16,
        "images scaled to [0, 1], transposed and shaped 8×8",
    ),
    "symmetric": (lambda x: x / 8 - 1, "images scaled to [-1, 1] and shaped 8×8"),
    "inverted": (lambda x: 1 - x / 16, "images inverted and scaled to [0, 1] and shaped 8×8"),
    "standardised": (
        lambda x: (x - 4.88) / 6.02,
        "images scaled to [-0.8106, 1.8472] and shaped 8×8",
    ),
    "float16": (lambda x: (x / 16).astype("float16"), "images scaled to [0, 1] and shaped 8×8"),
    "thresholded": (
        lambda x: (x > 7).astype("float32"),
        "images changed by a function of each pixel and shaped 8×8",
    ),
    "gamma": (
        lambda x: np.sqrt(x / 16),
        "images changed by a function of each pixel and shaped 8×8",
    ),
    "l2 by column": (
        lambda x: x / np.maximum(np.sqrt(np.square(x.astype("f8")).sum(1, keepdims=True)), 1e-12),
        "images divided by their L2 norm and shaped 8×8",
    ),
    "l2 of the whole": (
        lambda x: (x / np.sqrt(np.square(x.astype("f8")).sum((1, 2), keepdims=True))).reshape(
            -1, 64
        ),
        "",
    ),
    "image by image": (
        lambda x: (x - x.mean((1, 2), keepdims=True)) / x.std((1, 2), keepdims=True),
        "",
    ),
}


@pytest.mark.parametrize("name", PREPARATIONS)
def test_usual_preparations_are_recovered(digits: Dataset, name: str):
    """The map found on 64 training images prepares the held-out images as the student's code would
    have.
    """
    prepare, sentence = PREPARATIONS[name]
    originals = digits.train_x[:SAMPLE]

    found = recover_preparation(prepare(originals), originals, levels=LEVELS)

    assert found is not None
    expected = prepare(digits.held_out_x).astype("float32")
    assert found.apply(digits.held_out_x).dtype == np.float32
    assert np.allclose(
        found.apply(digits.held_out_x), expected, atol=3e-3 if name == "float16" else 1e-5
    )
    assert sentence in (found.sentence(), "")


@pytest.mark.parametrize("name", ["transposed", "padded", "three channels"])
def test_pictures_may_lie_flat_in_the_data(digits: Dataset, name: str):
    """A row of 64 numbers is a picture of 8 by 8."""
    prepare, sentence = PREPARATIONS[name]
    images, held_out = digits.train_x[:SAMPLE], digits.held_out_x

    found = recover_preparation(prepare(images), images.reshape(-1, 64), levels=LEVELS)

    assert found is not None
    assert found.sentence() == sentence
    assert np.allclose(found.apply(held_out.reshape(-1, 64)), prepare(held_out), atol=1e-6)


def test_standardisation_by_feature_is_recovered(digits: Dataset):
    """The scale of every pixel comes from the sample, and where that is blank from the training
    data's own spread.
    """
    mean, spread = digits.train_x.mean(0), digits.train_x.std(0)
    divisor = np.where(spread == 0, 1, spread)
    prepare = lambda x: ((x - mean) / divisor).reshape(-1, 64)  # noqa: E731
    originals = digits.train_x[:SAMPLE]

    assert recover_preparation(prepare(originals), originals, levels=LEVELS) is None
    found = recover_feature_wise(
        prepare(originals), originals, moments=FeatureMoments.of(digits.train_x)
    )

    assert found is not None
    assert found.sentence() == "images standardised feature by feature and flattened"
    unlit = (digits.held_out_x == 0).all(0).reshape(-1) | (spread.reshape(-1) > 0)
    assert np.allclose(
        found.apply(digits.held_out_x)[:, unlit], prepare(digits.held_out_x)[:, unlit], atol=1e-4
    )


def test_scaling_to_the_range_of_every_feature_is_recovered(digits: Dataset):
    """A pixel that is blank in the sample is scaled by its range in the training data."""
    reach = digits.train_x.max(0) - digits.train_x.min(0).astype(float)
    prepare = lambda x: (x - digits.train_x.min(0)) / np.where(reach == 0, 1, reach)  # noqa: E731
    moments, originals = FeatureMoments.of(digits.train_x), digits.train_x[:SAMPLE]

    found = recover_feature_wise(prepare(originals), originals, moments=moments)

    assert found is not None
    assert "the range" in found.sentence()
    assert np.allclose(found.apply(digits.held_out_x), prepare(digits.held_out_x), atol=1e-5)


def test_a_subtracted_mean_image_is_recovered(digits: Dataset):
    """Where all pixels that can be known share one scale, the others are taken to share it."""
    mean = digits.train_x.mean(0) / 16
    originals = digits.train_x[:SAMPLE]

    found = recover_feature_wise(
        originals / 16 - mean, originals, moments=FeatureMoments.of(digits.train_x)
    )

    assert found is not None
    assert np.allclose(found.apply(digits.held_out_x), digits.held_out_x / 16 - mean, atol=1e-5)


@given(
    scale=st.floats(1e-3, 1e3) | st.floats(-1e3, -1e-3),
    offset=st.floats(-100, 100),
    layout=st.sampled_from([(64,), (8, 8), (8, 8, 1), (1, 8, 8), (1, 64), (64, 1)]),
    seed=st.integers(0, 2**32 - 1),
)
@settings(max_examples=60, deadline=None)
def test_any_scale_and_offset_is_recovered(
    scale: float, offset: float, layout: tuple[int, ...], seed: int
):
    """Recovered and true map agree on other images to float32's precision."""
    images = np.random.default_rng(seed).integers(0, 256, (40, 8, 8), dtype="uint8")
    prepare = lambda x: (x.reshape(-1, *layout) * np.float64(scale) + offset).astype("float32")  # noqa: E731

    found = recover_preparation(prepare(images[:20]), images[:20], levels=256)

    assert found is not None
    wanted = prepare(images[20:])
    assert np.allclose(found.apply(images[20:]), wanted, atol=1e-4 * np.abs(wanted).max())


@pytest.mark.parametrize(
    "spoil",
    [
        lambda x, rng: rng.normal(size=x.shape),
        lambda x, rng: x / 16 + rng.normal(0, 0.05, x.shape),
        lambda x, rng: rng.permutation(x) / 16,
        lambda x, rng: np.zeros(x.shape),
        lambda x, rng: x[:, :, :4],
        lambda x, rng: np.where(np.arange(x.size).reshape(x.shape) == 77, 3.0, x / 16),
    ],
    ids=["noise", "noisy", "shuffled", "blank", "cropped", "one value off"],
)
def test_what_is_no_preparation_is_not_recovered(digits: Dataset, spoil: Callable):
    """One value that the map doesn't give is enough to reject it."""
    originals = digits.train_x[:SAMPLE]
    sample = spoil(originals, np.random.default_rng(1))

    assert recover_preparation(sample, originals, levels=LEVELS) is None
    assert (
        recover_feature_wise(sample, originals, moments=FeatureMoments.of(digits.train_x)) is None
    )


@pytest.mark.parametrize(
    "preparation",
    [
        Preparation(
            Geometry((12, 12, 3), padding=((2, 2), (2, 2)), copies=3),
            Affine(1 / 16, -0.5, "scaled"),
        ),
        Preparation(
            Geometry((64,)),
            Affine(np.full(64, 0.1), np.arange(64.0), "standardised feature by feature"),
        ),
        Preparation(
            Geometry((8, 8), transposed=True),
            LookupTable(np.arange(17.0), np.arange(17.0) ** 2),
            RowNorm("l2", (1,)),
        ),
    ],
    ids=["padded", "feature by feature", "a table"],
)
def test_a_preparation_survives_its_trip_to_the_scoring_process(
    digits: Dataset, preparation: Preparation
):
    """As JSON and back it prepares every image alike and says the same of itself."""
    back = Preparation.from_json(json.loads(json.dumps(preparation.to_json())))

    assert np.array_equal(back.apply(digits.held_out_x), preparation.apply(digits.held_out_x))
    assert back.sentence() == preparation.sentence()


def test_prepared_images_are_made_a_few_at_a_time(digits: Dataset):
    """What lies in memory together is bounded whatever the size that images are padded to."""
    padded = Preparation(
        Geometry((700, 700), padding=((346, 346), (346, 346))), Affine(1.0, 0.0, "")
    )

    assert padded.rows_at_a_time * 700 * 700 * 8 <= CHUNK_BYTES
    assert padded.apply(digits.held_out_x[:3]).shape == (3, 700, 700)
