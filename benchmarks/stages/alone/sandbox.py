"""Measures what the sandbox costs a notebook."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from benchmarks.measuring.harness import Line, Sample, Target, alternate
from benchmarks.measuring.scripts import numbers_of
from benchmarks.stage import Bench, Stage

ROUNDS = 3
TARGET = Target("at most 3 % more time inside", ratio_at_least=1 / 1.03)
WHOLE = ("--epochs", "1000", "--few", "15")
Numbers = dict[str, float]


def measure(bench: Bench) -> list[Line]:
    """The solution with short trainings, in turns inside and outside."""
    cpu_s: dict[str, list[float]] = {"inside": [], "outside": []}

    def once(where: str) -> float:
        numbers = _run(bench, where)
        cpu_s[where].append(numbers["cpu"])
        return numbers["wall"]

    rounds = bench.rounds or ROUNDS
    wall_s = alternate(
        {"inside": lambda: once("inside"), "outside": lambda: once("outside")}, rounds
    )
    what = "the solution, shortened to 8 + 8 + 1 epochs"
    return [
        _line(f"{what}, in the sandbox", wall_s, note="a cold kernel each time, on one thread"),
        _line(
            f"{what}, in the sandbox, processor time",
            cpu_s,
            note="the kernel with its children, and who carries its messages",
        ),
    ]


def measure_whole(bench: Bench) -> list[Line]:
    """The whole solution, inside and outside at the same time, each on a core of its own, and the
    cores exchanged.
    """
    cores = sorted(os.sched_getaffinity(0))[:2]
    wall_s: dict[str, list[float]] = {"inside": [], "outside": []}
    cpu_s: dict[str, list[float]] = {"inside": [], "outside": []}
    for number in range(bench.rounds or 1):
        order = cores if number % 2 == 0 else cores[::-1]
        with ThreadPoolExecutor(2) as pool:
            running = {
                where: pool.submit(_run, bench, where, *WHOLE, "--core", str(core))
                for where, core in zip(wall_s, order, strict=True)
            }
        for where, future in running.items():
            numbers = future.result()
            wall_s[where].append(numbers["wall"])
            cpu_s[where].append(numbers["cpu"])
    note = "inside and outside at the same time, each on a core of its own"
    return [
        _line("the whole solution, in the sandbox", wall_s, note=note),
        _line("the whole solution, in the sandbox, processor time", cpu_s, note=note),
    ]


def _run(bench: Bench, where: str, *options: str) -> Numbers:
    outside = ("--unsafe",) if where == "outside" else ()
    numbers: Numbers = numbers_of("sandboxed_run.py", *outside, *options, say=bench.say)
    bench.say(f"{where}: {numbers['wall']:.1f} s, processor {numbers['cpu']:.1f} s")
    return numbers


def _line(
    what: str, seconds: dict[str, Sequence[float]] | dict[str, list[float]], *, note: str
) -> Line:
    ours, other = (
        Sample("inside", "s", tuple(seconds["inside"])),
        Sample("outside", "s", tuple(seconds["outside"])),
    )
    line = Line(what, ours, other, TARGET)
    more = 100 * (1 / (line.ratio or 1) - 1)
    return Line(what, ours, other, TARGET, note=f"{note}; {more:+.1f} %")


STAGE = Stage(
    "sandbox",
    "The sandbox",
    measure,
    minutes=2.4,
    command="python benchmarks/sandboxed_run.py [--unsafe]",
)
STAGE_LONG = Stage(
    "sandbox-full",
    "The sandbox, whole solution",
    measure_whole,
    minutes=7,
    command="python benchmarks/sandboxed_run.py --epochs 1000 --few 15 [--unsafe]",
    long=True,
)
