"""Describes a training of a student's model so that our own process can do it again with other
seeds.

Only what is plainly described can be repeated: Keras' own layers with their usual initial weights,
an optimizer with a fixed learning rate, labels and rows that were recorded and are the
assignment's. Of anything else nobody here knows how much it scatters.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from pydantic import JsonValue

from grader.model.evidence import TrainingRun
from grader.scoring.effort import products_per_example
from grader.scoring.process.request import loss_request, rebuilding, wants_one_hot
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.training_data import rows_trained_on

SEEDS = (1, 2, 3, 4)
MAX_STEPS = 5_000
MAX_PRODUCTS = 5e10
"""Of weights and numbers, forwards: ten seconds for all seeds. By arithmetic, not by the clock: the
same notebook, the same findings.
"""
TIMEOUT_S = 20.0
OPTIMIZERS = ("SGD", "Adam", "AdamW", "Adamax", "Nadam", "RMSprop", "Adagrad", "Adadelta")
OPTIONS = (
    "learning_rate",
    "momentum",
    "nesterov",
    "beta_1",
    "beta_2",
    "rho",
    "epsilon",
    "amsgrad",
    "weight_decay",
)
USUAL_INITIALIZERS = (
    "GlorotUniform",
    "Zeros",
    "Ones",
    "Orthogonal",
    "glorot_uniform",
    "zeros",
    "ones",
    "orthogonal",
)


def retraining_request(
    run: TrainingRun, *, folder: Path, canonical: Canonical, scratch: Path
) -> dict[str, JsonValue]:
    """What the scoring process is to train; its arrays are written to `scratch`. Raises
    `ModelRefused` where nobody can.
    """
    rebuilt, loss = rebuilding(run), loss_request(run)
    if rebuilt.model is None or loss is None or not _is_affordable(run):
        raise ModelRefused("its training can't be repeated here")
    if (
        run.batch_size is None
        or run.continues is not None
        or run.validation_split
        or not _usual_initial_weights(run)
    ):
        raise ModelRefused("its training can't be repeated here as it was")
    x, labels, held_out = rows_trained_on(run, folder=folder, canonical=canonical)
    paths = {
        name: scratch / f"again-{name}.npy"
        for name in ("x", "labels", "held_out", "held_out_labels")
    }
    for name, array in zip(
        paths, (x, labels, held_out, canonical.dataset.held_out_y.astype(np.int64)), strict=True
    ):
        np.save(paths[name], array)
    return {
        "seeds": list(SEEDS),
        "model": rebuilt.model,
        "input_shape": list(x.shape[1:]),
        "optimizer": _optimizer(run),
        "loss": loss,
        "one_hot": wants_one_hot(run),
        "classes": len(canonical.dataset.classes) or int(canonical.dataset.train_y.max()) + 1,
        "batch_size": run.batch_size,
        "epochs": run.epochs_requested,
        **{name: str(path) for name, path in paths.items()},
    }


def measured_again(answer: dict[str, JsonValue]) -> tuple[float, ...]:
    """What the scoring process measured, a number a seed; none where it could not."""
    given = answer.get("accuracies")
    values: Sequence[JsonValue] = given if isinstance(given, list) else ()
    return tuple(float(value) for value in values if isinstance(value, int | float))


def _is_affordable(run: TrainingRun) -> bool:
    rows = run.x.shape[0] if run.x is not None and run.x.shape else 0
    steps = math.ceil(rows / max(1, run.batch_size or 1)) * run.epochs_requested
    an_example = run.model.parameters + products_per_example(run.model)
    return (
        steps <= MAX_STEPS and rows * run.epochs_requested * an_example * len(SEEDS) <= MAX_PRODUCTS
    )


def _optimizer(run: TrainingRun) -> JsonValue:
    name, config = run.compiled.optimizer, run.compiled.optimizer_config
    if name not in OPTIMIZERS or not isinstance(config.get("learning_rate"), int | float):
        raise ModelRefused("its optimizer can't be repeated here")
    if (
        config.get("clipnorm")
        or config.get("clipvalue")
        or config.get("global_clipnorm")
        or config.get("use_ema")
    ):
        raise ModelRefused("its optimizer can't be repeated here")
    options: dict[str, JsonValue] = {
        key: value
        for key, value in config.items()
        if key in OPTIONS and isinstance(value, int | float)
    }
    return {"name": name, "options": options}


def _usual_initial_weights(run: TrainingRun) -> bool:
    """Whether every layer begins as Keras has it by default: the cleaned architecture doesn't
    say.
    """
    return all(
        _class_of(value) in (None, *USUAL_INITIALIZERS)
        for layer in run.model.layers
        for key, value in layer.config.items()
        if key.endswith("_initializer")
    )


def _class_of(value: JsonValue) -> JsonValue:
    return value.get("class_name") if isinstance(value, dict) else value
