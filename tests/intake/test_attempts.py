"""Zips of Blackboard and Brightspace: whose a file is, and which attempt counts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.batch.similarity import compared
from grader.intake import collect, read_roster
from grader.intake.lms import recognise
from grader.model.submission import Student
from tests.hostile.packing import Entry, notebook, packed

STARTER = notebook("# your code here\n" * 5)
WORK, MORE = (
    notebook("# your code here\n", "x = 1\n" * 9),
    notebook("# your code here\n", "y = 22\n" * 30),
)
EARLY, LATE = "2024-03-04-10-11-12", "2024-03-05-22-40-01"


def read(folder, *entries, **options):
    path, starter = folder / "class.zip", folder / "starter.ipynb"
    path.write_bytes(packed(*[Entry(name, content) for name, content in entries]))
    starter.write_bytes(STARTER)
    return collect(path, work=folder / "out" / "intake", starter=starter, **options)


def reported(user, name="Ada Byron"):
    """What Blackboard writes beside each attempt."""
    lines = (f"Name: {name} ({user})", "Assignment: HW3", "", "Comments:", "Name: Eve (eve66)", "")
    return "\r\n".join(lines).encode()


def test_the_last_attempt_counts_and_earlier_ones_are_named(tmp_path):
    """One hand-in of a student, however often it was handed in."""
    intake = read(
        tmp_path,
        (f"HW3_ada01_attempt_{EARLY}_hw3.ipynb", MORE),
        (f"HW3_ada01_attempt_{EARLY}.txt", reported("ada01")),
        (f"HW3_ada01_attempt_{LATE}_hw3.ipynb", WORK),
        (f"HW3_ada01_attempt_{LATE}.txt", reported("ada01")),
    )

    (one,) = intake.hand_ins
    assert (intake.system, one.origin.students) == ("blackboard", (Student("ada01", "Ada Byron"),))
    assert LATE in one.name
    assert f"hw3.ipynb ({EARLY})" in one.origin.notes[0]


@pytest.mark.parametrize("word", ["attempt", "Versuch", "poging", "intento", "tentative", "提交"])
def test_blackboard_is_known_in_other_languages(tmp_path, word):
    """By the date behind the word."""
    word = word if len(word) > 2 else word + word
    intake = read(
        tmp_path,
        (f"HW 3_ada01_{word}_{EARLY}_hw3.ipynb", WORK),
        (f"HW 3_ben_{word}_{EARLY}_hw3.ipynb", MORE),
    )

    assert [one.origin.students[0].id for one in intake.hand_ins] == ["ada01", "ben"]


@pytest.mark.parametrize(
    ("befores", "users"),
    [
        (["HW_3_ada", "HW_3_ben"], ["ada", "ben"]),
        (["HW_3_a_smith", "HW_3_b_smith"], ["a_smith", "b_smith"]),
        (["HW_3_ada"], ["ada"]),
    ],
)
def test_a_user_name_ends_where_the_assignments_begins(tmp_path, befores, users):
    """What all names have in common is the assignment's."""
    intake = read(tmp_path, *[(f"{one}_attempt_{EARLY}_a.ipynb", WORK) for one in befores])

    assert [one.origin.students[0].id for one in intake.hand_ins] == users


def test_the_text_file_of_blackboard_settles_who_it_is(tmp_path):
    """Its first line; neither what the student typed below nor a file that a student named like
    it.
    """
    intake = read(
        tmp_path,
        (f"HW_x_ada_attempt_{EARLY}_a.ipynb", WORK),
        (f"HW_x_ada_attempt_{EARLY}.txt", reported("x_ada")),
        (f"HW_x_ben_attempt_{EARLY}_HW_x_ada_attempt_{LATE}.txt", reported("x_ada", "Mallory")),
        (f"HW_x_ben_attempt_{EARLY}_b.ipynb", MORE),
    )

    assert [one.origin.students for one in intake.hand_ins] == [
        (Student("x_ada", "Ada Byron"),),
        (Student("ben"),),
    ]


