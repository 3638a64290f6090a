"""Measures how much faster a model trains than with stock `fit`."""

from __future__ import annotations

from benchmarks.measuring.harness import Line, Sample, Target
from benchmarks.measuring.scripts import numbers_of
from benchmarks.stage import Bench, Stage

ROUNDS = 3
TARGETS = {
    "dense": Target("≥ 5× faster than stock `fit`", ratio_at_least=5),
    "convolutional": Target("never slower than stock `fit`; ≥ 1.2×", ratio_at_least=1.2),
}

DATA = "60,000 pictures in batches of 128, validated on 10,000"
NOTES = {
    "dense": f"{DATA}; of 200 epochs, compiling included, against 10 of stock `fit`",
    "convolutional": DATA,
}


def measure(bench: Bench) -> list[Line]:
    """Wall-clock time on one core, and the processor time beside it."""
    numbers = numbers_of(
        "training_speed.py", "--rounds", str(bench.rounds or ROUNDS), say=bench.say
    )
    lines = []
    for network, clocks in numbers.items():
        for clock, target in (("wall", TARGETS[network]), ("cpu", None)):
            lines.append(
                Line(
                    f"{network} network, an epoch on one core"
                    + (", processor time" if clock == "cpu" else ""),
                    Sample("as grader trains", "s", tuple(clocks[clock]["grader"])),
                    Sample("stock fit", "s", tuple(clocks[clock]["stock"])),
                    target,
                    note=NOTES[network] if target else "",
                )
            )
    return lines


STAGE = Stage(
    "training", "Training", measure, minutes=2.6, command="python benchmarks/training_speed.py"
)
