"""Decisions about a class survive whatever the program does next."""

import json
import shutil
from dataclasses import replace
from decimal import Decimal

import pytest

from grader.batch import publish_decisions, regrade_folder, render_folder
from grader.batch import run as batch_run
from grader.errors import ConfigError
from grader.model.graded.decision import PointsGiven
from grader.pipeline import basis_of, load_everything
from grader.review import Book, Draft
from grader.store import BatchFolder
from tests.review.classes import ANSWERS, assignment, grade, hand_in

pytestmark = pytest.mark.usefixtures("shared_processes")

ANN, BOB, CEM = ANSWERS
Q1 = "q1.answered"


@pytest.fixture(scope="module")
def loaded(small_class):
    return load_everything(str(small_class / "digits"))


def folder_of(course, name):
    """The folder of a hand-in."""
    store = BatchFolder(course / "out")
    (one,) = (one for one in store.read_intake().hand_ins if one.name.endswith(name))
    return store.for_hand_in(one.key)


def decide(course, name, points, comment="", *, author="Ada"):
    """Record points for the answer as it lies in the folder now."""
    folder = folder_of(course, name)
    given = PointsGiven(Q1, Decimal(points), comment)
    basis = basis_of(folder.finished(), Q1)
    return Book(course / "out").record([Draft(folder.name, author, given, basis=basis)])[0]


def reported(course, name):
    """The published record of a hand-in."""
    return json.loads(folder_of(course, name).published.read_text("utf-8"))


def finding(course, name, which=Q1):
    """What the published record says of a finding."""
    return next(one for one in reported(course, name)["findings"] if one["id"] == which)


def test_a_decision_reaches_json_report_and_class_page(course, loaded):
    """Points, comment and who decided; the grade is finished, and the others' reports stay."""
    decide(course, ANN, "7.5", "Say <b>why</b> it is right more often.\nSee figure 2.")
    others = folder_of(course, BOB).html.stat().st_mtime_ns
    before = reported(course, ANN)

    redone = publish_decisions(loaded, BatchFolder(course / "out"), reports=True)

    after, report = reported(course, ANN), folder_of(course, ANN).html.read_text("utf-8")
    assert (before["status"], after["status"]) == ("needs_review", "graded")
    assert Decimal(after["points"]) == Decimal(before["points"]) + Decimal("7.5")
    assert finding(course, ANN)["override"]["comment"].startswith("Say <b>why</b>")
    assert (after["decisions"][0]["author"], after["decisions"][0]["counts"]) == ("Ada", True)
    assert "A person gave 7.5 of 10 points." in report
    assert "Say &lt;b&gt;why&lt;/b&gt;" in report
    assert "Ada, 2" in report
    page = (course / "out" / "summary.html").read_text("utf-8")
    assert "Ada (1)" in page
    assert folder_of(course, BOB).html.stat().st_mtime_ns == others
    assert len(redone.results) == 3
    assert not redone.failed


def test_without_graders_names_a_report_tells_none(course):
    """An assignment may keep them from students; the class page still has them."""
    decide(course, ANN, 7, "Good.", author="Ada Lovelace")
    quiet = assignment(course / "digits", more="show_graders_to_students: false")

    publish_decisions(quiet, BatchFolder(course / "out"), reports=True)

    report = folder_of(course, ANN).html.read_text("utf-8")
    assert "Good." in report
    assert "Lovelace" not in report
    assert "Lovelace" in (course / "out" / "summary.html").read_text("utf-8")


def test_the_same_batch_again_keeps_what_was_decided(course, loaded):
    """Its table, the JSON and the report of one that was decided about meanwhile are caught up."""
    decide(course, ANN, 8)

    outcome = grade(course / "in", course / "out", loaded)

    ann, *rest = (one.result.grade for one in outcome.graded)
    assert ann.status == reported(course, ANN)["status"] == "graded"
    assert [one.status for one in rest] == ["needs_review", "needs_review"]
    assert "A person gave 8 of 10" in folder_of(course, ANN).html.read_text("utf-8")


def test_another_rubric_keeps_what_was_decided(course, loaded):
    """More points for the question, fewer than were given, none at all, and back."""
    decide(course, ANN, 8)
    decide(course, BOB, 2)
    store = BatchFolder(course / "out")

    def with_points(points):
        parts = tuple(
            replace(
                part,
                checks=tuple(replace(one, points=Decimal(points)) for one in part.checks)
                if points
                else (),
            )
            if part.id == "q1"
            else part
            for part in loaded.assignment.parts
        )
        assignment = replace(loaded.assignment, parts=parts, points=None)
        return replace(loaded, assignment=assignment, fingerprint=f"for {points} points")

    regrade_folder(with_points(20), store, reports=False)
    assert (finding(course, ANN)["points"], finding(course, ANN)["points_possible"]) == ("8", "20")
    regrade_folder(with_points(5), store, reports=False)
    assert (finding(course, ANN)["points"], finding(course, BOB)["points"]) == ("5", "2")
    assert reported(course, ANN)["decisions"][0]["flag"] == "over_possible"
    regrade_folder(with_points(0), store, reports=False)
    assert (reported(course, ANN)["points"], reported(course, ANN)["decisions"][0]["flag"]) == (
        reported(course, BOB)["points"],
        "finding_gone",
    )
    redone = regrade_folder(loaded, store, reports=False)
    assert (finding(course, ANN)["points"], reported(course, ANN)["status"]) == ("8", "graded")
    assert [result.grade.status for _, result in redone.results].count("graded") == 2


