"""Holds what the tests of this folder share."""

import os

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest
from sklearn.datasets import load_digits

from tests.recorder.asking.callbacks import dense
from tests.recorder.asking.short import ROWS


@pytest.fixture(scope="module")
def digits():
    """Some pictures as rows, and their labels."""
    data = load_digits()
    return (data.data[:ROWS] / 16).astype("float32"), data.target[:ROWS]


@pytest.fixture(scope="module")
def model():
    """A network of two layers, which nobody trains."""
    return dense()
