"""Puts a dataset where the scoring process reads it, once for all runs."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from grader.model.dataset import Dataset

IMAGES, TARGETS = "images.npy", "targets.npy"
"""What is held out."""
TRAINING_IMAGES, TRAINING_TARGETS = "training_images.npy", "training_targets.npy"


def lay_out(dataset: Dataset, folder: Path) -> None:
    """Write images as they lie in the data, and integer labels."""
    np.save(folder / IMAGES, dataset.held_out_x)
    np.save(folder / TARGETS, dataset.held_out_y.astype(np.int64))
    for name in (TRAINING_IMAGES, TRAINING_TARGETS):
        (folder / name).unlink(missing_ok=True)


def lay_out_training(dataset: Dataset, folder: Path) -> None:
    """The same of what is trained with, where it doesn't lie there yet."""
    if not (folder / TRAINING_TARGETS).exists():
        np.save(folder / TRAINING_IMAGES, dataset.train_x)
        np.save(folder / TRAINING_TARGETS, dataset.train_y.astype(np.int64))
