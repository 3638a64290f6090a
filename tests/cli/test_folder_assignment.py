"""Whose results lie in a folder need not be said."""

import click
import pytest

from grader.cli import folder_assignment
from grader.cli.folder_assignment import assignment_in
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
