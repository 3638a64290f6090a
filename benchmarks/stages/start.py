"""Measures how long a person waits for the quick commands."""

from __future__ import annotations

from functools import partial

from benchmarks.classes.notebooks import MNIST
from benchmarks.measuring.harness import Line, Sample, Target, alternate
from benchmarks.measuring.processes import GRADER, timed
from benchmarks.stage import Bench, Stage

ROUNDS = 5
SAMPLE = MNIST / "samples" / "good.ipynb"


def measure(bench: Bench) -> list[Line]:
    """`--help`, and the saved outputs of a full hand-in graded with a report."""
    page = bench.folder / "report.html"
    check = [GRADER, "check", SAMPLE, "--policy", "saved", "--html", page]
    commands = {
        "help": partial(timed, [GRADER, "--help"], cwd=bench.folder),
        "check": partial(timed, check, cwd=bench.folder, accept=(0, 1)),
    }
    for command in commands.values():
        command()
    values = alternate(commands, bench.rounds or ROUNDS)
    return [
        Line(
            "`grader --help`",
            Sample("grader --help", "s", values["help"]),
            target=Target("≤ 0.25 s", at_most=0.25),
        ),
        Line(
            "`grader check --policy saved`, with HTML",
            Sample("grader check --policy saved --html", "s", values["check"]),
            target=Target("≤ 2 s", at_most=2.0),
            note=f"`{SAMPLE.name}`, a full hand-in with its saved outputs",
        ),
    ]


STAGE = Stage(
    "start",
    "Quick commands",
    measure,
    minutes=0.3,
    command="grader --help; grader check --policy saved --html",
)
