"""Reads the learning rate that is in force at a step.

A schedule or a function of the student's own may return a Python number, a NumPy one or a tensor.
"""

from __future__ import annotations

from typing import Any

import numpy as np


def rate_in_force(optimizer: Any) -> float:
    """The rate of the step to come."""
    rate = optimizer.learning_rate
    return float(np.asarray(rate.numpy() if hasattr(rate, "numpy") else rate))
