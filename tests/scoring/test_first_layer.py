"""A model's first weights are taken to be looked at."""

from __future__ import annotations

import base64
from pathlib import Path

import numpy as np
import pytest

from grader.scoring.first_layer import MOST_SHOWN, first_layer

DIGIT = (28, 28)


@pytest.fixture
def saved(tmp_path: Path):
    """Saves weights as a recording does."""

    def save(*arrays: np.ndarray) -> Path:
        path = tmp_path / "weights.npz"
        np.savez(path, **{f"w{number:04d}": array for number, array in enumerate(arrays)})
        return path

    return save


def strokes(units: int) -> np.ndarray:
    """(784, units): each unit looks for a stroke of its own, stronger the later it comes."""
    tiles = np.zeros((28, 28, units))
    for unit in range(units):
        tiles[unit % 20 : unit % 20 + 6, 4:24, unit] = 0.1 + unit
    return tiles.reshape(784, units)


def shades(layer) -> np.ndarray:
    return np.frombuffer(base64.b64decode(layer.shades), np.uint8).reshape(layer.shape)


def test_units_on_pictures_are_pictures(saved):
    """The strongest units of a dense layer, in their order: 255 where a pixel counts most."""
    layer = first_layer(saved(strokes(20), np.zeros(20)), DIGIT)

    assert (layer.filters, layer.count, layer.shape) == (False, 20, (MOST_SHOWN, 28, 28))
    assert shades(layer)[0, 4, 10] == 255
    assert shades(layer)[0, 27, 27] == 128


def test_filters_are_pictures(saved):
    """A convolution's filters, colours in the mean; what is negative is darker than 128."""
    kernel = np.zeros((3, 3, 3, 8), np.float32)
    kernel[:, 0], kernel[:, 2] = 1.0, -1.0
    layer = first_layer(saved(kernel, np.zeros(8), np.zeros((784, 8))), (32, 32, 3))

    assert (layer.filters, layer.count, layer.shape) == (True, 8, (8, 3, 3))
    assert shades(layer)[0].tolist() == [[255, 128, 1]] * 3


def test_after_a_normalisation_the_layer_is_found(saved):
    """Means and variances stand before the kernel."""
    layer = first_layer(saved(np.ones(784), np.ones(784), np.array(1), strokes(4)), DIGIT)

    assert layer.shape == (4, 28, 28)


def test_pictures_that_lie_in_a_row_are_unfolded(saved):
    """Data files of small pictures often hold them flat."""
    assert first_layer(saved(strokes(4)), (784,)).shape == (4, 28, 28)


@pytest.mark.parametrize(
    ("arrays", "picture"),
    [
        ([np.random.default_rng(1).normal(size=(784, 64))], DIGIT),
        ([np.zeros((784, 64))], DIGIT),
        ([np.ones((100, 64))], DIGIT),
        ([strokes(4)], (2, 2, 2, 98)),
        ([np.ones((63, 4))], (63,)),
        ([np.ones((1, 1, 1, 8))], DIGIT),
        ([np.ones((3, 3, 16, 8))], DIGIT),
        ([np.zeros((784, 0))], DIGIT),
        ([np.zeros((3, 3, 1, 0))], DIGIT),
        ([np.ones((200, 200, 1, 4))], (200, 200)),
        ([], DIGIT),
    ],
    ids=lambda value: str([one.shape for one in value]) if isinstance(value, list) else str(value),
)
def test_where_nothing_is_to_be_seen_nothing_is_kept(saved, arrays, picture):
    """Noise, nothing at all, other shapes, filters of one pixel, what is too large."""
    assert first_layer(saved(*arrays), picture) is None


def test_weights_that_are_no_numbers_count_as_nothing(saved):
    """A training that diverged leaves NaN; the rest can still be looked at."""
    kernel = strokes(4)
    kernel[:30] = np.nan
    kernel[30:32] = np.inf

    assert shades(first_layer(saved(kernel), DIGIT))[0, 0, 0] == 128


def test_a_damaged_file_is_no_picture(tmp_path):
    """What can't be read shows nothing, and stops nothing."""
    path = tmp_path / "weights.npz"
    path.write_bytes(b"PK\3\4 nothing")

    assert first_layer(path, DIGIT) is None
