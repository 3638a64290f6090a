"""Measures how much memory two slots take, and whether it stays so over a long batch."""

from __future__ import annotations

import statistics
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import Self

from benchmarks.classes import batches
from benchmarks.classes.notebooks import handed_in, tiny
from benchmarks.measuring.harness import Line, Sample, Target
from benchmarks.measuring.processes import Footprint, MemoryWatch
from benchmarks.stage import Bench, Stage

GIB = 2**30
PARTS = 4
FLAT_GIB = 0.1
"""The last quarter of the time may hold so much more than the second: kernels come and go."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a batch held of memory over its time."""

    gib: tuple[float, ...]
    every_s: float
    """How often it was looked at."""

    @classmethod
    def of(cls, footprint: Footprint) -> Self:
        """What was seen."""
        return cls(tuple(size / GIB for size in footprint.bytes), footprint.every_s)

    @property
    def most_gib(self) -> float:
        """The most of it."""
        return max(self.gib)

    @property
    def is_flat(self) -> bool:
        """Whether the last quarter of the time holds hardly more than the second."""
        return self._growth < FLAT_GIB

    @property
    def in_words(self) -> str:
        """How it was measured, and how it went."""
        medians = ", ".join(f"{one:.2f}" for one in self._medians)
        return (
            f"proportional set size of all its processes, every {self.every_s:g} s, "
            f"{len(self.gib)} times; the medians of the four quarters of the time are "
            f"{medians} GiB: {self._growth:+.2f} GiB from the second to the last; the most "
            f"{self.most_gib:.2f} GiB"
        )

    @property
    def _growth(self) -> float:
        return self._medians[-1] - self._medians[1]

    @property
    def _medians(self) -> list[float]:
        ends = [len(self.gib) * part // PARTS for part in range(PARTS + 1)]
        return [statistics.median(self.gib[first:last]) for first, last in pairwise(ends)]


def measure(bench: Bench, *, notebooks: int) -> list[Line]:
    """Sample the whole process tree of one batch again and again."""
    submissions, out = bench.folder / "submissions", bench.folder / "graded"
    handed_in(tiny(), submissions, notebooks)
    with MemoryWatch() as watch:
        wall_s = batches.grade(submissions, out)
    batches.require_graded(out, count=notebooks)
    bench.say(f"{notebooks} notebooks in {wall_s:.0f} s")
    held = Held.of(watch.footprint)
    return [
        Line(
            f"most memory of a batch of {notebooks} with two slots",
            Sample("grader batch", "GiB", (held.most_gib,)),
            target=Target("≤ 4 GB, flat", at_most=4e9 / GIB),
            holds=held.is_flat,
            note=held.in_words,
        ),
        Line(
            f"a notebook of a batch of {notebooks} with two slots",
            Sample("grader batch", "s a notebook", (wall_s / notebooks,)),
            note="tiny notebooks, with grade and both reports",
        ),
    ]


SHORT, LONG = 16, 200
COMMAND = "grader batch submissions --out graded --jobs 2"
STAGE = Stage(
    "memory",
    f"Memory over {SHORT} notebooks",
    partial(measure, notebooks=SHORT),
    minutes=0.9,
    command=COMMAND,
)
STAGE_LONG = Stage(
    "memory-200",
    f"Memory over {LONG} notebooks",
    partial(measure, notebooks=LONG),
    minutes=10,
    command=COMMAND,
    long=True,
)
