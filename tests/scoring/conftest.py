"""Digits as a dataset, and a recording's folder to put runs into."""

from __future__ import annotations

from pathlib import Path

import numpy as np
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


def row_hashes(rows: np.ndarray) -> np.ndarray:
    """A hash with the recorder's interface: (n, ...) to (n,) uint64, the same for scaled copies."""
    flat = rows.reshape(len(rows), -1).astype("float64")
    low, high = flat.min(), flat.max()
    levels = np.rint((flat - low) * (255 / (high - low or 1))).astype("uint64")
    weights = np.random.default_rng(0).integers(0, 2**63, flat.shape[1], dtype="uint64") | np.uint64(1)
    return (levels * weights).sum(1, dtype="uint64")
