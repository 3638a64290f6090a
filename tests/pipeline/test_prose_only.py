"""An assignment may ask for no models: people grade its answers, and nothing is measured."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner

from grader.batch.cluster.parcels import assignment_parcel, unpack
from grader.cli import main
from grader.errors import ConfigError
from grader.model.policy import Policy
from grader.pipeline import NotebookGrader, load_everything

pytestmark = pytest.mark.usefixtures("shared_processes")

SEED_LIKE = Path(__file__).parents[1] / "notebooks" / "seed_like.ipynb"
ESSAY = """\
schema_version: 1
name: essay
title: Face recognition
parts:
  - id: q1
    title: Question 1
    question: Who is harmed by a false match?
    checks:
      - {id: q1.answered, check: question_answered, points: 20}
  - id: q2
    title: Question 2
    question: Would you deploy it?
    checks:
      - {id: q2.answered, check: question_answered, points: 10}
"""
MODEL = """\
roles:
  net:
    title: Network
    layers: [{kind: Dense}]
    parameters: 1
    optimizer: SGD
    loss: mse
    epochs: 1
"""


@pytest.fixture
def essay(tmp_path):
    folder = tmp_path / "essay"
    folder.mkdir()
    (folder / "assignment.yaml").write_text(ESSAY)
    return folder


def handed_in(path, cells):
    raw = json.loads(SEED_LIKE.read_text("utf-8"))
    texts = [
        {"cell_type": "markdown", "metadata": {}, "id": f"own{place}", "source": text}
        for place, text in enumerate(cells)
    ]
    path.write_text(json.dumps({**raw, "cells": [*raw["cells"], *texts]}))
    return path


def test_its_answers_await_a_person(essay, tmp_path):
    """Without data, models or thresholds; what is trained all the same is held against nobody."""
    cells = ("### Question 1\nWho is harmed by a false match?", "Those who are few in the data.")
    path = handed_in(tmp_path / "a.ipynb", (*cells, "## Would you deploy it?", "No."))

    with NotebookGrader(load_everything(essay), Policy(training="saved")) as notebooks:
        result = notebooks.grade(path, folder=tmp_path / "out")

    assert result.grade.status == "needs_review"
    assert [finding.status for finding in result.grade.findings] == ["needs_review"] * 2
    assert result.grade.points_awaiting_review == 30
    assert "other_data" not in {one.kind for one in result.grade.integrity}
    assert [answer.text for answer in result.evidence.answers] == [cells[1], "No."]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "parts:",
            MODEL + "parts:",
            "dataset: missing: the models under `roles` are measured on it",
        ),
        (
            "check: question_answered, points: 10",
            "check: run_found, role: net, points: 10",
            "roles: expected at least one model, got none: 'run_found' looks at one",
        ),
        (
            "Would you deploy it?",
            "who is harmed by a false match",
            "question: the same words as another part's",
        ),
        ("parts:", "dataset: {file: x.npz}\nparts:", "x.npz: no such file"),
    ],
)
def test_what_goes_without_the_other_is_named(essay, old, new, said):
    """Models want data and checks want models; two questions in the same words can't be told
    apart.
    """
    (essay / "assignment.yaml").write_text(ESSAY.replace(old, new, 1))

    with pytest.raises(ConfigError) as raised:
        load_everything(essay)

    assert said in str(raised.value)


@pytest.mark.parametrize("command", ["train", "show"])
def test_it_has_no_reference_and_needs_none(essay, command):
    """Said as such: there is nothing to train."""
    ended = CliRunner().invoke(main, ["reference", command, "-a", str(essay)])

    assert ended.exit_code == 2
    assert "essay asks for no models" in ended.output


def test_it_travels_to_workers(essay, tmp_path):
    """Its file alone."""
    parcel = assignment_parcel(load_everything(essay).assignment)

    unpack(parcel.content, tmp_path / "worker")

    assert load_everything(tmp_path / "worker" / parcel.folder).dataset.classes == ()


def test_data_may_be_there_without_models(essay):
    """Questions about data that students are given."""
    np.savez(
        essay / "x.npz",
        x_train=np.zeros((3, 2)),
        y_train=np.arange(3),
        x_test=np.zeros((1, 2)),
        y_test=np.zeros(1),
    )
    text = ESSAY.replace("parts:", "dataset: {file: x.npz}\nparts:", 1)
    (essay / "assignment.yaml").write_text(text)

    assert load_everything(essay).dataset.classes == ("0", "1", "2")
