"""Makes of a model's outputs on the held-out data what they amount to: accuracy, confusion matrix,
mistakes.
"""

from __future__ import annotations

import numpy as np

from grader.model.dataset import Dataset
from grader.model.graded.score import Mistakes
from grader.scoring.rebuilding.architecture import ModelRefused

CONFIDENCE_DIGITS = 6


def probabilities(outputs: np.ndarray) -> np.ndarray:
    """Turn outputs (n, classes) into something between 0 and 1 that keeps their order.

    Outputs that are in [0, 1] already are taken as they are; anything else is read as logits. A
    single output is the probability (or logit) of the second of two classes.
    """
    values = np.nan_to_num(outputs.astype(np.float64), nan=0.0, posinf=1e30, neginf=-1e30)
    within = bool(values.min(initial=0.0) >= -1e-6 and values.max(initial=1.0) <= 1 + 1e-6)
    if values.shape[1] == 1:
        second = values if within else 1 / (1 + np.exp(-np.clip(values, -500, 500)))
        values = np.concatenate([1 - second, second], axis=1)
    elif not within:
        values = np.exp(values - values.max(axis=1, keepdims=True))
        values /= values.sum(axis=1, keepdims=True)
    return np.clip(values, 0.0, 1.0)


def confusion_matrix(
    predicted: np.ndarray, labels: np.ndarray, *, classes: int
) -> tuple[tuple[int, ...], ...]:
    """Count `predicted` (n,) against `labels` (n,): rows are true classes, columns predicted
    ones.
    """
    matrix = np.zeros((classes, classes), np.int64)
    np.add.at(matrix, (labels, predicted), 1)
    return tuple(tuple(int(count) for count in row) for row in matrix)


def mistakes(chances: np.ndarray, labels: np.ndarray) -> Mistakes:
    """The rows where `chances` (n, classes) is highest for another class than `labels` (n,), most
    confident first.
    """
    predicted = chances.argmax(axis=1)
    wrong = np.flatnonzero(predicted != labels)
    confidence = chances[wrong, predicted[wrong]]
    order = np.lexsort((wrong, -confidence))
    rows = wrong[order]
    columns = (rows, labels[rows], predicted[rows], confidence[order].round(CONFIDENCE_DIGITS))
    return Mistakes(*(tuple(column.tolist()) for column in columns))


def chances_of(outputs: np.ndarray, classes: int) -> np.ndarray:
    """Probabilities (n, classes) from outputs (n, width); refuses a width that can't mean the
    classes.
    """
    width = outputs.shape[1]
    if width != classes and not (width == 1 and classes == 2):
        numbers = "1 number" if width == 1 else f"{width} numbers"
        raise ModelRefused(f"the model gives {numbers} an image; {classes} classes need {classes}")
    return probabilities(outputs)


def class_count(dataset: Dataset) -> int:
    """How many there are, by name or by label."""
    return len(dataset.classes) or int(max(dataset.train_y.max(), dataset.held_out_y.max())) + 1
