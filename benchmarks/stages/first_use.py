"""Measures what a first user waits for: nothing is kept but what is shipped."""

from __future__ import annotations

import json

from benchmarks.classes import batches, looked_up
from benchmarks.classes.notebooks import SOLUTION, code_cell, edited, printed_by, written
from benchmarks.measuring.harness import Line, Sample, Target
from benchmarks.measuring.processes import GRADER, CommandError, timed
from benchmarks.stage import Bench, Stage

TRIPS = 10
FIT = "history = model.fit("
BUILT = "model = keras.Sequential("
TRIP = "a trip took"
"""What the notebook prints before the seconds of one."""


def measure(bench: Bench) -> list[Line]:
    """The demo, a check of the model answer, and how long a `fit` takes whose result is known."""
    demo = bench.folder / "demo"
    demo_s = timed([GRADER, "demo", "--out", demo], cwd=bench.folder, accept=(0, 1),
                   environment=batches.empty_cache(bench.folder / "cache-demo"))  # fmt: skip
    shown = batches.records(demo)
    bench.say(f"grader demo: {demo_s:.1f} s")
    check_s, record = check(bench, "cache-check")
    bench.say(f"grader check: {check_s:.1f} s")
    trips = _trips(bench)
    return [
        Line(
            "`make demo` after the set-up, nothing kept but what is shipped",
            Sample("grader demo", "s", (demo_s,)),
            target=Target("≤ 60 s, models trained in full", at_most=60.0),
            holds=looked_up.in_full(shown),
            note=f"{len(shown)} samples with HTML and PDF; {looked_up.in_words(shown)}",
        ),
        Line(
            "`grader check` of the model answer (500 + 1,000 + 15 epochs), cold",
            Sample("grader check", "s", (check_s,)),
            target=Target("≤ 20 s", at_most=20.0),
            holds=looked_up.in_full([record]),
            note=f"with HTML; {looked_up.in_words([record])}",
        ),
        Line(
            "a job's trip without training: ask, find, return, set weights",
            Sample("fit(…, epochs=500, verbose=0)", "s", trips),
            target=Target("≤ 0.15 s", at_most=0.15),
            note="from the call of `fit` to its return, in the kernel, 500 epochs of callbacks "
            f"and `History` in it; the first of {TRIPS + 1}, which builds what TensorFlow builds "
            "once, left out",
        ),
    ]


def measure_anew(bench: Bench) -> list[Line]:
    """The same check with every training computed, which is what looking up saves."""
    check_s, record = check(bench, "cache-check")
    anew_s, computed = check(bench, "cache-anew", "--no-reuse")
    return [
        Line(
            "`grader check` of the model answer, and with every training computed",
            Sample("grader check", "s", (check_s,)),
            Sample("grader check --no-reuse", "s", (anew_s,)),
            holds=looked_up.in_full([computed]),
            note=f"{looked_up.in_words([record])}; with --no-reuse "
            f"{looked_up.in_words([computed])}",
        )
    ]


def check(bench: Bench, cache: str, *options: str) -> tuple[float, dict[str, object]]:
    """Seconds of one check of the model answer, and its record."""
    found, page = bench.folder / f"{cache}.json", bench.folder / f"{cache}.html"
    command = [GRADER, "check", SOLUTION, "--json", found, "--html", page, *options]
    wall_s = timed(command, cwd=bench.folder, accept=(0, 1), timeout_s=3600,
                   environment=batches.empty_cache(bench.folder / cache))  # fmt: skip
    return wall_s, json.loads(found.read_text("utf-8"))


def _trips(bench: Bench) -> tuple[float, ...]:
    """How long the `fit` of the first network takes, again and again from the same start."""
    submissions, out = bench.folder / "trips", bench.folder / "trips-graded"
    written(asking_again(), submissions / "trips.ipynb")
    batches.grade(submissions, out, "--policy", "full", "--no-pdf")
    printed = printed_by(next(out.glob("submissions/*/recording/executed.ipynb")))
    found = [float(line.split()[-1]) for line in printed.splitlines() if line.startswith(TRIP)]
    if len(found) != TRIPS + 1 or "kernel" in looked_up.in_words(batches.records(out)):
        raise CommandError(f"{len(found)} of {TRIPS + 1} trips were looked up: {printed[-1000:]}")
    return tuple(found[1:])


def asking_again() -> dict[str, object]:
    """The model answer up to its first `fit`, which is called again and again."""
    notebook = json.loads(SOLUTION.read_text("utf-8"))
    cells = [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]
    sources = ["".join(cell["source"]) for cell in cells]
    place = {text: next(i for i, code in enumerate(sources) if text in code)
             for text in (BUILT, "model.compile(", FIT)}  # fmt: skip
    again = [sources[place[text]] for text in place]
    lines = [
        "import time",
        f"for trip in range({TRIPS + 1}):",
        "    keras.utils.set_random_seed(11)",
        *(f"    {line}" for line in "\n".join(again[:2]).splitlines()),
        "    began = time.perf_counter()",
        *(f"    {line}" for line in again[2].replace("epochs=", "verbose=0, epochs=").splitlines()),
        f"    print({TRIP!r}, time.perf_counter() - began)",
    ]
    kept = cells[: place[BUILT]]
    trips = code_cell("trips", "\n".join(lines))
    return edited({**notebook, "cells": [*kept, trips]}, lambda code: code)


STAGE = Stage(
    "first-use",
    "What a first user waits for",
    measure,
    minutes=1.8,
    command="grader demo; grader check reference/mnist/solution.ipynb --html report.html",
)
STAGE_ANEW = Stage(
    "no-reuse",
    "What looking trainings up saves",
    measure_anew,
    minutes=6,
    command="grader check reference/mnist/solution.ipynb --no-reuse --html report.html",
    long=True,
)
