"""Measures how long it takes until a notebook has a kernel in which TensorFlow is imported."""

from __future__ import annotations

import os
import tempfile
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path

from benchmarks.classes.notebooks import notebook_of, written
from benchmarks.measuring.harness import Line, Sample, Target, alternate
from benchmarks.others.tools import Others
from benchmarks.stage import Bench, Stage

CELL = "import tensorflow as tf\nprint(float(tf.constant(1.0) + 1.0))"
ROUNDS = 3


def measure(bench: Bench) -> list[Line]:
    """Warm, cold, and `jupyter execute` on a notebook of one cell that imports TensorFlow and adds
    two numbers.
    """
    from grader.model.policy import Policy
    from grader.pipeline import open_assignment
    from grader.sandbox import WarmKernels

    assignment = open_assignment("mnist")[0]
    policy = Policy(threads=max(1, len(os.sched_getaffinity(0)) // 2))
    path = written(notebook_of(CELL), bench.folder / "one.ipynb")
    others = Others(bench.folder / "others", notebook_of(CELL))
    with ExitStack() as stack:
        bench.say("warming up")
        kernels = stack.enter_context(WarmKernels(assignment, policy))
        warm = partial(until_ready, path, assignment, policy, warm=kernels)
        cold = partial(until_ready, path, assignment, policy, warm=None)
        for first in (warm, cold):
            first()
        values = alternate(
            {"warm": warm, "cold": cold, "jupyter execute": partial(others.jupyter_execute, path)},
            bench.rounds or ROUNDS,
        )
    ours = Sample("grader, warm kernel", "s", values["warm"])
    what = "notebook to a kernel with TensorFlow imported"
    return [
        Line(
            what,
            ours,
            Sample("grader, cold kernel", "s", values["cold"]),
            Target("warm ≥ 10× faster than cold, ≤ 1 s", ratio_at_least=10, at_most=1.0),
            note="until the notebook's only cell, which imports TensorFlow and adds two numbers, "
            "has run in its sandbox; the"
            " process that forks had imported before (once per batch, as long as one cold start)",
        ),
        Line(
            what,
            ours,
            Sample("jupyter execute", "s", values["jupyter execute"]),
            note="the other number is that of the whole command",
        ),
    ]


def until_ready(path: Path, assignment: object, policy: object, *, warm: object) -> float:
    """Seconds from the notebook to its first cell done; raises RuntimeError where it wasn't, or the
    kernel is of the other kind.
    """
    from grader.intake import read_submission
    from grader.sandbox import record
    from tests.sandbox.supervision import LetRun

    moments = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        started = time.perf_counter()
        recording = record(
            read_submission(path),
            policy,  # type: ignore[arg-type]
            assignment=assignment,  # type: ignore[arg-type]
            folder=Path(folder),
            supervisor=LetRun(),
            on_cell=lambda done, _: moments.append(time.perf_counter()) if done else None,
            warm=warm,  # type: ignore[arg-type]
        )
    if recording.outcome != "completed" or recording.warm != (warm is not None):
        raise RuntimeError(
            f"the notebook was not run as it should: {recording.outcome}, {recording.cold_because}"
        )
    return moments[0] - started


STAGE = Stage(
    "kernel",
    "A kernel with TensorFlow",
    measure,
    minutes=1,
    command="grader.sandbox.record with and without WarmKernels; jupyter execute one.ipynb",
)
