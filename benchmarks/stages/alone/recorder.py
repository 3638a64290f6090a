"""Measures by how much the recorder slows a training."""

from __future__ import annotations

from benchmarks.measuring.harness import Line, Sample, Target
from benchmarks.measuring.scripts import numbers_of
from benchmarks.stage import Bench, Stage

ROUNDS = 3
ROWS = 15_000


def measure(bench: Bench) -> list[Line]:
    """The share of a stock training's time that passes inside the recorder's hooks."""
    numbers = numbers_of(
        "recorder_overhead.py",
        "--rounds",
        str(bench.rounds or ROUNDS),
        "--rows",
        str(ROWS),
        say=bench.say,
    )
    return [
        Line(
            f"the recorder's share of training a {name} network",
            Sample("inside the hooks", "%", tuple(100 * share for share in one["shares"])),
            target=Target("< 3 %", at_most=3.0),
            note=f"stock `fit` of {one['epochs']} epochs on {ROWS:,} pictures, waiting for the "
            f"host's answers included; what is"
            f" done once a run weighs less the longer it trains. Whole time with and without: "
            f"ratio {one['ratio']:.3f}",
        )
        for name, one in numbers.items()
    ]


STAGE = Stage(
    "recorder",
    "The recorder",
    measure,
    minutes=0.9,
    command="python benchmarks/recorder_overhead.py --rows 15000",
)
