"""Finds the values that a loop of the student's own collected: lists of losses and accuracies,
alone or in a dictionary.

Only lists that grew in the cell count, and only under names that say what they hold. A name decides
nothing but which of the lists is which.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Any

MAX_POINTS = 5_000
MAX_NAMES = 2_000
MEASURED = re.compile(r"val|test|dev|eval")
METRICS = (("loss", re.compile(r"loss|cost|error")), ("accuracy", re.compile(r"acc")))


class Collected:
    """Tells the lists that a cell made or filled from those that were there before."""

    def __init__(self) -> None:
        """Nothing was there."""
        self.latest: dict[str, list[float]] = {}
        """By metric, the numbers of the lists that the cell made or filled."""
        self._before: dict[str, tuple[int, int]] = {}

    def cell_ended(self, _: int | None) -> None:
        """Look at the student's variables."""
        self.look_at(_namespace())

    def look_at(self, namespace: dict[str, Any]) -> None:
        """Compare the lists in `namespace` with those of the last time."""
        self.latest.clear()
        before, self._before = self._before, {}
        for name, values in _lists(namespace):
            self._before[name] = (id(values), len(values))
            metric = metric_of(name)
            if (
                metric is not None
                and metric not in self.latest
                and before.get(name) != self._before[name]
            ):
                numbers = _numbers(values)
                if numbers:
                    self.latest[metric] = numbers


def metric_of(name: str) -> str | None:
    """`val_accuracy` for `testAccs`; None for a name that speaks of no metric."""
    words = name.lower()
    metric = next((metric for metric, pattern in METRICS if pattern.search(words)), None)
    return None if metric is None else f"val_{metric}" if MEASURED.search(words) else metric


def _lists(namespace: dict[str, Any]) -> Iterator[tuple[str, list[Any]]]:
    for name, value in list(namespace.items())[:MAX_NAMES]:
        if name.startswith("_"):
            continue
        if isinstance(value, list):
            yield name, value
        elif isinstance(value, dict):
            yield from (
                (str(key), inner)
                for key, inner in list(value.items())[:20]
                if isinstance(inner, list)
            )


def _numbers(values: list[Any]) -> list[float]:
    """The values as plain numbers; nothing where one of them is none."""
    if not 0 < len(values) <= MAX_POINTS:
        return []
    try:
        return [float(value) for value in values]
    except Exception:
        return []


def _namespace() -> dict[str, Any]:
    """The student's variables."""
    ipython = sys.modules.get("IPython")
    shell = (
        ipython.get_ipython() if ipython is not None and hasattr(ipython, "get_ipython") else None
    )
    return {} if shell is None else shell.user_ns
