"""Describes one call of `fit` as a job, or says why it can't be one.

All that comes in is a claim of a kernel. What it leads to at the worst is the honest training of
what was claimed, or a refusal.
"""

from __future__ import annotations

import importlib.metadata
import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from pydantic import JsonValue

from grader.model.descriptions import ArraySummary
from grader.model.events import FitStarted
from grader.model.training import (
    FitSettings,
    Fresh,
    PreparedRows,
    Start,
    Targets,
    TrainedModel,
    TrainingJob,
)
from grader.scoring.preparation.geometry import Shape
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.scoring.rows.canonical import Canonical
from grader.training.description.architecture import architecture_of
from grader.training.description.compilation import (
    ACCURACY,
    callbacks_of,
    loss_of,
    metric_keys,
    number,
    optimizer_of,
    targets_taken,
)
from grader.training.description.rows import GivenRows, PassedData, held_out, split
from grader.untrusted.npz import NpzRefused, inside, read_arrays

PACKAGES = ("keras", "tensorflow")
MAX_EPOCHS = 20_000
MAX_STEPS = 5_000_000
MAX_PRODUCTS = 1e14
"""Of weights and numbers, forwards: some two hours."""
MAX_PARAMETERS = 30_000_000
MAX_CLASSES = 10_000
SAMPLE_WEIGHT = "sample_weight"
MAX_WEIGHTS_BYTES = 64 * 1024**2
MAX_WEIGHTS = 200_000
"""Of single examples, those that are alike and follow each other counted once."""
_UNFIT = (KeyError, TypeError, ValueError, AttributeError, IndexError, ArithmeticError)
"""What values of an impossible type or size raise on the way."""


@dataclass(frozen=True, slots=True)
class DataSent:
    """What the kernel sent of its data, and what is known of them."""

    folder: Path
    """Of the recording."""
    canonical: Canonical
    given: GivenRows


def describe_job(
    started: FitStarted,
    settings: FitSettings,
    *,
    start: Start,
    folder: Path,
    canonical: Canonical,
    dataset_sha256: str,
    given: GivenRows | None = None,
) -> TrainingJob:
    """The job that trains what this call of `fit` asks for; raises `ModelRefused` and nothing else.

    `folder` is the recording's; `given` remembers the arrays of earlier calls.
    """
    seen = DataSent(folder, canonical, given or GivenRows())
    try:
        job = _described(started, settings, start, seen, dataset_sha256)
        _ = job.digest  # computed where nobody else waits for it, and refused where it has none
    except NpzRefused as refusal:
        raise ModelRefused(f"the file with its data {refusal}") from None
    except (RecursionError, MemoryError, *_UNFIT) as error:
        raise ModelRefused(f"its description is not sound ({type(error).__name__})") from None
    return job


def versions() -> tuple[str, ...]:
    """Of what computes a training here."""
    return tuple(f"{name} {importlib.metadata.version(name)}" for name in PACKAGES)


def asked_history(
    settings: FitSettings, trained: TrainedModel, *, validates: bool
) -> dict[str, tuple[float, ...]]:
    """The history of a result by the student's names, without what was not asked for."""
    names = {"loss": "loss", **metric_keys(settings.metrics)}
    return {
        f"{prefix}{name}": trained.history[f"{prefix}{key}"]
        for prefix in (("", "val_") if validates else ("",))
        for name, key in names.items()
        if f"{prefix}{key}" in trained.history
    }


def _described(
    started: FitStarted,
    settings: FitSettings,
    start: Start,
    seen: DataSent,
    dataset_sha256: str,
) -> TrainingJob:
    _refuse_other_ways(started, start)
    if started.model.architecture is None:
        raise ModelRefused("its model can't describe itself")
    _refuse_large(started)
    architecture = architecture_of(started.model.architecture)
    training, validation = _data(started, seen, architecture.input_shape)
    validates = started.val_x is not None or bool(started.validation_split)
    keys = metric_keys(settings.metrics)
    metrics = tuple(sorted({ACCURACY, *keys.values()}))
    loss, targets = targets_taken(loss_of(started.compiled), metrics, training.targets)
    optimizer, rates = _rates(settings, started, optimizer_of(started.compiled))
    weighs = settings.weighs_examples
    if weighs and started.validation_split:
        raise ModelRefused("it weighs examples that it validates with, too")
    return TrainingJob(
        versions=versions(),
        dataset=dataset_sha256,
        model=architecture.tree,
        optimizer=optimizer,
        loss=loss,
        metrics=metrics,
        training=with_targets(training, targets),
        validation=with_targets(validation, targets),
        validation_freq=_whole(settings.validation_freq, MAX_EPOCHS) if validates else 1,
        batch_size=min(_whole(started.batch_size, 2**31), training.count),
        epochs=_epochs(started),
        shuffle=bool(settings.shuffle),
        class_weight=_class_weight(settings),
        example_weight=_example_weight(settings, training, seen.folder) if weighs else (),
        callbacks=callbacks_of(settings, keys, validates=validates, epochs=_epochs(started)),
        rates=rates,
        start=start,
    )


