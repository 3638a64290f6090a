"""Measures what several processes cost and bring, against the embedded way of one."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

from benchmarks.classes import batches, looked_up
from benchmarks.classes.notebooks import Json, edited, handed_in, shortened, solution, tiny, written
from benchmarks.measuring.harness import Line, Sample, Target, alternate
from benchmarks.measuring.scripts import numbers_of
from benchmarks.stage import Bench, Stage

TINY, UNSHARED = 24, 12
ROUNDS = 2
EPOCHS = 24
"""Of the dense networks of a class whose trainings can't be shared; the convolutional one trains
one.
"""
ROWS = 20_000
"""Of the pictures that these train on; all others of the solution are the same."""
FIRST_OF_OTHERS = 20
"""Number of the first student of those with whom a cluster is warmed up."""
NOTHING, EMPTY = 10_000, 100_000
MOST_MIB = 1e9 / 2**20
SIZES = (
    ("layers.Dense(64,", "layers.Dense({},", 60),
    ("layers.Dropout(0.5)", "layers.Dropout(0.{})", 40),
)
"""What of the solution's models each student chooses: what it says, and the first one's choice."""


def unshared(number: int) -> Json:
    """A full hand-in on part of the pictures, whose models nobody else has."""

    def chosen(code: str) -> str:
        for before, after, first in SIZES:
            code = code.replace(before, after.format(first + number))
        for name in ("x_train", "y_train"):
            code = code.replace(f'data["{name}"]', f'data["{name}"][:{ROWS}]')
        return code

    return edited(shortened(solution(), epochs=EPOCHS, few=1), chosen)


def measure_overhead(bench: Bench) -> list[Line]:
    """A class of tiny hand-ins both ways."""
    submissions = handed_in(tiny(), bench.folder / "tiny", TINY)[0].parent
    rounds = count()

    def batch(*options: str) -> float:
        out = bench.folder / f"tiny-graded{next(rounds)}"
        wall_s = batches.grade(submissions, out, *options, cache=bench.folder / f"{out.name}-kept")
        batches.require_graded(out, count=TINY)
        bench.say(f"{' '.join(options) or 'embedded'}: {wall_s:.1f} s for {TINY}")
        return wall_s

    values = alternate(
        {"several": lambda: batch("--workers", "2"), "embedded": batch}, bench.rounds or ROUNDS
    )
    line = Line(
        f"a class of {TINY} tiny hand-ins",
        Sample("grader batch --workers 2", "s", values["several"]),
        Sample("grader batch --jobs 2", "s", values["embedded"]),
        Target("at most 5 % more than embedded", ratio_at_least=1 / 1.05),
        note="whole commands, start and end of the processes included, with grade, HTML and PDF",
    )
    return [line]


def measure(bench: Bench) -> list[Line]:
    """A class of full hand-ins on one core and on two."""
    submissions = _unshared(bench.folder / "unshared", range(UNSHARED))
    cores = sorted(os.sched_getaffinity(0))[:2]
    seconds, reused = {}, 0
    for workers in (2, 1):
        seconds[workers], out = _on_a_cluster(bench.folder, submissions, cores[:workers])
        records = batches.records(out)
        reused += sum(
            bool((run["training"] or {}).get("reused")) for run in looked_up.reproduced(records)
        )
        bench.say(f"{workers} workers: {seconds[workers]:.0f} s; {looked_up.in_words(records)}")
    line = Line(
        f"a class of {UNSHARED} full hand-ins whose trainings can't be shared",
        Sample("two workers on two cores", "s", (seconds[2],)),
        Sample("one worker on one core", "s", (seconds[1],)),
        Target("≥ 1.85×", ratio_at_least=1.85),
        holds=not reused,
        note=f"`grader batch --cluster` from its start to its end; a worker a core, each of which "
        f"has graded one other hand-in before; the scheduler and the submitting process on the "
        f"same cores; dense networks of {EPOCHS} epochs each on {ROWS:,} pictures, a convolutional "
        f"one of 1; {reused} trainings were another student's",
    )
    return [line]


def _on_a_cluster(folder: Path, submissions: Path, cores: list[int]) -> tuple[float, Path]:
    """Seconds of a batch on a cluster of as many workers as cores, and its folder."""
    from benchmarks.cluster.loopback import Cluster

    name = f"by-{len(cores)}"
    others = range(FIRST_OF_OTHERS, FIRST_OF_OTHERS + len(cores))
    with (
        pinned(cores),
        Cluster(folder / f"cluster-{name}", cores=cores, own_caches=True) as cluster,
    ):
        cluster.wait_for_workers()
        for hand_ins, part in ((_unshared(folder / f"warm-{name}", others), "warm"),
                               (submissions, "out")):  # fmt: skip
            out = folder / f"{part}-{name}-graded"
            options = ("--cluster", cluster.address)
            wall_s = batches.grade(
                hand_ins, out, *options, jobs=len(cores), cache=folder / f"kept-{name}"
            )
            batches.require_graded(out, count=len(list(hand_ins.iterdir())))
    return wall_s, out


def _unshared(folder: Path, numbers: range) -> Path:
    for number in numbers:
        written(unshared(number), folder / f"student{number:03}.ipynb")
    return folder


@contextmanager
def pinned(cores: list[int]) -> Iterator[None]:
    """Let what is started run on these cores only."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, cores)
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


def measure_scheduling(bench: Bench) -> list[Line]:
    """A class whose hand-ins cost nothing, and tasks that do nothing."""
    graded = numbers_of("scheduling.py", "hand-ins", str(NOTHING), say=bench.say)
    bench.say(f"{NOTHING} hand-ins: {graded}")
    empty = numbers_of("scheduling.py", "tasks", str(EMPTY), say=bench.say)
    bench.say(f"{EMPTY} tasks: {empty}")
    return [
        Line(
            f"scheduling of {NOTHING:,} hand-ins that cost nothing",
            Sample("two workers", "s", (graded["wall_s"],)),
            target=Target("≤ 60 s and ≤ 1 GB in the submitting process", at_most=60.0),
            holds=graded["most_mib"] <= MOST_MIB,
            note=f"requests, window, answers, folders, records, with a task that gives back a "
            f"graded folder that lay ready; the submitting process, with the scheduler in it, "
            f"held at most {graded['most_mib']:.0f} MiB and took {graded['processor_s']:.0f} s of "
            f"a processor; finding the hand-ins in their folder took {graded['intake_s']:.1f} s "
            f"before",
        ),
        Line(
            f"{EMPTY:,} empty tasks, two workers",
            Sample("dask.distributed", "tasks a second", (empty["tasks_per_s"],)),
            note="TLS between the parties, as in every batch",
        ),
    ]


STAGE = Stage(
    "cluster",
    "Two workers and one",
    measure,
    minutes=9,
    command="grader batch submissions --out graded --cluster cluster.json",
    long=True,
)
STAGE_OVERHEAD = Stage(
    "workers",
    "Several processes on one machine",
    measure_overhead,
    minutes=5,
    command="grader batch submissions --out graded --workers 2; grader batch submissions --out "
    "graded --jobs 2",
    long=True,
)
STAGE_SCHEDULING = Stage(
    "scheduling",
    "What scheduling costs",
    measure_scheduling,
    minutes=2.5,
    command="python benchmarks/scheduling.py hand-ins 10000; python benchmarks/scheduling.py tasks "
    "100000",
    long=True,
)
