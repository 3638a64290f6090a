"""Hands over to an assignment's `train.py` what its YAML says: the data, and how long each model
trains.
"""

from __future__ import annotations

import ast
import hashlib
import os
from collections.abc import Iterator, Mapping
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from grader.host.files import read_whole
from grader.model.assignment import Assignment

MODELS = "models.py"
MAX_CODE_BYTES = 1_000_000
VARIABLE = "GRADER_REFERENCE_TRAINING"


class AskedTraining(BaseModel):
    """What the reference of an assignment is trained on, and for how long."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    data_file: Path
    train: tuple[str, str] = ("x_train", "y_train")
    """Names of inputs and labels in the file."""
    held_out: tuple[str, str] = ("x_test", "y_test")
    epochs: dict[str, int] = {}
    """By role, as the YAML says."""
    models: str | None = None
    """Digest of the code that builds the models; kept with every run that it made."""

    def differences(self, recipes: Mapping[str, int]) -> Iterator[str]:
        """What `models.py` has otherwise than the YAML; `recipes` are its epochs by role.

        Nothing is asked of recipes where the YAML is not known.
        """
        for role, epochs in self.epochs.items():
            if role not in recipes:
                known = ", ".join(recipes) or "none at all"
                yield f"assignment.yaml asks for {role!r}, RECIPES in models.py has {known}"
            elif recipes[role] != epochs:
                yield (
                    f"models.py trains {role!r} for {recipes[role]} epochs, assignment.yaml asks "
                    f"for {epochs}"
                )


def asked_of(assignment: Assignment) -> dict[str, str]:
    """What is added to the environment of its `train.py`."""
    asked = AskedTraining(
        data_file=assignment.dataset_path.resolve(),
        train=assignment.dataset.train,
        held_out=assignment.dataset.held_out,
        epochs={name: role.epochs for name, role in assignment.roles.items()},
        models=models_digest(assignment),
    )
    return {VARIABLE: asked.model_dump_json()}


def models_digest(assignment: Assignment) -> str | None:
    """SHA-256 of what `models.py` does, whatever its comments and layout; None where it can't be
    read.
    """
    try:
        code = ast.parse(read_whole(assignment.folder / MODELS, most_bytes=MAX_CODE_BYTES))
        described = ast.dump(code)
    except (OSError, SyntaxError, ValueError, RecursionError, MemoryError):
        return None
    return hashlib.sha256(described.encode()).hexdigest()


def asked_training(data_file: Path) -> AskedTraining:
    """What was handed over; of a `train.py` that is run by hand only `data_file` is known."""
    handed_over = os.environ.get(VARIABLE)
    if handed_over is None:
        return AskedTraining(data_file=data_file)
    return AskedTraining.model_validate_json(handed_over)
