"""What a group handed in is all its members'."""

import pytest

from grader.intake import collect, read_roster
from grader.model.submission import Student
from tests.hostile.packing import Entry, packed
from tests.intake.rosters.test_roster import students

HEADER = "Identifier,Full name,Email address,Status,Group,Grade\n"
MOODLE = HEADER + (
    "Participant 17,Jane Doe,j@x.edu,Submitted,Team 3,\n"
    "Participant 18,Bo Roe,b@x.edu,Submitted,Team 3,\n"
    "Participant 19,Cy Poe,c@x.edu,Submitted,Alpha,\n"
)
JANE, BO = Student("17", "Jane Doe", "j@x.edu"), Student("18", "Bo Roe", "b@x.edu")


@pytest.mark.parametrize("number", [17, 19, 4])
def test_moodles_groups_are_known_by_their_names(tmp_path, number):
    """Their number is none of a participant's, whosever it is."""
    found, notes = students(tmp_path, MOODLE, f"Team 3_{number}_assignsubmission_file/hw.ipynb")

    assert found == [(JANE, BO)]
    assert "handed in nothing (1): Cy Poe" in notes[-1]


def test_a_number_of_somebody_elses_finds_nobody(tmp_path):
    """The name is neither a group's of the roster nor that of the student with the number."""
    found, notes = students(tmp_path, MOODLE, "Omega_17_assignsubmission_file/hw.ipynb")

    assert found == [(Student(None, "Omega"),)]
    assert "nobody to whom these belong (1): Omega_17" in notes[0]


def test_a_student_of_the_name_is_no_group(tmp_path):
    """Who hands in alone, and is called as somebody's group is."""
    roster = HEADER + "Participant 17,Alpha,a@x.edu,Submitted,,\nParticipant 18,Bo,,,Alpha,\n"

    found, _ = students(tmp_path, roster, "Alpha_17_assignsubmission_file/hw.ipynb")

    assert found == [(Student("17", "Alpha", "a@x.edu"),)]


def test_other_systems_name_groups_where_students_stand(tmp_path):
    """Brightspace in the name's place, Blackboard in the user name's."""
    roster = "Username,Name,Group\njdoe,Jane Doe,Team 3\nbroe,Bo Roe,Team 3\n"
    names = (
        "12-34 - Team 3 - Mar 4, 2024 1011 AM/hw.ipynb",
        ("HW_Team 3_attempt_2024-03-04-10-11-12_hw.ipynb"),
    )
    members = (Student("jdoe", "Jane Doe"), Student("broe", "Bo Roe"))

    assert students(tmp_path, roster, names[0])[0] == [members]
    assert students(tmp_path, roster, names[1])[0] == [members]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("123456+987654_file1_submission1.ipynb", ("123456", "987654")),
        ("123456+987654/hw.ipynb", ("123456", "987654")),
        ("123456+4_hw.ipynb", ()),
    ],
)
def test_ids_with_a_plus_between_them_are_all_of_them(tmp_path, name, ids):
    """As A+ names what pairs hand in; where one is not on the roster, nobody is guessed."""
    roster = "id,name\n123456,Ann\n987654,Bo\n"

    ((found,), _) = students(tmp_path, roster, name)

    assert tuple(one.id for one in found) == ids


@pytest.mark.parametrize("word", ["Participant", "Teilnehmerin", "Участник"])
def test_anonymous_hand_ins_have_no_names(tmp_path, word):
    """Whatever Moodle puts in their place, all have it."""
    names = [f"{word}_{number}_assignsubmission_file/hw.ipynb" for number in (17, 18, 19)]

    found, _ = students(tmp_path, "Identifier,Status\nParticipant 17,Submitted\n", *names)

    assert found == [(Student("17"),), (Student("18"),), (Student("19"),)]


def test_a_number_of_brightspace_is_no_id_of_the_school(tmp_path):
    """Somebody else may have it there; who it is says the name."""
    roster = "OrgDefinedId,Name\n39786,John Doe\n0012,Jane Doe\n"
    name = "39786-640693 - Jane Doe - Oct 10, 2025 1022 AM/hw.ipynb"

    found, notes = students(tmp_path, roster, name)

    assert found == [(Student("39786", "Jane Doe"),)]
    assert notes[-1].endswith("handed in nothing (1): John Doe.")


@pytest.mark.parametrize("word", ["Teilnehmer/in", "Teilnehmer*in", "Teilnehmer(in) "])
def test_the_german_worksheet_is_a_roster(tmp_path, word):
    """Its word has a sign in it, and no space behind."""
    roster = f"ID,Vollständiger Name,Status\n{word}12,Jane Doe,x\n{word}13,Bo Roe,x\n"

    found, _ = students(tmp_path, roster, "Jane Doe_12_assignsubmission_file/hw.ipynb")

    assert found == [(Student("12", "Jane Doe"),)]


def listed(folder, roster, *names):
    """Whether the roster proves whose number each hand-in has."""
    (folder / "roster.csv").write_text(roster, "utf-8-sig")
    (folder / "class.zip").write_bytes(packed(*[Entry(name) for name in names]))
    read = read_roster(folder / "roster.csv")
    intake = collect(folder / "class.zip", work=folder / "out" / "intake", roster=read)
    return [one.origin.listed for one in intake.hand_ins]


@pytest.mark.parametrize(
    ("roster", "name", "proven"),
    [
        (MOODLE, "Jane Doe_17", True),
        (MOODLE, "Team 3_19", True),
        (MOODLE, "Omega_17", False),
        (MOODLE, "Jane Doe_4", False),
        ("ID,Vollständiger Name\nTeilnehmer/in17,Jane Doe\n", "Jane Doe_17", True),
        ("id,name\n17,Jane Doe\n", "Jane Doe_17", False),
        ("id,name,group\n17,Jane Doe,Team 3\n", "Team 3_19", False),
        ("Identifier,Status\nParticipant 17,Submitted\n", "Omega_17", False),
        ("Identifier,Status\nParticipant 17,Submitted\n", "Participant_17", True),
    ],
)
def test_moodles_own_numbers_are_proof(tmp_path, roster, name, proven):
    """Not those of a column that may be the school's, nor of a student whose name is not there."""
    assert listed(tmp_path, roster, f"{name}_assignsubmission_file/hw.ipynb") == [proven]
