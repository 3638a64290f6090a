"""The mutants of the bundled solutions, made and not graded."""

import tempfile
from pathlib import Path

import pytest

from grader.intake import read_submission
from grader.mutation.draft import NotebookDraft
from grader.mutation.plan import mutant_names, plan
from grader.pipeline import NotebookGrader, load_everything, policy_of
from tests.mutation.solutions import text


def planned(name, only=()):
    loaded = load_everything(name)
    path = loaded.assignment.folder / "solution.ipynb"
    reading = policy_of(
        "saved",
        threads=1,
        stock=False,
        unsafe=False,
        no_reuse=False,
        assignment=loaded.assignment,
    )
    with tempfile.TemporaryDirectory() as folder, NotebookGrader(loaded, reading) as notebooks:
        saved = notebooks.grade(path, folder=Path(folder)).evidence
    solution = NotebookDraft.of(read_submission(path).notebook)
    return loaded.assignment, plan(loaded.assignment, solution, saved, only)


@pytest.mark.parametrize(("name", "fewest"), [("mnist", 60), ("digits", 45)])
def test_every_mutant_is_made_or_said_to_have_no_place(name, fewest):
    """None is made twice, none is the solution, and their names are those that excuses may use."""
    assignment, found = planned(name)

    mutants = {made.name: made.draft for made in found.mutants}
    assert len(mutants) == len(found.mutants) >= fewest
    assert found.shortened not in mutants.values()
    named = {*mutants, *(one.name for one in found.not_applied)}
    assert set(mutant_names(assignment)) <= named
    assert len(found.variants) >= 8


def test_optional_models_are_trained_for_one_epoch():
    """In mutants and in what they are compared with; variants are of the whole solution."""
    _, found = planned("mnist", ["baseline.half_the_data", "remarks_added"])

    (mutant,), (variant,) = found.mutants, found.variants
    assert "epochs=1," in text(found.shortened)
    assert "epochs=1," in text(mutant.draft)
    assert "epochs=1000," in text(found.solution)
    assert "epochs=1000," in text(variant.draft)


def test_what_nobody_asks_for_is_no_mutant():
    """`digits` wants no summary."""
    _, found = planned("digits", ["network.summary_missing", "network.curves_missing"])

    assert [made.name for made in found.mutants] == ["network.curves_missing"]
    assert [one.why for one in found.not_applied] == [
        "the assignment has no check summary_shown for it"
    ]
