"""Grades are sent to Moodle's web service, to a server that speaks as Moodle documents it."""

import zipfile
from decimal import Decimal

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.cli.exports import services
from tests.export.lms.people import Pupil, a_batch
from tests.export.services.servers import TOKEN, Moodle, moodle_handler, serving

CLASS = [Pupil("41", "Ann Lee", Decimal("87.5")), Pupil("42", "<b>Bo</b>", Decimal(0))]


@pytest.fixture
def moodle(monkeypatch):
    """An assignment in which the class is, under Moodle's own numbers."""
    monkeypatch.setattr(services.time, "sleep", lambda _: None)
    monkeypatch.setenv("GRADER_MOODLE_TOKEN", TOKEN)
    one = Moodle({int(pupil.id): pupil.name for pupil in CLASS} | {43: "No Hand-in"})
    with serving(moodle_handler(one)) as address:
        one.at = f"{address}/mod/assign/view.php?id=77&action=grading"
        yield one


def send(folder, moodle, *options):
    words = ["export", str(folder), "--to", "moodle-service", "--at", moodle.at, *options]
    return CliRunner().invoke(main, words)


def test_a_zero_is_a_grade(tmp_path, moodle):
    """What the worksheet can't do; comments are HTML that runs nothing."""
    out = a_batch(tmp_path / "out", CLASS, system="moodle")

    done = send(out, moodle, "--comments")

    assert done.exit_code == 0, done.output
    assert moodle.grades == {5000: "87.50000", 5001: "0.00000"}
    assert "It is &lt;b&gt;wrong&lt;/b&gt;." in moodle.comments[5000]


def test_a_groups_grade_is_sent_for_its_members(tmp_path, moodle):
    """Moodle says who is in it; its number is a student's who has nothing to do with it."""
    for one in moodle.people[1:]:
        one["groupname"] = "Team 3"
    out = a_batch(tmp_path / "out", [Pupil("41", "Team 3"), Pupil("42", "Omega")], system="moodle")

    done = send(out, moodle)

    assert moodle.grades == {5001: "50.00000", 5002: "50.00000"}
    assert "2 grades, 0 there already, 2 skipped" in done.stderr


def test_again_changes_nothing(tmp_path, moodle):
    """Moodle says what it has."""
    out = a_batch(tmp_path / "out", CLASS, system="moodle")
    send(out, moodle)

    again = send(out, moodle)

    assert "0 grades, 2 there already, 1 skipped" in again.stderr
    assert moodle.calls.count("mod_assign_save_grades") == 2


def test_a_comment_that_was_sent_is_not_sent_again(tmp_path, moodle):
    """Moodle does not tell it; what it says may change, and then it is."""
    out = a_batch(tmp_path / "out", CLASS, system="moodle")
    send(out, moodle)
    with_comments = send(out, moodle, "--comments")
    again = send(out, moodle, "--comments")
    a_batch(out, [Pupil("41", "Ann Lee", Decimal(88)), CLASS[1]], system="moodle")

    other = send(out, moodle, "--comments")

    assert "2 grades, 0 there already" in with_comments.stderr
    assert "0 grades, 2 there already" in again.stderr
    assert "1 grades, 1 there already" in other.stderr
    assert moodle.comments[5000].startswith("88 of 100 points")


@pytest.mark.parametrize(("trouble", "code"), [("500", 0), ("The grade is locked", 0)])
def test_trouble_with_one_stops_no_other(tmp_path, moodle, trouble, code):
    """A fault of the server is tried again; a refusal is reported."""
    out = a_batch(tmp_path / "out", CLASS, system="moodle")
    moodle.trouble = [trouble]

    done = send(out, moodle)

    assert done.exit_code == code, done.output
    assert (5000 in moodle.grades) == (trouble == "500")
    assert 5001 in moodle.grades
    assert trouble == "500" or "locked" in done.stderr


def test_the_participants_number_is_not_the_users(tmp_path, moodle):
    """Moodle has two numbers for everybody: the download has the one, the service the other."""
    out = a_batch(tmp_path / "out", [Pupil("5001", "Ann Lee", Decimal(5))], system="moodle")

    done = send(out, moodle)

    assert moodle.grades == {}
    assert "nobody in the table has this id" in " ".join(done.stderr.split())


def test_a_wrong_token_is_reported(tmp_path, moodle, monkeypatch):
    """With what to do, and without the token."""
    monkeypatch.setenv("GRADER_MOODLE_TOKEN", "hush-hush")
    out = a_batch(tmp_path / "out", CLASS, system="moodle")

    done = send(out, moodle)

    assert done.exit_code == 2
    assert "Invalid token" in done.stderr
    assert "hush-hush" not in done.output


def test_a_scale_is_refused(tmp_path, moodle):
    """Points are no step of a scale, which Moodle writes as a number below 0."""
    moodle.maximum = -2
    out = a_batch(tmp_path / "out", CLASS, system="moodle")

    assert "graded by a scale" in send(out, moodle).stderr


def test_it_says_whose_a_report_is(tmp_path, moodle):
    """Where there is no worksheet, Moodle itself tells participants from groups."""
    out = a_batch(tmp_path / "out", [CLASS[0], Pupil("42", "Omega")], system="moodle")
    words = ["--to", "feedback", "--at", moodle.at, "--audience", "instructor"]

    done = CliRunner().invoke(main, ["export", str(out), *words, "--out", str(tmp_path / "f.zip")])

    assert done.exit_code == 0, done.output
    with zipfile.ZipFile(tmp_path / "f.zip") as archive:
        assert archive.namelist() == ["Ann Lee_41_assignsubmission_file/report.pdf"]
    assert moodle.grades == {}
