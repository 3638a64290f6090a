"""Numbers as words."""

from __future__ import annotations

import pytest

from grader.report import numbers


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (0.01612, "0.0161"),
        (0.016, "0.0160"),
        (2.3e-05, "2.30e-05"),
        (2.5e30, "2.50e+30"),
        (123.4, "123"),
        (0.0, "0"),
        (float("nan"), "not a number"),
        (None, "–"),
    ],
)
def test_losses_keep_three_digits(value, words):
    """A loss keeps three significant digits, and NaN is said in words."""
    assert numbers.loss(value) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0.31, "0.3 s"),
        (31, "31 s"),
        (252.2, "4 min 12 s"),
        (3780, "1 h 3 min"),
        (59.6, "1 min 0 s"),
    ],
)
def test_durations_are_readable(seconds, words):
    """Lengths of time use the units that fit."""
    assert numbers.duration(seconds).replace(numbers.NBSP, " ") == words


def test_lists_read_as_prose():
    """Items are joined with commas and a last 'and'."""
    assert numbers.listed(["a"]) == "a"
    assert numbers.listed(["a", "b", "c"]) == "a, b and c"
    assert numbers.listed([]) == ""
