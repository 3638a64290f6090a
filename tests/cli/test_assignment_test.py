"""`grader assignment test`: a table, JSON, and exit codes."""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner
from pydantic import TypeAdapter

from grader.cli.app import main
from grader.cli.commands.assignment_test import _exit_code
from grader.cli.rubric_table import as_markdown, put_table, show
from grader.errors import ConfigError
from grader.model.mutants import (
    Measured,
    MutantResult,
    NotApplied,
    RubricTest,
    VariantResult,
)
from grader.mutation import added, as_json, json_schema, untried

pytestmark = pytest.mark.usefixtures("shared_processes")

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "assignment-test.schema.json"
GRADER = Path(sys.executable).with_name("grader")

MUTANT = MutantResult(
    name="network.half_the_data",
    operator="half_the_data",
    role="network",
    says="It is trained on the first half of the training data.",
    mended="with all of the training data",
    verdict="survived",
    points_lost="0",
    points_to_a_person="0",
    seen_by=(),
    ought_to_be_seen_by=("network.accuracy",),
    reason="",
    measured={"network": Measured(0.9583, 0.1234, 40)},
)
KEPT = VariantResult("renamed", "The variables have other names.", "kept", "0", ())
FOUND = RubricTest(
    assignment="digits",
    policy="full",
    points="100",
    points_possible="100",
    solution={"network": Measured(0.9694, 0.1, 40)},
    mutants=(MUTANT,),
    variants=(KEPT,),
    not_applied=(NotApplied("network.pooling_missing", "it has no layer of this kind"),),
)
NAMES = [one.name for one in (*FOUND.mutants, *FOUND.variants, *FOUND.not_applied)]


def with_mutant(**changes):
    return replace(FOUND, mutants=(replace(MUTANT, **changes),))


@pytest.mark.parametrize(
    ("found", "code"),
    [
        (FOUND, 1),
        (with_mutant(verdict="killed", seen_by=("network.accuracy",)), 0),
        (with_mutant(verdict="excused", reason="It learns enough."), 0),
        (with_mutant(verdict="fault"), 4),
        (replace(with_mutant(verdict="killed"), variants=(replace(KEPT, verdict="lost"),)), 1),
        (replace(with_mutant(verdict="killed"), solution_misses=("network.trained (-10): …",)), 1),
    ],
)
def test_the_exit_code_says_what_the_rubric_missed(found, code):
    """0 where it missed nothing that is not excused, 4 where the program failed."""
    assert _exit_code(found) == code


def test_a_solution_that_loses_points_is_named_before_all_else(capsys):
    """What is compared with it says little."""
    show(replace(FOUND, points="30", solution_misses=("network.trained (-10): We found none.",)))

    shown = capsys.readouterr().out
    assert "the solution itself has 30 of 100 points; mend it" in shown
    assert shown.index("loses: network.trained (-10)") < shown.index("survived: network.half")


def test_a_survivor_is_named_with_the_check_that_ought_to_see_it(capsys):
    """And what had no place in the solution."""
    show(FOUND)

    printed = " ".join(capsys.readouterr().out.split())
    assert "survived: network.half_the_data: It is trained on the first half" in printed
    assert "Ought to be seen by network.accuracy." in printed
    assert "1 wrong solutions: 1 survived." in printed
    assert "not applied: network.pooling_missing: it has no layer of this kind" in printed


def test_the_json_is_what_its_schema_says():
    """`docs/schema/assignment-test.schema.json` is made by `make docs`."""
    assert json.loads(SCHEMA.read_text("utf-8")) == json.loads(json.dumps(json_schema()))
    assert TypeAdapter(RubricTest).validate_json(as_json(FOUND)) == FOUND


def test_the_table_of_a_page_is_replaced(tmp_path):
    """What stands around its marks stays."""
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- made by grader assignment test digits -->\nold\n<!-- end -->\nb\n")

    put_table(FOUND, page)

    text = page.read_text("utf-8")
    assert text.startswith("a\n<!-- made")
    assert text.endswith("<!-- end -->\nb\n")
    assert "old" not in text
    assert "| `network.half_the_data` | 0.9583 | 0 | - | survived |" in text
    assert as_markdown(FOUND) in text


