"""`grader demo`: every bundled sample gets the verdict that it was written to get."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main

pytestmark = pytest.mark.usefixtures("shared_processes")

REQUIRED = {
    "baseline.trained", "baseline.architecture", "baseline.compiled", "baseline.accuracy",
    "baseline.summary", "baseline.curves", "evaluate.baseline", "todo3.matrix", "cnn.trained",
    "cnn.architecture", "cnn.compiled", "cnn.accuracy", "cnn.curves", "cnn.evaluated",
    "cnn.matrix",
}  # fmt: skip
OPTIONAL = {"todo2.tried", "todo4.mistakes", "adam.trained", "adam.accuracy"}
ANSWERS = {"q1.answered", "q2.answered", "q3.answered", "q4.answered", "todo3.comment"}
CNN_AFTER_TRAINING = {
    "cnn.architecture",
    "cnn.compiled",
    "cnn.accuracy",
    "cnn.curves",
    "cnn.evaluated",
    "cnn.matrix",
}


def invoke(*words):
    """Run the program as a user does."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == 0, done.output
    return done


def run_demo(folder, *options):
    """Run the demo as a user does, and return its output and the published record of every sample,
    by its name.
    """
    done = invoke("demo", "--out", folder, *options)
    found = [json.loads(path.read_text()) for path in folder.glob("submissions/*/grade.json")]
    return done.stdout, {Path(record["submission"]["notebook"]).stem: record for record in found}


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The demo of what the samples' authors saved: nothing is trained. Its folder, its output and
    its records.
    """
    folder = tmp_path_factory.mktemp("saved")
    return folder, *run_demo(folder, "--policy", "saved")


@pytest.fixture(scope="module")
def records(tmp_path_factory):
    """The records of the demo as it is."""
    return run_demo(tmp_path_factory.mktemp("demo"))[1]


def by_status(record):
    statuses = {}
    for finding in record["findings"]:
        statuses.setdefault(finding["status"], set()).add(finding["id"])
    return statuses


@pytest.mark.slow
@pytest.mark.parametrize("name", ["good", "renamed_functional"])
def test_a_good_hand_in_passes_every_automatic_check(records, name):
    """Whatever the variables are called and in whatever order the parts come."""
    record = records[name]

    assert by_status(record)["passed"] >= REQUIRED | OPTIONAL
    assert by_status(record)["needs_review"] >= ANSWERS
    assert (record["points"], record["points_awaiting_review"]) == ("82", "24")
    assert record["integrity"] == []
    assert record["execution"]["outcome"] == "completed"


@pytest.mark.slow
def test_a_typo_costs_what_it_broke_and_no_more(records):
    """The `NameError` takes the learning curves with it; all else stands."""
    record = records["breaks_halfway"]

    statuses = by_status(record)

    assert statuses["failed"] - OPTIONAL == {"baseline.curves"}
    assert statuses["passed"] >= REQUIRED - {"baseline.curves"}
    assert record["execution"]["outcome"] == "cell_error"
    curves = next(finding for finding in record["findings"] if finding["id"] == "baseline.curves")
    assert "NameError" in curves["hint"]


@pytest.mark.slow
def test_an_undertrained_hand_in_without_cnn(records):
    """What is there counts; what is missing is named; what depends on it is skipped."""
    statuses = by_status(records["undertrained_no_cnn"])

    assert statuses["failed"] >= {"baseline.accuracy", "cnn.trained", "q2.answered", "q4.answered"}
    assert statuses["skipped"] >= CNN_AFTER_TRAINING
    assert statuses["passed"] >= {
        "baseline.trained", "baseline.architecture", "baseline.compiled", "baseline.summary",
        "baseline.curves", "evaluate.baseline", "todo3.matrix",
    }  # fmt: skip
    assert records["undertrained_no_cnn"]["integrity"] == []


@pytest.mark.slow
def test_invented_metrics_earn_nothing_and_are_reported(records):
    """Numbers typed into a print call are reported as such, wherever they stand."""
    record = records["invented_metrics"]

    statuses = by_status(record)

    assert statuses["failed"] >= {
        "baseline.accuracy", "baseline.curves", "evaluate.baseline", "todo3.matrix", "cnn.trained",
    }  # fmt: skip
    [forged] = [reported for reported in record["integrity"] if reported["kind"] == "forged_metric"]
    assert [line.split(":")[0] for line in forged["evidence"]] == [
        "cell 17",
        "cell 23",
        "cell 32",
        "cell 34",
    ]


def test_every_sample_gets_both_reports_and_the_class_a_page(saved):
    """The demo ends by naming the reports, and has nothing to complain of."""
    folder, output, records = saved

    reports = {path.name for path in folder.glob("submissions/*/report.*")}

    assert reports == {"report.html", "report.pdf"}
    assert len(list(folder.glob("submissions/*/report.pdf"))) == len(records) == 5
    assert (folder / "summary.html").is_file()
    assert output.count("report.html") >= 5
    assert "!" not in output


def test_saved_outputs_earn_what_can_be_read_from_them(saved):
    """What is plain from the samples as saved: a good one fails nothing required, the others what
    they were written to.
    """
    _, _, records = saved

    failed = {
        name: by_status(record).get("failed", set()) & REQUIRED for name, record in records.items()
    }

    assert failed == {
        "good": set(),
        "renamed_functional": set(),
        "breaks_halfway": {"baseline.curves"},
        "undertrained_no_cnn": {"baseline.accuracy", "cnn.trained"},
        "invented_metrics": {
            "baseline.accuracy", "baseline.curves", "evaluate.baseline", "todo3.matrix",
            "cnn.trained",
        },
    }  # fmt: skip
    reported = {
        name: [one["kind"] for one in record["integrity"]] for name, record in records.items()
    }
    assert reported == {
        name: ["forged_metric"] if name == "invented_metrics" else [] for name in records
    }


def test_the_same_command_again_executes_nothing(saved):
    """Finished work is kept: the second run takes seconds and changes no record."""
    folder = saved[0]
    before = {path: path.stat().st_mtime_ns for path in folder.glob("submissions/*/grade.json")}

    invoke("demo", "--out", folder, "--policy", "saved")

    assert {
        path: path.stat().st_mtime_ns for path in folder.glob("submissions/*/grade.json")
    } == before


def test_a_new_rubric_regrades_without_executing(saved):
    """`regrade` decides again from the saved evidence, and comes to the same verdicts for the same
    rubric.
    """
    folder, _, records = saved

    invoke("regrade", folder, "--no-reports")

    again = [json.loads(path.read_text()) for path in folder.glob("submissions/*/grade.json")]
    assert {record["submission"]["notebook"]: record["points"] for record in again} == {
        record["submission"]["notebook"]: record["points"] for record in records.values()
    }
