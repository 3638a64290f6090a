"""What every test of the report needs: the assignment, its data, a reference, and a way to render."""

from __future__ import annotations

import pytest

from grader.assignment import bundled, load_assignment, load_dataset
from grader.checks import known_checks
from grader.report import Reporter
from tests.report import cases


@pytest.fixture(scope="session")
def assignment():
    return load_assignment("mnist", known_checks=known_checks())


@pytest.fixture(scope="session")
def reporter(assignment):
    return Reporter(assignment, cases.reference(), load_dataset(assignment), bundled("templates"))
