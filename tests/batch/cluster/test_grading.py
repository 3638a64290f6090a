"""What a worker needs to grade the hand-ins of a batch."""

import sys
from dataclasses import replace
from pathlib import Path

import pytest

from grader.batch.cluster.grading import _require_memory, _with_environment
from grader.batch.cluster.parcels import AssignmentParcel
from grader.environment import environment_of
from grader.errors import GraderError
from grader.pipeline import load_everything


@pytest.fixture(scope="module")
def loaded():
    return load_everything("digits")


def parcel(place, packages):
    return AssignmentParcel(b"", "", "", str(place), packages)


def test_an_environment_is_found_at_the_same_path(loaded):
    """With the same packages; the assignment that is unpacked here names it where it is."""
    named = replace(loaded.assignment, environment=sys.executable)
    packages = environment_of(named).fingerprint

    there = _with_environment(loaded, parcel(sys.executable, packages))

    assert there.assignment.environment == sys.executable
    assert _with_environment(loaded, AssignmentParcel(b"", "", "")) is loaded


@pytest.mark.parametrize(
    ("place", "why"),
    [(Path("/nowhere/bin/python"), "no such file"), (Path(sys.executable), "other packages")],
)
def test_an_environment_that_is_not_there_is_said(loaded, place, why):
    """By its path and the machine's name, with what to do."""
    with pytest.raises(GraderError, match=why) as raised:
        _with_environment(loaded, parcel(place, "another fingerprint"))

    assert str(place) in raised.value.message
    assert "don't travel" in raised.value.hint


def test_a_machine_that_is_too_small_for_a_notebook_is_said(monkeypatch):
    """The system would end what grows beyond it, as if the student had done something wrong."""
    monkeypatch.setattr("grader.batch.cluster.grading.all_memory_bytes", lambda: 3 * 1024**3)

    _require_memory(0.0)
    _require_memory(3.0)
    with pytest.raises(GraderError, match=r"has 3\.0 GiB of memory, .* may take 8") as raised:
        _require_memory(8.0)
    assert "larger machines" in raised.value.hint
