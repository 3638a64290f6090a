"""Holds what the tests of this folder share."""

import pytest
from sklearn.datasets import load_digits

from grader.recorder.shared import fused


@pytest.fixture(scope="module", autouse=True)
def installed():
    """Keras' `fit` is ours, as in a kernel."""
    fused.install()


@pytest.fixture(scope="module")
def digits():
    """The pictures as rows, and their labels."""
    data = load_digits()
    return (data.data / 16).astype("float32"), data.target