@pytest.mark.parametrize(
    ("later", "graded"),
    [
        ([("hw.ipynb", STARTER)], EARLY),
        ([("hw.ipynb", b"{")], EARLY),
        ([("hw.pdf", b"%PDF")], EARLY),
        ([("a.ipynb", MORE)], LATE),
    ],
)
def test_an_attempt_without_work_gives_way_and_is_named(tmp_path, later, graded):
    """The wrong file in the last attempt costs nobody the one before."""
    intake = read(
        tmp_path,
        (f"HW_ada_attempt_{EARLY}_hw.ipynb", WORK),
        *[(f"HW_ada_attempt_{LATE}_{name}", content) for name, content in later],
    )

    (one,) = intake.hand_ins
    assert graded in one.name
    assert LATE in one.origin.notes[0]


BRIGHTSPACE = "39786-640693 - Aiden Rodríguez-Paz - Oct 10, 2025 1022 AM"


@pytest.mark.parametrize(
    "name",
    [
        f"{BRIGHTSPACE}/hw.ipynb",
        f"HW 3/{BRIGHTSPACE}/a/hw.ipynb",
        f"{BRIGHTSPACE} - my - hw.ipynb",
        "39786-640693 - Aiden Rodríguez-Paz - 10 octobre 2025 10 22/hw.ipynb",
        "39786-640693 - Aiden Rodríguez-Paz - 10. Okt. 2025 1022/hw.ipynb",
        "39786-640693 - Aiden Rodríguez-Paz - 10 de oct. de 2025 10.22/hw.ipynb",
        "39786-640693 - Aiden Rodríguez-Paz- Oct 10, 2025 10.22 AM - hw.ipynb",
    ],
)
def test_brightspace_names_the_student(tmp_path, name):
    """In folders and flat, with the date as various languages write it; its index is nobody's."""
    around = "HW 3/" if name.startswith("HW 3/") else ""
    intake = read(tmp_path, (name, WORK), (f"{around}index.html", b"<html>"))

    assert intake.system == "brightspace"
    assert [one.origin.students for one in intake.hand_ins] == [
        (Student("39786", "Aiden Rodríguez-Paz"),)
    ]


def test_attempts_of_brightspace_are_ordered_by_their_date(tmp_path):
    """Not by their names: September sorts behind October, 9 behind 10, and morning before
    afternoon.
    """
    prefix = "1-2 - Ada B - "
    whens = [
        "Sep 30, 2025 926 PM",
        "Oct 9, 2025 1130 AM",
        "Oct 9, 2025 1205 PM",
        "Oct 9, 2025 1200 AM",
    ]
    intake = read(
        tmp_path, *[(f"{prefix}{when}/hw{at}.ipynb", WORK) for at, when in enumerate(whens)]
    )

    (one,) = intake.hand_ins
    assert one.name.endswith("hw2.ipynb")
    assert one.origin.notes[0].count("2025-") == 4


def test_attempts_are_never_copies_of_each_other(tmp_path):
    """Neither in one hand-in nor where a number that all students share tells nobody apart."""
    long = notebook(*[f"value_{at} = compute({at}, 'x{at}')" for at in range(200)])
    entries = [(f"7-2 - Ada B - Oct {day}, 2025 926 PM/hw.ipynb", long) for day in (8, 9)]
    intake = read(tmp_path, *entries, ("7-2 - Ben C - Oct 9, 2025 926 PM/hw.ipynb", WORK))

    seen = compared(intake, assignment_folder=tmp_path, before=None)

    assert [one.origin.students[0].name for one in seen.hand_ins] == ["Ada B", "Ben C"]
    assert not any(one.origin.observations for one in seen.hand_ins)


def test_folders_by_student_are_known_by_a_name_that_repeats(tmp_path):
    """Then two notebooks of one folder are one student's; a folder may as well be a section."""
    by_student = read(
        tmp_path, ("ada/hw.ipynb", STARTER), ("ada/hw (1).ipynb", WORK), ("ben/hw.ipynb", MORE)
    )
    by_section = read(tmp_path, ("A/ada.ipynb", WORK), ("A/ben.ipynb", WORK), ("B/cid.ipynb", WORK))

    assert [one.name for one in by_student.hand_ins] == ["ada/hw (1).ipynb", "ben/hw.ipynb"]
    assert len(by_section.hand_ins) == 3


