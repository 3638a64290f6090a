"""Targets that stand for classes are told from those that say more."""

import numpy as np
import pytest

from grader.model.descriptions import ArraySummary
from grader.model.evidence import KeptStep
from grader.recorder.shared.targets import target_hashes
from grader.scoring.rows.targets import beyond_classes
from tests.checks.cases import a_run

DICE = np.random.default_rng(7)
LABELS = DICE.integers(0, 10, 600)
ONE_HOT = np.eye(10)[LABELS]
SHARE = DICE.uniform(0.3, 0.7, (600, 1))


def soft(classes=10):
    rows = DICE.normal(0, 2, (600, classes)) + 8 * np.eye(classes)[LABELS % classes]
    return np.exp(rows) / np.exp(rows).sum(1, keepdims=True)


def of_all(targets, folder, *, name="y.target_hashes", kind="array"):
    """The share, where `fit` was given these."""
    np.savez(folder / "start.npz", **{name: target_hashes(np.asarray(targets))})
    summary = ArraySummary("y", np.shape(targets), "float32", 0.0, 1.0, kind=kind)
    run = a_run(y=summary, started_arrays="start.npz")
    return beyond_classes(run, folder=folder, classes=10)


@pytest.mark.parametrize(
    "targets",
    [
        LABELS,
        LABELS[:, None],
        LABELS.astype(np.float64) / 9,
        ONE_HOT,
        ONE_HOT.astype(bool),
        ONE_HOT.astype(np.float16),
        ONE_HOT[:, None],
        2 * ONE_HOT - 1,
        0.9 * ONE_HOT + 0.01,
        np.where(SHARE > 0.5, 0.9 * ONE_HOT + 0.01, ONE_HOT),
        ONE_HOT * np.linspace(0.5, 3, 600)[:, None],
        ONE_HOT @ DICE.normal(size=(10, 10)),
        DICE.permutation(ONE_HOT),
        np.zeros((600, 10)),
    ],
    ids=[
        "labels", "column", "regression", "one-hot", "truth values", "half precision",
        "another axis", "signs", "smoothed", "some smoothed", "weighed", "codes", "shuffled",
        "nothing",
    ],
)  # fmt: skip
def test_targets_that_stand_for_a_class_say_no_more(targets, tmp_path):
    """However they are written."""
    assert of_all(targets, tmp_path) == 0


@pytest.mark.parametrize(
    ("targets", "share"),
    [
        (soft(), 0.6),
        (SHARE * ONE_HOT + (1 - SHARE) * DICE.permutation(ONE_HOT), 0.6),
        (np.where(np.arange(600)[:, None] % 5 == 0, soft(), ONE_HOT), 0.1),
        (LABELS + DICE.normal(0, 0.2, 600), 0.6),
    ],
    ids=["soft", "mixed", "soft here and there", "noise"],
)
def test_those_that_say_more_are_counted(targets, share, tmp_path):
    """A fifth of them is enough."""
    assert of_all(targets, tmp_path) > share


def test_the_batch_of_a_random_step_counts(tmp_path):
    """Whatever the first batch of a pipeline said."""
    np.savez(tmp_path / "step.npz", y=soft()[:32])
    np.savez(tmp_path / "own.npz", taught=ONE_HOT[:32])
    steps = [KeptStep(1, 1, arrays=name) for name in ("step.npz", "own.npz", "gone.npz")]

    found = [beyond_classes(a_run(kept_step=step), folder=tmp_path, classes=10) for step in steps]

    assert found[0] > 0.5
    assert found[1:] == [0, None]


def test_names_of_classes_are_labels(tmp_path):
    """Which the recorder has numbered."""
    assert of_all(LABELS, tmp_path, name="y.labels", kind="other") == 0
    assert of_all(LABELS, tmp_path, name="y.labels") is None


def test_what_can_not_be_read_was_not_seen(tmp_path):
    """A file that is none, hashes that are no numbers."""
    (tmp_path / "start.npz").write_bytes(b"no archive")
    run = a_run(y=ArraySummary("y", (600, 10), "float32", 0.0, 1.0), started_arrays="start.npz")

    assert beyond_classes(run, folder=tmp_path, classes=10) is None
    np.savez(tmp_path / "start.npz", **{"y.target_hashes": np.zeros((3, 3))})
    assert beyond_classes(run, folder=tmp_path, classes=10) is None
