"""Trains the reference models of one seed in full and keeps what they reached.

`grader reference train` runs this file once a seed, in a process of its own:

    python train.py --seed 7 --out runs/

It writes one `ROLE-SEED.npz` a role and prints a JSON line now and then about how far it is. A role that is there
already is not trained again, unless a later one goes on from its model.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras  # noqa: E402
import numpy as np  # noqa: E402
import tensorflow as tf  # noqa: E402

from grader.training.fused import FusedTrainer  # noqa: E402

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from models import NUM_CLASSES, RECIPES, Recipe  # noqa: E402

PROGRESS_EVERY_S = 1.0


def main() -> None:
    """Train every role of one seed that is not in the output folder yet."""
    arguments = _parse_arguments()
    tf.config.threading.set_intra_op_parallelism_threads(1)
    tf.config.threading.set_inter_op_parallelism_threads(1)
    roles = arguments.roles.split(",") if arguments.roles else list(RECIPES)
    data = np.load(HERE / "data" / "mnist.npz")
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
        _train_role(role, RECIPES[role], model, seed=seed, data=data, target=target)


def _train_role(
    role: str, recipe: Recipe, model: keras.Model, *, seed: int, data: np.lib.npyio.NpzFile, target: Path
) -> None:
    recipe.compile(model)
    x, y = recipe.prepare(data["x_train"]), keras.utils.to_categorical(data["y_train"], NUM_CLASSES)
    val_x = tf.constant(recipe.prepare(data["x_test"]))
    val_y = tf.constant(keras.utils.to_categorical(data["y_test"], NUM_CLASSES))
    trainer = FusedTrainer(model, x, y, batch_size=recipe.batch_size, jit_compile=recipe.jit_compile)
    shuffler = np.random.default_rng([seed, list(RECIPES).index(role)])
    history = np.empty((recipe.epochs, 4), "float32")
    started = last_report = time.monotonic()
    for epoch in range(recipe.epochs):
        logs = trainer.train_epoch(shuffler.permutation(len(x)).astype("int32"))
        val_logs = trainer.evaluate(val_x, val_y)
        history[epoch] = logs["loss"], logs["accuracy"], val_logs["loss"], val_logs["accuracy"]
        if time.monotonic() - last_report > PROGRESS_EVERY_S or epoch + 1 == recipe.epochs:
            last_report = time.monotonic()
            _say(role=role, seed=seed, epoch=epoch + 1, epochs=recipe.epochs, val_accuracy=val_logs["accuracy"])
    predictions = np.concatenate([model(part, training=False).numpy().argmax(-1) for part in tf.split(val_x, 10)])
    _save(target, history, predictions.astype("uint8"), data["y_test"], _origin(role, recipe, seed, started))


def _origin(role: str, recipe: Recipe, seed: int, started: float) -> dict[str, object]:
    return {
        "role": role,
        "seed": seed,
        "epochs": recipe.epochs,
        "batch_size": recipe.batch_size,
        "continues": recipe.continues,
        "wall_s": round(time.monotonic() - started, 1),
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


def _say(**facts: object) -> None:
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    main()
