"""`grader cache` shows and empties what is kept of trainings."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

from grader.cli.app import main
from grader.training.kept.store import user_store
from tests.training.kept.results import ONE, THREE, TWO, trained


@pytest.fixture
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder for caches."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path


def said(*arguments: str) -> str:
    """What a command prints; it must end well."""
    result = CliRunner().invoke(main, ["cache", *arguments])
    assert result.exit_code == 0, result.output
    return result.output


def test_what_is_kept_is_counted_and_removed(cache_folder: Path):
    """Two results, then none; the folder is named."""
    user_store().put(trained(ONE, numbers=500_000))
    user_store().put(trained(TWO))

    before, removed, after = said("info"), said("clear"), said("info")

    assert str(cache_folder) in before
    assert "2 results, 1.9 MiB" in before
    assert "removed 2 results" in removed
    assert "0 results, 0.0 MiB" in after


def test_a_cache_that_was_never_used_is_empty(cache_folder: Path):
    """Nothing is made by looking."""
    assert "0 results" in said("info")
    assert "removed 0 results" in said("clear")
    assert not (cache_folder / "grader").exists()


@pytest.mark.parametrize("odd", [f"{ONE}.training", f"{TWO}.training", f".{ONE[:60]}.part"])
def test_what_cant_be_removed_is_said(cache_folder: Path, odd: str):
    """A folder stands where a file should be: an error that names it, and no traceback; all
    others are gone.
    """
    path = user_store().folder / odd
    path.mkdir(parents=True)
    for digest in {ONE, TWO, THREE} - {path.stem}:
        user_store().put(trained(digest))

    result = CliRunner().invoke(main, ["cache", "clear"])

    assert result.exit_code == 4
    assert path.name in result.output
    assert [kept.name for kept in path.parent.iterdir() if kept.name != "locks"] == [odd]


def test_where_nothing_can_be_kept_it_is_said(cache_folder: Path):
    """A file stands in the way, or a link to a disk that is not there."""
    (cache_folder / "grader").touch()
    assert "nothing can be written there" in said("info")

    (cache_folder / "grader").unlink()
    (cache_folder / "grader").symlink_to(cache_folder / "unplugged")
    assert "nothing can be written there" in said("info")

    (cache_folder / "unplugged").mkdir()
    assert "at most 2,048 MiB are kept" in said("info")


def test_an_account_without_a_folder_is_told_what_names_one(monkeypatch: pytest.MonkeyPatch):
    """Both commands, without a traceback."""
    monkeypatch.setattr("grader.training.kept.store.user_store", lambda: None)

    for command in ("info", "clear"):
        result = CliRunner().invoke(main, ["cache", command])

        assert result.exit_code == 4
        assert "HOME or XDG_CACHE_HOME names one" in " ".join(result.output.split())
