"""Measures a loop of short `fit`s, of which the host trains each, against stock Keras."""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks.classes import batches
from benchmarks.classes.notebooks import Json, edited, printed_by, written
from benchmarks.measuring.harness import Line, Sample
from benchmarks.measuring.processes import CommandError
from benchmarks.stage import ROOT, Bench, Stage

ROUNDS = 2
FITS = 40
SOLUTION = ROOT / "reference" / "digits" / "solution.ipynb"
FIT = "history = network.fit("
TOOK = "the loop took"
"""What the notebook prints before the seconds that it took."""


def measure(bench: Bench) -> list[Line]:
    """The same notebook in turns: trained by the host, which has nothing kept, and by Keras."""
    taken: dict[str, list[float]] = {"host": [], "--stock": []}
    for number in range(bench.rounds or ROUNDS):
        for who, seconds in taken.items():
            options = [who] if who != "host" else []
            seconds.append(_loop(bench.folder / f"{who.strip('-')}-{number}", *options))
            bench.say(f"{who}: {seconds[-1]:.1f} s")
    return [
        Line(
            f"a loop of {FITS} `fit`s of one epoch of the digits, none known before",
            Sample("trained by the host", "s", tuple(taken["host"])),
            Sample("stock Keras in the notebook", "s", tuple(taken["--stock"])),
            note="from before the first to after the last, in the notebook; each asks the host, "
            "goes on from the one before, and hands its weights back",
        )
    ]


def _loop(folder: Path, *options: str) -> float:
    """Seconds of the loop in a notebook that is graded with an empty cache."""
    written(looping(), folder / "submissions" / "loop.ipynb")
    out = folder / "graded"
    batches.grade(
        folder / "submissions", out, "-a", "digits", "--policy", "full", "--no-pdf", *options,
        cache=folder / "cache",
    )  # fmt: skip
    lines = printed_by(next(out.glob("submissions/*/recording/executed.ipynb"))).splitlines()
    found = [float(line.split()[-1]) for line in lines if line.startswith(TOOK)]
    (record,) = batches.records(out)
    by_host = [run["trained_by"] for run in record["runs"]].count("grader")
    if len(found) != 1 or by_host != (0 if options else FITS):
        raise CommandError(f"{by_host} of {FITS} trainings were done by the host: {lines[-10:]}")
    return found[0]


def looping() -> Json:
    """The model answer, its network trained in a loop of its own, an epoch at a time."""

    def loop(code: str) -> str:
        before, fit, arguments = code.partition(FIT)
        if not fit:
            return code
        once = f"once = network.fit({arguments.strip()}".replace("epochs=40", "epochs=1")
        lines = [
            "import time",
            "history, began = keras.callbacks.History(), time.perf_counter()",
            "history.history = {}",
            f"for epoch in range({FITS}):",
            f"    {once.replace('verbose=2', 'verbose=0')}",
            "    for metric, values in once.history.items():",
            "        history.history.setdefault(metric, []).extend(values)",
            f"print({TOOK!r}, time.perf_counter() - began)",
        ]
        return before + "\n".join(lines)

    return edited(json.loads(SOLUTION.read_text("utf-8")), loop)


STAGE = Stage(
    "loops",
    "Loops of short trainings",
    measure,
    minutes=1.5,
    command="grader batch submissions -a digits --out graded --policy full [--stock]",
    long=True,
)
