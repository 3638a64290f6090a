"""Computes recorded steps of a training again, and says how far the weights after each lie from the
recorded ones.

Loaded only in the scoring process. Random layers draw the same numbers, since their generators'
states are recorded.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any, TypedDict, final

import keras
import numpy as np

from grader.scoring.process.compiled import Optimizer, loss_of
from grader.scoring.process.places import places_in, spread, standing_at
from grader.scoring.process.recorded_state import (
    all_of,
    assign,
    put_random_states,
    put_weights,
)
from grader.scoring.process.several import answer_of
from grader.scoring.rebuilding.rebuild import Loss, Unfit, build
from grader.untrusted.npz import read_arrays, read_headers

OF_ALL_TOGETHER = ("Lamb", "Adafactor")
"""Optimizers that move a weight by what they hold of others."""
OF_THE_SCALE = 4
"""Variables of a `LossScaleOptimizer` beside those of the optimizer in it."""
ROUNDING = 5e-7
"""Of the weights' size: by so much a step may differ because numbers are rounded."""


class RecordedStep(TypedDict):
    """One step, as it was recorded."""

    file: str
    """The npz that the recorder sent (`StepKept`)."""
    learning_rate: float


@final
class RecordedSteps(TypedDict):
    """RecordedSteps of one training to compute again."""

    steps: list[RecordedStep | None]
    """The first has to be computed, further ones may be; None where only a batch was kept."""
    max_bytes: int
    model: dict[str, Any]
    input_shape: list[int]
    optimizer: Optimizer
    loss: Loss


def take_again(request: RecordedSteps) -> dict[str, Any]:
    """For each step the difference as a share of the recorded step's length; None for a further one
    that could not be computed.
    """
    return answer_of(request["steps"], partial(_error, build(request), request))


def _error(model: Any, request: RecordedSteps, step: RecordedStep) -> float:
    path = Path(step["file"])
    arrays = read_arrays(path, list(read_headers(path)), max_bytes=request["max_bytes"])
    before, after, places = all_of(arrays, "w"), all_of(arrays, "a"), places_in(arrays)
    name, options = request["optimizer"]["name"], request["optimizer"]["options"]
    if places and name in OF_ALL_TOGETHER:
        raise Unfit(f"its model is large, and {name} looks at all of its weights together")
    asked: Optimizer = {
        "name": name,
        "options": {**options, "learning_rate": step["learning_rate"]},
    }
    recorded = all_of(arrays, "o")
    optimizer = _optimizer(asked, model.trainable_variables, recorded)
    model.compile(optimizer=optimizer, loss=loss_of(request["loss"]), auto_scale_loss=False)
    put_weights(model, before)
    put_random_states(model, all_of(arrays, "s"))
    variables = _filled(optimizer, recorded)
    assign(variables, spread(recorded, variables, places), "variables of the optimizer")
    batch = [arrays[name] for name in ("x", "y", "sample_weight") if name in arrays]
    model.train_step(tuple(map(keras.ops.convert_to_tensor, batch)))
    ours = [standing_at(places, array) for array in model.get_weights()]
    old = [standing_at(places, array) for array in before]
    return _difference(old, after, ours)


def _optimizer(asked: Optimizer, weights: list[Any], recorded: list[np.ndarray]) -> Any:
    """Built; with the scale of the loss that Keras puts around it under `mixed_float16`, where that
    was recorded.
    """
    make = getattr(keras.optimizers, asked["name"])
    optimizer = make(**asked["options"])
    optimizer.build(weights)
    if len(recorded) == len(optimizer.variables) + OF_THE_SCALE:
        optimizer = keras.optimizers.LossScaleOptimizer(make(**asked["options"]))
        optimizer.build(weights)
    return optimizer


def _filled(optimizer: Any, recorded: list[np.ndarray]) -> list[Any]:
    """The optimizer's variables that were recorded: one that follows a schedule has none for its
    rate, and one before its first step has none but those that it was made with.
    """
    listed = list(optimizer.variables)
    is_new = 0 < len(recorded) <= 2 < len(listed) and recorded[0].shape == () and not recorded[0]
    if is_new:
        return [optimizer.iterations, optimizer._learning_rate][: len(recorded)]  # noqa: SLF001
    if len(listed) == len(recorded) + 1:
        return [variable for variable in listed if variable is not optimizer._learning_rate]  # noqa: SLF001
    return listed


def _difference(
    before: list[np.ndarray], recorded: list[np.ndarray], computed: list[np.ndarray]
) -> float:
    old, new, ours = map(_flat, (before, recorded, computed))
    if old.shape != new.shape or not np.isfinite(old).all():
        raise Unfit("the recorded weights are not numbers, or others after the step than before")
    off = float(np.linalg.norm(ours - new)) - ROUNDING * float(np.linalg.norm(old))
    way = max(float(np.linalg.norm(new - old)), float(np.linalg.norm(ours - old)))
    if not np.isfinite(off):
        return 0.0 if np.array_equal(np.isfinite(ours), np.isfinite(new)) else 1.0
    return max(off, 0.0) / way if way else 0.0


def _flat(arrays: list[np.ndarray]) -> np.ndarray:
    return np.concatenate([np.ravel(array).astype(np.float64) for array in arrays] or [np.zeros(0)])
