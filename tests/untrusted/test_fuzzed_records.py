"""Nothing that a kernel sends is our fault: every recording gets a grade and a record."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from grader.desk import Desk, open_desk
from grader.evidence import add_saved_runs, gather
from grader.export import public_record
from grader.intake import read_submission
from grader.model.recording import NOT_RUN
from grader.model.result import Result
from grader.model.submission import Submission
from grader.scoring import Scorer
from grader.scoring.process import WorkerFailed
from grader.verdict import decide
from tests.untrusted.fuzz import recording_of, write_arrays

SAMPLE = Path(__file__).parents[2] / "reference" / "digits" / "solution.ipynb"


class _NoWorker:
    """Stands where the scoring process would compute; all before and after it is real."""

    def __init__(self, scratch: Path) -> None:
        self.scratch = scratch

    def ask(self, request, *, timeout_s):
        raise WorkerFailed("nothing is computed here")

    def close(self) -> None:
        pass


class Hostile:
    """Grades hostile recordings of one honest notebook."""

    def __init__(self, folder: Path) -> None:
        self.desk: Desk = open_desk("digits")
        self.submission: Submission = read_submission(SAMPLE)
        self.saved = gather(self.submission, NOT_RUN, assignment=self.desk.assignment, dataset=self.desk.dataset)
        self.folder = folder
        write_arrays(folder)
        self.scorer = Scorer()
        self.scorer.close()
        self.scorer._worker = _NoWorker(folder)

    def grade(self, seed: int) -> str:
        desk = self.desk
        recording = recording_of(seed, self.folder, self.submission.notebook)
        evidence = gather(self.submission, recording, assignment=desk.assignment, dataset=desk.dataset)
        evidence = add_saved_runs(evidence, self.saved)
        scores = tuple(
            self.scorer.score(run, folder=self.folder, dataset=desk.dataset, dataset_path=desk.assignment.dataset_path)
            for run in evidence.runs
        )
        grade = decide(desk, recording, evidence, scores)
        result = Result(
            desk.assignment.name,
            self.submission,
            "n.ipynb",
            "full",
            grade,
            recording=recording,
            evidence=evidence,
            scores=scores,
        )
        return public_record(result).model_dump_json()


@pytest.fixture(scope="module")
def hostile(tmp_path_factory) -> Hostile:
    return Hostile(tmp_path_factory.mktemp("hostile"))


def test_a_fuzzed_recording_gets_a_grade(hostile: Hostile):
    """Anything exchanged in any event, in any order, with any arrays: findings, points and JSON come of it."""
    for seed in range(300):
        try:
            assert '"status"' in hostile.grade(seed)
        except Exception as error:
            raise AssertionError(f"recording {seed} raised {type(error).__name__}: {error}") from error


@pytest.mark.slow
def test_a_million_fuzzed_recordings_get_grades(hostile: Hostile):
    """The same, a million events of them; FUZZ_RECORDINGS asks for another number of recordings."""
    for seed in range(1000, 1000 + int(os.environ.get("FUZZ_RECORDINGS", "90000"))):
        try:
            hostile.grade(seed)
        except Exception as error:
            raise AssertionError(f"recording {seed} raised {type(error).__name__}: {error}") from error
