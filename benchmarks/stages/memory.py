"""Measures how much memory two slots take, and whether it stays so over a long batch."""

from __future__ import annotations

import statistics
from collections.abc import Mapping
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
"""In the last quarter of the time what lasts may hold so much more than in the second."""
KERNEL_GIB = 0.5
"""What one more kernel takes: those of notebooks come and go."""
SAID = 4
"""Of the processes, those that grew most."""


@dataclass(frozen=True, slots=True)
class Held:
    """What a batch held of memory over its time."""

    gib: tuple[Mapping[str, float], ...]
    """By process, each time it was looked at."""
    every_s: float
    """How often it was looked at."""

    @classmethod
    def of(cls, footprint: Footprint) -> Self:
        """What was seen."""
        held = (
            {process: size / GIB for process, size in each.items()} for each in footprint.by_process
        )
        return cls(tuple(held), footprint.every_s)

    @property
    def most_gib(self) -> float:
        """The most of it."""
        return max(self._together)

    @property
    def is_flat(self) -> bool:
        """Whether the processes that last hold hardly more in the last quarter than in the second,
        and all together no more than a kernel that is there more often.
        """
        _, second, _, last = self._medians
        return sum(self._growth.values()) < FLAT_GIB and last - second < KERNEL_GIB

    @property
    def in_words(self) -> str:
        """How it was measured, and how it went."""
        medians = ", ".join(f"{median:.2f}" for median in self._medians)
        grown = ", ".join(
            f"{process.rpartition(' ')[0]} {by:+.2f}"
            for process, by in sorted(self._growth.items(), key=lambda one: -one[1])[:SAID]
        )
        return (
            f"proportional set size of all its processes, every {self.every_s:g} s, "
            f"{len(self.gib)} times; the medians of the four quarters of the time are "
            f"{medians} GiB, the most {self.most_gib:.2f} GiB; from the second quarter to the last "
            f"the {len(self._growth)} processes that lived in both grew by "
            f"{sum(self._growth.values()):+.2f} GiB ({grown})"
        )

    @property
    def _medians(self) -> list[float]:
        return [statistics.median(self._together[first:last]) for first, last in self._quarters]

    @property
    def _together(self) -> list[float]:
        return [sum(each.values()) for each in self.gib]

    @property
    def _quarters(self) -> list[tuple[int, int]]:
        return [*pairwise(len(self.gib) * part // PARTS for part in range(PARTS + 1))]

    @property
    def _growth(self) -> dict[str, float]:
        """By process that is there in both quarters, how much its median grew."""
        _, second, _, last = ([*self.gib[first:end]] for first, end in self._quarters)
        return {
            process: statistics.median(each[process] for each in last if process in each)
            - statistics.median(each[process] for each in second if process in each)
            for process in set().union(*second) & set().union(*last)
        }


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
