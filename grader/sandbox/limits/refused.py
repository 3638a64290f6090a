"""Finds the cells to which the system refused what a limit of ours takes: they failed by the limit,
not by their code.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from grader.model.limits_hit import LimitHit, LimitKind
from grader.model.policy import MIB, Limits
from grader.model.recording import CellRun

REFUSED: tuple[tuple[LimitKind, re.Pattern[str]], ...] = (
    (
        "disk",
        re.compile(
            r"\[Errno (?:28|27)\]|No space left on device|File too large|database or disk is full"
        ),
    ),
    ("processes", re.compile(r"can't start new thread|Resource temporarily unavailable")),
    (
        "memory",
        re.compile(
            r"^(?:MemoryError|_ArrayMemoryError)\b|Unable to "
            r"allocate|^ResourceExhaustedError\b|\[Errno 12\]"
        ),
    ),
)
"""How Python, NumPy and TensorFlow say so; the error's name stands before its message."""


def refusals(runs: Sequence[CellRun], limits: Limits) -> Iterator[LimitHit]:
    """A hit for every failed cell whose error is such a refusal."""
    for run in runs:
        if run.outcome == "error":
            said = f"{run.error_name}: {run.error_message}"
            kind = next((kind for kind, words in REFUSED if words.search(said)), None)
            if kind is not None:
                yield LimitHit(
                    kind, f"Cell {run.cell + 1} {_in_words(kind, limits)}.", run.cell, "cell"
                )


def _in_words(kind: LimitKind, limits: Limits) -> str:
    match kind:
        case "disk":
            return (
                f"wrote more than the {limits.disk_bytes / MIB:,.0f} MiB of scratch space that are "
                f"allowed"
            )
        case "processes":
            return (
                f"was refused a further process; {limits.processes} processes and threads are "
                f"allowed"
            )
        case _:
            return f"was refused memory; {limits.memory_bytes / MIB:,.0f} MiB are allowed"
