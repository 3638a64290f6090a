"""`grader override`, as a person at a terminal and a script use it."""

import csv
import io
import json
import sqlite3
import subprocess
import sys
import threading

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.pipeline import load_everything
from grader.review import Book
from tests.review.classes import grade

pytestmark = pytest.mark.usefixtures("shared_processes")

HOLDER = """
import sys
from pathlib import Path
from grader.store import held
with held(Path(sys.argv[1]), sys.argv[2]):
    print("held", flush=True)
    sys.stdin.read()
"""


@pytest.fixture
def run(course):
    """Run a command on the small class; its code, and what it printed."""

    def run(command, *arguments, code=0, reports=False):
        own = ("-a", str(course / "digits")) if command == "override" else ()
        own += ("--no-reports",) if command == "override" and not reports else ()
        given = [command, str(course / "out"), *map(str, arguments), *own]
        done = CliRunner().invoke(main, given)
        assert done.exit_code == code, done.output
        return done

    return run


@pytest.fixture
def record(course):
    """The published record of a student."""

    def record(number):
        found = (
            json.loads(path.read_text()) for path in course.glob("out/submissions/*/grade.json")
        )
        return next(one for one in found if one["submission"]["student"]["id"] == number)

    return record


def test_one_finding_gets_points_and_a_comment(run, record, course):
    """It is printed, stands in the JSON and in the report, and the others still wait."""
    given = ("--points", "7,5", "--comment", "Why?", "--grader", "Ada Lovelace")

    done = run("override", "101", "q1", *given, reports=True)

    assert "annadams (101): q1.answered: 7.5 points – Why?" in done.stdout
    assert "2 of 3 hand-ins wait for a person" in done.stderr
    given = next(one for one in record("101")["findings"] if one["id"] == "q1.answered")
    assert (record("101")["status"], given["points"]) == ("graded", "7.5")
    assert given["override"]["author"] == "Ada Lovelace"
    (report,) = course.glob("out/submissions/annadams*/report.html")
    assert "Ada Lovelace" in report.read_text("utf-8")


def test_what_is_wrong_is_said_and_nothing_recorded(run, course):
    """A student, a finding, points: each with what would have been right."""
    for arguments, words in (
        (("102", "q1", "--points", "17"), "points: expected a number from 0 to 10, got '17'"),
        (("102", "q1", "--points", "NaN"), "expected a number"),
        (("102", "q1", "--points=-1"), "can't be negative"),
        (("annadam", "q1", "--points", "1"), "did you mean 'annadams'"),
        (("102", "q2.answered", "--points", "1"), "did you mean 'q1.answered'"),
        (("102",), "--points"),
        (("102", "--points", "3"), "FINDING"),
        (("102", "q1", "--points", "3", "--list"), "can't be used with --list"),
        (("102", "q1", "--appeal", "But"), "--answer"),
        (("102", "similar", "--dismiss"), "--why"),
        (("--undo", "7"), "no such decision"),
        (("102", "similar", "--dismiss", "--why", "x"), "known: similar_submission-"),
    ):
        done = run("override", *arguments, code=2)
        assert words in done.output, done.output
        assert "Traceback" not in done.output

    assert Book(course / "out").all() == ()


def test_a_decision_is_listed_and_taken_back(run, record):
    """The list says what became of each; after the undo the answer waits again."""
    before = record("101")
    run("override", "101", "q1", "--points", "5", "--grader", "Ada")
    run("override", "101", "q1", "--points", "6", "--grader", "Bob", "--why", "second look")
    run("override", "--undo", "2", "--undo", "1", "--grader", "Ada")

    shown = run("override", "--list").stdout
    listed = json.loads(run("override", "--list", "--json", "-").stdout)["decisions"]

    assert "taken back" in shown
    assert [one["state"] for one in listed] == ["undone", "undone", "undoes", "undoes"]
    assert listed[1]["reason"] == "second look"
    assert record("101") == before


def test_a_class_is_finished_by_a_table_alone(run, record, course):
    """Export, fill in, give back: the final points stand in every export."""
    sheet = course / "points.csv"
    run("export", "--to", "grading-sheet", "--out", sheet)
    rows = list(csv.DictReader(io.StringIO(sheet.read_text("utf-8-sig"))))
    for row, amount in zip(rows, ("10", "7,5", "0"), strict=True):
        row["points"], row["comment"] = amount, "seen"
    with sheet.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.DictWriter(stream, rows[0], delimiter=";")
        writer.writeheader()
        writer.writerows(rows)
    before = {number: float(record(number)["points"]) for number in ("101", "102", "103")}

    planned = run("override", "--from", sheet, "--dry-run")
    assert record("101")["status"] == "needs_review"
    done = run("override", "--from", sheet)
    again = run("override", "--from", sheet)

    assert "3 decisions would be recorded" in planned.stderr
    assert "no hand-in waits for a person any more" in done.stderr
    assert "nothing is new" in again.stderr
    table = csv.DictReader(io.StringIO(run("export", "--to", "csv").stdout))
    points = {row["student_id"]: (row["status"], float(row["points"])) for row in table}
    assert points == {
        "101": ("graded", before["101"] + 10),
        "102": ("graded", before["102"] + 7.5),
        "103": ("graded", before["103"]),
    }


def test_a_blind_sheet_names_no_grader(run):
    """Who gave points is left out; the points are there."""
    run("override", "101", "q1", "--points", "5", "--grader", "Ada Lovelace")

    open_, blind = (
        run("export", "--to", "grading-sheet", *more).stdout for more in ((), ("--blind",))
    )

    assert "Lovelace" in open_
    assert "Lovelace" not in blind
    assert '"5"' in blind


