"""Whose a hand-in is, by how each LMS lays out what it was handed."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.cli.commands.batch import LAYOUTS as OFFERED
from grader.errors import IntakeError
from grader.intake import LAYOUTS, collect, read_roster
from grader.intake.lms import recognise
from grader.intake.lms.canvas import canvas
from grader.model.submission import Student
from tests.hostile.packing import BAD
from tests.intake.zips import ids, read


@pytest.mark.parametrize(
    ("name", "user", "student", "late"),
    [
        ("doejane_123_456_hw1.ipynb", "123", "doejane", False),
        ("doejane_LATE_123_456_hw1.ipynb", "123", "doejane", True),
        ("doejane_123_456_LATE_hw1.ipynb", "123", "doejane", False),
        ("doejane_123_456_my_hw_2.ipynb", "123", "doejane", False),
        ("doejane_123_456_7.ipynb", "123", "doejane", False),
        ("müllerjosé_123_456_hw.ipynb", "123", "müllerjosé", False),
        ("李雷_123_456_hw.ipynb", "123", "李雷", False),
        ("anon_Xy9aB_456_hw.ipynb", "Xy9aB", None, False),
        ("LATE_anon_Xy9aB_456_hw.ipynb", "Xy9aB", None, True),
        ("study_group_123_456_hw.ipynb", "123", "study_group", False),
        ("_123_456_hw.ipynb", "123", None, False),
        ("1234_123_456_hw.ipynb", "123", "1234", False),
    ],
)
def test_canvas_names_the_student(tmp_path, name, user, student, late):
    """The first two numbers are the ids, as Canvas itself reads them; LATE counts before them
    only.
    """
    intake = read(tmp_path, name, "other_9_99_hw.ipynb")

    origin = next(one.origin for one in intake.hand_ins if one.name == name)
    assert intake.system == "canvas"
    assert origin.students == (Student(id=user, name=student),)
    assert origin.late is late


def test_what_canvas_never_gives_twice_is_not_canvas():
    """An attachment is one file's: a number that two share is a number of something else."""
    names = [("run_1_5_a.ipynb",), ("run_2_5_b.ipynb",)]

    assert canvas(names) is None
    assert canvas([names[0], ("run_2_6_b.ipynb",)]) is not None


def test_files_named_by_date_are_not_canvas():
    """All of one name, with a year in the place of the student's number."""
    dated = [("lab_2024_0105_a.ipynb",), ("lab_2024_0106_b.ipynb",)]

    assert canvas(dated) is None
    assert canvas([("lab_7024_0105_a.ipynb",), ("lab_7024_0106_b.ipynb",)]) is not None


def test_a_number_that_python_refuses_to_read_is_no_year():
    """Names in a zip may be as long as 65,000 signs."""
    number = "9" * 5_000

    layout = recognise([(f"ann_{number}_{file}_hw.ipynb",) for file in (1, 2)])

    assert layout.system == "canvas"


def test_canvas_group_with_a_number_in_its_name(tmp_path):
    """Without the group's name the number is taken for the id, and that is said; a roster with
    groups settles it.
    """
    roster = tmp_path / "roster.csv"
    roster.write_text("id,name,group\n8,Tom,Team 1: a/b\n")
    name = "Team 1_ a_b_8_461_hw.ipynb"
    intake = read(tmp_path, name, roster=read_roster(roster), layout="canvas")
    blind = read(tmp_path, "team_1_8_461_hw.ipynb")

    assert ids(intake) == {name: ["8"]}
    assert ids(blind) == {"team_1_8_461_hw.ipynb": ["1"]}
    assert "three numbers" in blind.hand_ins[0].origin.notes[0]


def test_canvas_text_and_links_are_hand_ins_without_a_notebook(tmp_path):
    """Who typed into the text field is told so, and not forgotten."""
    intake = read(tmp_path, "doe_1_10_hw.ipynb", "lee_2_text.html", "kim_LATE_3_link.html")

    reported = {one.origin.students[0].id: one.problem for one in intake.hand_ins}
    assert reported["1"] == ""
    assert "no notebook" in reported["2"]
    assert "link.html" in reported["3"]


def test_what_canvas_did_not_name_belongs_to_nobody(tmp_path):
    """A file that somebody added to the download is graded, and given to no student."""
    intake = read(
        tmp_path,
        "doe_1_10_hw.ipynb",
        "lee_2_20_hw.ipynb",
        "kim_3_30_hw.ipynb",
        "extra.ipynb",
        "2024_notes.ipynb",
    )

    assert ids(intake)["extra.ipynb"] == ids(intake)["2024_notes.ipynb"] == []
    assert all(
        "nobody knows whose" in one.origin.notes[0]
        for one in intake.hand_ins
        if not one.origin.students
    )


def test_numbers_in_ordinary_names_are_no_ids(tmp_path):
    """Notebooks that are named by date are not taken for Canvas': their second number is always the
    same.
    """
    intake = read(tmp_path, "hw_2024_10_ann.ipynb", "hw_2024_10_bob.ipynb")

    assert intake.system == "plain"
    assert ids(intake) == {"hw_2024_10_ann.ipynb": [], "hw_2024_10_bob.ipynb": []}


@pytest.mark.parametrize(
    ("names", "student"),
    [
        (["Jane Doe_12_assignsubmission_file/hw.ipynb"], Student("12", "Jane Doe")),
        (["Jane Doe_12_assignsubmission_file_/hw.ipynb"], Student("12", "Jane Doe")),
        (["Jane Doe_12_assignsubmission_file_hw.ipynb"], Student("12", "Jane Doe")),
        (["Jane Doe_12_assignsubmission_file/a/b/hw.ipynb"], Student("12", "Jane Doe")),
        (["Participant_12_assignsubmission_file/hw.ipynb"], Student("12", None)),
        (["A_B_3_12_assignsubmission_file/hw.ipynb"], Student("12", "A_B_3")),
    ],
)
def test_moodle_names_the_student(tmp_path, names, student):
    """In folders, flat, with the underscore of old versions, and blind."""
    intake = read(tmp_path, *names)

    assert intake.system == "moodle"
    assert [one.origin.students for one in intake.hand_ins] == [(student,)]


