"""Notes in a run's score which rows its model was trained on."""

from __future__ import annotations

import base64
from dataclasses import replace

import numpy as np

from grader.model.graded.score import Score
from grader.scoring.rows.canonical import Canonical
from grader.scoring.rows.training_data import TrainingData


def with_rows(
    score: Score, trained_on: TrainingData, canonical: Canonical, *, beyond_classes: float | None
) -> Score:
    """The score with what its rows and targets tell."""
    seen = np.packbits(trained_on.held_out, bitorder="little").tobytes()
    return replace(
        score,
        trained_on_held_out=trained_on.held_out_rows,
        held_out_rows=base64.b64encode(seen).decode(),
        training_rows_recognised=trained_on.training_rows,
        held_out_by_chance=(trained_on.training_rows + trained_on.held_out_rows)
        * canonical.held_out_share,
        other_data=trained_on.looks_like,
        same_pictures=trained_on.same_pictures,
        near_held_out=trained_on.near_held_out,
        near_held_out_of=trained_on.near_of,
        beyond_classes=beyond_classes,
    )
