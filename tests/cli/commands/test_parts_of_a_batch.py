"""A batch that is only foreseen, and one that goes on as hand-ins arrive."""

from itertools import islice
from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli import main
from grader.cli.watching import LOOK_EVERY_S, changes_of
from grader.store import BatchFolder
from tests.hostile.packing import GOOD, Entry, packed

pytestmark = pytest.mark.usefixtures("shared_processes")


def run(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_a_dry_run_shows_everybody_and_touches_nothing(tmp_path):
    """Whose each hand-in is, and what would be done; no folder is made."""
    source = tmp_path / "c.zip"
    files = {"doe_7_1_hw.ipynb": GOOD, "roe_8_2_hw.ipynb": GOOD, "poe_9_text.html": b"<p>"}
    source.write_bytes(packed(*[Entry(name, content) for name, content in files.items()]))
    words = ("batch", source, "--out", tmp_path / "out", "-a", "digits", "--policy", "saved")

    done = run(*words, "--dry-run", "--only", "7", "--only", "9")

    assert done.exit_code == 0, done.output
    assert "1 to grade, 1 nothing to grade, 1 to leave alone; nothing was done" in done.stderr
    assert "roe_8_2_hw.ipynb" in done.stdout
    assert not (tmp_path / "out").exists()

    assert run(*words, "--no-pdf", "--limit", "1").exit_code == 0
    again = run(*words, "--dry-run")
    assert "1 to look at again" in again.stderr


def test_a_name_that_nobody_has_is_wrong_usage(tmp_path):
    """Nothing is graded for a misspelt name."""
    (tmp_path / "hw.ipynb").write_bytes(GOOD)
    words = ("batch", tmp_path, "--out", tmp_path / "out", "-a", "digits", "--policy", "saved")

    done = run(*words, "--only", "bob")

    assert done.exit_code == 2
    assert "no hand-in and no student is called so" in done.stderr


class Clock:
    """Does something each time somebody waits."""

    def __init__(self, *steps) -> None:
        self.steps = list(steps)

    def __call__(self, seconds: float) -> None:
        assert seconds == LOOK_EVERY_S
        if not self.steps:
            raise KeyboardInterrupt
        self.steps.pop(0)()


def test_one_hand_in_into_the_folder_of_a_class_is_told(tmp_path):
    """The class no longer counts there; a misspelt name changes nothing."""
    for name in ("ann", "bob"):
        (tmp_path / "in" / name).mkdir(parents=True)
        (tmp_path / "in" / name / "hw.ipynb").write_bytes(GOOD)
    into = ("--out", tmp_path / "out", "-a", "digits", "--policy", "saved", "--no-pdf")
    assert run("batch", tmp_path / "in", *into).exit_code == 0

    assert run("batch", tmp_path / "in" / "ann", *into, "--only", "nobody").exit_code == 2
    assert len(BatchFolder(tmp_path / "out").read_intake().hand_ins) == 2

    assert "of the last run" not in run("batch", tmp_path / "in", *into, "--only", "bob").stderr
    alone = run("batch", tmp_path / "in" / "ann", *into)
    assert "2 hand-ins of the last run are not among these" in alone.stderr
    assert "of the last run" not in run("batch", tmp_path / "in" / "ann", *into).stderr

    (tmp_path / "out" / "intake.json").write_text("{")
    exported = run("export", tmp_path / "out", "--to", "csv")
    assert "intake.json can't be read" in exported.stderr


def test_a_folder_is_graded_again_once_it_has_come_to_rest(tmp_path):
    """Not while a file grows, nor for what is written into the results, nor without a change."""
    path, out = tmp_path / "hw.ipynb", tmp_path / "out"
    out.mkdir()

    def grow() -> None:
        path.write_bytes((path.read_bytes() if path.exists() else b"") + b"x" * 9)

    def rest() -> None:
        pass

    def result() -> None:
        (out / "grade.json").write_text("{}")

    clock = Clock(rest, grow, grow, rest, result, rest, path_removed(path), rest)
    changes = changes_of(tmp_path, without=out, wait=clock)

    assert [len(clock.steps) for _ in islice(changes, 3)] == [8, 4, 0]
    with pytest.raises(KeyboardInterrupt):
        next(changes)


def path_removed(path: Path):
    return path.unlink


def test_only_a_folder_can_be_watched(tmp_path):
    """Nothing arrives in a notebook."""
    (tmp_path / "hw.ipynb").write_bytes(GOOD)
    words = ("batch", tmp_path / "hw.ipynb", "--out", tmp_path / "out", "-a", "digits")

    done = run(*words, "--policy", "saved", "--watch")

    assert done.exit_code == 2
    assert "only a folder can be watched" in done.stderr
