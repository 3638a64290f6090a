"""Asks whether the accuracy that was measured is one that the recorded training comes to.

A model is as good as its training makes it, epoch by epoch. Weights that were put into it (by a
callback in the last epoch, by a training step of the student's own) show as a jump: from the last
recorded accuracies to the measured one, or late in the record itself. No curve of the reference
jumps like that. It is a reason for a person to look, and no accusation.
"""

from __future__ import annotations

from itertools import accumulate

from grader.model.evidence import TrainingRun
from grader.model.graded.score import Score

METRIC = "val_accuracy"
BEYOND_THE_RECORD = 0.10
"""By how much the measured accuracy may exceed every recorded one on as many examples as are held
out.
"""
EARLY_EPOCHS = 10
"""In these a network may learn most of what it learns in one epoch."""
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


def _on_as_many(run: TrainingRun, score: Score) -> bool:
    """Whether it was validated on as many examples as are held out, so that the two accuracies are
    of the same data.
    """
    held_out = sum(map(sum, score.confusion_matrix))
    return run.val_x is not None and run.val_x.shape[:1] == (held_out,)