def _refuse_other_ways(started: FitStarted, start: Start) -> None:
    if started.way != "fit" or started.steps_per_epoch is not None:
        raise ModelRefused("it is not a plain call of fit")
    fresh = isinstance(start, Fresh)  # also where weights that nobody had trained were put back
    if started.starts_from is not None if fresh else started.starts_elsewhere:
        raise ModelRefused("its model does not begin where the grader can begin")


def _refuse_large(started: FitStarted) -> None:
    """By arithmetic on what it says of itself; what is built is measured again by the trainer."""
    rows = started.x.shape[0] if started.x and started.x.shape else 0
    epochs, batch = _epochs(started), _whole(started.batch_size, 2**31)
    steps = math.ceil(rows / batch) * epochs
    parameters = started.model.parameters
    if steps > MAX_STEPS:
        raise ModelRefused(f"it takes {steps:,} steps, more than {MAX_STEPS:,}")
    if not 0 < parameters <= MAX_PARAMETERS:
        raise ModelRefused(f"its model has {parameters:,} parameters")
    if float(rows) * epochs * parameters > MAX_PRODUCTS:
        raise ModelRefused("it takes longer than a training may")


def _epochs(started: FitStarted) -> int:
    """How many it trains: which number the first one has changes nothing in them."""
    return _whole(started.epochs - _whole(started.initial_epoch + 1, 2**31) + 1, MAX_EPOCHS)


def _whole(value: int | None, most: int) -> int:
    if value is None or not 0 < value <= most:
        raise ModelRefused(
            f"{value if value is None else f'{value:,}'} epochs, rows or steps are asked for"
        )
    return int(value)


def _data(started: FitStarted, seen: DataSent, shape: Shape) -> tuple[PreparedRows, PreparedRows]:
    """The rows to train on and those to validate with: what is held out where none are named,
    since that changes nothing in the training, and more hand-ins share it.
    """
    if not started.arrays:
        raise ModelRefused("its data were not seen")
    path = inside(seen.folder, started.arrays)

    def given(x: ArraySummary | None, y: ArraySummary | None) -> PreparedRows:
        if x is None or y is None:
            raise ModelRefused("its data were not seen")
        return seen.given.of(PassedData(x, y, path), seen.canonical, input_shape=shape)

    training = given(started.x, started.y)
    if started.val_x is not None:
        validation = given(started.val_x, started.val_y)
        if (validation.targets, validation.width) != (training.targets, training.width):
            raise ModelRefused("its validation data are of another form than its training data")
        return training, validation
    if not started.validation_split:
        return training, held_out(training, seen.canonical)
    return split(training, started.validation_split)


def with_targets(rows: PreparedRows, targets: Targets) -> PreparedRows:
    """The rows with their targets in this form."""
    return replace(rows, targets=targets, width=rows.width if targets == "one_hot" else 0)


def _class_weight(settings: FitSettings) -> tuple[tuple[int, float], ...]:
    given: Mapping[str, float] = settings.class_weight or {}
    if len(given) > MAX_CLASSES:
        raise ModelRefused("it weighs too many classes")
    weights = sorted((int(label), number(weight)) for label, weight in given.items())
    return tuple((label, weight) for label, weight in weights if weight != 1.0)


def _example_weight(
    settings: FitSettings, training: PreparedRows, folder: Path
) -> tuple[tuple[float, int], ...]:
    """The weights of all rows in their order, equal ones that follow each other together."""
    if not settings.weights_file:
        raise ModelRefused("the weights of its examples were not seen")
    path = inside(folder, settings.weights_file)
    weights = read_arrays(path, [SAMPLE_WEIGHT], max_bytes=MAX_WEIGHTS_BYTES)[SAMPLE_WEIGHT]
    if weights.shape != (training.count,) or weights.dtype.kind not in "fiu":
        raise ModelRefused("it has weights of another form")
    with np.errstate(over="ignore"):  # what is too large becomes infinite, and is refused as that
        single = weights.astype(np.float32)
    if not np.isfinite(single).all():
        raise ModelRefused("its examples have weights that are no numbers")
    starts = np.flatnonzero(np.diff(single, prepend=np.nan) != 0)
    if len(starts) > MAX_WEIGHTS:
        raise ModelRefused("its examples have too many weights")
    counts = np.diff(starts, append=len(single)).tolist()
    values = [number(weight) for weight in single[starts].tolist()]
    return tuple(zip(values, counts, strict=True))


def _rates(
    settings: FitSettings, started: FitStarted, optimizer: dict[str, JsonValue]
) -> tuple[dict[str, JsonValue], tuple[float, ...]]:
    """The optimizer, and the learning rate of every epoch where they differ: which one it was made
    with is all one where another is set before the first step.
    """
    rates = tuple(number(rate) for rate in settings.rates)
    if not rates:
        return optimizer, ()
    if len(rates) != _epochs(started):
        raise ModelRefused("the learning rates of its epochs are not known")
    options = optimizer["options"]
    told = {**options, "learning_rate": rates[0]} if isinstance(options, dict) else options
    return {**optimizer, "options": told}, rates if len(set(rates)) > 1 else ()
