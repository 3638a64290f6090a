"""Keeps the measurements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter

from benchmarks.measuring.harness import Line
from benchmarks.stage import ROOT

FILE = ROOT / "benchmarks" / "results.json"


@dataclass(frozen=True, slots=True)
class Measured:
    """What a stage gave, and under which circumstances."""

    stage: str
    title: str
    command: str
    machine: str
    when: str
    """Date and time, UTC."""
    commit: str
    wall_s: float
    """Of the whole stage."""
    load_before: float
    """Processes that wanted to run on this machine in the minute before."""
    versions: dict[str, str]
    lines: tuple[Line, ...]
    problem: str = ""
    """Why nothing was measured."""


@dataclass(frozen=True, slots=True)
class Results:
    """The latest measurement of every stage."""

    stages: dict[str, Measured] = field(default_factory=dict)

    def and_also(self, measured: Measured) -> Results:
        """The same with a newer measurement; one that failed doesn't displace one that went
        well.
        """
        known = self.stages.get(measured.stage)
        if measured.problem and known is not None and not known.problem:
            return self
        return Results({**self.stages, measured.stage: measured})

    def in_order(self, names: Mapping[str, int]) -> list[Measured]:
        """The measurements in the order of the stages; what is no longer measured is left out."""
        return sorted(
            (one for name, one in self.stages.items() if name in names),
            key=lambda one: names[one.stage],
        )


def load(path: Path = FILE) -> Results:
    """What was measured before; nothing where there is no file."""
    return TypeAdapter(Results).validate_json(path.read_bytes()) if path.exists() else Results()


def save(results: Results, path: Path = FILE) -> None:
    """Keep it, every round of it."""
    path.write_bytes(TypeAdapter(Results).dump_json(results, indent=1) + b"\n")
