"""The canonical data of an assignment, which no student's kernel can change."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True, slots=True, eq=False)
class Dataset:
    """Training and held-out examples, as the assignment's data file holds them. Equal to itself
    only.
    """

    train_x: np.ndarray
    """(n, ...) uint8 or float."""
    train_y: np.ndarray
    """(n,) integer labels."""
    held_out_x: np.ndarray
    """(m, ...), same kind as `train_x`."""
    held_out_y: np.ndarray
    """(m,) integer labels."""
    classes: tuple[str, ...]
    """What label 0, 1, … is called."""
