"""A notebook for another assignment: that is said, in neutral words, and its tasks are no answers."""

from __future__ import annotations

import json

import pytest

from grader.assignment import bundled, bundled_assignments, other_assignments
from grader.checks import integrity_findings, run_checks
from grader.evidence import gather
from grader.intake import read_submission
from grader.model.recording import NOT_RUN
from grader.pipeline import load_everything

NAMES = bundled_assignments()


@pytest.fixture(scope="module")
def loaded():
    return {name: load_everything(name) for name in NAMES}


@pytest.fixture
def gathered(loaded, tmp_path):
    """Gather cells, handed in for an assignment."""

    def gather_for(name, cells):
        path = tmp_path / "hand-in.ipynb"
        path.write_text(
            json.dumps({"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5})
        )
        one = loaded[name]
        return gather(
            read_submission(path),
            NOT_RUN,
            assignment=one.assignment,
            dataset=one.dataset,
            others=one.others,
        )

    return gather_for


def cells_of(name, notebook="starter"):
    path = bundled("reference") / name / f"{notebook}.ipynb"
    return json.loads(path.read_text("utf-8"))["cells"]


def meant_for(evidence):
    return [found.message for found in evidence.foreign if found.kind == "other_assignment"]


def shortened(cells):
    """What a student leaves who deletes every other text and renumbers the cells."""
    texts = [cell for cell in cells if cell["cell_type"] == "markdown"]
    kept = [cell for cell in cells if cell not in texts[1::2]]
    return [{**cell, "id": f"c{place}"} for place, cell in enumerate(kept)]


PAIRS = [(name, other) for name in NAMES for other in NAMES if name != other]


@pytest.mark.parametrize("change", [list, shortened])
@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_the_starter_of_another_assignment_is_named_and_answers_nothing(
    gathered, name, other, change
):
    """Untouched, or with half of its texts gone."""
    evidence = gathered(name, change(cells_of(other)))

    (message,) = meant_for(evidence)
    assert f"“{other}”" in message
    assert message in evidence.notices
    assert [answer.text for answer in evidence.answers if answer.text] == []


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_a_solution_of_another_assignment_is_named_where_points_are_lost(
    gathered, loaded, name, other
):
    """An instructor reads it as a note, a student where nothing was found."""
    one, evidence = loaded[name], gathered(name, cells_of(other, "solution"))

    noted = integrity_findings(evidence, (), one.reference, recording=NOT_RUN)
    bare = gathered(name, [cell for cell in cells_of(other) if cell["cell_type"] == "markdown"])
    findings = run_checks(
        one.assignment, bare, (), reference=one.reference, recording=NOT_RUN, checks=one.checks
    )

    (message,) = meant_for(evidence)
    assert [
        (found.severity, found.message) for found in noted if found.kind == "other_assignment"
    ] == [("info", message)]
    missed = [found.message for found in findings if found.id.endswith(".trained")]
    assert missed
    assert all(message in text for text in missed)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("notebook", ["starter", "solution"])
def test_nothing_is_said_of_a_notebook_for_this_assignment(gathered, name, notebook):
    """Nor of one whose text is all the student's own."""
    own = cells_of(name, notebook)
    without_text = [cell for cell in own if cell["cell_type"] == "code"]

    assert meant_for(gathered(name, own)) == []
    assert meant_for(gathered(name, without_text)) == []


@pytest.mark.parametrize(("name", "other"), PAIRS)
def test_both_assignments_in_one_notebook_are_no_mistake(gathered, name, other):
    """Who answers two in one notebook hands it in for both."""
    assert meant_for(gathered(name, cells_of(name) + cells_of(other))) == []


def test_others_are_the_bundled_ones_and_those_beside(tmp_path):
    """Itself and folders without an assignment are none; a missing folder has bundled ones beside
    it.
    """
    for name in ("week-1", "week-2", "slides"):
        (tmp_path / name).mkdir()
    for name in ("week-1", "week-2"):
        (tmp_path / name / "assignment.yaml").write_text("")
    here = tmp_path.resolve()

    found = [each.name for each in other_assignments(here / "week-1")]

    assert sorted(found) == sorted([*NAMES, "week-2"])
    assert [each.name for each in other_assignments(bundled("reference") / NAMES[0])] == [
        *NAMES[1:]
    ]
    assert len(other_assignments(here / "gone" / "too")) == len(NAMES)
