"""The corpus, read once."""

from __future__ import annotations

import functools
import sys
from pathlib import Path

import numpy as np
import pytest

from grader.evidence import gather
from grader.intake import read_submission
from grader.model.dataset import Dataset
from grader.model.recording import NOT_RUN
from grader.pipeline import open_assignment

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))


@pytest.fixture(scope="session")
def assignment():
    """The bundled assignment."""
    return open_assignment("mnist")[0]


@pytest.fixture(scope="session")
def saved(assignment):
    """What a notebook of the corpus shows without being run, with the submission."""
    images = np.zeros((20, 28, 28), np.uint8)
    dataset = Dataset(
        images, np.zeros(20, np.int64), images[:10], np.arange(10), tuple(map(str, range(10)))
    )

    @functools.cache
    def read(name):
        submission = read_submission(FOLDER / f"{name}.ipynb")
        return submission, gather(submission, NOT_RUN, assignment=assignment, dataset=dataset)

    return read
