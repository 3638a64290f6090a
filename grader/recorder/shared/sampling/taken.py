"""One step of a training that is kept, as it is sent."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np


@dataclass
class TakenStep:
    """One step, as it is sent."""

    epoch: int
    step: int
    """From 0, both."""
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    """By the names of the event `step_kept`."""
    learning_rate: float | None = None
    """In force at that step, whatever schedule it follows."""
    untried: str = ""
    """Why nothing of it was kept."""
    by_gradients: bool = False
    """Whether what was kept are the gradients that the optimizer was given."""

    @property
    def size(self) -> int:
        """In bytes."""
        return sum(array.nbytes for array in self.arrays.values())
