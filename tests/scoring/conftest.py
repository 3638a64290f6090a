"""Digits as a dataset, and a recording's folder to put runs into."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sklearn.datasets import load_digits

from grader.model.dataset import Dataset
from grader.scoring import Scorer
from grader.scoring.scorer import ScoringLimits

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")


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


@pytest.fixture(scope="module")
def scorer() -> Iterator[Scorer]:
    """What measures models, in a process of its own."""
    with Scorer(ScoringLimits(timeout_s=60)) as scorer:
        scorer.start()
        yield scorer
