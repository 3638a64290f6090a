"""Holds what the tests of this folder share."""

from dataclasses import replace

import pytest

from grader.pipeline.trainings import AskingNotebook
from tests.pipeline.asked import JOB, Trained
from tests.sandbox.supervision import LetRun


@pytest.fixture
def host(tmp_path):
    """What stands between a notebook and the trainings of the host."""
    (tmp_path / "arrays").mkdir()
    return AskingNotebook(
        LetRun(),
        Trained(),
        lambda started, settings, start: replace(JOB, start=start, epochs=started.epochs),
        tmp_path,
        longest_s=60,
    )
