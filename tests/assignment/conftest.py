"""Holds what the tests of this folder share."""

from __future__ import annotations

import shutil

import pytest

from tests.assignment.problems import DIGITS


@pytest.fixture
def digits(tmp_path):
    """A copy of the small bundled assignment."""
    for name in ("assignment.yaml", "thresholds.json", "starter.ipynb", "models.py"):
        shutil.copy(DIGITS / name, tmp_path / name)
    shutil.copytree(DIGITS / "data", tmp_path / "data")
    return tmp_path
