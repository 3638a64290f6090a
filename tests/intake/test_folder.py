"""Finding the hand-ins of a folder."""

import errno
import os
import subprocess
from pathlib import Path

import pytest

from grader.errors import IntakeError
from grader.intake import collect
from grader.intake.folder import files_below
from tests.hostile.packing import BAD, Entry, packed


def test_a_folder_gives_its_notebooks_sorted(tmp_path):
    """Checkpoints, autosaves and hidden files but notebooks are left out, links are named and not
    followed, other files are no hand-ins.
    """
    inside = tmp_path / "class"
    for name in (
        "b/second.ipynb",
        "a.ipynb",
        "b/.ipynb_checkpoints/second-checkpoint.ipynb",
        ".hidden/x.ipynb",
        "b/.y.ipynb",
        "b/.~second.ipynb",
        "b/~$second.ipynb",
        "__MACOSX/b/._second.ipynb",
        "notes.txt",
        "c/UPPER.IPYNB",
        "folder.ipynb/inner.ipynb",
    ):
        (inside / name).parent.mkdir(parents=True, exist_ok=True)
        (inside / name).write_bytes(b"notes" if name == "notes.txt" else BAD)
    outside = tmp_path / "secret.ipynb"
    outside.write_bytes(BAD)
    links = {
        "leaves.ipynb": outside,
        "stays.ipynb": inside / "a.ipynb",
        "dangling.ipynb": inside / "none.ipynb",
    }
    for name, target in {**links, "loop.ipynb": inside / "loop.ipynb"}.items():
        (inside / name).symlink_to(target)
    (inside / "up").symlink_to(tmp_path, target_is_directory=True)

    intake = collect(inside, work=tmp_path / "out" / "intake")

    found = [one.name for one in intake.hand_ins if one.notebook]
    assert found == [
        "a.ipynb",
        "b/.y.ipynb",
        "b/second.ipynb",
        "c/UPPER.IPYNB",
        "folder.ipynb/inner.ipynb",
    ]
    assert {one.name for one in intake.hand_ins} - set(found) == {*links, "loop.ipynb"}
    assert len(intake.problems) == 5
    assert all("it is a link; links are not followed" in problem for problem in intake.problems)


def test_a_file_is_taken_whatever_its_name(tmp_path):
    """A single file is the operator's choice."""
    path = tmp_path / "notebook.json"
    path.write_bytes(BAD)

    (one,) = collect(path, work=tmp_path / "out" / "intake").hand_ins

    assert (one.name, one.notebook) == ("notebook.json", path)


def test_a_zip_is_known_by_its_beginning(tmp_path):
    """Browsers take the ending away at times; a zip that is called a notebook is the operator's
    mistake, not a crash.
    """
    path = tmp_path / "download"
    path.write_bytes(b"PK\x05\x06" + b"\0" * 18)

    assert collect(path, work=tmp_path / "out" / "intake").hand_ins == ()


def test_an_unreadable_archive_is_an_error(tmp_path):
    """A typing mistake is an error, not an empty class."""
    with pytest.raises(IntakeError, match=r"none\.zip"):
        collect(tmp_path / "none.zip", work=tmp_path / "out" / "intake")


def test_what_was_unpacked_before_is_no_hand_in(tmp_path):
    """Even where the output lies in the very folder of the hand-ins."""
    (tmp_path / "ada.zip").write_bytes(packed(Entry("hw.ipynb", BAD)))

    names = [
        [one.name for one in collect(tmp_path, work=tmp_path / "intake").hand_ins] for _ in range(2)
    ]

    assert names == [["ada.zip/hw.ipynb"]] * 2


def test_the_output_of_a_batch_is_no_hand_in(tmp_path):
    """Neither where it is given itself, nor where it lies among the hand-ins: the notebooks in it
    are those that were run.
    """
    for folder in (tmp_path, tmp_path / "old"):
        result = folder / "submissions" / "ada"
        (result / "recording").mkdir(parents=True)
        (result / "grade.json").write_text("{}")
        (result / "recording" / "executed.ipynb").write_text("{}")
    (tmp_path / "own.ipynb").write_text("{}")

    found = collect(tmp_path, work=tmp_path / "intake")

    assert [hand_in.name for hand_in in found.hand_ins] == ["own.ipynb"]
    assert found.problems == (
        "old/submissions: left out: it is the output of a batch, not what was handed in",
    )


