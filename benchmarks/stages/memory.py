"""Measures how much memory two slots take, and whether it stays so over a long batch."""

from __future__ import annotations

import statistics
from functools import partial

from benchmarks import batches
from benchmarks.harness import Line, Sample, Target
from benchmarks.notebooks import handed_in, tiny
from benchmarks.processes import MemoryWatch
from benchmarks.stage import Bench, Stage

GIB = 2**30
PARTS = 4
FLAT_GIB = 0.1
"""The last quarter of the time may hold so much more than the second: kernels come and go."""


def measure(bench: Bench, *, notebooks: int) -> list[Line]:
    """Sample the whole process tree of one batch once a second."""
    submissions, out = bench.folder / "submissions", bench.folder / "graded"
    handed_in(tiny(), submissions, notebooks)
    with MemoryWatch() as watch:
        wall_s = batches.grade(submissions, out)
    batches.require_graded(out, count=notebooks)
    bench.say(f"{notebooks} notebooks in {wall_s:.0f} s")
    held = [size / GIB for size in watch.footprint.bytes]
    quarters = [
        held[len(held) * part // PARTS : len(held) * (part + 1) // PARTS] for part in range(PARTS)
    ]
    medians = [statistics.median(quarter) for quarter in quarters]
    growth = medians[-1] - medians[1]
    return [
        Line(
            f"most memory of a batch of {notebooks} with two slots",
            Sample("grader batch", "GiB", (max(held),)),
            target=Target("≤ 4 GB, flat", at_most=4e9 / GIB),
            holds=growth < FLAT_GIB,
            note=f"proportional set size of all its processes, once a second, {len(held)} times; "
            f"the medians of the four quarters"
            f" of the time are {', '.join(f'{one:.2f}' for one in medians)} GiB: {growth:+.2f} "
            f"GiB from the second to the last",
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
