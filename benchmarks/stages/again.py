"""Measures how long it takes to do again what was done."""

from __future__ import annotations

import shutil
from itertools import count
from pathlib import Path

from benchmarks.classes import batches
from benchmarks.classes.notebooks import MNIST, handed_in, tiny
from benchmarks.measuring.harness import Line, Sample, Target
from benchmarks.measuring.processes import GRADER, CommandError, timed
from benchmarks.stage import Bench, Stage

SUBMISSIONS = 200
DIFFERENT = 2
"""How many of them are really run; the others are copies, which grader notices, runs once and
decides each by itself.
"""
EPOCHS = 100
ROUNDS = 3
TIMEOUT_S = 120
AS_IT_IS = (
    "check: run_found, role: baseline, points: 6}",
    "check: architecture, role: baseline, points: 6,",
)
CHANGED = (
    "check: run_found, role: baseline, points: 7}",
    "check: architecture, role: baseline, points: 5,",
)
"""Two lines of the rubric, and what they say after the change; the sum stays."""


def measure(bench: Bench) -> list[Line]:
    """A class of 200: the same command again, and a regrade after a change of rubric."""
    assignment = bench.folder / "mnist"
    shutil.copytree(MNIST, assignment, ignore=shutil.ignore_patterns("runs", "samples"))
    submissions, out = bench.folder / "submissions", bench.folder / "graded"
    originals = handed_in(tiny(epochs=EPOCHS), submissions, DIFFERENT)
    for number in range(DIFFERENT, SUBMISSIONS):
        shutil.copy(originals[number % DIFFERENT], submissions / f"student{number:03}.ipynb")
    options = ("--assignment", str(assignment), "--no-pdf", "--policy", "full")
    first_s = batches.grade(submissions, out, *options)
    batches.require_graded(out, count=SUBMISSIONS, reports=("html",))
    bench.say(f"graded at first in {first_s:.0f} s")
    rounds = bench.rounds or ROUNDS
    again = tuple(
        batches.grade(submissions, out, *options, timeout_s=TIMEOUT_S) for _ in range(rounds)
    )
    turns = count()
    regraded = tuple(_regrade(out, assignment, next(turns)) for _ in range(rounds))
    return [
        Line(
            f"regrade of {SUBMISSIONS} after a change of rubric, without reports",
            Sample("grader regrade --no-reports", "s", regraded),
            target=Target("≤ 5 s", at_most=5.0),
            note=f"three trainings each, up to {EPOCHS} epochs; two checks' points change to and "
            f"fro, and it is seen that the"
            f" grades did; {DIFFERENT} of the {SUBMISSIONS} were really run, the others are "
            f"copies with records of their own",
        ),
        Line(
            f"the same batch again, nothing changed, {SUBMISSIONS} submissions",
            Sample("grader batch", "s", again),
            target=Target("≤ 3 s", at_most=3.0),
            note=f"the first time took {first_s:.0f} s",
        ),
    ]


def _regrade(out: Path, assignment: Path, turn: int) -> float:
    """Seconds of a regrade after the points of two checks were changed; raises CommandError where
    no grade shows it.
    """
    rubric = assignment / "assignment.yaml"
    text = rubric.read_text("utf-8")
    old, new = (AS_IT_IS, CHANGED) if turn % 2 == 0 else (CHANGED, AS_IT_IS)
    for before, after in zip(old, new, strict=True):
        if before not in text:
            raise CommandError(
                f"the rubric no longer says {before!r}: change benchmarks/stages/again.py with it"
            )
        text = text.replace(before, after)
    rubric.write_text(text, "utf-8")
    wall_s = timed(
        [GRADER, "regrade", out, "--no-reports", "--assignment", assignment],
        cwd=out.parent,
        timeout_s=TIMEOUT_S,
    )
    expected = "7" if turn % 2 == 0 else "6"
    possible = {
        finding["points_possible"]
        for record in batches.records(out)
        for finding in record["findings"]  # type: ignore[attr-defined]
        if finding["id"] == "baseline.trained"
    }
    if possible != {expected}:
        raise CommandError(
            f"after the regrade baseline.trained is worth {possible}, not {expected}"
        )
    return wall_s


STAGE = Stage(
    "again",
    "Nothing twice",
    measure,
    minutes=1.3,
    command="grader batch submissions --out graded --no-pdf --policy full; grader regrade graded "
    "--no-reports",
)
