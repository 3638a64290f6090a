"""Thresholds that can't be used are mistakes of an assignment, too."""

from __future__ import annotations

import pytest

from tests.assignment.problems import problems_of


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            '"val_accuracy": {\n     "low": 0',
            '"val_accuracy": {\n     "low": NaN, "was": 0',
            "roles.classifier",
        ),
        (
            '"classifier": {',
            '"klassifier": {',
            "the file has klassifier, which the assignment doesn't ask for",
        ),
        ('"seeds": [', '"seeds": {"a": [', "thresholds.json"),
    ],
)
def test_thresholds_that_cannot_be_used_are_reported(digits, old, new, said):
    """By a band of NaN every student would fail; a renamed role is named."""
    path = digits / "thresholds.json"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")

    assert any(said in line for line in problems_of(digits))


def test_a_band_that_is_no_number_is_reported(digits):
    """NaN is JSON to Python, and no accuracy is ever at least NaN."""
    path = digits / "thresholds.json"
    head, mark, tail = path.read_text("utf-8").partition('"val_accuracy": {\n     "low": ')
    assert mark
    path.write_text(head + mark + "NaN" + tail[tail.index(",") :], "utf-8")

    assert any(
        "final.val_accuracy: expected low ≤ high, got nan" in line for line in problems_of(digits)
    )
