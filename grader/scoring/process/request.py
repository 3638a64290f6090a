"""Writes what the scoring process is asked about a run: which model, which inputs, which loss."""

from __future__ import annotations

import math
from dataclasses import dataclass

from pydantic import JsonValue

from grader.model.evidence import TrainingRun
from grader.scoring.preparation.geometry import Shape
from grader.scoring.preparation.recover import Preparation
from grader.scoring.preparation.standard import standard_preparations
from grader.scoring.rebuilding.allowed import LOSS_ALIASES, LOSSES
from grader.scoring.rebuilding.architecture import (
    Config,
    ModelRefused,
    UnknownModelClass,
    check_architecture,
    check_chain,
)
from grader.scoring.rows.canonical import Canonical

CHAINED = "rebuilt as a plain chain of its layers; "
ASSUMED = (
    "the notebook's own preparation was not recognised; assumed, as the best of the usual ones: "
)


LOSS_OPTIONS: dict[str, tuple[type, ...]] = {
    "from_logits": (bool,),
    "label_smoothing": (int, float),
    "delta": (int, float),
    "alpha": (int, float),
    "gamma": (int, float),
    "ignore_class": (int,),
    "reduction": (str, type(None)),
}
"""What a loss may be set to, and of which type; a loss named by a string has Keras' defaults."""


@dataclass(frozen=True, slots=True)
class Rebuilding:
    """How a run's model is to be rebuilt."""

    model: Config | None
    """The cleaned architecture, or None for a chain."""
    chain: tuple[Config, ...] = ()
    """Cleaned layers to stack where the model can't describe itself."""
    note: str = ""
    """What the report should know of it."""


def rebuilding(run: TrainingRun) -> Rebuilding:
    """The model of `run`, cleaned; raises `ModelRefused` where it can't be rebuilt from standard
    layers.
    """
    if run.model.architecture is not None:
        try:
            return Rebuilding(check_architecture(run.model.architecture))
        except UnknownModelClass:
            pass
    inputs = math.prod(run.x.shape[1:]) if run.x is not None else None
    return Rebuilding(None, tuple(check_chain(run.model.layers, inputs=inputs)), CHAINED)


def input_shape(run: TrainingRun, rebuilt: Rebuilding) -> Shape:
    """The shape of one example as the model takes it."""
    declared = _declared_shape(rebuilt.model["config"]) if rebuilt.model else None
    if declared is not None:
        return declared
    if run.x is not None and len(run.x.shape) > 1:
        return run.x.shape[1:]
    raise ModelRefused(
        "neither its description nor its training data says what shape of input it takes"
    )


def preparations(
    shape: Shape, canonical: Canonical, recovered: Preparation | None
) -> tuple[tuple[Preparation, ...], str]:
    """The preparations to try, and what the report says before the one that was used."""
    if recovered is not None:
        return (recovered,), ""
    images = canonical.dataset.train_x
    usual = standard_preparations(images, shape, moments=canonical.moments)
    if not usual:
        raise ModelRefused(
            f"it takes inputs of shape {shape}, and how the notebook made them from images of "
            f"shape {images.shape[1:]} was not recognised"
        )
    return usual, ASSUMED


def loss_request(run: TrainingRun) -> JsonValue:
    """The run's loss for the scoring process, or None where it is none of Keras' own."""
    name = LOSS_ALIASES.get(run.compiled.loss, run.compiled.loss)
    if name not in LOSSES:
        return None
    options = {
        key: value
        for key, value in run.compiled.loss_config.items()
        if isinstance(value, LOSS_OPTIONS.get(key, ()))
    }
    return {"name": name, "options": options}


def wants_one_hot(run: TrainingRun) -> bool:
    """Whether the run's targets were one-hot rows rather than integers."""
    name = LOSS_ALIASES.get(run.compiled.loss, run.compiled.loss)
    if name.startswith(("sparse_", "categorical_")):
        return name.startswith("categorical_")
    shape = run.y.shape if run.y is not None else None
    return shape is None or (len(shape) > 1 and shape[-1] != 1)


def _declared_shape(config: JsonValue) -> Shape | None:
    """The first input layer's shape, or the shape that a Sequential model was built with."""
    if not isinstance(config, dict):
        return None
    layers = config.get("layers")
    entries = layers if isinstance(layers, list) else []
    configs = [entry.get("config") for entry in entries if isinstance(entry, dict)]
    batch_shapes = [entry.get("batch_shape") for entry in configs if isinstance(entry, dict)]
    for batch in (*batch_shapes, config.get("build_input_shape")):
        if (
            isinstance(batch, list)
            and len(batch) > 1
            and all(isinstance(size, int) for size in batch[1:])
        ):
            return tuple(size for size in batch[1:] if isinstance(size, int))
    nested = next(
        (inner for inner in configs if isinstance(inner, dict) and "layers" in inner), None
    )
    return _declared_shape(nested) if nested is not None else None
