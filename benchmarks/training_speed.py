"""Measures how much faster grader trains than stock `fit`, on one core.

    python benchmarks/training_speed.py [--rounds 3] [--core 0] [--json -]

The dense and the convolutional network of the bundled assignment on its 60,000 pictures, with
validation as it asks for it, in turns by stock Keras and as grader's recorder trains. Both have
been traced before the clock starts.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

THREADS = (
    "TF_NUM_INTRAOP_THREADS",
    "TF_NUM_INTEROP_THREADS",
    "OMP_NUM_THREADS",
    "OPENBLAS_NUM_THREADS",
)
ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "reference" / "mnist" / "data" / "mnist.npz"
EPOCHS = {"dense": {"grader": 200, "stock": 10}, "convolutional": {"grader": 1, "stock": 1}}
"""How many are trained at a time. Of the dense network less than the 500 that the assignment asks
for, but so many that XLA's second of compiling is earned; stock `fit` takes as long for every
epoch.
"""


def networks() -> dict[str, tuple[Callable[[], Any], tuple[int, ...]]]:
    """By name: a function that makes the compiled network, and the shape of one input."""
    import keras
    from keras import layers

    def dense() -> Any:
        model = keras.Sequential(
            [
                keras.Input((784,)),
                layers.Dense(64, activation="sigmoid"),
                layers.Dense(10, activation="softmax"),
            ]
        )
        model.compile("sgd", "mean_squared_error", metrics=["accuracy"])
        return model

    def convolutional() -> Any:
        model = keras.Sequential(
            [
                keras.Input((28, 28, 1)),
                layers.Conv2D(32, 3, activation="relu"),
                layers.MaxPooling2D(),
                layers.Conv2D(64, 3, activation="relu"),
                layers.MaxPooling2D(),
                layers.Flatten(),
                layers.Dropout(0.5),
                layers.Dense(10, activation="softmax"),
            ]
        )
        model.compile("adam", "categorical_crossentropy", metrics=["accuracy"])
        return model

    return {"dense": (dense, (784,)), "convolutional": (convolutional, (28, 28, 1))}


def pictures(shape: tuple[int, ...]) -> tuple[Any, Any, tuple[Any, Any]]:
    """Inputs (60000, *shape), targets (60000, 10) and the same of the 10,000 for validation, all
    float32.
    """
    import numpy as np

    with np.load(DATA) as data:
        images = {
            name: data[f"x_{name}"].reshape(-1, *shape).astype("float32") / 255
            for name in ("train", "test")
        }
        targets = {
            name: np.eye(10, dtype="float32")[data[f"y_{name}"]] for name in ("train", "test")
        }
    return images["train"], targets["train"], (images["test"], targets["test"])


def trainings(name: str, cpu_s: dict[str, list[float]]) -> dict[str, Callable[[], float]]:
    """Stock and fused training of one network, traced; each returns the wall-clock seconds of an
    epoch.

    `cpu_s` receives the seconds of processor time that an epoch took, on a busy machine the truer
    number.
    """
    import keras

    from grader.recorder.shared import fused

    build, shape = networks()[name]
    x, y, validation = pictures(shape)
    fused.install()

    def measured(model: Any, *, allowed: bool, epochs: int) -> tuple[float, float]:
        started, started_cpu = time.perf_counter(), time.process_time()
        options = {"batch_size": 128, "epochs": epochs, "validation_data": validation, "verbose": 0}
        if allowed:
            with fused.fused(model, None, epochs=epochs) as fast:
                model.fit(x, y, **options)
            if not fast:
                raise RuntimeError("the network was not trained as the recorder trains it")
        else:
            model.fit(x, y, **options)
        return (time.perf_counter() - started) / epochs, (
            time.process_time() - started_cpu
        ) / epochs

    def contestant(who: str, *, allowed: bool) -> Callable[[], float]:
        keras.utils.set_random_seed(1)
        model = build()
        measured(model, allowed=allowed, epochs=1)
        cpu_s[who] = []

        def train() -> float:
            wall_s, used_s = measured(model, allowed=allowed, epochs=EPOCHS[name][who])
            cpu_s[who].append(used_s)
            return wall_s

        return train

    return {
        "stock": contestant("stock", allowed=False),
        "grader": contestant("grader", allowed=True),
    }


def main() -> None:
    """Measure both networks."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument(
        "--core", type=int, default=max(os.sched_getaffinity(0)), help="the core to train on"
    )
    parser.add_argument("--only", choices=list(EPOCHS))
    parser.add_argument("--json", metavar="F|-", help="write the numbers for a program")
    arguments = parser.parse_args()
    os.sched_setaffinity(0, {arguments.core})
    os.environ.update(
        dict.fromkeys(THREADS, "1"), TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES=""
    )
    sys.path.insert(0, str(ROOT))
    from benchmarks.measuring.harness import alternate

    numbers: dict[str, dict[str, dict[str, Sequence[float]]]] = {}
    for name in [arguments.only] if arguments.only else list(EPOCHS):
        cpu_s: dict[str, list[float]] = {}
        wall_s = alternate(trainings(name, cpu_s), arguments.rounds)
        numbers[name] = {"wall": wall_s, "cpu": cpu_s}
        for clock, seconds in numbers[name].items():
            stock, ours = (statistics.median(seconds[who]) for who in ("stock", "grader"))
            said = (
                f"{name:14} an epoch, {clock:4}: stock {stock:.3f} s, grader {ours:.3f} s, ratio "
                f"{stock / ours:.2f}"
            )
            print(said, file=sys.stderr)
    if arguments.json == "-":
        print(json.dumps(numbers))
    elif arguments.json:
        Path(arguments.json).write_text(json.dumps(numbers), "utf-8")


if __name__ == "__main__":
    main()