@pytest.mark.parametrize("where", ["", "course"])
def test_what_the_assignment_gave_is_no_hand_in(tmp_path, where):
    """Neither where its folder lies among the hand-ins, nor where they lie in its own."""
    course = tmp_path / where
    (course / "samples").mkdir(parents=True)
    for name in ("starter.ipynb", "solution.ipynb"):
        (course / name).write_text("{}")
    (tmp_path / "ada").mkdir()
    (tmp_path / "ada" / "starter.ipynb").write_text("{}")

    found = collect(tmp_path, work=tmp_path / "intake", starter=course / "starter.ipynb")

    assert [hand_in.name for hand_in in found.hand_ins] == ["ada/starter.ipynb"]
    said = ["course: left out: it is the assignment, not what was handed in"] if where else []
    assert list(found.problems) == said


def test_a_batch_may_be_written_where_its_hand_ins_lie(tmp_path):
    """Its own files are nobody's work, whatever layout the others have."""
    for name in ("ada", "ben"):
        (tmp_path / "submitted" / name / "hw").mkdir(parents=True)
        (tmp_path / "submitted" / name / "hw" / "hw.ipynb").write_bytes(BAD)
    (tmp_path / "submissions" / "x").mkdir(parents=True)
    (tmp_path / "submissions" / "x" / "grade.json").write_text("{}")
    for name in ("intake.json", "readers.json", "decisions.sqlite3", "summary.html", "audit.key"):
        (tmp_path / name).write_text("{}")

    intake = collect(tmp_path, work=tmp_path / "intake")

    assert intake.system == "nbgrader"
    assert [one.name for one in intake.hand_ins] == [
        "submitted/ada/hw/hw.ipynb",
        "submitted/ben/hw/hw.ipynb",
    ]


def test_a_pipe_is_not_waited_for(tmp_path):
    """Nobody may ever write into it."""
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(IntakeError, match="neither a folder nor a file"):
        collect(tmp_path / "pipe", work=tmp_path / "out" / "intake")


def test_folders_deeper_than_python_can_walk(tmp_path):
    """They are named, not walked; what lies beside them is found."""
    (tmp_path / "n.ipynb").write_text("{}")
    deep, before = tmp_path / "deep", Path.cwd()
    deep.mkdir()
    try:
        os.chdir(deep)
        for _ in range(1500):
            Path("d").mkdir()
            os.chdir("d")
        os.chdir(before)
        found = files_below(tmp_path, without=())
    finally:
        os.chdir(before)
        subprocess.run(["rm", "-rf", deep], check=True)

    assert [file.parts[-1] for file in found if not file.problem] == ["n.ipynb"]
    assert ["folders deep" in file.problem for file in found if file.problem] == [True]


def closing(monkeypatch, *closed):
    """Let nobody look into these folders, whoever runs the tests."""
    scandir = os.scandir

    def refuse(path="."):
        if Path(path) in closed:
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)


@pytest.mark.parametrize("layout", [None, "folders"])
def test_a_folder_that_nobody_may_look_into_is_named(tmp_path, monkeypatch, layout):
    """Copied from a student's home, say: it was passed over as if nobody had handed in there."""
    for name in ("ada", "ben", "eve"):
        (tmp_path / "class" / name).mkdir(parents=True)
        (tmp_path / "class" / name / "hw.ipynb").write_bytes(BAD)
    closing(monkeypatch, tmp_path / "class" / "eve")

    intake = collect(tmp_path / "class", work=tmp_path / "out" / "intake", layout=layout)

    assert sum(one.notebook is not None for one in intake.hand_ins) == 2
    assert any(
        "eve: left out: it can't be looked into (Permission denied)" in problem
        for problem in intake.problems
    )


def test_where_nobody_may_look_at_all_there_is_no_class_without_notebooks(tmp_path, monkeypatch):
    """It is said, with what helps."""
    (tmp_path / "class").mkdir()
    closing(monkeypatch, tmp_path / "class")

    with pytest.raises(IntakeError, match=r"class: can't be looked into") as refused:
        collect(tmp_path / "class", work=tmp_path / "out" / "intake")

    assert "chmod" in refused.value.hint
