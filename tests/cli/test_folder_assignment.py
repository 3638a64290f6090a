"""Whose results lie in a folder need not be said."""

import json

import click
import pytest

from grader.cli import folder_assignment
from grader.cli.folder_assignment import assignment_in, no_results
from tests.web.classes import a_class


def test_the_bundled_assignment_of_the_results_is_found(tmp_path):
    """What somebody asks for counts all the same."""
    a_class(tmp_path, {"ada": {"q1": "They train."}})

    assert assignment_in(tmp_path, None) == "mnist"
    assert assignment_in(tmp_path, "my/own") == "my/own"


def test_a_folder_without_results_is_named(tmp_path):
    """It may be the one with the hand-ins."""
    with pytest.raises(click.BadParameter, match="holds no results; grader batch makes them"):
        assignment_in(tmp_path, None)


@pytest.mark.parametrize("names", [["course"], ["digits", "mnist"]])
def test_where_it_lies_is_asked_for_where_nobody_knows(tmp_path, monkeypatch, names):
    """One's own assignment, or several."""
    monkeypatch.setattr(folder_assignment, "names_in", lambda store: names)

    with pytest.raises(click.UsageError, match=f"of {', '.join(names)}: say where it lies"):
        assignment_in(tmp_path, None)


def test_results_that_cannot_be_read_are_not_denied(tmp_path):
    """A folder of a newer grader holds results all the same."""
    a_class(tmp_path, {"ada": {"q1": "They train."}})
    for record in tmp_path.rglob("*.json"):
        raw = json.loads(record.read_text("utf-8"))
        if isinstance(raw, dict) and "schema_version" in raw:
            record.write_text(json.dumps({**raw, "schema_version": 99}))
    (folder,) = (tmp_path / "submissions").iterdir()
    (folder / "grade.json").write_text("{}")

    assert "holds results, but none that this version can read" in no_results(tmp_path)


def test_the_results_of_another_assignment_are_named(tmp_path):
    """So that the right one is found."""
    a_class(tmp_path, {"ada": {"q1": "They train."}})

    assert no_results(tmp_path, "digits").endswith("of the assignment 'digits', but of mnist")
