"""Rows that come piece by piece."""

import numpy as np

from grader.recorder.rows.pieces import ALL_ROWS, Pieces
from grader.recorder.shared.fingerprint import row_hashes


def fed(x, size):
    pieces = Pieces()
    for start in range(0, len(x), size):
        if pieces.wants_more():
            pieces.look_at(x[start : start + size])
    return pieces.described("x")


def test_hashes_are_those_of_the_whole_array():
    """However small the pieces are, a row is known by the hash that it has in one piece."""
    x = np.random.default_rng(0).integers(0, 256, (1000, 12)) / 255.0
    x[300], x[301] = 0.0, 1.0

    for size in (1, 7, 128, 1000):
        summary, arrays = fed(x, size)

        assert np.array_equal(arrays["x.row_hashes"], row_hashes(x))
        assert (summary["shape"], summary["minimum"], summary["maximum"]) == ([1000, 12], 0.0, 1.0)
        assert np.array_equal(arrays["x.sample"], x[arrays["x.sample_index"]])


def test_rows_that_come_again_count_once():
    """Three epochs are as many rows as one; the sample's places are theirs among the rows that are
    left.
    """
    x = np.random.default_rng(1).random((50, 4))

    summary, arrays = fed(np.concatenate([x[:10], x, x]), 20)

    assert summary["shape"] == [50, 4]
    assert np.array_equal(
        arrays["x.row_hashes"][arrays["x.sample_index"]],
        row_hashes(arrays["x.sample"], (x.min(), x.max())),
    )
    assert len(set(arrays["x.row_hashes"].tolist())) == 50


def test_long_trainings_are_looked_at_now_and_then():
    """At first all, then some at random to the very end, ever fewer: the hook costs nothing in the
    hundredth epoch.
    """
    pieces, piece, looked = Pieces(), np.zeros((1000, 2)), []
    for number in range(2000):
        if pieces.wants_more():
            looked.append(number)
            pieces.look_at(piece)

    first = ALL_ROWS // 1000
    assert looked[:first] == list(range(first))
    assert 2 * first < len(looked) < 12 * first  # 10 (1 + ln 200) on the average
    assert looked[-1] > 1000


def test_other_shapes_are_passed_over():
    """Labels, and the inputs of another model, are no rows of this one."""
    pieces = Pieces()
    for piece in (np.zeros((5, 4)), np.zeros(5), np.zeros((5, 3)), np.zeros((0, 4))):
        pieces.look_at(piece)

    assert pieces.described("x")[0]["shape"] == [1, 4]


def test_nothing_seen_is_nothing_reported():
    """No rows, no hashes."""
    summary, arrays = Pieces().described("x")

    assert summary["shape"][0] == len(arrays["x.row_hashes"]) == 0
