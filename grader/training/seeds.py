"""Trains the reference models of one seed in full, and keeps what they reached.

An assignment's `train.py` calls `train_one_seed` with its recipes; `grader reference train` runs
that file once a seed:

    python train.py --seed 7 --out runs/

One `ROLE-SEED.npz` a role is written, and a JSON line now and then tells how far it is. A role that
is there already is not trained again, unless a later one goes on from its model.

A recipe of standard parts is trained as a job, by the code that trains what hand-ins ask for.
Where `GRADER_TRAININGS` names a folder, the results of these jobs are written there, too: shipped
with the assignment, a hand-in finds them trained.
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
from typing import TYPE_CHECKING, Any

import numpy as np

from grader.host.files import write_bytes
from grader.model.training import TrainedModel, TrainingJob
from grader.reference.asked import AskedTraining, asked_training
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.training.kept.store import bundle, read
from grader.training.recipe import METRICS, Data, KerasRecipe, Recipe

if TYPE_CHECKING:
    from grader.training.process.training import PreparedExamples

BUNDLE_VARIABLE = "GRADER_TRAININGS"
PROGRESS_EVERY_S = 1.0
PACKAGES = ("tensorflow", "keras", "scikit-learn", "numpy")


@dataclass(frozen=True, slots=True)
class SeedTask:
    """One role of one seed."""

    role: str
    recipe: Recipe
    seed: int
    data_file: Path
    target: Path
    """The npz to write."""
    models: str | None = None
    """Digest of the code that made the recipe; None where the script is run by hand."""
    bundle: Path | None = None
    """The folder for the results of jobs that are shipped; None where none are asked for."""


def train_one_seed(recipes: Mapping[str, Recipe], data_file: Path) -> None:
    """Train every role of the seed on the command line that is not in its output folder yet.

    `data_file` is for a run by hand: `grader reference train` hands over the file and the names of
    its arrays that assignment.yaml names, and refuses recipes that train otherwise.
    """
    asked = asked_training(data_file)
    if differences := list(
        asked.differences({role: recipe.epochs for role, recipe in recipes.items()})
    ):
        sys.exit("; ".join(differences))
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    os.environ.update(
        dict.fromkeys(("TF_NUM_INTRAOP_THREADS", "TF_NUM_INTEROP_THREADS", "OMP_NUM_THREADS"), "1")
    )
    arguments = _parse_arguments()
    roles = arguments.roles.split(",") if arguments.roles else list(recipes)
    arguments.out.mkdir(parents=True, exist_ok=True)
    bundle_folder = os.environ.get(BUNDLE_VARIABLE)
    for chain in chains(recipes, roles):
        tasks = [
            SeedTask(
                role,
                recipes[role],
                arguments.seed,
                asked.data_file,
                arguments.out / f"{role}-{arguments.seed:04d}.npz",
                asked.models,
                Path(bundle_folder) if bundle_folder else None,
            )
            for role in chain
        ]
        wanted = bundle_folder and isinstance(tasks[0].recipe, KerasRecipe)
        if wanted or not all(task.target.exists() for task in tasks):
            _train_chain(tasks, read_data(asked))


def read_data(asked: AskedTraining) -> Data:
    """Read inputs and labels, of training and held out, by the names that they have in the npz."""
    with np.load(asked.data_file, allow_pickle=False) as arrays:
        return Data(*(arrays[name] for name in (*asked.train, *asked.held_out)))


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


@dataclass(frozen=True, slots=True)
class _SeedJob:
    """A task that is a job."""

    recipe: KerasRecipe
    job: TrainingJob
    examples: PreparedExamples
    """The data as jobs take them."""


def _train_chain(tasks: list[SeedTask], data: Data) -> None:
    """Train roles each of which goes on from the one before it, or is alone."""
    model, earlier = None, None
    for task in tasks:
        described = _seed_job(task, data, earlier, continues=model is not None)
        if described is None:
            earlier, model = None, task.recipe.begin(task.seed, model)
            _train(task, model, data)
        else:
            earlier, model = _train_job(task, described, data, earlier)


def _seed_job(
    task: SeedTask, data: Data, earlier: TrainedModel | None, *, continues: bool
) -> _SeedJob | None:
    """The task as a job; None where it has parts of its own."""
    recipe = task.recipe
    if not isinstance(recipe, KerasRecipe) or (continues and earlier is None):
        return None
    from grader.training.recipe_jobs import RecipeJobs  # it loads TensorFlow

    jobs = RecipeJobs(data, task.data_file)
    try:
        return _SeedJob(recipe, jobs.job(recipe, seed=task.seed, earlier=earlier), jobs.examples)
    except ModelRefused:
        return None


def _train_job(
    task: SeedTask, described: _SeedJob, data: Data, earlier: TrainedModel | None
) -> tuple[TrainedModel, Any]:
    """Train a job, or find it trained in the folder of results; returns the model, too."""
    from grader.training.process.training import Begun, trained

    job, noted = described.job, _EpochMetrics(task)
    known = task.bundle and read(task.bundle, job.digest)
    result = known or trained(
        job, described.examples, Begun(earlier=earlier), on_epoch=noted.on_epoch
    )
    if task.bundle is not None and not known:
        bundle(task.bundle, result)
    model = described.recipe.build()
    model.set_weights(list(result.weights))
    if not task.target.exists():
        history = np.array([result.history[metric] for metric in METRICS], "float32").T
        _keep(task, model, history, data, wall_s=result.wall_s)
    return result, model


class _EpochMetrics:
    """Notes the metrics of every epoch, and says now and then how far the training is."""

    def __init__(self, task: SeedTask) -> None:
        self._task, self._last_report = task, time.monotonic()
        self.history = np.empty((task.recipe.epochs, len(METRICS)), "float32")

    def on_epoch(self, epoch: int, logs: dict[str, float]) -> None:
        """Take the metrics of an epoch, from 0."""
        self.history[epoch] = [logs[metric] for metric in METRICS]
        ends = epoch + 1 == self._task.recipe.epochs
        if time.monotonic() - self._last_report > PROGRESS_EVERY_S or ends:
            self._last_report = time.monotonic()
            _say(self._task, epoch + 1, logs["val_accuracy"])


def _train(task: SeedTask, model: Any, data: Data) -> None:
    """Train a recipe that is no job, such as one of scikit-learn's."""
    noted, began = _EpochMetrics(task), time.monotonic()
    task.recipe.train(model, data, task.seed, noted.on_epoch)
    _keep(task, model, noted.history, data, wall_s=time.monotonic() - began)


