"""Rows have the same hashes however they lie in memory."""

from __future__ import annotations

import numpy as np
import pytest

from grader.recorder.events.summary import summarise
from grader.recorder.shared.fingerprint import row_hashes


@pytest.mark.parametrize("width", [1, 7, 8, 10, 64, 65])
@pytest.mark.parametrize("kind", ["bool", "uint8", "float64"])
def test_columns_that_lie_one_after_another(width, kind):
    """As pandas keeps a frame of one kind, and as a transposed array lies."""
    rows = np.random.default_rng(width).integers(0, 2, (30, width)).astype(kind)

    hashes = row_hashes(np.asfortranarray(rows))

    assert hashes.tolist() == row_hashes(rows).tolist()


def test_labels_that_are_names_are_numbered():
    """In their order, as scikit-learn numbers its classes; nothing else is made of them."""
    summary, arrays = summarise(np.array(["two", "one", "two", "three"], dtype=object), "y")

    assert summary["kind"] == "other"
    assert arrays["y.labels"].tolist() == [2, 0, 2, 1]
    assert summarise(["a", "b"], "x")[1] == {}
