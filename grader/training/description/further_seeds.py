"""Describes a student's training with other draws, to see by how much such a model scatters.

By arithmetic, not by the clock, it is said what is worth that: the same notebook, the same
findings.
"""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

from grader.model.evidence import TrainingRun, as_begun
from grader.model.training import FitSettings, Fresh, TrainingJob
from grader.scoring import products_per_example
from grader.scoring.rebuilding.architecture import ModelRefused
from grader.scoring.rows.canonical import Canonical
from grader.training.description.job import describe_job
from grader.training.description.rows import held_out

DRAWS = (2, 3, 4, 5)
"""The first is the one that everybody's trainings are handed."""
MAX_STEPS = 5_000
MAX_PRODUCTS = 5e10
"""Of weights and numbers, forwards: ten seconds for all draws."""


def jobs_with_further_seeds(
    run: TrainingRun, *, folder: Path, canonical: Canonical, dataset_sha256: str
) -> tuple[TrainingJob, ...]:
    """The run's training from other draws, validated on what is held out; none where it is too dear
    or not plainly described.
    """
    if not _is_affordable(run):
        return ()
    try:
        job = describe_job(
            replace(as_begun(run), val_x=None),
            FitSettings(),
            start=Fresh(),
            folder=folder,
            canonical=canonical,
            dataset_sha256=dataset_sha256,
        )
    except ModelRefused:
        return ()
    validated = replace(job, validation=held_out(job.training, canonical))
    return tuple(validated.drawn(draw) for draw in DRAWS)


def _is_affordable(run: TrainingRun) -> bool:
    rows = run.x.shape[0] if run.x is not None and run.x.shape else 0
    steps = math.ceil(rows / max(1, run.batch_size or 1)) * run.epochs_requested
    an_example = run.model.parameters + products_per_example(run.model)
    products = rows * run.epochs_requested * an_example * len(DRAWS)
    return steps <= MAX_STEPS and products <= MAX_PRODUCTS
