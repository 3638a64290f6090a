"""`grader demo`: every bundled sample gets the verdict that it was written to get."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

REQUIRED = {
    "baseline.trained", "baseline.architecture", "baseline.compiled", "baseline.accuracy", "baseline.summary",
    "baseline.curves", "evaluate.baseline", "todo3.matrix", "cnn.trained", "cnn.architecture", "cnn.compiled",
    "cnn.accuracy", "cnn.curves", "cnn.evaluated", "cnn.matrix",
}  # fmt: skip
OPTIONAL = {"todo2.tried", "todo4.mistakes", "adam.trained", "adam.accuracy"}
ANSWERS = {"q1.answered", "q2.answered", "q3.answered", "q4.answered", "todo3.comment"}
CNN_AFTER_TRAINING = {"cnn.architecture", "cnn.compiled", "cnn.accuracy", "cnn.curves", "cnn.evaluated", "cnn.matrix"}


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    """Run the demo once, as a user does, and return its folder and its output."""
    folder = tmp_path_factory.mktemp("demo")
    program = Path(sys.executable).with_name("grader")
    done = subprocess.run(
        [program, "demo", "--out", folder], capture_output=True, text=True, env=os.environ, check=False, timeout=1500
    )
    assert done.returncode == 0, done.stderr
    return folder, done.stdout


@pytest.fixture(scope="module")
def records(demo):
    """The published record of every sample, by the sample's name."""
    folder, _ = demo
    found = [json.loads(path.read_text()) for path in folder.glob("submissions/*/grade.json")]
    return {Path(record["submission"]["notebook"]).stem: record for record in found}


def by_status(record):
    statuses = {}
    for finding in record["findings"]:
        statuses.setdefault(finding["status"], set()).add(finding["id"])
    return statuses


@pytest.mark.parametrize("name", ["good", "renamed_functional"])
def test_a_good_hand_in_passes_every_automatic_check(records, name):
    """Whatever the variables are called and in whatever order the parts come."""
    record = records[name]

    assert by_status(record)["passed"] >= REQUIRED | OPTIONAL
    assert by_status(record)["needs_review"] >= ANSWERS
    assert (record["points"], record["points_awaiting_review"]) == ("82", "24")
    assert record["integrity"] == []
    assert record["execution"]["outcome"] == "completed"


def test_a_typo_costs_what_it_broke_and_no_more(records):
    """The `NameError` takes the learning curves with it; all else stands."""
    record = records["breaks_halfway"]

    statuses = by_status(record)

    assert statuses["failed"] - OPTIONAL == {"baseline.curves"}
    assert statuses["passed"] >= REQUIRED - {"baseline.curves"}
    assert record["execution"]["outcome"] == "cell_error"
    curves = next(finding for finding in record["findings"] if finding["id"] == "baseline.curves")
    assert "NameError" in curves["hint"]


def test_an_undertrained_hand_in_without_cnn(records):
    """What is there counts; what is missing is named; what hangs on it is skipped."""
    statuses = by_status(records["undertrained_no_cnn"])

    assert statuses["failed"] >= {"baseline.accuracy", "cnn.trained", "q2.answered", "q4.answered"}
    assert statuses["skipped"] >= CNN_AFTER_TRAINING
    assert statuses["passed"] >= {
        "baseline.trained", "baseline.architecture", "baseline.compiled", "baseline.summary", "baseline.curves",
        "evaluate.baseline", "todo3.matrix",
    }  # fmt: skip
    assert records["undertrained_no_cnn"]["integrity"] == []


def test_invented_metrics_earn_nothing_and_are_told(records):
    """Figures typed into a print call are told as such, wherever they stand."""
    record = records["invented_metrics"]

    statuses = by_status(record)

    assert statuses["failed"] >= {
        "baseline.accuracy", "baseline.curves", "evaluate.baseline", "todo3.matrix", "cnn.trained",
    }  # fmt: skip
    [forged] = [told for told in record["integrity"] if told["kind"] == "forged_metric"]
    assert [line.split(":")[0] for line in forged["evidence"]] == ["cell 17", "cell 23", "cell 32", "cell 34"]


def test_every_sample_gets_both_reports_and_the_class_a_page(demo, records):
    """The demo ends by naming the reports."""
    folder, output = demo

    reports = {path.name for path in folder.glob("submissions/*/report.*")}

    assert reports == {"report.html", "report.pdf"}
    assert len(list(folder.glob("submissions/*/report.pdf"))) == len(records) == 5
    assert (folder / "summary.html").is_file()
    assert output.count("report.html") >= 5


def test_the_same_command_again_executes_nothing(demo, records):
    """Finished work is kept: the second run takes seconds and changes no record."""
    folder, _ = demo
    before = {path: path.stat().st_mtime_ns for path in folder.glob("submissions/*/grade.json")}
    program = Path(sys.executable).with_name("grader")

    subprocess.run([program, "demo", "--out", folder], capture_output=True, check=True, timeout=120)

    assert {path: path.stat().st_mtime_ns for path in folder.glob("submissions/*/grade.json")} == before


def test_a_new_rubric_regrades_without_executing(demo, records):
    """`regrade` decides again from the saved evidence, and comes to the same verdicts for the same rubric."""
    folder, _ = demo
    program = Path(sys.executable).with_name("grader")

    subprocess.run([program, "regrade", folder, "--no-reports"], capture_output=True, check=True, timeout=120)

    again = [json.loads(path.read_text()) for path in folder.glob("submissions/*/grade.json")]
    assert {record["submission"]["notebook"]: record["points"] for record in again} == {
        record["submission"]["notebook"]: record["points"] for record in records.values()
    }
