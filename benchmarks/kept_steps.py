"""Measures what keeping the steps of a training costs, and computing them again.

Trains a network of digits, a dense and a convolutional one on random pictures, in our loop and in
Keras' own, in turns with and without keeping steps, and prints the ratio of the best times. Then
computes the kept steps again, and prints how long a further one takes beside the first; and how
long it takes to look up the rows of 32 batches of standardised pictures, beside those of one.

    python benchmarks/kept_steps.py [--rounds N] [--json -]
"""

import argparse
import contextlib
import json
import os
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

import keras
import numpy as np
from keras import layers

from grader.model.descriptions import ArraySummary, CompileInfo, ModelInfo
from grader.model.evidence import KeptStep, TrainingRun
from grader.pipeline import load_everything
from grader.recorder.models.describe import describe_compilation
from grader.recorder.shared import fused
from grader.recorder.shared.fingerprint import row_hashes
from grader.recorder.shared.sampled import SampledStep
from grader.recorder.shared.sampling.under_way import following
from grader.scoring.process.step_again import take_again
from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.of_steps import rows_of_the_steps

BATCHES = 32


def networks() -> dict[str, tuple[list[layers.Layer], tuple[int, ...], int, int]]:
    """By name: layers, the shape of an example, how many there are, and epochs."""
    return {
        "digits": ([layers.Dense(32, activation="relu")], (64,), 1437, 10),
        "dense": ([layers.Dense(128, activation="relu")], (784,), 6000, 5),
        "convolutional": (
            [
                layers.Conv2D(32, 3, activation="relu"),
                layers.MaxPooling2D(),
                layers.Conv2D(64, 3, activation="relu"),
                layers.MaxPooling2D(),
                layers.Flatten(),
            ],
            (28, 28, 1),
            3000,
            3,
        ),
    }


class Draws(keras.callbacks.Callback):
    """What the recorder's callback does before each epoch."""

    def __init__(self, sampled: SampledStep) -> None:
        """Draw for it."""
        super().__init__()
        self.sampled = sampled

    def on_epoch_begin(self, epoch: int, logs: object = None) -> None:
        """Draw the steps of this epoch."""
        del epoch, logs
        self.sampled.epoch_begins(self.params["steps"])


def train(name: str, *, ours: bool, keeps: bool) -> tuple[float, keras.Model, SampledStep]:
    """One `fit` of a fresh network: its seconds, the network, and what was kept of it."""
    inner, shape, rows, epochs = networks()[name]
    rng = np.random.default_rng(0)
    x, y = rng.random((rows, *shape), dtype=np.float32), rng.integers(0, 10, rows)
    output = layers.Dense(10, activation="softmax")
    model = keras.Sequential([layers.Input(shape), *inner, output])
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    sampled = SampledStep(model, contextlib.nullcontext)
    loop = fused.fused(model, None, epochs=epochs) if ours else contextlib.nullcontext()
    with loop, following(sampled) if keeps else contextlib.nullcontext():
        began = time.perf_counter()
        model.fit(x, y, epochs=epochs, verbose=0, callbacks=[Draws(sampled)] if keeps else [])
        return time.perf_counter() - began, model, sampled


def seconds_again(model: keras.Model, sampled: SampledStep, *, rounds: int) -> tuple[float, float]:
    """For the first of the steps alone, and for all of them."""
    compiled = describe_compilation(model)
    numbers = {
        key: value
        for key, value in compiled["optimizer_config"].items()
        if isinstance(value, int | float) and key != "learning_rate"
    }
    with tempfile.TemporaryDirectory() as folder:
        steps = []
        for number, step in enumerate((sampled, *sampled.further.kept)):
            file = Path(folder, f"{number}.npz")
            np.savez(file, **step.arrays)
            steps.append({"file": str(file), "learning_rate": step.learning_rate})
        request = {
            "max_bytes": 2**26,
            "model": keras.saving.serialize_keras_object(model),
            "input_shape": list(model.input_shape[1:]),
            "optimizer": {"name": compiled["optimizer"], "options": numbers},
            "loss": {"name": compiled["loss"], "options": compiled["loss_config"]},
        }
        best = []
        for some in (steps[:1], steps):
            times = []
            for _ in range(rounds):
                began = time.perf_counter()
                take_again({**request, "steps": some})
                times.append(time.perf_counter() - began)
            best.append(min(times))
    return best[0], best[1]


