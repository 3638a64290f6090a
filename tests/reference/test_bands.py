"""A band holds one more correct run with the promised probability, whatever the number of seeds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from grader.reference.bands import MAX_POINTS, band, curve, factor, kept_epochs, limits


def test_the_factor_is_the_one_of_the_tables():
    """For 20 values and 1 in 1,000: Student's t of 3.5794 with 19 degrees of freedom, times
    √1.05.
    """
    assert factor(20) == pytest.approx(3.5794 * 1.05**0.5, abs=1e-3)
    assert factor(3) > factor(5) > factor(20) > 3.09


@pytest.mark.parametrize("seeds", [3, 5, 20])
def test_one_more_run_falls_outside_as_often_as_stated(seeds: int):
    """Of 200,000 further runs after as many trainings, 2 % fall below the limit at a risk of 2
    %.
    """
    rng = np.random.default_rng(seeds)
    trained, further = rng.normal(size=(seeds, 200_000)), rng.normal(size=200_000)

    low, high = limits(trained + 50, highest=np.inf, risk=0.02)

    assert np.mean(further + 50 < low) == pytest.approx(0.02, abs=0.002)
    assert np.mean(further + 50 > high) == pytest.approx(0.02, abs=0.002)


@given(arrays(np.float64, st.integers(3, 30), elements=st.floats(0, 1)), st.floats(1e-4, 0.1))
def test_a_band_is_ordered_and_possible(values: np.ndarray, risk: float):
    """Low ≤ median ≤ high, all of it within what an accuracy can be."""
    found = band(values, highest=1.0, risk=risk)

    assert 0 <= found.low <= found.median + 1e-6
    assert found.median - 1e-6 <= found.high <= 1
    assert found.contains(found.median) or found.high - found.low < 1e-5


@given(arrays(np.float64, 8, elements=st.floats(0, 1)))
def test_a_smaller_risk_never_narrows_the_band(values: np.ndarray):
    """Promising more means allowing more."""
    wide, narrow = band(values, highest=1.0, risk=0.001), band(values, highest=1.0, risk=0.01)

    assert wide.low <= narrow.low
    assert wide.high >= narrow.high


@given(st.integers(1, 5000))
def test_few_epochs_are_kept_the_ends_among_them(epochs: int):
    """A curve has at most 120 points, rising from the first epoch to the last."""
    kept = kept_epochs(epochs)

    assert kept[0] == 1
    assert kept[-1] == epochs
    assert len(kept) <= MAX_POINTS
    assert list(kept) == sorted(set(kept))


def test_a_curve_is_the_band_of_every_epoch():
    """At each epoch kept, the curve is the band that the seeds give there."""
    values = np.random.default_rng(0).random((6, 300))

    found = curve(values, highest=1.0)

    for i, epoch in enumerate(found.epochs):
        there = band(values[:, epoch - 1], highest=1.0)
        assert (found.low[i], found.median[i], found.high[i]) == (
            there.low,
            there.median,
            there.high,
        )
