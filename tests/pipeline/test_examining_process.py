"""Looking at a notebook has a budget: what exceeds it costs itself, and what breaks is
distinguished from that.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from grader.errors import PrerequisiteError
from grader.intake import read_submission
from grader.model.evidence import Evidence
from grader.model.policy import Policy
from grader.model.recording import NOT_RUN
from grader.pipeline import (
    Budget,
    Examiner,
    ExaminingProcess,
    LoadedAssignment,
    NotebookGrader,
    OverBudget,
    load_everything,
)
from grader.pipeline.examining_process import ExaminerFault

DIGITS = Path(__file__).parents[2] / "reference" / "digits"
SOLUTION = DIGITS / "solution.ipynb"
SAVED = Policy(training="saved")


@pytest.fixture(scope="module")
def loaded() -> LoadedAssignment:
    return load_everything("digits")


@pytest.fixture(scope="module")
def process():
    with ExaminingProcess(DIGITS / "assignment.yaml", Budget(), measures=False) as process:
        yield process


def test_the_process_sees_and_decides_as_this_one_does(
    loaded: LoadedAssignment, process: ExaminingProcess
):
    """Order, evidence and grade are the same wherever they are made."""
    submission = read_submission(SOLUTION)
    with Examiner(loaded) as here:
        evidence = here.gather(submission, NOT_RUN)

        assert process.order(submission) == here.order(submission)
        assert process.gather(submission, NOT_RUN) == evidence
        assert process.decide(NOT_RUN, evidence, ()) == here.decide(NOT_RUN, evidence, ())


def test_checks_that_print_as_they_are_loaded_are_no_answers(tmp_path):
    """A line of an instructor's own ended every batch: it was read as the length of an answer."""
    own = Path(shutil.copytree(DIGITS, tmp_path / "own"))
    with (own / "checks.py").open("a") as checks:
        checks.write("\nimport os\nprint('loaded')\nos.write(1, b'loaded')\n")

    with ExaminingProcess(own / "assignment.yaml", Budget(), measures=False) as process:
        assert process.order(read_submission(SOLUTION))


def test_a_bug_of_ours_comes_back_with_its_traceback(process: ExaminingProcess):
    """It is raised here as what it is, and the process answers on."""
    with pytest.raises(ExaminerFault, match="AttributeError"):
        process.decide(NOT_RUN, "no evidence", ())

    assert process.decide(NOT_RUN, Evidence(), ()).findings


def test_what_takes_too_long_is_ended_and_the_next_notebook_looked_at(
    loaded: LoadedAssignment, tmp_path: Path
):
    """The notebook awaits a person; its neighbour is graded as if nothing had been."""
    with (
        NotebookGrader(loaded, SAVED) as marker,
        marker.examination(Budget(gathering_s=0.0)) as hurried,
    ):
        late = marker.grade(SOLUTION, folder=tmp_path, examination=hurried)
    with NotebookGrader(loaded, SAVED) as marker, marker.examination() as patient:
        good = marker.grade(SOLUTION, folder=tmp_path, examination=patient)

    assert late.grade.status == "needs_review"
    assert "longer than" in late.grade.reason
    assert late.grade.points_awaiting_review == late.grade.points_possible
    assert good.grade.points > 0


def test_memory_is_bounded_too(loaded: LoadedAssignment):
    """A process that may take 1.5 GiB refuses what needs three, and says so."""
    submission = read_submission(SOLUTION)
    with ExaminingProcess(
        DIGITS / "assignment.yaml", Budget(memory_bytes=3 * 1024**3 // 2), measures=False
    ) as small:
        assert small.gather(submission, NOT_RUN).answers

        with pytest.raises(OverBudget):
            small._ask("order", _Swollen(), timeout_s=60)

        assert small.gather(submission, NOT_RUN).answers


class _Swollen:
    """Takes three GiB where it is unpacked."""

    def __reduce__(self):
        return bytearray, (3 * 1024**3,)


def test_a_process_that_cant_start_is_the_operators_matter(tmp_path: Path):
    """What it said last stands in the error."""
    with (
        ExaminingProcess(tmp_path / "nothing.yaml", Budget(), measures=False) as process,
        pytest.raises(PrerequisiteError, match="could not be started"),
    ):
        process.order(read_submission(SOLUTION))
