"""The reference that is handed out belongs to its assignment and agrees with the founding submission."""

from __future__ import annotations

import pytest

from grader.assignment import load_assignment
from grader.checks import known_checks
from grader.model.assignment import Assignment
from grader.reference import build_reference, load_reference, thresholds_path, verify_founding

OUTSIDE = {("adam", "F1 of class 8")}
"""What `docs/thresholds.md` explains."""


@pytest.fixture(scope="module")
def mnist() -> Assignment:
    return load_assignment("mnist", known_checks=known_checks())


def test_the_file_is_what_its_runs_give(mnist: Assignment):
    """`thresholds.json` is made from the runs beside it, by nobody's hand, and small."""
    assert load_reference(mnist) == build_reference(mnist, mnist.folder / "runs")
    assert thresholds_path(mnist).stat().st_size < 300_000


def test_the_founding_figures_lie_in_our_bands(mnist: Assignment):
    """Loss, accuracy, counts and parameters of the founding submission are those of a correct run."""
    found = verify_founding(mnist, load_reference(mnist))

    assert {(check.role, check.figure) for check in found if not check.inside} == OUTSIDE
    assert len(found) > 20
