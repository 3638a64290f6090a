"""An assignment lays files beside its notebooks, within bounds."""

import os
from dataclasses import replace

import pytest

from grader.assignment import execution_fingerprint
from grader.assignment import resources as rules
from grader.errors import ConfigError
from tests.assignment.test_load import TINY, load

pytestmark = pytest.mark.usefixtures("shared_processes")


def with_resources(folder, *names):
    """An assignment with these resources, read from its file."""
    return load(f"{TINY}resources: [{', '.join(map(repr, names))}]\n", folder)


@pytest.fixture
def folder(tmp_path):
    """A folder with a module, data, and links within it and out of it."""
    inside = tmp_path / "course"
    (inside / "data" / "images").mkdir(parents=True)
    (inside / "helper.py").write_text("x = 1\n")
    (inside / "data" / "a.csv").write_text("1,2")
    (inside / "data" / "again.csv").symlink_to("a.csv")
    (tmp_path / "private.txt").write_text("mine")
    (inside / "linked.txt").symlink_to(tmp_path / "private.txt")
    os.mkfifo(inside / "pipe")
    return inside


def test_files_and_folders_below_the_assignment_are_taken(folder):
    """A module, and a folder with a link that stays in it."""
    assert with_resources(folder, "helper.py", "data").resources == ("helper.py", "data")


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("helpers.py", "no such file or folder: 'helpers.py'; did you mean 'helper.py'?"),
        ("nowhere/x", "no such file or folder"),
        ("../private.txt", "below the assignment's folder"),
        ("/etc/passwd", "below the assignment's folder"),
        (".", "the solution"),
        ("linked.txt", "leads out of the assignment's folder"),
        ("pipe", "neither a file nor a folder"),
    ],
)
def test_what_can_not_be_laid_is_named_with_its_line(folder, name, words):
    """Missing, elsewhere, all of it, or no file at all."""
    with pytest.raises(ConfigError) as raised:
        with_resources(folder, name)

    assert words in str(raised.value)
    assert f"assignment.yaml:{TINY.count(chr(10)) + 1} resources.0" in str(raised.value)


def test_there_is_a_bound(folder, monkeypatch):
    """Too many bytes are refused before any kernel has to hold them."""
    monkeypatch.setattr(rules, "MAX_BYTES", 5)

    with pytest.raises(ConfigError, match="3 files of 0"):
        with_resources(folder, "helper.py", "data")


def test_another_content_is_another_result(folder):
    """What the notebooks import and read is part of what their results depend on."""
    before = execution_fingerprint(with_resources(folder, "helper.py", "data"))
    (folder / "data" / "a.csv").write_text("1,3")
    after = execution_fingerprint(with_resources(folder, "helper.py", "data"))

    assert before != after
    assert execution_fingerprint(with_resources(folder, "data")) not in (before, after)


def test_whose_seeds_count_decides_how_a_notebook_runs(folder):
    """A class that was graded with the grader's draws runs again for the students' own."""
    grader = with_resources(folder, "helper.py")

    assert execution_fingerprint(grader) != execution_fingerprint(replace(grader, seeds="student"))
