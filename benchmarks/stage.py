"""A stage of the benchmark, and what it gets to work with."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from benchmarks.measuring.harness import Line

ROOT = Path(__file__).resolve().parents[1]
DATA = ROOT / "reference" / "mnist" / "data" / "mnist.npz"


@dataclass(frozen=True, slots=True)
class Bench:
    """One call of the benchmark, as a stage sees it."""

    folder: Path
    """An empty folder of the stage's own, which is removed afterwards."""
    rounds: int | None
    """What the operator asked for; a stage has its own number otherwise."""
    say: Callable[[str], None]
    """Tells the operator what is going on."""
    everything: bool = False
    """Really run what is otherwise worked out from a part of it; hours."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One question that the benchmark answers."""

    name: str
    title: str
    measure: Callable[[Bench], list[Line]]
    minutes: float
    """About how long it takes on two cores."""
    command: str
    """What is run, for the reader of the results."""
    long: bool = False
    """Only in `make bench-full`."""
