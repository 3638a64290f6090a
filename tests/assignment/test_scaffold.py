"""An assignment of one's own works at once, and is refused where it would overwrite something."""

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.assignment import bundled, bundled_assignments, scaffold
from grader.cli import main
from grader.pipeline import load_everything


def run(*arguments):
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """A fresh assignment and what the command printed."""
    folder = tmp_path_factory.mktemp("own") / "my-course"
    result = run("assignment", "new", "my-course", "--out", folder)
    assert result.exit_code == 0, result.output
    return folder, result.output


def test_it_opens_with_data_and_reference(made):
    """YAML, data and thresholds fit together under the new name."""
    folder, _ = made

    loaded = load_everything(folder)

    assert (loaded.assignment.name, loaded.reference.assignment) == ("my-course", "my-course")
    assert len(loaded.dataset.held_out_x) == 360
    assert "no_digit_neglected" in loaded.checks


def test_it_validates_and_grades_its_own_solution(made, tmp_path):
    """The two commands that a newcomer tries first."""
    folder, _ = made

    valid = run("assignment", "validate", folder)
    graded = run(
        "check",
        folder / "solution.ipynb",
        "-a",
        folder,
        "--policy",
        "saved",
        "--json",
        tmp_path / "g.json",
    )

    assert "100 points: fine" in valid.output
    assert graded.exit_code in {0, 1}, graded.output
    assert json.loads((tmp_path / "g.json").read_text())["assignment"] == "my-course"


def test_it_can_be_edited_where_the_program_is_read_only(tmp_path, monkeypatch):
    """As in a store that nobody writes to: the copy is the instructor's own."""
    source = Path(shutil.copytree(bundled("reference") / "digits", tmp_path / "r" / "digits"))
    for path in (source / "data", source, *source.glob("*")):
        path.chmod(path.stat().st_mode & ~0o222)
    monkeypatch.setattr(scaffold, "bundled", lambda _: tmp_path / "r")

    made = scaffold.new_assignment("own", tmp_path / "own", schema_file="x.json")

    assert all(path.stat().st_mode & 0o200 for path in (made, *made.rglob("*")))


def test_it_says_what_to_do_next(made):
    """Every command that it names takes the folder that was made."""
    folder, output = made

    for command in (
        "assignment validate",
        "check",
        "batch SUBMISSIONS -a",
        "assignment starter",
        "reference train -a",
    ):
        assert f"grader {command} {folder}" in output


def test_nothing_names_the_assignment_it_was_copied_from(made):
    """Commands in comments are those of the new assignment, and the bundled runs and samples stay
    where they are.
    """
    folder, _ = made

    for file in ("assignment.yaml", "train.py", "notebook.md", "thresholds.json"):
        text = (folder / file).read_text("utf-8")
        assert "-a digits" not in text
        assert "name: digits" not in text
        assert "starter digits" not in text
        assert '"assignment": "digits"' not in text
    assert not {"runs", "samples"} & {path.name for path in folder.iterdir()}


def test_an_empty_folder_is_filled_and_a_full_one_left_alone(tmp_path):
    """Nothing of the instructor's is overwritten."""
    first = run("assignment", "new", "mine", "--out", tmp_path)
    (tmp_path / "assignment.yaml").write_text("mine")

    second = run("assignment", "new", "mine", "--out", tmp_path)

    assert first.exit_code == 0
    assert second.exit_code == 2
    assert "not empty" in second.output
    assert "--out" in second.output
    assert (tmp_path / "assignment.yaml").read_text() == "mine"


def test_a_file_in_the_way_is_named(tmp_path):
    """The folder's name may be taken by a file."""
    (tmp_path / "mine").write_text("")

    result = run("assignment", "new", "mine", "--out", tmp_path / "mine")

    assert result.exit_code == 2
    assert "there is a file of this name" in result.output


@pytest.mark.parametrize(
    "name", ["", "My-Course", "../escape", "a b", "1st", "name: x\nroles: {}", "x" * 65]
)
def test_bad_names_are_refused_with_what_is_allowed(name, tmp_path):
    """A name stands in YAML, JSON and commands, so it is plain."""
    result = run("assignment", "new", name, "--out", tmp_path / "new")

    assert result.exit_code == 2
    assert "small letters, digits, - and _" in result.output
    assert not (tmp_path / "new").exists()


@pytest.mark.parametrize("name", bundled_assignments())
def test_bundled_names_are_taken(name, tmp_path):
    """Two assignments of one name would be confused."""
    result = run("assignment", "new", name, "--out", tmp_path / "new")

    assert result.exit_code == 2
    assert "bundled assignment" in result.output


def test_without_a_folder_it_goes_below_the_current_one(tmp_path, monkeypatch):
    """The name is the folder's name too."""
    monkeypatch.chdir(tmp_path)

    result = run("assignment", "new", "my-course")

    assert result.exit_code == 0
    assert Path("my-course/assignment.yaml").is_file()
