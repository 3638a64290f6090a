"""Whose a hand-in is, by how each LMS lays out what it was handed."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.cli.commands.batch import LAYOUTS as OFFERED
from grader.errors import IntakeError
from grader.intake import LAYOUTS, collect, read_roster
from grader.intake.lms import recognise
from grader.model.submission import Student
from tests.hostile.packing import BAD, Entry, packed


def given_zip(folder: Path, *names: str, content: bytes = BAD, **contents: bytes) -> Path:
    path = folder / "class.zip"
    path.write_bytes(packed(*[Entry(name, contents.get(name, content)) for name in names]))
    return path


def read(folder: Path, *names: str, **options):
    """What is found in a zip with files of these names."""
    return collect(given_zip(folder, *names), work=folder / "out" / "intake", **options)


def ids(intake) -> dict[str, list[str | None]]:
    return {one.name: [student.id for student in one.origin.students] for one in intake.hand_ins}


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


def test_moodle_online_text_belongs_to_its_student(tmp_path):
    """Text and file of one student are one hand-in."""
    prefix = "Jane Doe_12_assignsubmission"
    intake = read(tmp_path, f"{prefix}_file/hw.ipynb", f"{prefix}_onlinetext/onlinetext.html")

    assert ids(intake) == {f"{prefix}_file/hw.ipynb": ["12"]}


@pytest.mark.parametrize("root", ["submitted/", "", "course/submitted/"])
def test_nbgrader_names_the_student(tmp_path, root):
    """By the folder, with or without what is around it."""
    files = [
        f"{root}{student}/ps1/{name}"
        for student in ("ann", "bob")
        for name in ("hw.ipynb", "timestamp.txt")
    ]
    intake = read(tmp_path, *files)

    assert intake.system == "nbgrader"
    assert [one.origin.students[0].id for one in intake.hand_ins] == ["ann", "bob"]


def test_gradescope_names_all_who_handed_in_together(tmp_path):
    """The metadata beside the folders name the students; Ruby's tags are passed over; who is not
    named stays unnamed.
    """
    reported = (
        "---\nsubmission_11:\n  :submitters:\n  - :name: Ann\n    :sid: '0012'\n    :email: "
        "a@x.edu\n  - :name: Bob\n"
        "    :sid:\n    :email: b@x.edu\n  :created_at: !ruby/object:ActiveSupport::TimeWithZone\n"
        "    utc: 2026-01-01\n"
        "  :results: !ruby/hash:ActiveSupport::HashWithIndifferentAccess\n    a: 1\n"
    )
    names = [
        "x_export/submission_11/hw.ipynb",
        "x_export/submission_12/hw.ipynb",
        "x_export/submission_metadata.yml",
    ]
    intake = collect(
        given_zip(tmp_path, *names, **{names[2]: reported.encode()}),
        work=tmp_path / "out" / "intake",
    )

    assert intake.system == "gradescope"
    assert intake.hand_ins[0].origin.students == (
        Student("0012", "Ann", "a@x.edu"),
        Student("b@x.edu", "Bob", "b@x.edu"),
    )
    assert intake.hand_ins[1].origin.students == ()


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


def test_sakai_names_the_student(tmp_path):
    """By the folder of each student, whatever else Sakai puts there; the assignment is nobody's
    id.
    """
    people = ("Doe, Jane(jdoe)", "Roe, Max(mroe)", "Lee, Kim(klee)")
    texts = {"HW3/grades.csv": b"x", **{f"HW3/{one}/timestamp.txt": b"2026" for one in people}}
    notebooks = [f"HW3/{one}/Submission attachment(s)/data/hw.ipynb" for one in people[:2]]
    source = given_zip(tmp_path, *texts, *notebooks, **texts)

    intake = collect(source, work=tmp_path / "out" / "intake")

    assert intake.system == "sakai"
    assert [one.origin.students for one in intake.hand_ins] == [
        (Student(id="jdoe", name="Jane Doe"),),
        (Student(id="klee", name="Kim Lee"),),
        (Student(id="mroe", name="Max Roe"),),
    ]
    assert [bool(one.problem) for one in intake.hand_ins] == [False, True, False]


def test_sakais_names_may_hold_brackets(tmp_path):
    """The user name stands in the last ones."""
    people = ("Doe (Dr.), Jane(jdoe)", "Team (A)(g1)")
    names = [f"HW3/{one}/Submission attachment(s)/hw.ipynb" for one in people]

    intake = read(tmp_path, *names)

    assert intake.system == "sakai"
    assert list(ids(intake).values()) == [["jdoe"], ["g1"]]


def test_ids_are_kept_as_gradescope_writes_them(tmp_path):
    """YAML would read 013 as eleven, and 1_2 as twelve."""
    metadata = (
        b"submission_1:\n  :submitters:\n  - :name: Max\n    :sid: 013\n"
        b"  - :name: No\n    :sid: 1_2\n"
    )
    source = given_zip(
        tmp_path,
        "a/submission_metadata.yml",
        "a/submission_1/hw.ipynb",
        **{"a/submission_metadata.yml": metadata},
    )

    (one,) = collect(source, work=tmp_path / "out" / "intake").hand_ins

    assert [student.id for student in one.origin.students] == ["013", "1_2"]


@pytest.mark.parametrize("name", ["hw.ipynb ", "hw.ipynb.", " hw .ipynb "])
def test_spaces_and_dots_behind_a_name_hide_no_notebook(tmp_path, name):
    """Some systems add them, others drop them."""
    assert [one.name for one in read(tmp_path, name).hand_ins] == [name]


@pytest.mark.parametrize("stamped", [True, False])
def test_a_course_of_nbgrader_holds_hand_ins_below_submitted(tmp_path, stamped):
    """Its own notebooks, solutions among them, are nobody's."""
    others = ("source/ps1/ps1.ipynb", "autograded/s1/ps1/ps1.ipynb", "gradebook.db", "header.txt")
    stamps = ("submitted/s1/ps1/timestamp.txt",) if stamped else ()
    names = tuple(f"submitted/{one}/ps1/ps1.ipynb" for one in ("s1", "s2"))

    intake = read(tmp_path, *names, *others, *stamps)

    assert intake.system == "nbgrader"
    assert ids(intake) == {names[0]: ["s1"], names[1]: ["s2"], "header.txt": []}


def test_the_folder_submitted_is_nbgraders(tmp_path):
    """Without time stamps its own name tells; else its folders are what they may be elsewhere."""
    for folder in ("submitted", "other"):
        for one in ("s1", "s2"):
            path = tmp_path / folder / one / "ps1" / "ps1.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(BAD)

    named, other, said = (
        collect(tmp_path / folder, work=tmp_path / "out" / str(at), layout=layout)
        for at, (folder, layout) in enumerate(
            [("submitted", None), ("other", None), ("other", "nbgrader")]
        )
    )

    assert [list(ids(one).values()) for one in (named, other, said)] == [
        [["s1"], ["s2"]],
        [[], []],
        [["s1"], ["s2"]],
    ]


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