@pytest.mark.parametrize(
    ("names", "hand_ins"),
    [
        (("A/ada/hw.ipynb", "A/ben/hw.ipynb", "B/cid/hw.ipynb"), 3),
        (("A/ada/x/hw.ipynb", "A/ben/hw.ipynb", "B/cid/hw.ipynb", "B/ben/hw.ipynb"), 4),
        (("ada/hw3/hw.ipynb", "ada/old/hw.ipynb", "ben/hw3/hw.ipynb"), 2),
        (("ada/hw3/hw.ipynb", "ada/draft/hw.ipynb", "ben/x/hw.ipynb"), 2),
        (("ada/1_sent/hw.ipynb", "ada/2_returned/hw.ipynb", "ben/1_sent/hw.ipynb"), 2),
        (("ada/hw.ipynb", "ada/a/hw.ipynb", "ada/b/hw.ipynb", "ben/hw.ipynb"), 2),
    ],
)
def test_folders_of_sections_hold_students(tmp_path, names, hand_ins):
    """All of them: nobody's work is taken for another notebook of somebody in the same section."""
    intake = read(tmp_path, *[(name, WORK) for name in names])

    assert len(intake.hand_ins) == hand_ins


@pytest.mark.parametrize(
    "names",
    [
        ("hw1/ada/hw.ipynb", "hw1/ben/hw.ipynb", "hw2/cid/hw.ipynb", "hw2/old/hw.ipynb"),
        ("t1/A/ada/hw.ipynb", "t1/B/ben/hw.ipynb", "t2/A/cid/hw.ipynb", "t2/B/x/hw.ipynb"),
        ("ada/a/hw.ipynb", "ada/b/hw.ipynb", "ben/c/hw.ipynb", "cid/d/hw.ipynb"),
    ],
)
def test_the_roster_says_which_folders_are_students(tmp_path, names):
    """However deep they lie."""
    (tmp_path / "r.csv").write_text("id,name\nada,Ada\nben,Ben\ncid,Cid\n")
    roster = read_roster(tmp_path / "r.csv")

    intake = read(tmp_path, *[(name, WORK) for name in names], roster=roster)

    found = [who.name for one in intake.hand_ins for who in one.origin.students if who.name]
    assert found == ["Ada", "Ben", "Cid"]
    assert not intake.absent


@pytest.mark.parametrize("roster", ["", "id,name\nx1,Ada\nx2,Ben\n"])
def test_the_last_version_in_teams_counts(tmp_path, roster):
    """Though an earlier one has more work in it."""
    folder = "Submitted files/{}/HW 3/Version {}/hw.ipynb"
    earlier, last = folder.format("Ada", 9), folder.format("Ada", 10)

    options = {}
    if roster:
        (tmp_path / "r.csv").write_text(roster)
        options["roster"] = read_roster(tmp_path / "r.csv")

    entries = ((earlier, MORE), (last, WORK), (folder.format("Ben", 1), WORK))
    ada, _ = read(tmp_path, *entries, **options).hand_ins

    assert ada.name == "Ada/HW 3/Version 10/hw.ipynb"
    assert "of the last attempt (version 0010)" in ada.origin.notes[0]


_WORDS = st.text(
    st.characters(exclude_characters="/\\", exclude_categories=("C",)), min_size=1, max_size=20
)


@given(st.from_regex(r"[a-z][a-z0-9]{1,8}", fullmatch=True), _WORDS)
def test_what_a_student_calls_a_file_changes_nobody(user, name):
    """What stands in front of the first date is Blackboard's."""
    layout = recognise(
        [(f"HW_{user}_attempt_{EARLY}_{name}",), (f"HW_z_attempt_{EARLY}_x",)], layout="blackboard"
    )

    owner = layout.owner_of((f"HW_{user}_attempt_{EARLY}_{name}",))
    assert owner.students == (Student(user),)
    assert owner.attempt == EARLY


@given(_WORDS)
def test_a_file_of_brightspace_changes_nobody(name):
    """What stands behind the first date is the student's."""
    layout = recognise([(f"{BRIGHTSPACE} - {name}",)], layout="brightspace")

    assert layout.owner_of((f"{BRIGHTSPACE} - {name}",)).students == (
        Student("39786", "Aiden Rodríguez-Paz"),
    )
