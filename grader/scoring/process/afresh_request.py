"""Describes a line of trainings so that our own process can do it from draws of Keras' own.

It need not be the same training: where the student's own parts do something, Keras' usual ones do
it here, on all rows of the assignment, and as fast as any of what is known.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import JsonValue

from grader.model.evidence import TrainingRun
from grader.scoring.preparation.recover import Preparation
from grader.scoring.process.laid_out import (
    IMAGES,
    TARGETS,
    TRAINING_IMAGES,
    TRAINING_TARGETS,
    lay_out_training,
)
from grader.scoring.process.request import (
    input_shape,
    loss_request,
    preparations,
    rebuilding,
    wants_one_hot,
)
from grader.scoring.process.step_request import NUMBERS, OPTIMIZERS, SWITCHES
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.scoring.rows.canonical import Canonical

TIMES_AS_LONG = 2
DRAWS = 3
FASTER = 3.0
"""By what the rate of the last draw is multiplied where the notebook's own may have risen on the
way.
"""
ALLOWED_S = 60.0
MOST_EPOCHS = 10_000
USUAL_BATCH = 32
USUAL_RATE = {"SGD": 0.01, "Adam": 0.001}
LARGEST_RATE = 10.0
SCIKIT_LEARN = "sklearn."


def afresh_request(
    line: Sequence[TrainingRun],
    canonical: Canonical,
    recovered: Preparation | None,
    scratch: Path,
    enough: float,
) -> dict[str, JsonValue]:
    """What the scoring process, which reads in `scratch`, is to train; raises `ModelRefused` where
    it can't.
    """
    run, dataset = line[-1], canonical.dataset
    rebuilt = rebuilding(run)
    shape = recovered.geometry.target if recovered else input_shape(run, rebuilt)
    tried, _ = preparations(shape, canonical, recovered)
    lay_out_training(dataset, scratch)
    return {
        **_random({"model": rebuilt.model} if rebuilt.model else {"chain": list(rebuilt.chain)}),
        "afresh": [_phase(each, len(dataset.train_x)) for each in line],
        "input_shape": list(shape),
        "images": str(scratch / TRAINING_IMAGES),
        "labels": str(scratch / TRAINING_TARGETS),
        "held_out_images": str(scratch / IMAGES),
        "held_out_labels": str(scratch / TARGETS),
        "preparation": tried[0].to_json(),
        "rates": _rates(line),
        "enough": enough,
        "allowed_s": ALLOWED_S,
    }


def _random(tree: Any) -> Any:
    """A description in which nothing is said of how weights begin: then Keras draws them. All of
    them learn: what a layer that was forbidden to holds may come from a training.
    """
    if isinstance(tree, list):
        return [_random(entry) for entry in tree]
    if not isinstance(tree, dict):
        return tree
    kept = {
        key: value
        for key, value in tree.items()
        if not key.endswith("_initializer") and key != "trainable"
    }
    return {key: _random(value) for key, value in kept.items()}


def _rates(line: Sequence[TrainingRun]) -> list[JsonValue]:
    """For each draw, by what the rates are multiplied."""
    steady = not any(map(_may_be_faster, line))
    return [*([1.0] * (DRAWS - 1)), 1.0 if steady else FASTER]


def _may_be_faster(run: TrainingRun) -> bool:
    """Whether something may have raised its rate on the way. A callback may do other things: where
    the rate of the step that was kept is the one that it began with, nothing did.
    """
    begun = run.compiled.optimizer_config.get("learning_rate")
    kept = run.kept_step.learning_rate if run.kept_step else None
    steady = (
        isinstance(begun, int | float)
        and kept is not None
        and math.isclose(begun, kept, rel_tol=1e-5)
    )
    return any(
        switch.startswith("an own optimizer")
        or (not steady and switch.startswith(("callback ", "a learning-rate")))
        for switch in run.switches or ()
    )


def _phase(run: TrainingRun, rows: int) -> JsonValue:
    loss, batch = loss_request(run), USUAL_BATCH
    if run.batch_size is not None and 0 < run.batch_size < rows:
        batch = run.batch_size
    epochs = TIMES_AS_LONG * _epochs(run, rows, math.ceil(rows / batch))
    return {
        "optimizer": _optimizer(run),
        "loss": loss or _usual_loss(run),
        "one_hot": loss is not None and wants_one_hot(run),
        "batch_size": batch,
        "epochs": min(max(1, math.ceil(epochs)), MOST_EPOCHS),
    }


def _epochs(run: TrainingRun, rows: int, steps: int) -> float:
    """For how many epochs of so many rows, in so many steps, it was trained."""
    if run.epochs_run > 0:
        given = run.x.shape[0] if run.x is not None and run.x.shape else 0
        return run.epochs_run * max(1.0, given / max(1, rows))
    if run.begun_steps > 0:
        return run.begun_steps / steps
    raise ModelRefused("nobody knows for how long it was trained")


def _optimizer(run: TrainingRun) -> JsonValue:
    known = run.compiled.optimizer in OPTIMIZERS
    name, config = run.compiled.optimizer if known else "Adam", run.compiled.optimizer_config
    options: dict[str, JsonValue] = {}
    if known and not run.model.class_name.startswith(SCIKIT_LEARN):
        options = {
            key: value
            for key, value in config.items()
            if (key in NUMBERS and isinstance(value, int | float))
            or (key in SWITCHES and isinstance(value, bool))
        }
    return {"name": name, "options": {**options, "learning_rate": _rate(run, name, config)}}


def _rate(run: TrainingRun, name: str, config: Mapping[str, JsonValue]) -> float:
    """The highest of those that are known, and no less than Keras' own."""
    known = (
        config.get("learning_rate"),
        config.get("learning_rate_init"),
        run.kept_step.learning_rate if run.kept_step else None,
    )
    numbers = [float(rate) for rate in known if isinstance(rate, int | float)]
    usual = USUAL_RATE.get(name, USUAL_RATE["Adam"])
    return min(max([usual, *filter(math.isfinite, numbers)]), LARGEST_RATE)


def _usual_loss(run: TrainingRun) -> JsonValue:
    last = run.model.layers[-1] if run.model.layers else None
    ends_in_softmax = last is not None and (
        last.class_name == "Softmax" or last.config.get("activation") == "softmax"
    )
    return {
        "name": "sparse_categorical_crossentropy",
        "options": {"from_logits": not ends_in_softmax},
    }
