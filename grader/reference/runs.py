"""Reads what the trained seeds of one role left, and refuses what doesn't belong."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from grader.errors import ConfigError, Problem
from grader.model.assignment import Assignment, RoleSpec
from grader.reference.asked import models_digest
from grader.reference.saved import dataset_sha256 as sha256_of_data
from grader.reference.saved import train_command

METRICS = ("loss", "accuracy", "val_loss", "val_accuracy")


class Provenance(BaseModel):
    """How a run came about, as `train.py` notes it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    role: str
    seed: int
    epochs: int
    batch_size: int
    continues: str | None
    wall_s: float
    date: str
    versions: dict[str, str]
    hardware: str
    parameters: int
    dataset_sha256: str = Field(pattern="^[0-9a-f]{64}$")
    models_sha256: str | None = None
    """Of what `models.py` did, comments and layout aside; runs of earlier versions have none."""


@dataclass(frozen=True, slots=True)
class SeedRun:
    """One seed's training of one role."""

    origin: Provenance
    histories: dict[str, np.ndarray]
    """By metric: (epochs,) float32."""
    confusion: np.ndarray
    """(classes, classes) counts; rows are true classes."""
    predictions: np.ndarray
    """(held-out rows,) predicted labels."""


def run_path(folder: Path, role: str, seed: int) -> Path:
    """Where `train.py` puts a run."""
    return folder / f"{role}-{seed:04d}.npz"


@dataclass(frozen=True, slots=True)
class Sources:
    """What the runs of an assignment must have been made from."""

    dataset_sha256: str
    models_sha256: str | None
    """None where `models.py` can't be read."""


def sources_of(assignment: Assignment) -> Sources:
    """Digests of the data and of the code of the models, as they are now."""
    return Sources(sha256_of_data(assignment), models_digest(assignment))


def read_runs(
    folder: Path, role: str, *, assignment: Assignment, sources: Sources
) -> tuple[SeedRun, ...]:
    """Every run of `role`, by seed; raises ConfigError that names every file which doesn't
    belong.
    """
    runs, problems = [], []
    for path in sorted(folder.glob(f"{role}-[0-9]*.npz")):
        try:
            run = _read(path)
        except (OSError, KeyError, ValueError, zipfile.BadZipFile) as error:
            problems.append(
                Problem(str(path), None, "", f"not a finished run ({_first_line(error)})")
            )
            continue
        runs.append(run)
        problems += _mismatches(path, run, role, assignment.roles[role], sources)
    if problems:
        raise ConfigError(
            problems,
            hint=f"remove what was trained for something else (or the whole folder {folder}) and "
            f"run {train_command(assignment.folder)} again",
        )
    return tuple(runs)


def refuse_others_runs(folder: Path, assignment: Assignment) -> None:
    """Raise ConfigError that names every run of other data, models or lengths, before hours of
    training are added to them.
    """
    sources, problems, hint = sources_of(assignment), list[Problem](), ""
    for role in assignment.roles:
        try:
            read_runs(folder, role, assignment=assignment, sources=sources)
        except ConfigError as error:
            problems, hint = [*problems, *error.problems], error.hint
    if problems:
        raise ConfigError(problems, hint=hint)


def _read(path: Path) -> SeedRun:
    with path.open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        origin = Provenance.model_validate(json.loads(str(arrays["origin"])))
        histories = {metric: arrays[metric] for metric in METRICS}
        run = SeedRun(origin, histories, arrays["confusion_matrix"], arrays["predictions"])
    short = [metric for metric, history in histories.items() if history.shape != (origin.epochs,)]
    if short:
        raise ValueError(f"{short[0]} does not have {origin.epochs} epochs")
    return run


def _mismatches(
    path: Path, run: SeedRun, role: str, spec: RoleSpec, sources: Sources
) -> Iterator[Problem]:
    """Where a run's origin differs from what the assignment asks for."""
    origin = run.origin
    for where, expected, came in (
        ("role", role, origin.role),
        ("epochs", spec.epochs, origin.epochs),
        ("parameters", spec.parameters, origin.parameters),
    ):
        if expected != came:
            yield Problem(
                str(path), None, where, f"expected {expected} as in the assignment, got {came}"
            )
    if sources.dataset_sha256 != origin.dataset_sha256:
        message = "trained on other data than the assignment's"
        yield Problem(str(path), None, "dataset_sha256", message)
    if origin.models_sha256 not in (None, sources.models_sha256):
        message = "trained by another models.py: its code has changed since"
        yield Problem(str(path), None, "models_sha256", message)


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors(include_url=False)[0]
        return f"origin {'.'.join(map(str, first['loc']))}: {first['msg']}"
    return str(error).strip().partition("\n")[0] or type(error).__name__
