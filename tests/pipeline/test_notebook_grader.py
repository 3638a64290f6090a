"""From a path to a kept result, with nothing executed."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.model.policy import Policy
from grader.pipeline import Examiner, NotebookGrader, load_everything, regrade

pytestmark = pytest.mark.usefixtures("shared_processes")

NOTEBOOKS = Path(__file__).parents[1] / "notebooks"
SEED_LIKE = NOTEBOOKS / "seed_like.ipynb"
SAVED = Policy(training="saved")


@pytest.fixture(scope="module")
def loaded():
    return load_everything("mnist")


def invoke(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


def test_a_bug_over_the_file_itself_is_no_zero(loaded, tmp_path, monkeypatch):
    """Where the notebook is read, too; there is no submission then, and the batch goes on."""
    monkeypatch.setattr("grader.intake.notebooks.read.read_notebook", lambda *_, **__: 1 / 0)

    with NotebookGrader(loaded, SAVED) as notebooks:
        result = notebooks.grade(SEED_LIKE, folder=tmp_path)

    assert (result.grade.status, result.submission) == ("grader_fault", None)
    assert "ZeroDivisionError" in result.grade.reason


def test_a_bug_of_ours_is_no_zero(loaded, tmp_path, monkeypatch):
    """What we got wrong is a grader fault with its traceback, and all points stay open."""
    monkeypatch.setattr("grader.pipeline.examination.gather", lambda *_, **__: 1 / 0)

    with NotebookGrader(loaded, SAVED) as notebooks:
        result = notebooks.grade(SEED_LIKE, folder=tmp_path)

    assert result.grade.status == "grader_fault"
    assert "ZeroDivisionError" in result.grade.reason
    assert result.grade.points_awaiting_review == result.grade.points_possible == 100


def test_where_the_students_seeds_count_the_kernel_trains(loaded):
    """Nothing is looked up, and nothing is trained for anybody else."""
    own = replace(loaded, assignment=replace(loaded.assignment, seeds="student"))

    with NotebookGrader(loaded, Policy()) as shared, NotebookGrader(own, Policy()) as alone:
        assert shared._asks(audited=False)
        assert not alone._asks(audited=False)


def test_a_fault_in_one_notebook_does_not_stop_the_batch(tmp_path, monkeypatch):
    """The others are graded; the batch says what happened to each."""
    shutil.copy(SEED_LIKE, tmp_path / "a.ipynb")
    shutil.copy(NOTEBOOKS / "log_keras_2.ipynb", tmp_path / "b.ipynb")
    (tmp_path / "c.ipynb").write_text("{")

    class Faulty(Examiner):
        def gather(self, submission, recording):
            return (
                1 / 0
                if submission.path.endswith("b.ipynb")
                else super().gather(submission, recording)
            )

    monkeypatch.setattr(NotebookGrader, "examination", lambda notebooks: Faulty(notebooks._loaded))

    done = invoke(
        "batch", tmp_path, "--out", tmp_path / "out", "--policy", "saved", "--jobs", "1", "--no-pdf"
    )

    records = [
        json.loads(path.read_text()) for path in tmp_path.glob("out/submissions/*/grade.json")
    ]
    statuses = {Path(record["submission"]["notebook"]).name: record["status"] for record in records}
    assert done.exit_code == 4
    assert statuses == {
        "a.ipynb": "needs_review",
        "b.ipynb": "grader_fault",
        "c.ipynb": "ungradable",
    }
    assert all(
        path.with_name("report.html").exists()
        for path in tmp_path.glob("out/submissions/*/grade.json")
    )


def test_a_changed_rubric_changes_the_grade_without_the_notebook(loaded, tmp_path):
    """The kept evidence is enough."""
    with NotebookGrader(loaded, SAVED) as notebooks:
        result = notebooks.grade(SEED_LIKE, folder=tmp_path)
    first, *rest = loaded.assignment.parts
    cheaper = tuple(replace(part, checks=part.checks[:1]) for part in rest)
    rubric = replace(loaded, assignment=replace(loaded.assignment, parts=(first, *cheaper)))

    again = regrade(rubric, result)

    assert again.grade.points_possible < result.grade.points_possible
    assert again.evidence is result.evidence


def test_json_on_standard_output_is_nothing_but_json():
    """A script reads it as it comes."""
    done = invoke("check", SEED_LIKE, "--policy", "saved", "--json", "-")

    record = json.loads(done.stdout)
    assert record["assignment"] == "mnist"
    assert "points" in done.stderr


def test_the_founding_submission_by_its_saved_outputs():
    """Its three models claim what they claimed, and its answers are found."""
    done = invoke("check", SEED_LIKE, "--policy", "saved", "--json", "-")

    record = json.loads(done.stdout)

    claimed = {run["role"]: run["claimed"] for run in record["runs"] if run["role"]}
    rounded = {
        role: (round(values["val_loss"], 4), round(values["val_accuracy"], 4))
        for role, values in claimed.items()
    }
    assert rounded == {
        "baseline": (0.0161, 0.9034),
        "adam": (0.0047, 0.9717),
        "cnn": (0.0254, 0.9914),
    }
    assert all(run["score"] is None for run in record["runs"])
    answered = {answer["question"] for answer in record["answers"] if answer["text"]}
    assert answered >= {"q3", "todo3", "q4"}


def test_an_interrupted_submission_is_done_again(tmp_path):
    """Half a result is no result: what was not finished is graded anew, what was finished is
    kept.
    """
    shutil.copy(SEED_LIKE, tmp_path / "a.ipynb")
    arguments = (
        "batch",
        tmp_path / "a.ipynb",
        "--out",
        tmp_path / "out",
        "--policy",
        "saved",
        "--no-pdf",
    )
    invoke(*arguments)
    (folder,) = (tmp_path / "out" / "submissions").iterdir()
    (folder / "records" / "done.json").unlink()
    (folder / "grade.json").write_text("half")

    invoke(*arguments)

    assert json.loads((folder / "grade.json").read_text())["status"] == "needs_review"
