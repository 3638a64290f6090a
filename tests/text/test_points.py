"""Points as text."""

from __future__ import annotations

from decimal import Decimal

import pytest

from grader.text.points import points_as_text


@pytest.mark.parametrize(
    ("points", "text"),
    [
        ("100", "100"),
        ("87.50", "87.5"),
        ("0", "0"),
        ("0.00", "0"),
        ("1E+1", "10"),
        ("1E+2", "100"),
        ("0.10", "0.1"),
    ],
)
def test_points_are_plain(points, text):
    """No exponent, no trailing zeros."""
    assert points_as_text(Decimal(points)) == text
