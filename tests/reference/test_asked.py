"""What `train.py` is told of assignment.yaml, and what of models.py it is held against."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from grader.model.assignment import Assignment
from grader.reference.asked import VARIABLE, AskedTraining, asked_of, models_digest

ASKED = AskedTraining(data_file=Path("x.npz"), epochs={"small": 6, "large": 6})


@pytest.mark.parametrize(
    ("recipes", "said"),
    [
        ({"small": 6, "large": 6, "more": 1}, []),
        ({"small": 6}, ["assignment.yaml asks for 'large', RECIPES in models.py has small"]),
        ({}, ["asks for 'small', RECIPES in models.py has none at all", "asks for 'large'"]),
        ({"small": 6, "large": 9}, ["'large' for 9 epochs, assignment.yaml asks for 6"]),
    ],
)
def test_recipes_that_train_otherwise_are_named(recipes, said):
    """Before the training, not by its result."""
    found = list(ASKED.differences(recipes))

    assert len(found) == len(said)
    assert all(part in line for part, line in zip(said, found, strict=True))


def test_of_a_script_run_by_hand_nothing_is_asked():
    """Then only its recipes are known."""
    assert not list(AskedTraining(data_file=Path("x.npz")).differences({"any": 3}))


def test_the_data_are_those_that_the_yaml_names(assignment: Assignment):
    """File, names of arrays, epochs; the path holds wherever the script runs."""
    asked = json.loads(asked_of(assignment)[VARIABLE])

    assert Path(asked["data_file"]).is_absolute()
    assert asked["train"] == ["x_train", "y_train"]
    assert asked["epochs"] == {"small": 6, "large": 6}


def test_the_digest_of_models_is_of_what_they_do(assignment: Assignment):
    """Comments and layout leave the runs valid; another optimizer does not."""
    models = assignment.folder / "models.py"
    assert models_digest(assignment) is None
    digests = []
    for text in ("x = f('adam')\n", "# a remark\nx = f(\n  'adam')\n", "x = f('sgd')\n"):
        models.write_text(text)
        digests.append(models_digest(assignment))

    assert digests[0] == digests[1] != digests[2]
