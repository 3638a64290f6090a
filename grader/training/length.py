"""Guesses which of two trainings takes longer, from their descriptions alone.

Only for the order in which they are begun: nothing that is found depends on it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from grader.model.training import TrainingJob

SLIDING = 30.0
"""How many times as long a layer takes that goes over a picture or a sequence."""


def expected_work(job: TrainingJob) -> float:
    """Examples times epochs times layers, in no unit."""
    return float(job.training.count) * job.epochs * (1.0 + sum(_weights(job.model)))


def _weights(tree: Any) -> Iterator[float]:
    """One for each layer, more where its weights are used at many places."""
    if isinstance(tree, list | tuple):
        for part in tree:
            yield from _weights(part)
    elif isinstance(tree, dict):
        name = tree.get("class_name")
        if isinstance(name, str):
            yield SLIDING if "Conv" in name or name in ("LSTM", "GRU", "SimpleRNN") else 1.0
        for part in tree.values():
            yield from _weights(part)
