"""Shares the assignment, and a reporter that loads templates and fonts once, among all tests of the
report.
"""

from __future__ import annotations

import pytest

from grader.report import Reporter
from tests.report.assignments import TEMPLATES, mnist, mnist_data
from tests.report.data import trained


@pytest.fixture(scope="session")
def assignment():
    return mnist()


@pytest.fixture(scope="session")
def reporter():
    return Reporter(mnist(), trained.reference(), mnist_data(), TEMPLATES)
