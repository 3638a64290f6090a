"""What was passed when a training began counts, whatever was seen of it later."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from grader.evidence.runs.recorded import recorded_runs
from grader.model.dataset import Dataset
from grader.model.descriptions import ArraySummary, CompileInfo, ModelInfo
from grader.model.events import FitStarted, RowsSeen
from grader.model.evidence import TrainingRun
from grader.model.recording import NOT_RUN
from grader.recorder.shared.fingerprint import row_hashes
from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.training_data import examine, with_first_rows

MODEL = ModelInfo(1, "Sequential", (), 10, 10)


def seen(folder: Path, name: str, images: np.ndarray, kind: str) -> ArraySummary:
    """Write what the recorder sends of rows."""
    x = images.reshape(len(images), -1).astype("float32") / 16
    index = np.arange(0, len(x), 16)
    hashes = row_hashes(x, (0.0, 1.0))
    np.savez(
        folder / name, **{"x.sample": x[index], "x.sample_index": index, "x.row_hashes": hashes}
    )
    return ArraySummary("x", x.shape, "float32", 0.0, 1.0, kind)  # type: ignore[arg-type]


def trained_on(
    recording: Path, digits: Dataset, passed: np.ndarray, later: np.ndarray
) -> tuple[TrainingRun, int]:
    """The run, and how many held-out rows are known of it."""
    start = FitStarted(
        run=1,
        model=MODEL,
        compiled=CompileInfo("SGD"),
        epochs=2,
        x=seen(recording, "arrays/1.npz", passed, "array"),
        arrays="arrays/1.npz",
    )
    more = RowsSeen(
        run=1, x=seen(recording, "arrays/2.npz", later, "pieces"), arrays="arrays/2.npz"
    )
    (run,) = recorded_runs(replace(NOT_RUN, events=(start, more), folder=recording))
    canonical = Canonical(digits)
    found = examine(run, folder=recording, canonical=canonical)
    found = with_first_rows(run, found, folder=recording, canonical=canonical)
    return run, found.held_out_rows


@pytest.mark.parametrize("held_out_first", [True, False])
def test_held_out_rows_count_whenever_they_were_there(
    recording: Path, digits: Dataset, held_out_first: bool
):
    """A callback that writes training rows over them after the last epoch hides nothing, nor does
    one that brings them later; a kernel that sends such an event of its own no more.
    """
    mixed = np.concatenate([digits.train_x, digits.held_out_x])
    passed, later = (mixed, digits.train_x) if held_out_first else (digits.train_x, mixed)

    run, held_out = trained_on(recording, digits, passed, later)

    assert run.x is not None
    assert run.x.kind == "pieces"
    assert run.first_arrays == "arrays/1.npz"
    assert held_out >= 0.9 * len(digits.held_out_x)


def test_training_rows_alone_accuse_nobody(recording: Path, digits: Dataset):
    """However often they were looked at."""
    _, held_out = trained_on(recording, digits, digits.train_x, digits.train_x[:512])

    assert held_out == 0
