"""A tiny assignment with two roles, and runs of it that no network had to train for."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.model.assignment import Assignment, DatasetSpec, LayerSpec, RoleSpec

EPOCHS = 6
HELD_OUT = 40
WriteRun = Callable[..., Path]


@pytest.fixture
def assignment(tmp_path: Path) -> Assignment:
    """Three classes, 40 held-out rows, the roles `small` and `large`."""
    labels = np.arange(HELD_OUT) % 3
    np.savez(
        tmp_path / "data.npz",
        x_train=np.zeros((9, 2)),
        y_train=np.zeros(9),
        x_test=np.zeros((40, 2)),
        y_test=labels,
    )
    role = RoleSpec("Small", (LayerSpec("Dense", 3),), 9, "SGD", "mean_squared_error", EPOCHS)
    return Assignment(
        name="tiny",
        title="Tiny",
        dataset=DatasetSpec("data.npz"),
        roles={"small": role, "large": replace(role, parameters=90)},
        parts=(),
        folder=tmp_path,
    )


@pytest.fixture
def write_run(assignment: Assignment) -> WriteRun:
    """Writes a finished run; `origin` overrides what it says of itself."""
    digest = hashlib.sha256(assignment.dataset_path.read_bytes()).hexdigest()
    folder = assignment.folder / "runs"
    folder.mkdir()

    def write(role: str, seed: int, origin: dict | None = None) -> Path:
        rng = np.random.default_rng([seed, len(role)])
        labels = np.arange(HELD_OUT) % 3
        predictions = np.where(rng.random(HELD_OUT) < 0.2, (labels + 1) % 3, labels)
        predictions[7] = (labels[7] + 1) % 3
        confusion = np.zeros((3, 3), int)
        np.add.at(confusion, (labels, predictions), 1)
        own = {
            "role": role, "seed": seed, "epochs": EPOCHS, "batch_size": 4, "continues": None,
            "wall_s": 1.5, "date": "2026-01-02", "versions": {"keras": "3"}, "hardware": "abacus",
            "parameters": assignment.roles[role].parameters, "dataset_sha256": digest,
        }  # fmt: skip
        curves = {
            m: 0.5 + 0.01 * rng.normal(size=EPOCHS)
            for m in ("loss", "accuracy", "val_loss", "val_accuracy")
        }
        path = folder / f"{role}-{seed:04d}.npz"
        note = np.array(json.dumps({**own, **(origin or {})}))
        np.savez(path, **curves, confusion_matrix=confusion, predictions=predictions, origin=note)
        return path

    return write


@pytest.fixture
def runs(assignment: Assignment, write_run: WriteRun) -> Path:
    """Five seeds of each role."""
    for role in assignment.roles:
        for seed in range(5):
            write_run(role, seed)
    return assignment.folder / "runs"
