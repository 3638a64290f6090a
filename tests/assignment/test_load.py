"""A wrong `assignment.yaml` is refused with a sentence for each mistake."""

import pytest

from grader.assignment import bundled, bundled_assignments, find_assignment, load_dataset
from grader.errors import ConfigError
from grader.pipeline import open_assignment

TINY = """\
schema_version: 1
name: tiny
title: Tiny
dataset: {file: data.npz}
roles:
  net:
    title: The network
    layers: [{kind: Dense, units: 8}]
    parameters: 50
    optimizer: SGD
    loss: mean_squared_error
    epochs: 10
parts:
  - id: part
    title: The part
    checks:
      - {id: part.trained, check: run_found, role: net, points: 4}
      - {id: part.accuracy, check: accuracy, role: net, points: 6, depends_on: [part.trained], options: {floor: 0.5}}
"""  # noqa: E501 - mistakes are looked for in one line of it


def load(text, folder):
    (folder / "assignment.yaml").write_text(text)
    return open_assignment(folder)[0]


def test_a_stray_file_is_no_assignment(tmp_path, monkeypatch):
    """One that lies there under the name of a bundled assignment, as data do."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mnist").write_text("data")
    (tmp_path / "own").write_text("data")

    assert find_assignment("mnist") == bundled("reference") / "mnist" / "assignment.yaml"
    assert find_assignment("own") == tmp_path / "own"


@pytest.mark.parametrize("name", bundled_assignments())
def test_the_bundled_assignments_are_right(name):
    """They load, and their data is what the YAML says."""
    assignment, _ = open_assignment(name)

    data = load_dataset(assignment)

    assert assignment.points_possible() == 100
    assert len(data.held_out_x) == len(data.held_out_y)


def test_a_small_assignment_loads(tmp_path):
    """The least that works."""
    assignment = load(TINY, tmp_path)

    assert [check.id for check in assignment.checks()] == ["part.trained", "part.accuracy"]


@pytest.mark.parametrize(
    ("epochs", "verified"), [("3", 3), ("50", 10), ("50\n    verify_epochs: 20", 20)]
)
def test_a_short_training_needs_no_word_about_verify(tmp_path, epochs, verified):
    """The default is never more than the training has."""
    assignment = load(TINY.replace("epochs: 10", f"epochs: {epochs}"), tmp_path)

    assert assignment.roles["net"].epochs_verified == verified


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ("optimizer: SGD", "optimiser: SGD", 10, "unknown key; did you mean 'optimizer'?"),
        ("points: 4", "points: four", 17, "got 'four'"),
        ("points: 4", "points: -4", 17, "greater than or equal to 0"),
        ("check: run_found", "check: run_fond", 17, "did you mean 'run_found'?"),
        ("role: net, points: 4", "role: nett, points: 4", 17, "did you mean 'net'?"),
        ("[part.trained]", "[part.traned]", 18, "did you mean 'part.trained'?"),
        ("{floor: 0.5}", "{flor: 0.5}", 18, "did you mean 'floor'?"),
        ("id: part.accuracy", "id: part.trained", 17, "is used 2 times"),
        ("schema_version: 1", "schema_version: 7", 1, "expected 1, got 7"),
        ("epochs: 10", "epochs: 0", 12, "greater than or equal to 1"),
        ("title: Tiny", "title: [", 5, "not YAML"),
        ("title: Tiny", "title: Tiny\npoints: 12", 4, "add up to 10, not to 12"),
        ("title: Tiny", "title: Tiny\npoints: all", 4, "got 'all'"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path, old, new, line, words):
    """File, line, what came, and the near spelling."""
    with pytest.raises(ConfigError) as raised:
        load(TINY.replace(old, new, 1), tmp_path)

    assert f"assignment.yaml:{line}" in str(raised.value)
    assert words in str(raised.value)


def test_all_mistakes_are_reported_at_once(tmp_path):
    """Nobody mends one to meet the next."""
    text = TINY.replace("optimizer: SGD", "optimiser: SGD").replace("points: 4", "points: four")

    with pytest.raises(ConfigError) as raised:
        load(text, tmp_path)

    assert [problem.where for problem in raised.value.problems] == [
        "roles.net.optimizer",
        "roles.net.optimiser",
        "parts.0.checks.0.points",
        "",
    ]
    assert "data.npz: no such file" in str(raised.value)


@pytest.mark.parametrize("key", ["show_integrity_to_students", "show_graders_to_students"])
@pytest.mark.parametrize("value", [True, False])
def test_what_is_asked_with_yes_or_no_can_be_said(tmp_path, key, value):
    """Every truth that an assignment has may stand in its file as YAML writes it."""
    loaded = load(f"{TINY}\n{key}: {str(value).lower()}\n", tmp_path)

    assert getattr(loaded, key) is value


@pytest.mark.parametrize(
    "bomb", ["a: &a [1, 1]\nb: [*a, *a]\n", "x: " + "[" * 5000, "a: " + "x" * 2_000_000]
)
def test_a_yaml_bomb_is_refused(tmp_path, bomb):
    """Aliases, deep nesting and sheer size end as a ConfigError."""
    with pytest.raises(ConfigError):
        load(bomb, tmp_path)


def test_an_unknown_assignment_names_the_nearest():
    """A typo at the command line is met with a suggestion."""
    with pytest.raises(ConfigError, match="did you mean 'mnist'"):
        open_assignment("mnits")


def test_a_folder_without_its_file_is_named_as_such(tmp_path):
    """It is there; what is missing is the file in it."""
    with pytest.raises(ConfigError, match=r"the folder holds no assignment\.yaml"):
        open_assignment(tmp_path)