def test_a_page_without_marks_is_left_alone(tmp_path):
    """It is said which line it lacks."""
    page = tmp_path / "page.md"
    page.write_text("a\n<!-- end -->\n")

    with pytest.raises(ConfigError, match="made by grader assignment test digits"):
        put_table(FOUND, page)
    assert page.read_text() == "a\n<!-- end -->\n"


def test_a_part_is_not_shown_as_the_whole():
    """A table of three mutants would pass for all."""
    asked = ["assignment", "test", "digits", "--only", "renamed", "--table", "page.md"]

    done = CliRunner().invoke(main, asked)

    assert done.exit_code == 2
    assert "with --only it takes --write" in done.output


def test_a_part_takes_its_place_in_what_was_kept():
    """The rest stays, and the file says whether all was tried."""
    other = replace(MUTANT, name="network.fewer_epochs", operator="fewer_epochs")
    again = replace(MUTANT, verdict="killed")
    part = replace(FOUND, mutants=(again,), variants=(), not_applied=(), only=("half_the_data",))

    grown = added(
        part, replace(FOUND, mutants=(MUTANT, other), only=("fewer_epochs",)), [*NAMES, "network.x"]
    )

    assert grown.mutants == (again, other)
    assert (grown.variants, grown.not_applied) == (FOUND.variants, FOUND.not_applied)
    assert grown.only == ("fewer_epochs", "half_the_data")
    assert added(part, FOUND, [*NAMES, "network.x"]).only == ()
    assert added(part, None, NAMES) == part
    assert added(FOUND, part, NAMES) == FOUND


def test_parts_that_come_to_all_are_the_whole():
    """In the order in which all are named."""
    other = replace(MUTANT, name="network.fewer_epochs", operator="fewer_epochs")
    part = replace(FOUND, mutants=(other,), variants=(), not_applied=(), only=("fewer_epochs",))
    before = replace(FOUND, only=("half_the_data",))

    assert untried(added(part, before, ["network.x", *NAMES]), ["network.x"]) == ("network.x",)
    whole = added(part, before, [other.name, *NAMES])
    assert whole.only == ()
    assert whole.mutants == (other, MUTANT)


def test_a_part_of_another_solution_is_not_mixed_in():
    """Its mutants reach something else."""
    part = replace(FOUND, only=("half_the_data",))

    with pytest.raises(ConfigError, match=r"mutants\.json.*another solution") as refused:
        added(part, replace(FOUND, solution={"network": Measured(0.5, 0.1, 40)}), NAMES)
    assert "without --only" in refused.value.hint


def test_a_name_that_is_nobodys_is_refused():
    """Before anything is run, with those that there are."""
    done = CliRunner().invoke(main, ["assignment", "test", "digits", "--only", "half_the_dada"])

    assert done.exit_code == 2
    assert "half_the_dada" in done.stderr
    assert "network.half_the_data" in done.stderr
    assert done.stdout == ""


def test_mutants_of_digits_are_graded_by_the_whole_program():
    """One that hardly trains, and one that is right."""
    wanted = ("network.fewer_epochs", "renamed")
    only = [word for name in wanted for word in ("--only", name)]

    done = CliRunner().invoke(main, ["assignment", "test", "digits", *only, "--json", "-"])

    found = TypeAdapter(RubricTest).validate_json(done.stdout)
    mutants = {one.name: one for one in found.mutants}
    assert done.exit_code == 0
    assert mutants["network.fewer_epochs"].seen_by == ("network.accuracy",)
    measured = mutants["network.fewer_epochs"].measured["network"]
    assert measured.epochs == 4
    assert measured.accuracy < found.solution["network"].accuracy
    assert [(one.name, one.verdict) for one in found.variants] == [("renamed", "kept")]


@pytest.mark.slow
@pytest.mark.timeout(7200)
@pytest.mark.parametrize("name", ["digits", "mnist"])
def test_the_bundled_rubrics_see_every_mutant_but_the_excused(name):
    """And every right solution keeps its points."""
    done = subprocess.run(
        [GRADER, "assignment", "test", name, "--json", "-"],
        capture_output=True,
        text=True,
        check=False,
    )

    found = TypeAdapter(RubricTest).validate_json(done.stdout)
    assert done.returncode == 0, done.stderr
    assert found.unneeded_excuses == ()
    assert len({one.operator for one in found.mutants}) >= 20
    assert len(found.variants) >= 8
