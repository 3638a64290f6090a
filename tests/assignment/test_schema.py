"""The published schema of `assignment.yaml` says what the program takes."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from click.testing import CliRunner

from grader.assignment import bundled, bundled_assignments
from grader.cli import main

ROOT = Path(__file__).parents[2]
PUBLISHED = ROOT / "docs" / "schema" / "assignment.schema.json"


@pytest.fixture
def validator():
    schema = json.loads(PUBLISHED.read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


@pytest.fixture
def content():
    return yaml.safe_load((bundled("reference") / "digits" / "assignment.yaml").read_text("utf-8"))


def test_the_published_schema_is_the_programs():
    """Rewrite it with `make docs`."""
    assert CliRunner().invoke(main, ["assignment", "schema"]).output == PUBLISHED.read_text("utf-8")


@pytest.mark.parametrize("name", bundled_assignments())
def test_the_bundled_assignments_fit_it(name, validator):
    """What the program takes, an editor takes."""
    content = yaml.safe_load((bundled("reference") / name / "assignment.yaml").read_text("utf-8"))

    assert [error.message for error in validator.iter_errors(content)] == []


@pytest.mark.parametrize(
    "change",
    [
        lambda content: content.pop("schema_version"),
        lambda content: content.update(schema_version=2),
        lambda content: content.update(folder="."),
        lambda content: content.update(titel="x"),
        lambda content: content["roles"]["network"].update(epochs=0),
        lambda content: content["roles"]["network"].pop("layers"),
        lambda content: content["parts"][0]["checks"][0].update(points="ten"),
        lambda content: content["parts"][0]["checks"][0].update(points=-1),
        lambda content: content["parts"][0].update(id="Not An Id"),
    ],
)
def test_mistakes_are_found_by_it(change, validator, content):
    """A missing, unknown or wrong value is marked while it is typed."""
    change(content)

    assert list(validator.iter_errors(content))


def test_own_checks_are_taken_and_known_ones_offered(validator, content):
    """A check may stand in a file beside the YAML, so any name is right; completion knows ours."""
    content["parts"][0]["checks"][0]["check"] = "a_check_of_mine"

    offered = validator.schema["$defs"]["CheckSpec"]["properties"]["check"]["anyOf"][0]["enum"]

    assert not list(validator.iter_errors(content))
    assert {"accuracy", "run_found", "question_answered"} <= set(offered)
