"""Students are recognised by the list that the LMS exports."""

import pytest

from grader.errors import ConfigError
from grader.intake import collect, read_roster
from grader.model.submission import Student
from tests.hostile.packing import Entry, packed

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,HW (12)\n    Points Possible,,,,,100\n"
    '"Doe, Jane",123,77,jdoe,Morning,\n"Roe, Max",77,123,mroe,Evening,\n'
)
MOODLE = (
    "Identifier,Full name,Email address,Status,Grade\nParticipant 12,Jane "
    "Doe,jane@x.edu,Submitted,-\n"
)
GRADESCOPE = "First Name,Last Name,SID,Email,Sections\nJane,Doe,0012,jane@x.edu,A\n"
NBGRADER = "id;first_name;last_name;email\njdoe;Jane;Doe;jane@x.edu\n"


def students(folder, roster, *names, **options):
    """The students of a zip with these files, and what is said."""
    (folder / "roster.csv").write_text(roster, "utf-8-sig")
    (folder / "class.zip").write_bytes(packed(*[Entry(name) for name in names]))
    read = read_roster(folder / "roster.csv")
    intake = collect(folder / "class.zip", work=folder / "out" / "intake", roster=read, **options)
    return [one.origin.students for one in intake.hand_ins], intake.notes


@pytest.mark.parametrize(
    ("roster", "name", "student"),
    [
        (CANVAS, "doejane_123_1_hw.ipynb", Student("123", "Doe, Jane", None, "Morning")),
        (CANVAS, "roemax_77_1_hw.ipynb", Student("77", "Roe, Max", None, "Evening")),
        (
            MOODLE,
            "Jane Doe_12_assignsubmission_file/hw.ipynb",
            Student("12", "Jane Doe", "jane@x.edu"),
        ),
        (NBGRADER, "submitted/jdoe/ps1/hw.ipynb", Student("jdoe", "Jane Doe", "jane@x.edu")),
        (NBGRADER, "jdoe.ipynb", Student("jdoe", "Jane Doe", "jane@x.edu")),
        (NBGRADER, "jdoe/hw.ipynb", Student("jdoe", "Jane Doe", "jane@x.edu")),
        (NBGRADER, "JANE@x.edu/hw.ipynb", Student("JANE@x.edu", "Jane Doe", "jane@x.edu")),
    ],
)
def test_a_student_is_found_by_the_id_of_the_system(tmp_path, roster, name, student):
    """Each system's ids are looked up in its own column: the same number elsewhere is somebody
    else.
    """
    assert students(tmp_path, roster, name)[0] == [(student,)]


def test_gradescope_students_are_found_by_number_or_address(tmp_path):
    """Of a group each is found."""
    reported = (
        b"submission_1:\n  :submitters:\n  - :name: J\n    :sid: '0012'\n"
        b"  - :name: K\n    :email: k@x.edu\n"
    )
    (tmp_path / "roster.csv").write_text(GRADESCOPE)
    path = tmp_path / "class.zip"
    path.write_bytes(
        packed(Entry("e/submission_1/hw.ipynb"), Entry("e/submission_metadata.yml", reported))
    )

    intake = collect(
        path, work=tmp_path / "out" / "intake", roster=read_roster(tmp_path / "roster.csv")
    )

    assert intake.hand_ins[0].origin.students == (
        Student("0012", "Jane Doe", "jane@x.edu", "A"),
        Student("k@x.edu", "K", "k@x.edu"),
    )


def test_who_is_missing_on_either_side_is_reported(tmp_path):
    """Hand-ins of nobody, and students without a hand-in."""
    _, notes = students(tmp_path, CANVAS, "doejane_123_1_hw.ipynb", "eve_666_2_hw.ipynb")

    assert "there is nobody to whom these belong (1): eve_666_2_hw.ipynb" in notes[0]
    assert "handed in nothing (1): Roe, Max" in notes[1]


def test_an_id_that_two_share_finds_neither(tmp_path):
    """Better nobody than the wrong one."""
    found, notes = students(tmp_path, "id,name\n1,Ann\n1,Bob\n", "x_1_2_hw.ipynb", layout="canvas")

    assert found == [(Student("1", "x"),)]
    assert len(notes) == 3
    assert "1 stands on the rows of several people (Ann, Bob): nobody is found" in notes[0]


def test_what_a_notebook_says_finds_nobody(tmp_path):
    """A name is a claim: only what the LMS says is looked up."""
    found, _ = students(tmp_path, "id,name\njdoe,Jane Doe\n", "other.ipynb")

    assert found == [()]


def test_a_table_without_ids_is_no_roster(tmp_path):
    """The message says what was expected and what came."""
    (tmp_path / "roster.csv").write_text("colour,size\nred,1\n")

    with pytest.raises(
        ConfigError, match=r"expected a column with ids or addresses .* got colour, size"
    ):
        read_roster(tmp_path / "roster.csv")


def test_long_and_broken_cells_are_read(tmp_path):
    """A grading worksheet holds what students typed in, line breaks and megabytes of it."""
    typed = "x" * 300_000 + "\n\nline"
    found, _ = students(
        tmp_path,
        f'Identifier,Full name,Online text\nParticipant 12,Jane,"{typed}"\n',
        "Jane_12_assignsubmission_file/hw.ipynb",
    )

    assert found == [(Student("12", "Jane"),)]


SCHOOLS = "student id,name,email\n123,Max Roe,123@x.edu\n77,Jane Doe,jane@x.edu\n"


@pytest.mark.parametrize(
    ("roster", "name", "student"),
    [
        (SCHOOLS, "doejane_123_1_hw.ipynb", Student("123", "Jane Doe", "jane@x.edu")),
        (SCHOOLS, "poecy_123_1_hw.ipynb", Student("123", "poecy")),
        (SCHOOLS, "anon_123_1_hw.ipynb", Student("123")),
        (SCHOOLS.replace("\n123,", "\n5,"), "poecy_123_1_hw.ipynb", Student("123", "poecy")),
    ],
)
def test_a_number_of_canvas_is_no_id_of_the_school(tmp_path, roster, name, student):
    """Nor what stands before the @ of an address; who it is says the name. Most of a class are not
    there by chance, and somebody may be.
    """
    others = ("lee_4_2_hw.ipynb", "kim_6_3_hw.ipynb")

    found, _ = students(tmp_path, roster, name, *others)

    assert (student,) in found


def test_a_group_of_canvas_is_who_has_its_number(tmp_path):
    """It is called as nobody on the roster."""
    found, _ = students(tmp_path, CANVAS, "alpha_123_1_hw.ipynb", "roemax_77_2_hw.ipynb")

    assert found[0] == (Student("123", "Doe, Jane", None, "Morning"),)
