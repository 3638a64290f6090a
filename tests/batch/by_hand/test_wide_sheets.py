"""A table of points may be as wide as it likes: its headers are compared in one pass."""

from __future__ import annotations

import pytest

from grader.batch.by_hand.sheet import read_sheet
from grader.errors import ConfigError

WIDE = 200_000


def test_columns_that_mean_nothing_are_passed_over(tmp_path):
    """Comparing each with each took minutes."""
    path = tmp_path / "points.csv"
    more = "".join(f",note {number}" for number in range(WIDE))
    path.write_text(f"student,finding,points{more}\nann,q1.answered,3\n")

    (order,) = read_sheet(path, ["q1.answered"])

    assert (order.student, order.points) == ("ann", "3")


def test_a_header_that_is_there_twice_is_named_once(tmp_path):
    """However many columns have it."""
    path = tmp_path / "points.csv"
    path.write_text("student,finding,points" + ",note" * WIDE + "\nann,q1.answered,3\n")

    with pytest.raises(ConfigError, match=r"several columns are headed note\n"):
        read_sheet(path, ["q1.answered"])
