"""Finds the values that a loop of the student's own collected: lists and arrays of losses and
accuracies, alone, in dictionaries or tables, or in objects of the notebook's own classes.

Only those count that the cell made or filled, and only under names that say what they hold. A name
decides nothing but which of them is which.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import Any

import numpy as np

MAX_POINTS = 5_000
MAX_NAMES = 2_000
MAX_INNER = 20
MAX_DEPTH = 3
"""Of dictionaries and objects in one another."""
MEASURED = re.compile(r"val|test|dev|eval|prüf|prueba|épreuve")
METRICS = (
    ("loss", re.compile(r"loss|cost|error|verlust|fehler|kosten|perte|pérdida|perdida|erreur")),
    ("accuracy", re.compile(r"acc|genauigkeit|exactitud|précision|precisión|trefferquote")),
)
"""In the languages that most notebooks are written in."""


class Collected:
    """Tells the lists that a cell made or filled from those that were there before."""

    def __init__(self) -> None:
        """Nothing was there."""
        self.latest: dict[str, list[float]] = {}
        """By metric, the numbers of the lists that the cell made or filled."""
        self._found: dict[str, list[list[float]]] = {}
        """All of them that differ, in the order of the notebook's names."""
        self._before: dict[str, tuple[Any, ...]] = {}

    def cell_ended(self, _: int | None) -> None:
        """Look at the student's variables."""
        self.look_at(_namespace())

    def look_at(self, namespace: dict[str, Any]) -> None:
        """Compare the lists in `namespace` with those of the last time."""
        self.latest.clear()
        before, self._before = self._before, {}
        found: dict[str, list[list[float]]] = {}
        self._found = found
        for place, name, values in _collections(namespace):
            self._before[place] = _mark(values)
            metric = metric_of(name)
            if metric is not None and before.get(place) != self._before[place]:
                numbers = _numbers(values)
                if numbers and numbers not in found.setdefault(metric, []):
                    found[metric].append(numbers)
        lengths = Counter(length for each in found.values() for length in {*map(len, each)})
        for metric, each in found.items():
            self.latest[metric] = max(each, key=lambda numbers: lengths[len(numbers)])

    def of(self, place: int, models: int) -> dict[str, list[float]]:
        """What was collected of the model in this place among so many that the cell trained one
        after another. Where there are as many lists of each metric, each has its own.
        """
        if models > 1 and all(len(each) == models for each in self._found.values()):
            return {metric: each[place] for metric, each in self._found.items()}
        return dict(self.latest)


def metric_of(name: str) -> str | None:
    """`val_accuracy` for `testAccs`; None for a name that speaks of no metric."""
    words = name.lower()
    metric = next((metric for metric, pattern in METRICS if pattern.search(words)), None)
    return None if metric is None else f"val_{metric}" if MEASURED.search(words) else metric


FoundIn = tuple[str, str, Any]
"""Where it lies, a name that its place has, and what lies there."""


def _collections(namespace: dict[str, Any]) -> Iterator[FoundIn]:
    """What may hold the values of a metric."""
    for name, value in list(namespace.items())[:MAX_NAMES]:
        if not name.startswith("_"):
            yield from _in(name, name, value, MAX_DEPTH)


def _in(place: str, name: str, value: Any, depth: int) -> Iterator[FoundIn]:
    if isinstance(value, list):
        columns = _columns(value) if value and isinstance(value[0], dict) else {name: value}
        yield from ((f"{place}.{key}", key, column) for key, column in columns.items())
    elif isinstance(value, np.ndarray):
        if value.ndim == 1 and value.dtype.kind == "f":
            yield place, name, value
    elif depth and (held := _held(value)):
        for key, inner in islice(list(held.items()), MAX_INNER):
            within = depth < MAX_DEPTH and metric_of(str(key)) is not None
            of = f"{name} {key}" if within else str(key)
            if not of.startswith("_"):
                yield from _in(f"{place}.{key}", of, inner, depth - 1)


def _held(value: Any) -> dict[Any, Any]:
    """What a dictionary, a table, or an object of a class of the notebook's own holds by name."""
    if isinstance(value, dict):
        return value
    kind = type(value)
    if kind.__module__.partition(".")[0] == "pandas" and kind.__name__ == "DataFrame":
        return {name: value[name].to_numpy() for name in list(value.columns)[:MAX_INNER]}
    return dict(vars(value)) if kind.__module__ == "__main__" and hasattr(value, "__dict__") else {}


def _columns(rows: list[Any]) -> dict[str, Any]:
    """The values of rows that are dictionaries, key by key; nothing where one is none, or lacks
    one.
    """
    if len(rows) > MAX_POINTS or not all(isinstance(row, dict) for row in rows):
        return {}
    names = [name for name in islice(rows[0], MAX_INNER) if all(name in row for row in rows)]
    return {str(name): tuple(row[name] for row in rows) for name in names}


def _mark(values: Any) -> tuple[Any, ...]:
    """What tells whether it grew or was filled."""
    if isinstance(values, np.ndarray):
        return len(values), str(values.dtype), hash(values[:MAX_POINTS].tobytes())
    return (id(values) if isinstance(values, list) else hash(str(values))), len(values)


def _numbers(values: Any) -> list[float]:
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
