"""An array is known again by what it holds, in the order of its rows."""

from __future__ import annotations

import numpy as np
import pytest

from grader.recorder.events.data_passed import MARKED_ROWS, mark_of


def rows(dtype, width=6):
    random = np.random.default_rng(1)
    return (random.random((4 * MARKED_ROWS, width)) * 200).astype(dtype)


def exchanged(array):
    """Two rows that nobody has a sample of change places."""
    array[[1, 2]] = array[[2, 1]]


def moved(array):
    """A number goes from one such row to another: all of them are the same together."""
    array[1, 0], array[2, 0] = array[2, 0], array[1, 0]


def changed(array):
    array[1, 0] += 1


@pytest.mark.parametrize("dtype", ["uint8", "float32", "float64", "int64"])
@pytest.mark.parametrize("width", [1, 6, 8])
@pytest.mark.parametrize("change", [exchanged, moved, changed])
def test_whatever_changes_tells(dtype, width, change):
    """Also where nothing is taken in and nothing left out."""
    array = rows(dtype, width)
    before = mark_of(array)
    assert mark_of(array) == before

    change(array)

    assert mark_of(array) != before


def test_labels_that_change_places_tell():
    """Of 8 bytes each, and of one."""
    for dtype in ("int64", "uint8"):
        labels = np.arange(4 * MARKED_ROWS).astype(dtype)
        before = mark_of(labels)

        labels[[1, 2]] = labels[[2, 1]]

        assert mark_of(labels) != before


def test_columns_of_a_table_and_nothing():
    """A view that does not lie in one piece, and an array without rows."""
    table = rows("float64", 8)
    view = table[:, ::2]
    before = mark_of(view)
    table[1, 0] += 1

    assert mark_of(view) != before
    assert mark_of(np.zeros((0, 3)))
    assert mark_of([1, 2]) is None
