"""Describes a recipe of the reference as a job.

References and hand-ins are trained by one piece of code.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

import numpy as np

from grader.model.dataset import Dataset
from grader.model.descriptions import ArraySummary, CompileInfo
from grader.model.training import After, Fresh, Start, TrainedModel, TrainingJob
from grader.recorder.shared.fingerprint import row_hashes, value_range
from grader.scoring.rows.canonical import Canonical
from grader.training.description.architecture import architecture_of
from grader.training.description.compilation import (
    ACCURACY,
    loss_of,
    optimizer_of,
    targets_taken,
)
from grader.training.description.job import versions, with_targets
from grader.training.description.rows import held_out, rows_seen
from grader.training.process.training import PreparedExamples
from grader.training.recipe import Data, KerasRecipe

SAMPLE_ROWS = 64


class RecipeJobs:
    """Turns recipes for one data file into jobs."""

    def __init__(self, data: Data, data_file: Path) -> None:
        """Take the data as they lie in the file."""
        self._data = data
        self._sha256 = hashlib.sha256(data_file.read_bytes()).hexdigest()
        self._canonical = Canonical(Dataset(data.x, data.y, data.val_x, data.val_y, ()))
        self.examples = PreparedExamples(
            np.concatenate([data.x, data.val_x]), np.concatenate([data.y, data.val_y])
        )

    def job(self, recipe: KerasRecipe, *, seed: int, earlier: TrainedModel | None) -> TrainingJob:
        """The training of a recipe: the draw that has the number of the seed, from 1, or what goes
        on from `earlier`. Raises `ModelRefused` where it has parts of its own.
        """
        model = recipe.build()
        recipe.compile(model)
        architecture = architecture_of(model.to_json())
        x, y = recipe.prepare(self._data.x), np.asarray(recipe.targets(self._data.y))
        arrays = {
            **_recorded_arrays(x, "x"),
            **_recorded_arrays(y, "y"),
            "y.labels": self._data.y.astype(np.int64),
        }
        training = rows_seen(
            _summary(x, "x"),
            _summary(y, "y"),
            arrays,
            self._canonical,
            input_shape=architecture.input_shape,
        )
        compiled = _compiled(model)
        loss, targets = targets_taken(loss_of(compiled), (ACCURACY,), training.targets)
        start: Start = Fresh(seed + 1) if earlier is None else After(earlier.digest)
        return TrainingJob(
            versions=versions(),
            dataset=self._sha256,
            model=architecture.tree,
            optimizer=optimizer_of(compiled),
            loss=loss,
            metrics=(ACCURACY,),
            training=with_targets(training, targets),
            validation=with_targets(held_out(training, self._canonical), targets),
            batch_size=recipe.batch_size,
            epochs=recipe.epochs,
            start=start,
        )


def _recorded_arrays(array: np.ndarray, key: str) -> dict[str, np.ndarray]:
    index = np.unique(np.linspace(0, len(array) - 1, SAMPLE_ROWS).astype(np.int64))
    return {
        f"{key}.sample": array[index],
        f"{key}.sample_index": index,
        f"{key}.row_hashes": row_hashes(array),
    }


def _summary(array: np.ndarray, key: str) -> ArraySummary:
    low, high = value_range(array)
    return ArraySummary(key, array.shape, str(array.dtype), low, high)


def _compiled(model: Any) -> CompileInfo:
    """How a recipe compiled its model, with a loss by name or as an object."""
    loss = model.loss
    config = loss.get_config() if hasattr(loss, "get_config") else {}
    return CompileInfo(
        optimizer=type(model.optimizer).__name__,
        optimizer_config=json.loads(json.dumps(model.optimizer.get_config(), default=str)),
        loss=str(getattr(loss, "name", None) or getattr(loss, "__name__", loss)),
        loss_config=config,
    )
