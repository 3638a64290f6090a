"""Measures what a tiny notebook costs, graded and reported, against the tools of today."""

from __future__ import annotations

from functools import partial
from itertools import count

from benchmarks.classes import batches
from benchmarks.classes.notebooks import handed_in, tiny
from benchmarks.measuring.harness import Line, Sample, Target, alternate
from benchmarks.others.tools import Others
from benchmarks.stage import Bench, Stage

HAND_INS = 24
NBGRADER_TOGETHER = 3
"""In one command, so that what it takes to start is shared out as in a class."""
TARGETED = "nbgrader autograde"
ROUNDS = 2


def measure(bench: Bench) -> list[Line]:
    """A small class against each other tool on the same notebooks; seconds for one notebook."""
    notebook = tiny()
    submissions = handed_in(notebook, bench.folder / "submissions", HAND_INS)
    others = Others(bench.folder / "others", notebook)
    rounds = count()

    def batch() -> float:
        out = bench.folder / f"graded{next(rounds)}"
        wall_s = batches.grade(submissions[0].parent, out)
        batches.require_graded(out, count=HAND_INS)
        bench.say(f"grader batch: {wall_s:.1f} s for {HAND_INS}")
        return wall_s / HAND_INS

    def nbgrader(together: int) -> float:
        return others.nbgrader_autograde(submissions[:together]) / together

    one = submissions[0]
    values = alternate(
        {
            "grader batch": batch,
            TARGETED: partial(nbgrader, 1),
            f"{TARGETED}, {NBGRADER_TOGETHER} in one command": partial(nbgrader, NBGRADER_TOGETHER),
            "otter run": partial(others.otter_run, one),
            "papermill": partial(others.papermill, one),
            "jupyter execute": partial(others.jupyter_execute, one),
        },
        bench.rounds or ROUNDS,
    )
    ours = Sample("grader batch", "s a notebook", values.pop("grader batch"))
    return [_line(ours, tool, seconds) for tool, seconds in values.items()]


def _line(ours: Sample, tool: str, seconds: tuple[float, ...]) -> Line:
    target = (
        Target("≥ 5× faster than nbgrader autograde", ratio_at_least=5)
        if tool == TARGETED
        else None
    )
    note = (
        f"{HAND_INS} hand-ins in one command on two slots, start of the command included, with "
        "grade, HTML and PDF; the other: one hand-in; it knows no slots; no reports"
        if tool == TARGETED
        else "graded; it knows no slots; no report"
        if tool.startswith((TARGETED, "otter"))
        else "one notebook, executed only"
    )
    what = "tiny notebook: three models, one short epoch"
    return Line(what, ours, Sample(tool, "s a notebook", seconds), target, note=note)


STAGE = Stage(
    "tiny",
    "A tiny notebook, graded and reported",
    measure,
    minutes=5,
    command="grader batch submissions --out graded --jobs 2; nbgrader autograde mnist; otter run "
    "-a autograder.zip one.ipynb;"
    " papermill one.ipynb out.ipynb; jupyter execute one.ipynb",
)
