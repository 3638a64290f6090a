"""Trains the reference models of one seed in full and keeps what they reached.

`grader reference train` runs this file once a seed, in a process of its own:

    python train.py --seed 7 --out runs/

It writes one `ROLE-SEED.npz` a role and prints a JSON line now and then about how far it is. A role that is there
already is not trained again, unless a later one goes on from its model.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import sys
import time
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
import tensorflow as tf

from grader.training.fused import FusedTrainer

HERE = Path(__file__).parent
DATA = HERE / "data" / "mnist.npz"
sys.path.insert(0, str(HERE))

from models import NUM_CLASSES, RECIPES, Recipe  # noqa: E402

PROGRESS_EVERY_S = 1.0


def main() -> None:
    """Train every role of one seed that is not in the output folder yet."""
    arguments = _parse_arguments()
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    roles = arguments.roles.split(",") if arguments.roles else list(RECIPES)
    data = np.load(DATA)
    arguments.out.mkdir(parents=True, exist_ok=True)
    for chain in _chains(roles):
        _train_chain(chain, arguments.seed, data, arguments.out)


def _parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--roles", default="", help="comma-separated; all of them when left out")
    return parser.parse_args()


def _chains(roles: list[str]) -> list[list[str]]:
    """Group the roles so that one which continues another follows it in the same list."""
    chains: list[list[str]] = []
    for role in roles:
        parent = RECIPES[role].continues
        home = next((chain for chain in chains if parent is not None and chain[-1] == parent), None)
        if home is not None:
            home.append(role)
        else:
            chains.append([role] if parent is None else [parent, role])
    return chains


def _train_chain(chain: list[str], seed: int, data: np.lib.npyio.NpzFile, out: Path) -> None:
    targets = [out / f"{role}-{seed:04d}.npz" for role in chain]
    if all(target.exists() for target in targets):
        return
    keras.utils.set_random_seed(seed)
    model = RECIPES[chain[0]].build()
    for role, target in zip(chain, targets, strict=True):
        _train_role(Job(role, seed, target), model, data)


@dataclass(frozen=True, slots=True)
class Job:
    """One role of one seed."""

    role: str
    seed: int
    target: Path
    """The npz to write."""

    @property
    def recipe(self) -> Recipe:
        """How the role's model is built and trained."""
        return RECIPES[self.role]


def _train_role(job: Job, model: keras.Model, data: np.lib.npyio.NpzFile) -> None:
    recipe = job.recipe
    recipe.compile(model)
    x, y = recipe.prepare(data["x_train"]), keras.utils.to_categorical(data["y_train"], NUM_CLASSES)
    val_x = tf.constant(recipe.prepare(data["x_test"]))
    val_y = tf.constant(keras.utils.to_categorical(data["y_test"], NUM_CLASSES))
    trainer = FusedTrainer(model, x, y, batch_size=recipe.batch_size, jit_compile=recipe.jit_compile)
    shuffler = np.random.default_rng([job.seed, list(RECIPES).index(job.role)])
    history = np.empty((recipe.epochs, 4), "float32")
    started = last_report = time.monotonic()
    for epoch in range(recipe.epochs):
        logs = trainer.train_epoch(shuffler.permutation(len(x)).astype("int32"))
        val_logs = trainer.evaluate(val_x, val_y)
        history[epoch] = logs["loss"], logs["accuracy"], val_logs["loss"], val_logs["accuracy"]
        if time.monotonic() - last_report > PROGRESS_EVERY_S or epoch + 1 == recipe.epochs:
            last_report = time.monotonic()
            _say(job, epoch + 1, val_logs["accuracy"])
    predictions = np.concatenate([model(part, training=False).numpy().argmax(-1) for part in tf.split(val_x, 10)])
    origin = _origin(job, model, wall_s=time.monotonic() - started)
    _save(job.target, history, predictions.astype("uint8"), data["y_test"], origin)


def _origin(job: Job, model: keras.Model, *, wall_s: float) -> dict[str, object]:
    recipe = job.recipe
    return {
        "role": job.role,
        "seed": job.seed,
        "epochs": recipe.epochs,
        "batch_size": recipe.batch_size,
        "continues": recipe.continues,
        "parameters": model.count_params(),
        "dataset_sha256": hashlib.sha256(DATA.read_bytes()).hexdigest(),
        "wall_s": round(wall_s, 1),
        "date": time.strftime("%Y-%m-%d", time.gmtime()),
        "versions": {"tensorflow": tf.__version__, "keras": keras.__version__, "numpy": np.__version__},
        "hardware": f"{platform.machine()}, 1 thread",
    }


def _save(
    target: Path, history: np.ndarray, predictions: np.ndarray, truth: np.ndarray, origin: dict[str, object]
) -> None:
    confusion = np.zeros((NUM_CLASSES, NUM_CLASSES), "int32")
    np.add.at(confusion, (truth, predictions), 1)
    half_written = target.with_suffix(".part")
    with half_written.open("wb") as stream:
        np.savez_compressed(
            stream,
            loss=history[:, 0],
            accuracy=history[:, 1],
            val_loss=history[:, 2],
            val_accuracy=history[:, 3],
            confusion_matrix=confusion,
            predictions=predictions,
            origin=np.array(json.dumps(origin)),
        )
    half_written.replace(target)


def _say(job: Job, epoch: int, val_accuracy: float) -> None:
    facts = {"role": job.role, "seed": job.seed, "epoch": epoch, "epochs": job.recipe.epochs}
    print(json.dumps({**facts, "val_accuracy": val_accuracy}), flush=True)


if __name__ == "__main__":
    main()
