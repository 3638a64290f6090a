"""What is kept of a batch, and how it comes back."""

import math
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from grader.errors import ConfigError
from grader.grading import failed_grade
from grader.model.evidence import Evidence
from grader.model.recording import FitFinished, KernelReady
from grader.model.result import Result
from grader.model.submission import Cell, Notebook, Student, Submission
from grader.store import BatchFolder, Key
from tests.checks.cases import RECORDING, a_check, a_run, a_score, an_assignment

KEY = Key("sha", "assignment", "policy", "0")


def a_result() -> Result:
    run = a_run(history={"loss": (1.5, math.nan, math.inf)})
    recording = replace(RECORDING, events=(KernelReady(), FitFinished(run=1, history={"loss": (math.nan,)})))
    submission = Submission(Student(), "a.ipynb", "sha", Notebook((Cell(0, "code", "x = 'ü'"),)))
    grade = failed_grade(an_assignment(a_check("accuracy")), "ungradable", reason="r")
    return Result("tiny", submission, "a.ipynb", "full", grade, recording, Evidence(runs=(run,)), (a_score(),))


def test_a_result_comes_back_as_it_was_saved(tmp_path):
    """Every record survives the round trip, a diverged loss included."""
    folder = BatchFolder(tmp_path).for_notebook(tmp_path / "a.ipynb", under=tmp_path)
    folder.prepare()

    folder.save(a_result(), KEY, public_json="{}")
    loaded = folder.load()

    expected = replace(a_result(), recording=replace(a_result().recording, folder=folder.recording))
    assert repr(loaded) == repr(expected)
    assert isinstance(loaded.grade.points_possible, Decimal)


def test_only_the_same_key_counts_as_finished(tmp_path):
    """A changed notebook, rubric, policy or version is graded anew."""
    folder = BatchFolder(tmp_path).for_notebook(tmp_path / "a.ipynb", under=tmp_path)
    folder.prepare()
    before = folder.finished(KEY)

    folder.save(a_result(), KEY, public_json="{}")

    assert (before, folder.finished(KEY), folder.finished(replace(KEY, sha256="other"))) == (False, True, False)


def test_a_damaged_record_is_an_operators_error(tmp_path):
    """It names the file and what to do."""
    folder = BatchFolder(tmp_path).for_notebook(tmp_path / "a.ipynb", under=tmp_path)
    folder.prepare()
    folder.save(a_result(), KEY, public_json="{}")
    record = folder.path / "records" / "result.json"
    record.write_text(record.read_text()[:-40])

    with pytest.raises(ConfigError, match=r"result\.json") as raised:
        folder.load()

    assert "run the batch again" in str(raised.value)


@pytest.mark.parametrize("name", ["../../etc/x.ipynb", "a b.ipynb", "Ünï/çode.ipynb", "x\n.ipynb", ".ipynb", "..ipynb"])
def test_every_notebook_gets_a_folder_inside_the_output(tmp_path, name):
    """Whatever a notebook is called, its folder lies where it should."""
    folder = BatchFolder(tmp_path).for_notebook(Path("/hand/in") / name, under=Path("/hand/in"))

    assert folder.path.resolve().parent == tmp_path / "submissions"


def test_notebooks_of_one_name_do_not_share_a_folder(tmp_path):
    """Two students may both call it `hw.ipynb`."""
    store = BatchFolder(tmp_path)

    folders = {store.for_notebook(tmp_path / name / "hw.ipynb", under=tmp_path).path for name in ("ann", "bob")}

    assert len(folders) == 2
