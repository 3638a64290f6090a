"""Runs become a reference, a reference becomes a file and comes back, and what doesn't belong is
refused.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.errors import ConfigError, PrerequisiteError
from grader.model.assignment import Assignment
from grader.model.reference import Band
from grader.reference import (
    build_reference,
    describe,
    load_reference,
    refuse_others_runs,
    save_reference,
    thresholds_path,
)
from tests.reference.conftest import EPOCHS, HELD_OUT, WriteRun


def test_a_reference_holds_what_the_seeds_reached(assignment: Assignment, runs: Path):
    """Bands, curves, matrices and the hardest rows come from the runs, with their origin."""
    reference = build_reference(assignment, runs)

    small = reference.roles["small"]
    files = [np.load(runs / f"small-{seed:04d}.npz") for seed in range(5)]
    final = [file["val_accuracy"][-1] for file in files]
    matrices = np.stack([file["confusion_matrix"] for file in files])
    assert small.seeds == (0, 1, 2, 3, 4)
    assert small.final["val_accuracy"].median == pytest.approx(np.median(final), rel=1e-5)
    assert small.curves["loss"].epochs == tuple(range(1, EPOCHS + 1))
    assert np.allclose(small.confusion_mean, matrices.mean(0), atol=1e-3)
    assert np.allclose(small.confusion_spread, matrices.std(0, ddof=1), atol=1e-3)
    wrong = sum(file["predictions"] != np.arange(HELD_OUT) % 3 for file in files)
    assert small.hardest[0] == 7
    assert set(small.hardest) == set(np.flatnonzero(wrong >= 3))
    assert small.times_wrong == tuple(wrong.tolist())
    recalls, precisions = (
        matrices[:, 1, 1] / matrices[:, 1].sum(1),
        matrices[:, 1, 1] / matrices[:, :, 1].sum(1),
    )
    assert small.class_recall[1].median == pytest.approx(np.median(recalls), rel=1e-5)
    assert small.class_precision[1].median == pytest.approx(np.median(precisions), rel=1e-5)
    assert set(small.class_f1) == set(small.class_precision) == set(small.class_recall) == {0, 1, 2}
    assert reference.origin["versions"] == "keras 3"
    assert reference.roles["large"].parameters == 90


def test_a_reference_survives_its_file(assignment: Assignment, runs: Path):
    """What is saved comes back equal, NaN and infinity included, and nothing half-written is
    left.
    """
    reference = build_reference(assignment, runs)
    odd = replace(
        reference.roles["small"],
        final={**reference.roles["small"].final, "loss": Band(0.1, float("inf"), 0.2, 0.001)},
    )
    reference = replace(reference, roles={**reference.roles, "small": odd})

    save_reference(reference, thresholds_path(assignment))

    assert load_reference(assignment) == reference
    assert not list(assignment.folder.glob("*.part"))


def test_every_metric_is_described(assignment: Assignment, runs: Path):
    """What `grader reference show` lists has the role, the metric and a sentence about the risk."""
    rows = describe(build_reference(assignment, runs))

    assert [row.metric for row in rows if row.role == "small"][:4] == [
        "loss",
        "accuracy",
        "val_loss",
        "val_accuracy",
    ]
    assert "F1 of class 2" in {row.metric for row in rows}
    assert rows[0].risk_sentence.startswith("1 in 1,000 correct runs falls below")


def test_too_few_seeds_are_refused(assignment: Assignment, write_run: WriteRun):
    """Two seeds make no band; the error counts them and says how to get more."""
    for role in assignment.roles:
        for seed in range(2):
            write_run(role, seed)

    with pytest.raises(ConfigError, match="2 finished seeds; a band needs at least 3") as caught:
        build_reference(assignment, assignment.folder / "runs")

    assert len(caught.value.problems) == 2
    assert "--seeds 20" in caught.value.hint


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        ({"parameters": 91}, "parameters: expected 9 "),
        ({"epochs": 5}, "epochs"),
        ({"role": "large"}, "role: expected small"),
        ({"dataset_sha256": "0" * 64}, "dataset_sha256"),
        ({"dataset_sha256": "none"}, "origin dataset_sha256"),
        ({"surprise": 1}, "origin surprise"),
        ({"models_sha256": "0" * 64}, "its code has changed since"),
    ],
)
def test_runs_of_something_else_are_refused(
    assignment: Assignment, runs: Path, write_run: WriteRun, origin: dict, words: str
):
    """Runs of other models, lengths or data never get into a band; file and field are named."""
    path = write_run("small", 3, origin)

    with pytest.raises(ConfigError, match=words) as caught:
        build_reference(assignment, runs)

    assert caught.value.problems[0].path == str(path)


def test_runs_of_something_else_are_named_before_more_are_trained(
    assignment: Assignment, runs: Path, write_run: WriteRun
):
    """Of all roles at once, with the command that trains this assignment."""
    foreign = [write_run(role, 3, {"dataset_sha256": "0" * 64}) for role in assignment.roles]

    with pytest.raises(ConfigError, match=f"train -a {assignment.folder}") as caught:
        refuse_others_runs(runs, assignment)

    assert [problem.path for problem in caught.value.problems] == [str(path) for path in foreign]


def test_a_damaged_run_is_named(assignment: Assignment, runs: Path):
    """Half a file is refused with its name, not skipped."""
    path = runs / "small-0002.npz"
    path.write_bytes(path.read_bytes()[:300])

    with pytest.raises(ConfigError, match=r"small-0002\.npz.*not a finished run"):
        build_reference(assignment, runs)


def test_a_missing_reference_says_what_to_run(assignment: Assignment):
    """Without the file, the command that makes one is named."""
    with pytest.raises(PrerequisiteError, match="grader reference train"):
        load_reference(assignment)


def test_a_reference_for_other_data_or_models_is_refused(assignment: Assignment, runs: Path):
    """Changed data, another width, more epochs, a new role: all of it is said at once."""
    save_reference(build_reference(assignment, runs), thresholds_path(assignment))
    role = assignment.roles["small"]
    changed = {
        "small": replace(role, parameters=12, epochs=9),
        "large": assignment.roles["large"],
        "new": role,
    }
    with assignment.dataset_path.open("ab") as stream:
        stream.write(b"\0")

    with pytest.raises(ConfigError) as caught:
        load_reference(replace(assignment, name="other", roles=changed))

    wheres = {problem.where for problem in caught.value.problems}
    assert wheres == {
        "assignment",
        "dataset_sha256",
        "roles.small.parameters",
        "roles.small.epochs",
        "roles.new",
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"method"', '"methods"'),
        ('"low"', '"lowest"'),
        ('"schema_version": 1', '"schema_version": "x"'),
        ("{", ""),
    ],
)
def test_a_damaged_reference_is_refused(assignment: Assignment, runs: Path, old: str, new: str):
    """Unknown keys, wrong types and broken JSON are refused with the place."""
    path = thresholds_path(assignment)
    save_reference(build_reference(assignment, runs), path)
    path.write_text(path.read_text("utf-8").replace(old, new, 1), "utf-8")

    with pytest.raises(ConfigError, match="thresholds"):
        load_reference(assignment)


def test_more_failures_than_seeds_are_refused(assignment: Assignment, runs: Path):
    """Reports say “5 of 5”: no edited file makes them say “6 of 5”."""
    reference = build_reference(assignment, runs)
    odd = replace(reference.roles["small"], times_wrong=(6,))
    roles = {**reference.roles, "small": odd}
    save_reference(replace(reference, roles=roles), thresholds_path(assignment))

    with pytest.raises(ConfigError, match="counts from 0 to 5, the number of seeds"):
        load_reference(assignment)
