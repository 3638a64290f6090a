"""Reports are named so that each LMS finds the student."""

import zipfile
from dataclasses import replace

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from grader.cli import main
from grader.export.lms.feedback import GROUP, feedback_for, read_as_moodle
from tests.export.lms.people import Pupil, a_batch, a_class, awards, pupils

pytestmark = pytest.mark.usefixtures("shared_processes")

BRIGHTSPACE = "x.zip/397063-2557369 - Group 1 - Sep 24, 2024 926 PM/hw.ipynb"


def reports(award) -> str:
    return f"submissions/{award.student.id}/report.pdf"


@given(pupils(st.integers(1, 10**9).map(str)))
def test_moodle_finds_the_student_of_every_report(class_):
    """Whatever the name holds: an underscore in it would shift the number. One who is called as a
    group is gets none without a roster, and is named with the reason.
    """
    feedback = feedback_for(awards(class_), "moodle", reports)

    found = {name: (who, kept) for who, kept, name in read_as_moodle(feedback.names)}
    graded = [one for one in class_ if one.status == "graded"]
    unsure = [one for one in graded if GROUP.search(one.name)]
    wanted = [one.id for one in graded if one not in unsure]
    assert sum("a group's number" in line.said for line in feedback.lines) == len(unsure)
    assert sorted(who for who, _ in found.values()) == sorted(wanted)
    assert all(kept == "report.pdf" for _, kept in found.values())
    assert all(feedback.names[name].split("/")[1] == found[name][0] for name in feedback.names)


@pytest.mark.parametrize(
    ("hand_in", "name"),
    [
        ("a.zip/doejane_7_456_hw1.ipynb", "doejane_7_456_report.pdf"),
        ("a.zip/doejane_LATE_7_456_hw_1_2.ipynb", "doejane_LATE_7_456_report.pdf"),
        ("a.zip/team_1_7_456_hw.ipynb", "team_1_7_456_report.pdf"),
        ("a.zip/123_7_456_hw.ipynb", ""),
        ("a.zip/hw.ipynb", ""),
    ],
)
def test_canvas_finds_the_submission_by_two_numbers(hand_in, name):
    """They stand in the name of the file that was handed in."""
    (award,) = awards([Pupil("7", "Jane Doe")])

    feedback = feedback_for([replace(award, hand_in=hand_in)], "canvas", reports)

    assert list(feedback.names) == ([name] if name else [])
    assert feedback.lines[0].what == ("set" if name else "skipped")


def test_brightspace_gets_its_folders_back():
    """They hold the name and the time of the attempt."""
    folder = "397063-2557369 - Mary-Ann Smith - Sep 24, 2024 926 PM"
    (award,) = awards([Pupil("397063", "Mary-Ann Smith")])

    feedback = feedback_for(
        [replace(award, hand_in=f"x.zip/{folder}/a/hw.ipynb")], "brightspace", reports
    )

    assert list(feedback.names) == [f"{folder}/report.pdf"]


def test_a_group_has_one_report_where_its_hand_in_has_one_folder():
    """Everybody who handed it in is told of it."""
    both = [replace(one, hand_in=BRIGHTSPACE) for one in awards([Pupil("1", "A"), Pupil("2", "B")])]

    feedback = feedback_for(both, "brightspace", lambda _: "a/report.pdf")

    assert list(feedback.names.values()) == ["a/report.pdf"]
    assert [(line.what, line.said) for line in feedback.lines] == [
        ("set", ""),
        ("same", "the report of the whole group"),
    ]


def test_elsewhere_there_is_a_folder_for_each_id():
    """No id leads out of the zip, and two that would share a folder are not mixed."""
    class_ = [Pupil("../7", "Ann"), Pupil("a/b", "Bo"), Pupil("a:b", "Cy")]

    feedback = feedback_for(awards(class_), "folders", reports)

    assert list(feedback.names) == ["-7/report.pdf", "a-b/report.pdf"]
    assert feedback.lines[2].what == "skipped"


def test_the_zip_holds_the_reports_of_those_who_have_points(tmp_path):
    """The others are named."""
    class_ = [*a_class()[:3], Pupil("99", "Kim", status="needs_review")]
    out = a_batch(tmp_path / "out", class_, system="moodle")
    words = ["export", str(out), "--to", "feedback", "--out", str(tmp_path / "f.zip")]
    words += ["--audience", "instructor"]

    done = CliRunner().invoke(main, words)

    assert done.exit_code == 0, done.output
    assert "3 reports" in done.stderr
    assert "await a person" in done.stderr
    with zipfile.ZipFile(tmp_path / "f.zip") as archive:
        inside = {who: archive.read(name) for who, _, name in read_as_moodle(archive.namelist())}
    assert inside == {one.id: b"%PDF-1.7 " + one.id.encode() for one in class_[:3]}
