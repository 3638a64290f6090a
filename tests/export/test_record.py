"""The JSON that scripts read."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from grader.export import json_schema, public_record
from grader.model.recording import HostTraining
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


def test_it_says_who_trained_a_run():
    """The grader with the job's digest, or the notebook's own process; nobody where nothing ran."""
    result = a_result()
    run = replace(result.evidence.runs[0], source="reproduced", training=None)
    training = HostTraining(1, "f" * 64, 2, "bundled", "arrays/trained-000001.npz", 3, {})

    def origin_of(run):
        evidence = replace(result.evidence, runs=(run,))
        public = public_record(replace(result, evidence=evidence)).runs[0]
        return public.trained_by, public.training and public.training.model_dump()

    assert origin_of(run) == ("kernel", None)
    assert origin_of(replace(run, training=training)) == (
        "grader",
        {"digest": "f" * 64, "draw": 2, "reused": "bundled"},
    )
    assert origin_of(replace(run, source="claimed")) == (None, None)


def test_a_diverged_loss_is_valid_json():
    """NaN and infinity are strings that every JSON reader takes."""
    text = public_record(a_result()).model_dump_json()

    record = json.loads(text, parse_constant=lambda word: pytest.fail(f"{word} is not JSON"))

    assert record["runs"][0]["history"]["loss"] == [1.5, "NaN", "Infinity"]


def test_the_published_schema_is_the_codes():
    """`docs/schema/grade.schema.json` must not drift; rewrite it with `make docs`."""
    published = Path(__file__).parents[2] / "docs" / "schema" / "grade.schema.json"

    assert json.loads(published.read_text()) == json_schema()
