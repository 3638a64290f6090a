"""The digits, as the assignment's data file holds them."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from grader.model.dataset import Dataset
from grader.training.process.trainer import DataFile
from tests.training.cases.jobs import Counts

DIGITS = Path(__file__).parents[2] / "reference" / "digits" / "data" / "digits.npz"


@pytest.fixture(scope="session")
def digits() -> Dataset:
    """1,437 digits of 64 values from 0 to 16, and the 360 held out."""
    with np.load(DIGITS) as arrays:
        names = ("x_train", "y_train", "x_test", "y_test")
        return Dataset(*(arrays[name] for name in names), tuple("0123456789"))


@pytest.fixture(scope="session")
def digits_file() -> DataFile:
    """Where they lie."""
    return DataFile(DIGITS, ("x_train", "y_train"), ("x_test", "y_test"))


@pytest.fixture
def counts() -> Counts:
    """A trainer that counts."""
    return Counts()
