"""The trainings that are shipped with the bundled assignments are those that their hand-ins ask
for.
"""

from __future__ import annotations

import hashlib
import importlib.util
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from grader.model.dataset import Dataset
from grader.model.training import After, Fresh, Start, TrainedModel, TrainingJob
from grader.scoring.rows.canonical import Canonical
from grader.training.description.job import describe_job
from grader.training.kept.store import read
from grader.training.recipe import KerasRecipe
from grader.training.trainings import FOLDER
from tests.training.asking import Call

REFERENCE = Path(__file__).parents[2] / "reference"
MAX_BYTES = 2_000_000
"""Of all that is shipped with one assignment."""


def models_of(name: str) -> ModuleType:
    """The assignment's `models.py`."""
    spec = importlib.util.spec_from_file_location(f"{name}_models", REFERENCE / name / "models.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class HandIn:
    """A right hand-in of an assignment, as its kernel asks for the trainings."""

    def __init__(self, name: str, folder: Path) -> None:
        path = REFERENCE / name / "data" / f"{name}.npz"
        with np.load(path) as arrays:
            names = ("x_train", "y_train", "x_test", "y_test")
            self.data = Dataset(*(arrays[name] for name in names), ())
        self._canonical = Canonical(self.data)
        self._sha256 = hashlib.sha256(path.read_bytes()).hexdigest()
        self._folder, self.shipped = folder, REFERENCE / name / FOLDER

    def job(self, recipe: KerasRecipe, start: Start) -> TrainingJob:
        """The job that the role's `fit` asks for."""
        data, model = self.data, recipe.build()
        recipe.compile(model)
        call = Call(
            model,
            recipe.prepare(data.train_x),
            recipe.targets(data.train_y),
            validation_data=(recipe.prepare(data.held_out_x), recipe.targets(data.held_out_y)),
            batch_size=recipe.batch_size,
            epochs=recipe.epochs,
        )
        return describe_job(
            call.started(self._folder),
            call.settings(),
            start=start,
            folder=self._folder,
            canonical=self._canonical,
            dataset_sha256=self._sha256,
        )


def right(recipe: KerasRecipe, trained: TrainedModel, data: Dataset) -> float:
    """Which share of the held-out examples the shipped weights get right."""
    model: Any = recipe.build()
    model.set_weights(list(trained.weights))
    return float((recipe.predict(model, data.held_out_x) == data.held_out_y).mean())


@pytest.mark.parametrize("name", ["digits", "mnist"])
def test_every_model_that_is_asked_for_is_shipped_trained(name: str, tmp_path: Path):
    """All epochs, and weights that reach what the history's last epoch says."""
    hand_in, recipes = HandIn(name, tmp_path), models_of(name).RECIPES
    jobs: dict[str | None, TrainingJob] = {}
    for role, recipe in recipes.items():
        if not isinstance(recipe, KerasRecipe):
            continue
        earlier = jobs.get(recipe.continues)
        jobs[role] = hand_in.job(recipe, After(earlier.digest) if earlier else Fresh())

        trained = read(hand_in.shipped, jobs[role].digest)

        assert trained is not None, f"{role} is not shipped: run `grader reference train`"
        assert trained.epochs_run == recipe.epochs
        assert len(trained.history["loss"]) == recipe.epochs
        assert trained.optimizer_variables is not None
        assert right(recipe, trained, hand_in.data) == pytest.approx(
            trained.history["val_accuracy"][-1], abs=1e-3
        )
    shipped = list(hand_in.shipped.iterdir())
    assert len(shipped) >= len(jobs)
    assert sum(path.stat().st_size for path in shipped) < MAX_BYTES
