"""Says of published records who trained their models, and what was looked up."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

NAMED = {
    "bundled": "shipped with the assignment",
    "store": "trained before for somebody else of the class",
    "": "trained now",
    "kernel": "trained by the kernel",
}


def reproduced(records: Sequence[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """The runs that were seen in a kernel, of all records."""
    for record in records:
        yield from (run for run in record["runs"] if run["source"] == "reproduced")


def in_words(records: Sequence[Mapping[str, Any]]) -> str:
    """In words, where the trainings came from."""
    counted = Counter(_from(run) for run in reproduced(records))
    parts = [f"{counted[kind]} {words}" for kind, words in NAMED.items() if counted[kind]]
    return f"of {counted.total()} trainings {', '.join(parts)}" if parts else "nothing was trained"


def in_full(records: Sequence[Mapping[str, Any]]) -> bool:
    """Whether every model was trained for as many epochs as its author asked for."""
    runs = list(reproduced(records))
    return bool(runs) and all(run["epochs_run"] == run["epochs_requested"] for run in runs)


def _from(run: Mapping[str, Any]) -> str:
    return str(run["training"]["reused"]) if run["trained_by"] == "grader" else "kernel"
