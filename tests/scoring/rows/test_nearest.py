"""Rows made of held-out images are distinguished from augmented training images."""

import numpy as np
import pytest

from grader.model.descriptions import ArraySummary
from grader.recorder.shared.fingerprint import row_hashes
from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.nearest import near_held_out
from grader.scoring.rows.training_data import examine
from tests.checks.cases import a_run

RANDOM = np.random.default_rng(3)
CHANGES = {
    "a little noise": lambda images: images + RANDOM.normal(0, 0.1, images.shape),
    "brighter": lambda images: 0.8 * images + 0.1,
    "shifted": lambda images: np.roll(images.reshape(-1, 8, 8), 1, axis=2).reshape(-1, 64),
    "much noise": lambda images: images + RANDOM.normal(0, 0.5, images.shape),
    "inverted": lambda images: 1 - images,
    "mirrored": lambda images: images.reshape(-1, 8, 8)[:, :, ::-1].reshape(-1, 64),
}


@pytest.fixture(scope="module")
def halves(digits):
    """Training and held-out digits, scaled and flattened."""
    return tuple(
        images.reshape(-1, 64).astype("float32") / 16
        for images in (digits.train_x, digits.held_out_x)
    )


@pytest.mark.parametrize("change", CHANGES)
def test_augmented_training_images_are_none(halves, change):
    """Whatever was done to them."""
    train, held_out = halves

    assert near_held_out(CHANGES[change](train[:960:10]), train, held_out) == 0


@pytest.mark.parametrize("change", ["a little noise", "brighter"])
def test_changed_held_out_images_are_found(halves, change):
    """Also where they are a quarter of the unknown rows; a handful is too few to tell."""
    train, held_out = halves
    mixed = np.concatenate([train[:720:10], held_out[:24]])

    assert near_held_out(CHANGES[change](held_out[:96]), train, held_out) > 80
    assert near_held_out(CHANGES[change](mixed), train, held_out) >= 20
    assert near_held_out(CHANGES[change](held_out[:7]), train, held_out) == 0


@pytest.mark.parametrize("with_held_out", [True, False])
def test_noise_over_everything(recording, digits, with_held_out):
    """Where no row is known, not even how they were prepared, those tell that were made of held-out
    images; noise over the training images says nothing.
    """
    images = [digits.train_x, digits.held_out_x][: 1 + with_held_out]
    labels = np.concatenate([digits.train_y, digits.held_out_y][: 1 + with_held_out])
    x = np.concatenate(images).reshape(len(labels), -1) / 16
    x = np.clip(x + np.random.default_rng(1).normal(0, 0.03, x.shape), 0, 1).astype("float32")
    index = np.arange(0, len(x), 16)
    np.savez(
        recording / "arrays" / "1.npz",
        **{
            "x.sample": x[index],
            "x.sample_index": index,
            "x.row_hashes": row_hashes(x, (0.0, 1.0)),
            "y.labels": labels,
        },
    )
    run = a_run(x=ArraySummary("x", x.shape, "float32", 0.0, 1.0), started_arrays="arrays/1.npz")

    found = examine(run, folder=recording, canonical=Canonical(digits))

    assert found.same_pictures
    assert (found.near_held_out > 0) is with_held_out


@pytest.mark.parametrize("shuffled", [True, False])
@pytest.mark.parametrize("with_held_out", [True, False])
def test_one_row_that_is_far_brighter(recording, digits, with_held_out, shuffled):
    """It hides all rows from whoever looks at the array as a whole; each by itself they are known,
    whatever their labels say.
    """
    images = [digits.train_x, digits.held_out_x][: 1 + with_held_out]
    labels = np.concatenate([digits.train_y, digits.held_out_y][: 1 + with_held_out])
    x = np.concatenate(images).reshape(len(labels), -1).astype("float32") / 16
    order = np.random.default_rng(2).permutation(len(x)) if shuffled else np.arange(len(x))
    x, labels = np.concatenate([x[order], np.full((1, 64), 1e6, "float32")]), labels[order]
    index = np.unique(np.linspace(0, len(x) - 1, 96).astype(int))
    np.savez(
        recording / "arrays" / "1.npz",
        **{
            "x.sample": x[index],
            "x.sample_index": index,
            "x.row_hashes": row_hashes(x),
            "y.labels": np.append(labels, 0),
        },
    )
    run = a_run(x=ArraySummary("x", x.shape, "float32", 0.0, 1e6), started_arrays="arrays/1.npz")

    found = examine(run, folder=recording, canonical=Canonical(digits))

    assert found.same_pictures is not shuffled
    assert (found.near_held_out > 0) is with_held_out
