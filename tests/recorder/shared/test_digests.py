"""Weights are told apart by all that they are, and by no more."""

import numpy as np
import pytest

from grader.recorder.shared.digests import array_digest, state_digest

ZEROS = np.zeros((2, 3), "float32")
ONES = np.ones((4,), "float32")


@pytest.mark.parametrize(
    "other",
    [
        ZEROS.reshape(3, 2),
        ZEROS.reshape(6),
        ZEROS.astype("int32"),
        ZEROS.astype(">f4"),
        np.nextafter(ZEROS, np.float32(1)),
        -ZEROS,
    ],
    ids=["shape", "dimensions", "type", "byte order", "numbers", "sign"],
)
def test_arrays_differ_by_shape_type_and_numbers(other):
    """The bytes of most of these are the same."""
    assert array_digest(ZEROS) != array_digest(other)


def test_how_an_array_lies_in_memory_makes_no_other():
    """A transposed view is the array that it shows."""
    square = np.arange(9.0).reshape(3, 3)

    assert array_digest(square.T) == array_digest(square.T.copy())


def test_a_state_is_its_arrays_in_any_order():
    """A model around another one lists the same weights elsewhere; one array more is another
    state.
    """
    first, second = array_digest(ZEROS), array_digest(ONES)

    assert state_digest([first, second]) == state_digest([second, first])
    assert state_digest([first]) != state_digest([first, second])
    assert state_digest([first, second]) != state_digest([first, second, second])
