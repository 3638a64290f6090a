"""Grades forged notebooks from end to end: what each forges is found, and a person is told."""

import pytest

from tests.hostile.lies import read_forged


@pytest.mark.parametrize("habit", [pytest.param(one, id=one.name) for one in read_forged()])
def test_a_forgery_is_found(habit, grading):
    """By its kind, and not as a note."""
    result = grading.result(habit)

    found = {one.kind: one.severity for one in result.grade.integrity}
    assert found.get(habit.keys["kind"]) in ("warning", "serious"), result.grade.integrity
