"""The reference that is handed out belongs to its assignment and agrees with the founding
submission.
"""

from __future__ import annotations

import hashlib
import struct

import numpy as np
import pytest

from grader.model.assignment import Assignment
from grader.pipeline import open_assignment
from grader.reference import build_reference, load_reference, thresholds_path, verify_founding

OUTSIDE = {("adam", "F1 of class 8")}
"""What `docs/thresholds.md` explains."""


@pytest.fixture(scope="module")
def mnist() -> Assignment:
    return open_assignment("mnist")[0]


def test_the_file_is_what_its_runs_give(mnist: Assignment):
    """`thresholds.json` is made from the runs beside it, by nobody's hand, and small."""
    assert load_reference(mnist) == build_reference(mnist, mnist.folder / "runs")
    assert thresholds_path(mnist).stat().st_size < 300_000


def test_the_founding_values_lie_in_our_bands(mnist: Assignment):
    """Loss, accuracy, counts and parameters of the founding submission are those of a correct
    run.
    """
    found = verify_founding(mnist, load_reference(mnist))

    assert {(check.role, check.metric) for check in found if not check.inside} == OUTSIDE
    assert len(found) > 20


@pytest.mark.parametrize(
    ("array", "header", "md5"),
    [
        ("x_train", (2051, 60_000, 28, 28), "6bbc9ace898e44ae57da46a324031adb"),
        ("y_train", (2049, 60_000), "a25bea736e30d166cdddb491f175f624"),
        ("x_test", (2051, 10_000, 28, 28), "2646ac647ad5339dbf082846283269ea"),
        ("y_test", (2049, 10_000), "27ae3e4e09519cfbb04c329615203637"),
    ],
)
def test_the_data_is_the_original(mnist: Assignment, array: str, header: tuple[int, ...], md5: str):
    """With the IDX header in front, each array is byte for byte the file that MNIST's authors
    published.
    """
    with np.load(mnist.dataset_path, allow_pickle=False) as arrays:
        content = struct.pack(f">{len(header)}I", *header) + arrays[array].tobytes()

    assert hashlib.md5(content, usedforsecurity=False).hexdigest() == md5


def test_the_data_sheet_names_the_file(mnist: Assignment):
    """The checksum in the data's README is that of the file beside it."""
    digest = load_reference(mnist).dataset_sha256

    assert digest in (mnist.dataset_path.parent / "README.md").read_text("utf-8")