def test_an_observation_is_dismissed_with_a_reason(run, record):
    """It stays in the record, with who looked and why; its points were never touched."""
    points = record("102")["points"]

    run(
        "override",
        "102",
        "similar_submission",
        "--dismiss",
        "--why",
        "the starter",
        "--grader",
        "B",
    )

    (doubt,) = record("102")["integrity"]
    assert (doubt["judged"]["verdict"], doubt["judged"]["reason"]) == ("dismissed", "the starter")
    assert record("102")["points"] == points


def test_an_appeal_is_answered_with_other_points(run, record, course):
    """The student's words, the answer and the points stand together in the report."""
    run("override", "101", "q1", "--points", "5")
    run(
        *("override", "101", "q1", "--appeal", "I did say why!", "--answer", "You did; sorry."),
        *("--points", "9"),
        reports=True,
    )

    kinds = [one["kind"] for one in record("101")["decisions"]]
    assert sorted(kinds) == ["appeal", "points"]
    (report,) = course.glob("out/submissions/annadams*/report.html")
    text = report.read_text("utf-8")
    assert "I did say why!" in text
    assert "You did; sorry." in text
    assert "A person gave 9 of 10" in text


def test_while_a_batch_holds_the_folder_a_decision_is_recorded_all_the_same(run, course):
    """It is told that reports follow; exports have it at once."""
    command = [sys.executable, "-c", HOLDER, str(course / "out"), "grader batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as batch:
        batch.stdout.readline()
        done = run("override", "101", "q1", "--points", "5")
        exported = run("export", "--to", "csv").stdout
        batch.stdin.close()

    assert "recorded" in done.stderr
    assert "grader batch" in done.stderr
    assert '"graded"' in exported


def test_two_graders_commands_wait_for_one_another(run, record, course):
    """The one publishes for seconds; the other's decision is published after it, not forgotten."""
    command = [sys.executable, "-c", HOLDER, str(course / "out"), "grader override"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as other:
        other.stdout.readline()
        threading.Timer(2, other.stdin.close).start()
        done = run("override", "101", "q1", "--points", "5")

    assert "in use" not in done.stderr
    assert record("101")["status"] == "graded"


def test_a_book_of_a_newer_grader_is_refused(run, course):
    """In a sentence, by every command that reads it."""
    run("override", "101", "q1", "--points", "5")
    connection = sqlite3.connect(Book(course / "out").path)
    connection.execute("PRAGMA user_version = 999")
    connection.close()

    for arguments in (("override", "--list"), ("export", "--to", "csv")):
        assert "newer version of grader" in run(*arguments, code=2).output
    assert "newer version" in run("override", "101", "q1", "--points", "6", code=2).output


def test_an_assignment_of_ones_own_has_to_be_named(course):
    """One may be called like a bundled one; its results are not published by that."""
    given = ["override", str(course / "out"), "101", "q1", "--points", "5"]

    done = CliRunner().invoke(main, given)

    assert done.exit_code == 2
    assert "--assignment" in done.output


def test_what_is_no_notebook_gets_its_points_as_a_whole(run, record, course):
    """It stands in the sheet with the reason, and exports have the points that a person gave."""
    (course / "in" / "dotdoe_104_904_hw.ipynb").write_text("{")
    loaded = load_everything(str(course / "digits"))
    grade(course / "in", course / "out", loaded)
    assert record("104")["status"] == "ungradable"
    sheet = list(csv.DictReader(io.StringIO(run("export", "--to", "grading-sheet").stdout)))
    (row,) = (one for one in sheet if one["student_id"] == "104")
    assert row["finding"] == "total"

    run("override", "104", "total", "--points", "35", "--comment", "From your PDF.", reports=True)

    assert (record("104")["status"], record("104")["points"]) == ("graded", "35")
    table = csv.DictReader(io.StringIO(run("export", "--to", "csv").stdout))
    assert {row["student_id"]: row["points"] for row in table}["104"] == "35"
    (report,) = course.glob("out/submissions/dotdoe*/report.html")
    assert "From your PDF." in report.read_text("utf-8")


def test_blind_records_name_no_grader_anywhere(run, course):
    """Points and comments stay; who gave them, who judged and what was for other graders go."""
    who = ("--grader", "Ada Lovelace", "--why", "after Lovelace's scheme")
    run("override", "101", "q1", "--points", "5", "--comment", "See 2.", *who)
    run("override", "101", "similar_submission", "--confirm", *who)
    run("override", "102", "q1", "--points", "5", "--appeal", "But", "--answer", "No", *who)

    named, blind = (run("export", "--to", "json", *more).stdout for more in ((), ("--blind",)))

    assert named.count("Lovelace") > 6
    assert "Lovelace" not in blind
    assert "See 2." in blind
    assert blind.count('"counts":true') == 4


def test_records_are_exported_as_decided_even_where_they_could_not_be_written(run, course):
    """A batch holds the folder; what a person decided meanwhile is in the export all the same."""
    command = [sys.executable, "-c", HOLDER, str(course / "out"), "grader batch"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as batch:
        batch.stdout.readline()
        run("override", "101", "q1", "--points", "5")
        lines = run("export", "--to", "json").stdout.splitlines()
        batch.stdin.close()

    assert [json.loads(line)["status"] for line in lines].count("graded") == 1
