"""Says of which rows the batches of recorded steps are, and which a step holds itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from grader.model.evidence import KeptStep, TrainingRun
from grader.recorder.shared.fingerprint import row_hashes
from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.recognise import among
from grader.scoring.rows.training_data import (
    MAX_SAMPLE_BYTES,
    hashes_in,
    known_among,
    known_in,
    preparation_of,
    prepared_rows,
    recorded_of,
)
from grader.untrusted.npz import NpzRefused, inside, read_arrays


def rows_of_the_steps(
    run: TrainingRun, *, folder: Path, canonical: Canonical
) -> list[tuple[float, float]]:
    """Of the batch of each step that was kept: which share was not among the rows seen, and which
    share is held out.

    Both are 0 where that isn't known. Of data that aren't one array nobody saw all rows, so
    nothing is said of the first.
    """
    steps = [step for step in (run.kept_step, *run.further_steps) if step is not None]
    nothing = [(0.0, 0.0)] * max(1, len(steps))
    if not any(step.arrays for step in steps) or run.x is None or run.started_arrays is None:
        return nothing
    try:
        arrays = recorded_of(run.x.key, inside(folder, run.started_arrays))
    except (NpzRefused, KeyError):
        return nothing
    hashes, bounds = hashes_in(arrays.get("row_hashes")), (run.x.minimum, run.x.maximum)
    if not len(hashes):
        return nothing
    preparation, seen = preparation_of(arrays, hashes, canonical, bounds), np.unique(hashes)
    prepared = prepared_rows(canonical, preparation, bounds)
    found = []
    for step in steps:
        batch = _batch_of(step, run, folder)
        if batch is None:
            found.append((0.0, 0.0))
            continue
        own = row_hashes(batch, bounds)
        _, (_, held_out) = known_in(own, canonical.rows, prepared)
        unseen = float(1 - among(own, seen).mean()) if run.x.kind == "array" else 0.0
        found.append((unseen, held_out / len(own)))
    return found


def _batch_of(step: KeptStep, run: TrainingRun, folder: Path) -> np.ndarray | None:
    """The rows of its batch, where they have the form of those that were seen."""
    if step.arrays is None or run.x is None:
        return None
    try:
        batch = read_arrays(inside(folder, step.arrays), ["x"], max_bytes=MAX_SAMPLE_BYTES)["x"]
    except (NpzRefused, KeyError):
        return None
    fits = batch.ndim > 1 and batch.shape[1:] == run.x.shape[1:] and batch.dtype.kind in "buif"
    return batch if fits and len(batch) else None


def held_by_the_step(run: TrainingRun, *, folder: Path, canonical: Canonical) -> float:
    """Of the rows that a step of the student's own parts holds beside its batch: which share is
    held out.
    """
    step = run.kept_step
    if step is None or not step.own or step.arrays is None or run.x is None:
        return 0.0
    try:
        held = read_arrays(inside(folder, step.arrays), ["held"], max_bytes=MAX_SAMPLE_BYTES)
        arrays = recorded_of(run.x.key, inside(folder, run.started_arrays or ""))
    except (NpzRefused, KeyError):
        return 0.0
    rows, hashes = held["held"], hashes_in(arrays.get("row_hashes"))
    fits = rows.ndim > 1 and rows.shape[1:] == run.x.shape[1:] and rows.dtype.kind == "f"
    if not fits or not rows.size:
        return 0.0
    bounds = (run.x.minimum, run.x.maximum)
    own = row_hashes(rows, bounds)
    prepared = preparation_of(arrays, hashes, canonical, bounds)
    _, (_, held_out) = known_among(own, canonical, prepared, bounds)
    return held_out / len(own)
