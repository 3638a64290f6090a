"""Asks whether the accuracy that was measured is one that the recorded training comes to, and the
other way round.

A model is as good as its training makes it, epoch by epoch. Weights that were put into it (by a
callback in the last epoch, by a training step of the student's own) show as a jump: from the last
recorded accuracies to the measured one, or late in the record itself. No curve of the reference
jumps like that. It is a reason for a person to look, and no accusation.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import accumulate

from grader.checks.check import in_cell
from grader.model.evidence import Evidence, TrainingRun
from grader.model.graded.score import Score

METRIC = "val_accuracy"
BEYOND_THE_RECORD = 0.10
"""By how much the measured accuracy may exceed every recorded one on as many examples as are held
out.
"""
EARLY_EPOCHS = 10
"""In these a network may learn most of what it learns in one epoch."""
BEYOND_THE_MODEL = 0.15
"""By how much accuracies that code of the notebook's own told may end above the measured one: they
may be of other rows, few ones, or of examples that were drawn at random.
"""
PER_CENT = 1.5
"""An accuracy above this is one in per cent."""
LARGEST_STEP = 0.35
"""By which a later epoch may exceed the best before it."""


def unexplained(run: TrainingRun, score: Score | None) -> str:
    """Say what the recorded training does not explain; empty where it explains all, or can't be
    compared.
    """
    recorded = run.history.get(METRIC, ())
    if (
        not recorded
        or score is None
        or score.accuracy is None
        or run.compiled.optimizer_config.get("use_ema")
    ):
        return ""
    if _on_as_many(run, score) and score.accuracy > max(recorded) + BEYOND_THE_RECORD:
        return (
            f"While it was trained, the model never had more than {100 * max(recorded):.2f} % on "
            f"the validation data; at its end we measured {100 * score.accuracy:.2f} %. The "
            "recorded training doesn't explain that."
        )
    best = list(accumulate(recorded, max))
    for epoch in range(EARLY_EPOCHS, len(recorded)):
        if recorded[epoch] > best[epoch - 1] + LARGEST_STEP:
            return (
                f"In epoch {epoch + 1} the accuracy on the validation data jumped from at most "
                f"{100 * best[epoch - 1]:.2f} % to {100 * recorded[epoch]:.2f} %. The recorded "
                "training doesn't explain that."
            )
    return ""


def told_beyond(run: TrainingRun, evidence: Evidence, scores: Sequence[Score]) -> str:
    """Say that the accuracies which the notebook's own code told of a training end where its model
    is not; empty where they don't, or can't be compared.

    They are Keras' own, unless a metric, a callback or a model class of the notebook's own did
    otherwise; of a loop they are lists that it filled, which may be about another model of its
    cell.
    """
    told = _shares(run.history.get(METRIC, ()))
    in_cell_too = {other.number for other in evidence.runs if other.cell == run.cell}
    measured = [score for score in scores if score.run in in_cell_too and score.verified]
    score = next((score for score in measured if score.run == run.number), None)
    if (
        not told
        or score is None
        or score.prepared_as_usual
        or run.training is not None
        or run.source != "reproduced"
        or run.validation_split
        or run.compiled.optimizer_config.get("use_ema")
        or not (run.val_x is None or (run.tested_on_held_out and _on_as_many(run, score)))
    ):
        return ""
    reached = max(max((*one.accuracies(), one.trained_alone or 0.0)) for one in measured)
    if told[-1] <= reached + BEYOND_THE_MODEL:
        return ""
    return (
        f"What the notebook tells of the training in {in_cell(run.cell)} ends with "
        f"{100 * told[-1]:.2f} % on the validation data; the model that it left has "
        f"{100 * (score.accuracy or 0.0):.2f} % on the held-out data."
    )


def _shares(values: Sequence[float]) -> list[float]:
    """Accuracies between 0 and 1, whatever they were told in; none where they are something
    else.
    """
    known = [value for value in values if math.isfinite(value)]
    scale = 100.0 if max(known, default=0.0) > PER_CENT else 1.0
    shares = [value / scale for value in known]
    return shares if all(0 <= value <= 1 for value in shares) else []


def _on_as_many(run: TrainingRun, score: Score) -> bool:
    """Whether it was validated on as many examples as are held out, so that the two accuracies are
    of the same data.
    """
    held_out = sum(map(sum, score.confusion_matrix))
    return run.val_x is not None and run.val_x.shape[:1] == (held_out,)
