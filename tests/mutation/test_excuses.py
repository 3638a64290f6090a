"""Excused mutants: known by name, each with its reason."""

import shutil

import pytest

from grader.assignment import bundled
from grader.errors import ConfigError
from grader.mutation import excuse_problems
from grader.mutation.excuses import reasons
from grader.mutation.plan import mutant_names
from grader.pipeline import open_assignment

UNKNOWN = """
excused:
  - {mutant: network.half_the_dada, reason: "It learns enough."}
  - {mutant: network.wrong_loss, reason: " "}
  - {mutant: network.fewer_units, reason: "One."}
  - {mutant: network.fewer_units, reason: "Two."}
"""


@pytest.fixture
def of_my_own(tmp_path):
    """Opens a copy of `digits` with a section of excuses."""
    folder = tmp_path / "digits"
    shutil.copytree(bundled("reference") / "digits", folder, ignore=shutil.ignore_patterns("runs"))
    file = folder / "assignment.yaml"
    without = file.read_text("utf-8").partition("\nexcused:")[0]

    def opened(section):
        file.write_text(without + section, "utf-8")
        return open_assignment(folder)[0]

    return opened


def test_an_unknown_mutant_is_refused_by_name(of_my_own):
    """With its line, and the name that was meant; all problems at once."""
    problems = [str(one) for one in excuse_problems(of_my_own(UNKNOWN))]

    assert len(problems) == 3
    assert "half_the_dada" in problems[0]
    assert "did you mean 'network.half_the_data'" in problems[0]
    assert "expected some words" in problems[1]
    assert "excused twice" in problems[2]
    with pytest.raises(ConfigError):
        reasons(of_my_own(UNKNOWN))


def test_reasons_stand_by_their_mutants(of_my_own):
    """Folded lines are one sentence."""
    section = (
        "\nexcused:\n  - mutant: q1.answer_missing\n    reason: >-\n      Read\n      aloud.\n"
    )

    assert reasons(of_my_own(section)) == {"q1.answer_missing": "Read aloud."}


def test_mutants_are_made_of_what_is_required():
    """Optional models and questions lose a bonus at most."""
    names = mutant_names(open_assignment("mnist")[0])

    assert {"baseline.half_the_data", "cnn.wrong_loss", "q3.answer_missing"} <= set(names)
    assert not [name for name in names if name.startswith(("adam.", "todo1."))]


@pytest.mark.parametrize("name", ["mnist", "digits"])
def test_the_bundled_assignments_excuse_mutants_that_there_are(name):
    """And say why."""
    assert excuse_problems(open_assignment(name)[0]) == []
