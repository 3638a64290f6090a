"""Measures what one run of the solution costs, in the sandbox or outside of it.

    python benchmarks/sandboxed_run.py [--unsafe] [--epochs 8] [--few 1] [--core N] [--json -]

A cold kernel either way. Processor time is that of the kernel with its children, and that of this
process, which carries its messages.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LAST_CELL = """import resource
spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print("PROCESSOR", sum(one.ru_utime + one.ru_stime for one in spent))"""
MANY = 1000


def main() -> None:
    """Run it once."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--unsafe", action="store_true", help="outside of the sandbox")
    parser.add_argument(
        "--epochs", type=int, default=8, help="at most so many epochs of the dense networks"
    )
    parser.add_argument(
        "--few", type=int, default=1, help="at most so many of the trainings that ask for few"
    )
    parser.add_argument("--core", type=int, help="the core to run on")
    parser.add_argument("--json", metavar="-", help="print the numbers for a program")
    arguments = parser.parse_args()
    if arguments.core is not None:
        os.sched_setaffinity(0, {arguments.core})
    sys.path.insert(0, str(ROOT))
    numbers = measured(unsafe=arguments.unsafe, epochs=arguments.epochs, few=arguments.few)
    print(
        json.dumps(numbers)
        if arguments.json
        else f"wall {numbers['wall']:.2f} s, processor {numbers['cpu']:.2f} s"
    )


def measured(*, unsafe: bool, epochs: int, few: int) -> dict[str, float]:
    """Seconds of wall-clock and of processor time; raises RuntimeError where the notebook didn't
    run to its end.
    """
    from benchmarks.classes.notebooks import code_cell, shortened, solution, written
    from grader.intake import read_submission
    from grader.model.policy import Policy
    from grader.pipeline import open_assignment
    from grader.sandbox import record
    from tests.sandbox.supervision import LetRun

    notebook = shortened(solution(), epochs=epochs, few=few)
    notebook["cells"].append(code_cell("processor", LAST_CELL))
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        submission = read_submission(written(notebook, folder / "notebook.ipynb"))
        started, started_cpu = time.perf_counter(), time.process_time()
        recording = record(
            submission,
            Policy(threads=1, unsafe=unsafe),
            assignment=open_assignment("mnist")[0],
            folder=folder,
            supervisor=LetRun(),
        )
        wall_s, own_cpu_s = time.perf_counter() - started, time.process_time() - started_cpu
        if recording.outcome != "completed":
            raise RuntimeError(f"the notebook did not run to its end: {recording.outcome}")
        return {"wall": wall_s, "cpu": own_cpu_s + _spent_by_kernel(folder / "executed.ipynb")}


def _spent_by_kernel(executed: Path) -> float:
    last = json.loads(executed.read_text("utf-8"))["cells"][-1]
    said = "".join("".join(output.get("text", "")) for output in last["outputs"])
    return float(said.split("PROCESSOR")[1])


if __name__ == "__main__":
    main()
