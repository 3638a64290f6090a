"""Whose a hand-in is where folders say it: nbgrader, Sakai, Gradescope."""

import pytest

from grader.intake import collect
from grader.model.submission import Student
from tests.hostile.packing import BAD
from tests.intake.zips import given_zip, ids, read


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
