"""Trains the reference models of one seed in full, and keeps what they reached.

An assignment's `train.py` calls `train_one_seed` with its recipes; `grader reference train` runs
that file once a seed:

    python train.py --seed 7 --out runs/

One `ROLE-SEED.npz` a role is written, and a JSON line now and then tells how far it is. A role that
is there already is not trained again, unless a later one goes on from its model.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import io
import json
import os
import platform
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from grader.host.files import write_bytes
from grader.training.recipe import METRICS, Data, Recipe

PROGRESS_EVERY_S = 1.0
PACKAGES = ("tensorflow", "keras", "scikit-learn", "numpy")


@dataclass(frozen=True, slots=True)
class Job:
    """One role of one seed."""

    role: str
    recipe: Recipe
    seed: int
    data_file: Path
    target: Path
    """The npz to write."""


def train_one_seed(recipes: Mapping[str, Recipe], data_file: Path) -> None:
    """Train every role of the seed on the command line that is not in its output folder yet."""
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.update(
        dict.fromkeys(("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"), "1")
    )
    arguments = _parse_arguments()
    roles = arguments.roles.split(",") if arguments.roles else list(recipes)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for chain in chains(recipes, roles):
        jobs = [
            Job(
                role,
                recipes[role],
                arguments.seed,
                data_file,
                arguments.out / f"{role}-{arguments.seed:04d}.npz",
            )
            for role in chain
        ]
        if not all(job.target.exists() for job in jobs):
            _train_chain(jobs, read_data(data_file))


def read_data(path: Path) -> Data:
    """Read an npz with `x_train`, `y_train`, `x_test`, `y_test`."""
    with np.load(path, allow_pickle=False) as arrays:
        return Data(arrays["x_train"], arrays["y_train"], arrays["x_test"], arrays["y_test"])


def chains(recipes: Mapping[str, Recipe], roles: list[str]) -> list[list[str]]:
    """Group the roles so that one which continues another follows it in the same list."""
    grouped: list[list[str]] = []
    for role in roles:
        parent = recipes[role].continues
        home = next(
            (chain for chain in grouped if parent is not None and chain[-1] == parent), None
        )
        if home is not None:
            home.append(role)
        else:
            grouped.append([role] if parent is None else [parent, role])
    return grouped


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Train the reference models of one seed.")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--roles", default="", help="comma-separated; all of them when left out")
    return parser.parse_args()


def _train_chain(jobs: list[Job], data: Data) -> None:
    model = None
    for job in jobs:
        model = job.recipe.begin(job.seed, model)
        _train(job, model, data)


def _train(job: Job, model: Any, data: Data) -> None:
    history = np.empty((job.recipe.epochs, len(METRICS)), "float32")
    started = last_report = time.monotonic()

    def on_epoch(epoch: int, logs: dict[str, float]) -> None:
        nonlocal last_report
        history[epoch] = [logs[metric] for metric in METRICS]
        if time.monotonic() - last_report > PROGRESS_EVERY_S or epoch + 1 == job.recipe.epochs:
            last_report = time.monotonic()
            _say(job, epoch + 1, logs["val_accuracy"])

    job.recipe.train(model, data, on_epoch)
    predictions = job.recipe.predict(model, data.val_x)
    _save(
        job,
        history,
        predictions,
        data.val_y,
        _origin(job, model, wall_s=time.monotonic() - started),
    )


def _origin(job: Job, model: Any, *, wall_s: float) -> dict[str, object]:
    return {
        "role": job.role,
        "seed": job.seed,
        "epochs": job.recipe.epochs,
        "batch_size": job.recipe.batch_size,
        "continues": job.recipe.continues,
        "parameters": job.recipe.parameters(model),
        "dataset_sha256": hashlib.sha256(job.data_file.read_bytes()).hexdigest(),
        "wall_s": round(wall_s, 1),
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
        "hardware": f"{platform.machine()}, 1 thread",
    }


def _save(
    job: Job,
    history: np.ndarray,
    predictions: np.ndarray,
    truth: np.ndarray,
    origin: dict[str, object],
) -> None:
    from sklearn.metrics import confusion_matrix

    classes = int(max(truth.max(), predictions.max())) + 1
    confusion = confusion_matrix(truth, predictions, labels=range(classes)).astype("int32")
    content = io.BytesIO()
    np.savez_compressed(
        content,
        loss=history[:, 0],
        accuracy=history[:, 1],
        val_loss=history[:, 2],
        val_accuracy=history[:, 3],
        confusion_matrix=confusion,
        predictions=predictions.astype("uint8"),
        origin=np.array(json.dumps(origin)),
    )
    write_bytes(job.target, content.getvalue())


def _say(job: Job, epoch: int, val_accuracy: float) -> None:
    facts = {"role": job.role, "seed": job.seed, "epoch": epoch, "epochs": job.recipe.epochs}
    sys.stdout.write(json.dumps({**facts, "val_accuracy": val_accuracy}) + "\n")
    sys.stdout.flush()