def measure(name: str, *, rounds: int) -> dict[str, object]:
    """All figures of one network; printed as they come."""
    found: dict[str, object] = {"network": name}
    for loop, ours in (("our loop", True), ("Keras' own", False)):
        times: dict[bool, list[float]] = {True: [], False: []}
        for _ in range(rounds):
            for keeps in (True, False):
                times[keeps].append(train(name, ours=ours, keeps=keeps)[0])
        kept, plain = min(times[True]), min(times[False])
        found[loop] = {"with_s": kept, "without_s": plain, "ratio": kept / plain}
        print(f"{name}, {loop}: {kept:.3f} s, without {plain:.3f} s: {kept / plain:.2f}")
    _, model, sampled = train(name, ours=True, keeps=True)
    one, every = seconds_again(model, sampled, rounds=rounds)
    further = len(sampled.further.kept)
    found["again"] = {"first_s": one, "further_s": (every - one) / further}
    sizes = sum(step.size for step in sampled.further.kept)
    found["further_bytes"] = sizes
    print(
        f"{name}, computed again: {one * 1e3:.0f} ms, each of {further} further ones "
        f"{(every - one) / further * 1e3:.0f} ms; these take {sizes / 1e6:.1f} MB"
    )
    return found


def measure_rows(*, rounds: int) -> dict[str, object]:
    """How long it takes to look up the rows of one batch, and of many, of MNIST's pictures after
    each place in them was standardised.
    """
    dataset = load_everything("mnist").dataset
    x = dataset.train_x.reshape(len(dataset.train_x), -1).astype(np.float32) / 255
    x = (x - x.mean(0)) / (x.std(0) + np.float32(1e-3))
    bounds, sample = (float(x.min()), float(x.max())), np.arange(96)
    best = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        seen = {"x.sample": x[sample], "x.sample_index": sample}
        np.savez(folder / "x.npz", **seen, **{"x.row_hashes": row_hashes(x, bounds)})
        steps = tuple(KeptStep(1, step + 1, f"{step}.npz") for step in range(BATCHES))
        for place, step in enumerate(steps):
            np.savez(folder / str(step.arrays), x=x[32 * place : 32 * place + 32])
        for some in (steps[:1], steps):
            run = TrainingRun(
                number=1,
                source="reproduced",
                cell=1,
                model=ModelInfo(1, "Sequential", (), 1, 1, ""),
                compiled=CompileInfo("Adam", {}, "mse"),
                epochs_requested=1,
                epochs_run=1,
                x=ArraySummary("x", x.shape, "float32", *bounds),
                started_arrays="x.npz",
                kept_step=some[0],
                further_steps=some[1:],
            )
            times = []
            for _ in range(rounds):
                canonical = Canonical(dataset)
                began = time.perf_counter()
                rows_of_the_steps(run, folder=folder, canonical=canonical)
                times.append(time.perf_counter() - began)
            best.append(min(times))
    print(
        f"rows of {BATCHES} batches: {best[1]:.2f} s, of one {best[0]:.2f} s: "
        f"{best[1] / best[0]:.2f}"
    )
    return {"rows of": BATCHES, "all_s": best[1], "one_s": best[0], "ratio": best[1] / best[0]}


def main() -> None:
    """Measure each network."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--json", choices=["-"])
    arguments = parser.parse_args()
    fused.install()
    with contextlib.redirect_stdout(sys.stderr if arguments.json else sys.stdout):
        found = [measure(name, rounds=arguments.rounds) for name in networks()]
        found.append(measure_rows(rounds=arguments.rounds))
    if arguments.json:
        print(json.dumps(found))


if __name__ == "__main__":
    main()
