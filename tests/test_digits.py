"""The second assignment: scikit-learn and Keras are graded by the same code, in seconds."""

import json

import numpy as np
import pytest
from click.testing import CliRunner
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

from grader.assignment import bundled, load_dataset
from grader.cli import main
from grader.pipeline import open_assignment

pytestmark = pytest.mark.usefixtures("shared_processes")

FOLDER = bundled("reference") / "digits"
SOLUTION, STARTER = FOLDER / "solution.ipynb", FOLDER / "starter.ipynb"
SAMPLE = FOLDER / "samples" / "undertrained_network.ipynb"


def check(notebook, folder, policy="full"):
    """Grade as a user does; return the published record with what was printed."""
    target = folder / "grade.json"
    words = ("check", notebook, "-a", "digits", "--policy", policy, "--json", target)
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code in {0, 1}, done.output
    return json.loads(target.read_text("utf-8")), done.stdout


@pytest.fixture(scope="module")
def solution(tmp_path_factory):
    """The record of the model answer, trained in full."""
    return check(SOLUTION, tmp_path_factory.mktemp("solution"))[0]


def by_status(record):
    statuses = {}
    for finding in record["findings"]:
        statuses.setdefault(finding["status"], set()).add(finding["id"])
    return statuses


def test_the_halves_are_those_of_the_starter():
    """Who keeps the split as it is given trains and validates on the very rows that we hold."""
    x, y = load_digits(return_X_y=True)
    expected = train_test_split(x, y, test_size=360, random_state=0, stratify=y)

    data = load_dataset(open_assignment("digits")[0])

    for ours, theirs in zip(
        (data.train_x, data.held_out_x, data.train_y, data.held_out_y), expected, strict=True
    ):
        assert np.array_equal(ours, theirs)


def test_the_solution_passes_every_automatic_check(solution):
    """All that is left is the answer, which a person reads."""
    assert by_status(solution) == {
        "passed": {
            "classifier.trained", "classifier.architecture", "classifier.accuracy",
            "network.trained", "network.architecture", "network.accuracy", "network.curves",
            "network.matrix",
        },
        "needs_review": {"q1.answered"},
    }  # fmt: skip
    assert (solution["points"], solution["points_awaiting_review"]) == ("90", "10")
    assert solution["integrity"] == []


def test_both_libraries_are_measured_by_us(solution):
    """A perceptron of scikit-learn is rebuilt and scored as the dense network that it is."""
    runs = {run["role"]: run for run in solution["runs"]}

    assert set(runs) == {"classifier", "network"}
    for run in runs.values():
        assert run["score"]["verified"]
        assert run["parameters"] == 2410
        assert run["score"]["accuracy"] > 0.94
        assert sum(map(sum, run["score"]["confusion_matrix"])) == 360


def test_the_starter_earns_nothing_and_is_reported_what_to_do(tmp_path):
    """No points, no crash, no accusation: what is missing and how to begin."""
    record, printed = check(STARTER, tmp_path)

    assert record["points"] == "0"
    assert set(by_status(record)) == {"failed", "skipped"}
    assert all(finding["hint"] for finding in record["findings"] if finding["status"] == "failed")
    assert record["integrity"] == []
    assert "0 of 100 points" in printed


def test_the_sample_gets_the_verdict_that_it_was_written_to_get(tmp_path):
    """What is right counts in full, what is nearly right in part, and another model's matrix for
    nothing.
    """
    record, _ = check(SAMPLE, tmp_path)

    assert by_status(record) == {
        "passed": {
            "classifier.trained", "classifier.architecture", "classifier.accuracy",
            "network.trained",
        },
        "partial": {"network.architecture", "network.curves"},
        "failed": {"network.accuracy", "network.matrix", "q1.answered"},
    }  # fmt: skip


@pytest.mark.slow  # `test_policies.py` audits one, and habits under `honest/followed` the other
@pytest.mark.parametrize("policy", ["verify", "decisive"])
def test_less_training_gives_the_same_verdict(solution, tmp_path, policy):
    """A policy saves time, not points."""
    record, _ = check(SOLUTION, tmp_path, policy)

    assert by_status(record) == by_status(solution)


def test_the_saved_outputs_alone_show_both_models(tmp_path):
    """Without running anything, the code tells what was trained and the outputs how well."""
    record, _ = check(SOLUTION, tmp_path, "saved")

    assert by_status(record)["needs_review"] == {"network.matrix", "q1.answered"}
    assert "failed" not in by_status(record)
    assert not any(run["score"] for run in record["runs"])


def test_the_notebooks_are_made_of_their_source(tmp_path):
    """`notebook.md` and the notebooks that come with it say the same."""
    done = CliRunner().invoke(main, ["assignment", "starter", "digits", "--out", str(tmp_path)])

    assert done.exit_code == 0, done.output
    assert {made.name for made in tmp_path.glob("*.ipynb")} == {STARTER.name, SOLUTION.name}
    for made in tmp_path.glob("*.ipynb"):
        shipped = json.loads((FOLDER / made.name).read_text("utf-8"))["cells"]
        again = json.loads(made.read_text("utf-8"))["cells"]
        assert [(cell["id"], cell["source"]) for cell in again] == [
            (cell["id"], cell["source"]) for cell in shipped
        ]
    assert all(
        cell.get("outputs") != [] for cell in json.loads(SOLUTION.read_text("utf-8"))["cells"]
    )
