"""Digits as a dataset, and a recording's folder to put runs into."""

from __future__ import annotations

from pathlib import Path

import pytest
from sklearn.datasets import load_digits

from grader.model.dataset import Dataset


@pytest.fixture(scope="session")
def digits() -> Dataset:
    """scikit-learn's 1,797 digits of 8×8 pixels, values 0 to 16, the last 360 held out."""
    images, labels = load_digits(return_X_y=True)
    images = images.reshape(-1, 8, 8).astype("uint8")
    classes = tuple("0123456789")
    return Dataset(images[:-360], labels[:-360], images[-360:], labels[-360:], classes)


@pytest.fixture
def recording(tmp_path: Path) -> Path:
    """An empty recording's folder."""
    (tmp_path / "arrays").mkdir()
    return tmp_path