def test_who_hands_in_again_with_the_same_answer_keeps_the_points(course, loaded):
    """Another answer is read anew: the decision is kept, flagged and not applied."""
    decide(course, ANN, 8)
    decide(course, BOB, 3, "Too short.")
    again = json.loads((course / "in" / ANN).read_text("utf-8"))
    again["cells"].insert(1, {**again["cells"][0], "id": "new", "source": "Handed in again."})
    (course / "in" / ANN).write_text(json.dumps(again))
    hand_in(course / "in", {BOB: "The network. It is right for 97 % of the digits, I think."})

    grade(course / "in", course / "out", loaded)

    assert (reported(course, ANN)["status"], finding(course, ANN)["points"]) == ("graded", "8")
    assert (reported(course, BOB)["status"], finding(course, BOB)["points"]) == (
        "needs_review",
        "0",
    )
    assert reported(course, BOB)["decisions"][0]["flag"] == "answer_changed"
    assert "were for an earlier hand-in" in folder_of(course, BOB).html.read_text("utf-8")
    assert "1 to look at again" in (course / "out" / "summary.html").read_text("utf-8")


def test_a_decision_that_was_taken_back_is_gone_everywhere(course, loaded):
    """The finding waits for a person as it did before."""
    before = reported(course, ANN)
    one = decide(course, ANN, 8)
    store = BatchFolder(course / "out")
    publish_decisions(loaded, store, reports=True)
    Book(course / "out").undo(one.id, author="Ada")

    publish_decisions(loaded, store, reports=True)

    assert reported(course, ANN) == before
    assert "A person gave" not in folder_of(course, ANN).html.read_text("utf-8")


def test_what_was_decided_while_a_batch_ran_is_there_at_its_end(course, loaded, monkeypatch):
    """The batch holds the folder, so the person's command could not publish; the batch does."""
    catch_up = batch_run.catch_up

    def meanwhile(*arguments, **rest):
        decide(course, CEM, 4)
        return catch_up(*arguments, **rest)

    decide(course, ANN, 8)
    monkeypatch.setattr(batch_run, "catch_up", meanwhile)
    outcome = grade(course / "in", course / "out", loaded)

    assert outcome.graded[2].result.grade.status == reported(course, CEM)["status"] == "graded"
    assert "A person gave 4 of 10" in folder_of(course, CEM).html.read_text("utf-8")


def test_rendering_again_shows_what_was_decided(course, loaded):
    """`grader report` brings in what nothing published yet."""
    decide(course, ANN, 8)

    render_folder(loaded, BatchFolder(course / "out"))

    assert "A person gave 8 of 10" in folder_of(course, ANN).html.read_text("utf-8")
    assert reported(course, ANN)["status"] == "graded"


def test_a_report_that_was_not_rendered_after_a_kill_is_rendered_the_next_time(course, loaded):
    """The JSON was written and the program ended; the report still says something else."""
    decide(course, ANN, 8)
    store = BatchFolder(course / "out")
    publish_decisions(loaded, store, reports=False)
    assert "A person gave" not in folder_of(course, ANN).html.read_text("utf-8")

    publish_decisions(loaded, store, reports=True)

    assert "A person gave 8 of 10" in folder_of(course, ANN).html.read_text("utf-8")


def test_reports_of_an_older_version_are_rendered_once_something_is_decided(course, loaded):
    """It noted nothing of what its reports say; only the one that was decided about is rendered."""
    for place in course.glob("out/submissions/*/records/reports.json"):
        saved = json.loads(place.read_text())
        del saved["record"]["published"]
        place.write_text(json.dumps(saved))
    decide(course, ANN, 8)
    others = folder_of(course, BOB).html.stat().st_mtime_ns

    publish_decisions(loaded, BatchFolder(course / "out"), reports=True)

    assert "A person gave 8 of 10" in folder_of(course, ANN).html.read_text("utf-8")
    assert folder_of(course, BOB).html.stat().st_mtime_ns == others


def test_a_book_that_can_not_be_read_ends_a_batch_before_it_begins(course, loaded):
    """Not after hours, when the first hand-in is saved."""
    Book(course / "out").path.write_bytes(b"no database" * 100)

    with pytest.raises(ConfigError, match="damaged"):
        grade(course / "in", course / "out", loaded)


def test_a_copied_folder_has_its_decisions(course, loaded, tmp_path):
    """Decisions know hand-ins by the names of their folders, wherever these lie."""
    decide(course, ANN, 8)
    shutil.move(course / "out", tmp_path / "elsewhere")

    redone = publish_decisions(loaded, BatchFolder(tmp_path / "elsewhere"), reports=False)

    assert [result.grade.status for _, result in redone.results].count("graded") == 1