def test_a_word_that_all_share_is_nobodys_name(tmp_path):
    """Moodle's word for who is not named, in a language that is not known here."""
    intake = read(tmp_path, *(f"Deltagare_{n}_assignsubmission_file/hw.ipynb" for n in (1, 2, 3)))

    assert sorted((one.origin.students for one in intake.hand_ins), key=str) == [
        (Student(str(n), None),) for n in (1, 2, 3)
    ]


def test_moodle_online_text_belongs_to_its_student(tmp_path):
    """Text and file of one student are one hand-in."""
    prefix = "Jane Doe_12_assignsubmission"
    intake = read(tmp_path, f"{prefix}_file/hw.ipynb", f"{prefix}_onlinetext/onlinetext.html")

    assert ids(intake) == {f"{prefix}_file/hw.ipynb": ["12"]}


def test_a_folder_is_read_as_the_zip_would_be(tmp_path):
    """Who has unpacked the download gets the same."""
    for name in ("doe_1_10_hw.ipynb", "lee_LATE_2_20_hw.ipynb"):
        (tmp_path / "class").mkdir(exist_ok=True)
        (tmp_path / "class" / name).write_bytes(BAD)

    from_folder = collect(tmp_path / "class", work=tmp_path / "out" / "intake")

    assert ids(from_folder) == ids(read(tmp_path, "doe_1_10_hw.ipynb", "lee_LATE_2_20_hw.ipynb"))


def test_a_layout_that_is_not_there_is_an_error(tmp_path):
    """Who says Moodle and gives a plain zip has given the wrong zip."""
    with pytest.raises(IntakeError, match="not laid out as moodle"):
        read(tmp_path, "a.ipynb", layout="moodle")


def test_the_output_is_no_hand_in(tmp_path):
    """Grading a folder into itself does not grade the output the next time."""
    (tmp_path / "hw.ipynb").write_bytes(BAD)
    executed = tmp_path / "out" / "submissions" / "hw-1" / "recording" / "executed.ipynb"
    executed.parent.mkdir(parents=True)
    executed.write_bytes(BAD)

    intake = collect(tmp_path, work=tmp_path / "out" / "intake")

    assert [one.name for one in intake.hand_ins] == ["hw.ipynb"]


def test_a_resubmission_keeps_its_place(tmp_path):
    """The key by which results are kept is the student's, not the file's."""
    first = read(tmp_path, "doe_1_10_hw.ipynb")
    second = read(tmp_path, "doe_1_11_hw-1.ipynb")

    assert first.hand_ins[0].key == second.hand_ins[0].key
    assert first.hand_ins[0].name != second.hand_ins[0].name


@given(
    st.lists(
        st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=4).map(tuple), max_size=8
    )
)
def test_any_names_have_owners(paths):
    """No name makes the reader of layouts stumble, and none is without an owner."""
    layout = recognise(paths)

    assert layout.system in LAYOUTS
    assert all(layout.owner_of(parts).key for parts in paths)


@given(
    st.integers(1, 10**9),
    st.integers(1, 10**9).filter(lambda attachment: attachment != 6),  # the other's
    st.text(min_size=1, max_size=30).filter(lambda text: "/" not in text),
)
def test_what_a_student_calls_a_file_says_nothing_of_whose_it_is(user, attachment, name):
    """Canvas puts the ids before the name, and no name changes them."""
    layout = recognise(
        [(f"doe_{user}_{attachment}_{name}",), ("roe_5_6_x.ipynb",)], layout="canvas"
    )

    (student,) = layout.owner_of((f"doe_{user}_{attachment}_{name}",)).students
    assert student.id == str(user)


def test_the_command_line_offers_the_layouts_that_there_are():
    """It names them itself, so as to load nothing for its help."""
    assert set(OFFERED) == set(LAYOUTS)


def test_sakais_names_may_hold_brackets(tmp_path):
    """The user name stands in the last ones."""
    people = ("Doe (Dr.), Jane(jdoe)", "Team (A)(g1)")
    names = [f"HW3/{one}/Submission attachment(s)/hw.ipynb" for one in people]

    intake = read(tmp_path, *names)

    assert intake.system == "sakai"
    assert list(ids(intake).values()) == [["jdoe"], ["g1"]]


@pytest.mark.parametrize("name", ["hw.ipynb ", "hw.ipynb.", " hw .ipynb "])
def test_spaces_and_dots_behind_a_name_hide_no_notebook(tmp_path, name):
    """Some systems add them, others drop them."""
    assert [one.name for one in read(tmp_path, name).hand_ins] == [name]


@pytest.mark.parametrize(
    ("names", "system"),
    [
        (("hw_2024_10_ann.ipynb", "hw_2024_11_bob.ipynb"), "plain"),
        (("doejane_1234_5001_hw.ipynb", "doejane_1234_5002_other.ipynb"), "canvas"),
        (("doejane_2024_5001_hw.ipynb", "roemax_2025_5002_hw.ipynb"), "canvas"),
    ],
)
def test_names_with_dates_are_not_one_student_of_canvas(tmp_path, names, system):
    """Several people's notebooks would be taken for one's."""
    intake = read(tmp_path, *names)

    assert intake.system == system
    assert len(intake.hand_ins) == (1 if names[0].startswith("doejane_1234") else 2)
