"""Further draws of a training are asked for where they tell something."""

from dataclasses import replace

import numpy as np
import pytest

from grader.model.descriptions import ArraySummary, CompileInfo, ModelInfo
from grader.model.evidence import TrainingRun
from grader.model.training import Fresh
from grader.recorder.shared.fingerprint import row_hashes
from grader.scoring.rows.canonical import Canonical
from grader.training.description.further_seeds import jobs_with_further_seeds

ROWS = 300
ARCHITECTURE = """{"class_name": "Sequential", "config": {"name": "net", "layers": [
 {"class_name": "InputLayer", "config": {"name": "a", "batch_shape": [null, 64]}},
 {"class_name": "Dense", "config": {"name": "b", "units": 16, "activation": "relu"}},
 {"class_name": "Dense", "config": {"name": "c", "units": 10, "activation": "softmax"}}]}}"""


@pytest.fixture(scope="module")
def canonical(digits):
    return Canonical(digits)


@pytest.fixture
def run(tmp_path, digits):
    """Ten epochs on the first 300 digits, scaled."""
    x = (digits.train_x[:ROWS] / 16).astype(np.float32)
    labels, index = digits.train_y[:ROWS].astype(np.int64), np.arange(60)
    np.savez(
        tmp_path / "1.npz",
        **{"x.sample": x[index], "x.sample_index": index, "x.row_hashes": row_hashes(x)},
        **{"y.labels": labels, "y.row_hashes": row_hashes(labels)},
    )
    return TrainingRun(
        number=1,
        source="reproduced",
        cell=1,
        model=ModelInfo(1, "Sequential", (), 1210, 1210, ARCHITECTURE),
        compiled=CompileInfo("Adam", {"learning_rate": 0.01}, "sparse_categorical_crossentropy"),
        epochs_requested=10,
        epochs_run=10,
        batch_size=32,
        x=ArraySummary("x", x.shape, "float32", 0.0, 1.0),
        y=ArraySummary("y", (ROWS,), "int64", 0.0, 9.0),
        started_arrays="1.npz",
    )


def jobs(run, canonical, folder):
    return jobs_with_further_seeds(run, folder=folder, canonical=canonical, dataset_sha256="0" * 64)


def test_the_same_training_four_times(run, canonical, tmp_path):
    """Other draws than the one that everybody gets, validated on what is held out."""
    found = jobs(run, canonical, tmp_path)

    assert [job.start for job in found] == [Fresh(draw) for draw in (2, 3, 4, 5)]
    assert {job.training.spans for job in found} == {((0, ROWS),)}
    assert {job.validation.spans for job in found} == {((1437, 360),)}
    assert {job.epochs for job in found} == {10}


def test_a_split_is_trained_without_the_rows_that_it_keeps_back(run, canonical, tmp_path):
    """And measured on what is held out, as the stated accuracy is."""
    found = jobs(replace(run, validation_split=0.2), canonical, tmp_path)

    assert found[0].training.spans == ((0, 240),)
    assert found[0].validation.spans == ((1437, 360),)


def test_what_the_notebook_validates_with_plays_no_part(run, canonical, tmp_path):
    """Of its targets nothing is known any more, and all is measured on what is held out."""
    validated = replace(run, val_x=ArraySummary("val_x", (360, 64), "float32", 0.0, 1.0))

    assert jobs(validated, canonical, tmp_path) == jobs(run, canonical, tmp_path)


@pytest.mark.parametrize(
    "fields",
    [
        {"epochs_requested": 100_000},
        {"batch_size": None},
        {"continues": 1},
        {"started_arrays": None},
        {"started_arrays": "2.npz"},
        {
            "compiled": CompileInfo(
                "Own", {"learning_rate": 0.01}, "sparse_categorical_crossentropy"
            )
        },
        {"compiled": CompileInfo("Adam", {"learning_rate": 0.01}, "own_loss")},
    ],
)
def test_what_is_not_plainly_described_is_not_repeated(fields, run, canonical, tmp_path):
    """Too long, unseen rows, other people's optimizers and losses: nobody knows the scatter."""
    assert jobs(replace(run, **fields), canonical, tmp_path) == ()
