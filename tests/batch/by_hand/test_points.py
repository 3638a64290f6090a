"""Points as people write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.batch.by_hand import read_points

TEN = Decimal(10)


@pytest.mark.parametrize(
    ("text", "points"),
    [
        ("8", "8"),
        (" 7.5 ", "7.5"),
        ("7,5", "7.5"),
        ("7,50", "7.50"),
        ("7.500", "7.5"),
        ("0", "0"),
        ("10,0", "10"),
        ("+3", "3"),
        ("'4", "4"),
    ],
)
def test_a_number_is_read_with_point_or_comma(text, points):
    """As keyboards and spreadsheets of either habit write it."""
    assert read_points(text, TEN) == Decimal(points)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "expected a number from 0 to 10, got ''"),
        ("-1", "can't be negative"),
        ("\N{MINUS SIGN}2,5", "can't be negative"),
        ("NaN", "expected a number"),
        ("nan", "expected a number"),
        ("inf", "expected a number"),
        ("1e1", "expected a number"),
        ("10.01", "more than is possible"),
        ("11", "more than is possible"),
        ("1.005", "at most 2 decimals"),
        ("1,234.5", "expected a number"),
        ("08. Mai", "expected a number"),
        ("8/10", "expected a number"),
        ("80%", "expected a number"),
        ("eight", "got 'eight'"),
        ("\N{ARABIC-INDIC DIGIT EIGHT}", "expected a number"),
        ("=1+1", "expected a number"),
        ("9" * 400, "expected a number"),
    ],
)
def test_what_is_no_possible_number_is_said(text, words):
    """The message says what is possible and what stood there."""
    problem = read_points(text, TEN)

    assert isinstance(problem, str)
    assert words in problem


@given(st.text(max_size=12))
def test_whatever_stands_there_is_points_or_a_sentence(text):
    """Nothing else comes out, and no points beyond what is possible."""
    read = read_points(text, TEN)

    assert isinstance(read, str) or 0 <= read <= TEN
