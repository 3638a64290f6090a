"""Further seeds of a training, by our own process."""

from dataclasses import replace

import numpy as np
import pytest

from grader.assignment import load_dataset
from grader.model.descriptions import ArraySummary, CompileInfo, LayerInfo, ModelInfo
from grader.model.evidence import TrainingRun
from grader.pipeline import open_assignment
from grader.recorder.shared.fingerprint import row_hashes
from grader.scoring import Scorer

ROWS = 300
ARCHITECTURE = """{"class_name": "Sequential", "config": {"name": "net", "layers": [
 {"class_name": "InputLayer", "config": {"name": "a", "batch_shape": [null, 64]}},
 {"class_name": "Dense", "config": {"name": "b", "units": 16, "activation": "relu"}},
 {"class_name": "Dense", "config": {"name": "c", "units": 10, "activation": "softmax"}}]}}"""


@pytest.fixture(scope="module")
def digits():
    assignment = open_assignment("digits")[0]
    return load_dataset(assignment), assignment.dataset_path


@pytest.fixture(scope="module")
def scorer():
    with Scorer() as scorer:
        scorer.start()
        yield scorer


@pytest.fixture
def run(tmp_path, digits):
    """Ten epochs on the first 300 digits, scaled."""
    x = (digits[0].train_x[:ROWS] / 16).astype(np.float32)
    index = np.arange(60)
    np.savez(
        tmp_path / "1.npz",
        **{"x.sample": x[index], "x.sample_index": index, "x.row_hashes": row_hashes(x)},
        **{"y.labels": digits[0].train_y[:ROWS].astype(np.int64)},
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
        started_arrays="1.npz",
    )


def trained(run, scorer, digits, folder):
    return scorer.further_seeds(run, folder=folder, dataset=digits[0], dataset_path=digits[1])


def test_the_same_training_four_times(run, scorer, digits, tmp_path):
    """Other seeds end near each other, and none of them where another does to the last digit."""
    accuracies = trained(run, scorer, digits, tmp_path)

    assert len(accuracies) == 4
    assert min(accuracies) > 0.8
    assert len(set(accuracies)) > 1


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
                "Adam",
                {"learning_rate": {"class_name": "Decay"}},
                "sparse_categorical_crossentropy",
            )
        },
        {
            "compiled": CompileInfo(
                "Own", {"learning_rate": 0.01}, "sparse_categorical_crossentropy"
            )
        },
        {"compiled": CompileInfo("Adam", {"learning_rate": 0.01}, "own_loss")},
    ],
)
def test_what_is_not_plainly_described_is_not_repeated(fields, run, scorer, digits, tmp_path):
    """Too long, unseen rows, schedules, other people's optimizers and losses: nobody knows the
    scatter.
    """
    assert trained(replace(run, **fields), scorer, digits, tmp_path) == ()


def test_other_initial_weights_are_not_repeated(run, scorer, digits, tmp_path):
    """The cleaned architecture has lost them."""
    layer = LayerInfo(
        "Dense", "d", {"kernel_initializer": {"class_name": "RandomNormal"}}, (None, 16), 1040
    )

    assert (
        trained(replace(run, model=replace(run.model, layers=(layer,))), scorer, digits, tmp_path)
        == ()
    )
