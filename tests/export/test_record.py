"""The JSON that scripts read."""

import json
from pathlib import Path

import pytest

from grader.export import json_schema, public_record
from tests.store.test_folder import a_result

CORE = {
    "schema_version", "assignment", "submission", "status", "points", "points_possible",
    "findings", "runs", "integrity", "execution",
}  # fmt: skip


def test_the_core_of_the_contract_is_there():
    """Scripts rely on these names."""
    record = json.loads(public_record(a_result()).model_dump_json())

    assert set(record) >= CORE
    assert set(record["submission"]) >= {"student", "notebook", "sha256"}
    assert set(record["runs"][0]) >= {
        "role", "cell", "layers", "parameters", "optimizer", "loss", "epochs_requested",
        "epochs_run", "history", "claimed", "score",
    }  # fmt: skip
    assert set(record["runs"][0]["history"]) >= {"loss", "accuracy", "val_loss", "val_accuracy"}
    assert set(record["runs"][0]["score"]) >= {"accuracy", "loss", "verified", "confusion_matrix"}
    assert set(record["execution"]) >= {"outcome", "wall_s", "cells_failed", "limits"}


def test_a_diverged_loss_is_valid_json():
    """NaN and infinity are strings that every JSON reader takes."""
    text = public_record(a_result()).model_dump_json()

    record = json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))

    assert record["runs"][0]["history"]["loss"] == [1.5, "NaN", "Infinity"]


def test_the_published_schema_is_the_codes():
    """`docs/schema/grade.schema.json` must not drift; rewrite it with `make docs`."""
    published = Path(__file__).parents[2] / "docs" / "schema" / "grade.schema.json"

    assert json.loads(published.read_text()) == json_schema()
