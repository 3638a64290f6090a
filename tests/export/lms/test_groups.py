"""A group's grade is every member's, and a group's number is nobody's."""

from dataclasses import replace

import pytest

from grader.export.lms import FillingRequest, fill_in_canvas, fill_in_moodle
from grader.export.lms.importers.moodle import read_as_moodle
from grader.export.lms.worksheet import read_worksheet
from tests.export.lms.people import HEADER, Pupil, a_worksheet, awards, reported


def filled(*pupils, table=None):
    """The worksheet with the grades of these hand-ins."""
    wanted = FillingRequest(awards(pupils), "moodle", table or a_worksheet(), "w.csv")
    return fill_in_moodle(wanted)


def grades(done, table=None):
    """What Moodle makes of it."""
    done.check(done.content)
    return read_as_moodle(done.content, read_worksheet(table or a_worksheet(), "w.csv"))


def test_a_groups_grade_goes_to_its_members():
    """Its number is Jane's, who is in it, and might be anybody's."""
    done = filled(Pupil("17", "Team 3"))

    assert grades(done) == {"17": "50", "18": "50"}
    assert reported(done) == {"17": "set", "18": "set", "19": "skipped"}


@pytest.mark.parametrize("name", ["Team 3", "Team-3", "team 3"])
def test_a_groups_number_is_not_its_own(name):
    """Number 19 is Cy's, who is in another group."""
    assert grades(filled(Pupil("19", name))) == {"17": "50", "18": "50"}


@pytest.mark.parametrize("title", ["Group", "Marker"])
def test_markers_are_no_group(title):
    """A student who has left the course is called like somebody's marker."""
    table = a_worksheet(header=(*HEADER[:3], title, *HEADER[4:]))
    done = filled(Pupil("99", "Alpha"), Pupil("17", "Jane Doe"), table=table)

    assert grades(done, table) == {"17": "50"} | ({"19": "50"} if title == "Group" else {})


def test_groups_are_known_in_languages_that_are_not():
    """Where most of what was handed in is called as the cells are."""
    table = a_worksheet(header=(*HEADER[:3], "Kikundi", *HEADER[4:]))
    done = filled(Pupil("19", "Team 3"), Pupil("17", "Alpha"), table=table)

    assert grades(done, table) == {"17": "50", "18": "50", "19": "50"}


def test_a_name_that_is_nobodys_finds_nobody():
    """Neither a group of the table nor the student with the number: somebody has to look."""
    done = filled(Pupil("17", "Omega"))

    assert grades(done) == {}
    assert "its number is Jane Doe's, and its name is Omega" in done.lines[0].said


def test_a_name_that_is_nobodys_takes_nobodys_grade_away():
    """Who has the number is graded for what they handed in themselves."""
    done = filled(Pupil("17", "Omega"), Pupil("4", "Team 3"))

    assert grades(done) == {"17": "50", "18": "50"}


def test_a_student_called_like_a_group_is_the_student():
    """The name and the number are both the student's."""
    table = a_worksheet((("17", "Alpha", "Team 3"), ("18", "Bo Roe", "Alpha")))

    assert grades(filled(Pupil("17", "Alpha"), table=table), table) == {"17": "50"}


@pytest.mark.parametrize("name", ["Jane Maria Doe", "DOE Jane", "JaneDoe", ""])
def test_a_name_that_is_written_otherwise_is_the_same_student(name):
    """Moodle shows names in several ways, and takes signs out of names of files."""
    assert grades(filled(Pupil("17", name))) == {"17": "50"}


def test_who_is_in_two_groups_gets_neither_grade():
    """Both are named."""
    table = a_worksheet((("17", "Jane Doe", "Team 3"),))
    done = filled(Pupil("5", "Team 3"), Pupil("17", "Jane Doe"), table=table)

    assert grades(done, table) == {}
    assert all("is also claimed by" in line.said for line in done.lines)


def test_anonymous_marking_tells_no_participant_from_a_group():
    """Where the worksheet has no names, the download names groups alone."""
    table = a_worksheet(names=False)
    done = filled(Pupil("17", "Omega"), Pupil("18", ""), table=table)

    assert grades(done, table) == {"18": "50"}
    assert "the table has no names" in done.lines[0].said


CANVAS = (
    'Student,ID,Section,HW (777)\n    Points Possible,,,100\n"Poe, Cy",3,A,\n"Doe, Jane",101,A,\n'
)


@pytest.mark.parametrize(
    ("hand_in", "id_", "name", "expected"),
    [
        ("team_3_101_5001_hw.ipynb", "3", "team", {}),
        ("team_3_101_5001_hw.ipynb", "101", "team_3", {"101": "50"}),
        ("poecy_3_5001_12_hw.ipynb", "3", "poecy", {"3": "50"}),
        ("poecy_LATE_3_5001_12_hw.ipynb", "3", "Cy Poe", {"3": "50"}),
        ("alpha_101_5001_hw.ipynb", "101", "alpha", {"101": "50"}),
        ("anon_101_5001_hw.ipynb", "101", "", {}),
        ("LATE_anon_3_5001_hw.ipynb", "3", "", {}),
        ("team_3_101_5001_hw.zip/hw.ipynb", "3", "team", {}),
        ("anon_101_5001_hw.zip/a/hw.ipynb", "101", "", {}),
        ("alpha_101_5001_hw.zip/x_3_101_5001_hw.ipynb", "101", "alpha", {"101": "50"}),
    ],
)
def test_the_end_of_a_groups_name_is_no_students_number(hand_in, id_, name, expected):
    """Where the roster knows the group, the number behind it counts; students may well call their
    files by a number. What Canvas calls somebody who is anonymous may be a number, too.
    """
    (award,) = awards([Pupil(id_, name)])
    wanted = FillingRequest(
        (replace(award, hand_in=hand_in),), "canvas", CANVAS.encode(), "g.csv", "777"
    )

    done = fill_in_canvas(wanted)

    done.check(done.content)
    assert done.expected == expected
    why = "was anonymous" if "anon" in hand_in else "may be the end of a group's name (team)"
    assert expected or why in done.lines[0].said
