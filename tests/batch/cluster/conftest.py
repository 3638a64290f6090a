"""Holds what the tests of this folder share."""

import pytest

from grader.pipeline import load_everything
from tests.hostile.packing import notebook
from tests.training.cases.jobs import Counts


@pytest.fixture(scope="module")
def loaded():
    """The small bundled assignment."""
    return load_everything("digits")


@pytest.fixture
def hand_ins(tmp_path):
    """Two of which one is handed in twice, one with a file beside it, and one that is none."""
    folder = tmp_path / "in"
    for name in ("ann", "bob", "cem", "dot"):
        (folder / name).mkdir(parents=True)
    (folder / "ann" / "a.ipynb").write_bytes(notebook("print(1)"))
    (folder / "bob" / "b.ipynb").write_bytes(notebook("print(1)"))
    (folder / "cem" / "c.ipynb").write_bytes(notebook("print(2)"))
    (folder / "cem" / "helper.py").write_text("X = 1\n")
    (folder / "dot" / "d.ipynb").write_text("{")
    return folder


@pytest.fixture
def counts():
    """A trainer that counts."""
    return Counts()
