"""Whole numbers that no counter has are refused, and nothing else is."""

import pytest

from grader.untrusted.numbers import holds_huge_integer


@pytest.mark.parametrize(
    ("text", "huge"),
    [
        (b'{"epochs": 9007199254740992}', False),
        (b'{"epochs": 9007199254740993}', True),
        (b'{"epochs": -9007199254740993}', True),
        (b'{"epochs": 1' + b"0" * 400 + b"}", True),
        (b"[[1, [12345678901234567890]]]", True),
        (b'{"epochs": "12345678901234567890"}', False),
        (b'{"loss": 0.12345678901234567890}', False),
        (b'{"loss": 12345678901234567890.5}', False),
        (b"no JSON: 12345678901234567890", False),
    ],
)
def test_beyond_what_a_double_counts(text, huge):
    """The bound is 2^53; digits in texts and fractions don't count."""
    assert holds_huge_integer(text) is huge