def _keep(task: SeedTask, model: Any, history: np.ndarray, data: Data, *, wall_s: float) -> None:
    predictions = task.recipe.predict(model, data.val_x)
    _save(task, history, predictions, data.val_y, _origin(task, model, wall_s=wall_s))


def _origin(task: SeedTask, model: Any, *, wall_s: float) -> dict[str, object]:
    return {
        "role": task.role,
        "seed": task.seed,
        "epochs": task.recipe.epochs,
        "batch_size": task.recipe.batch_size,
        "continues": task.recipe.continues,
        "parameters": task.recipe.parameters(model),
        "dataset_sha256": hashlib.sha256(task.data_file.read_bytes()).hexdigest(),
        "models_sha256": task.models,
        "wall_s": round(wall_s, 1),
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "versions": {name: importlib.metadata.version(name) for name in PACKAGES},
        "hardware": f"{platform.machine()}, 1 thread",
    }


def _save(
    task: SeedTask,
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
        predictions=predictions.astype(np.min_scalar_type(classes - 1)),
        origin=np.array(json.dumps(origin)),
    )
    write_bytes(task.target, content.getvalue())


def _say(task: SeedTask, epoch: int, val_accuracy: float) -> None:
    facts = {"role": task.role, "seed": task.seed, "epoch": epoch, "epochs": task.recipe.epochs}
    sys.stdout.write(json.dumps({**facts, "val_accuracy": val_accuracy}) + "\n")
    sys.stdout.flush()
