"""Measures what a class costs where its hand-ins cost nothing: the engine, and dask beneath it.

    python benchmarks/scheduling.py hand-ins COUNT
    python benchmarks/scheduling.py tasks COUNT

Prints JSON. `hand-ins` goes the engine's whole way with two workers (requests, a window of what is
under way, answers, folders, records), with a task that gives back one graded folder that lay ready;
`tasks` gives a scheduler tasks that do nothing, as fast as it takes them.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path

from distributed import Client, wait

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.classes.costs_nothing import READY, graded_already, nothing
from benchmarks.classes.notebooks import notebook_of, written
from grader.batch import ClassGrader, Listeners
from grader.batch.cluster import engine
from grader.batch.cluster.connection import ClusterAddress, connected
from grader.batch.cluster.engine import ClusterEngine
from grader.batch.cluster.parcels import files_below, packed
from grader.intake import collect
from grader.model.policy import Policy
from grader.pipeline import LoadedAssignment, load_everything
from grader.store import BatchFolder

ASSIGNMENT = "digits"
POLICY = Policy(training="saved", threads=1)
QUIET = Listeners(on_intake=lambda _: None, on_cell=lambda *_: None, on_done=lambda _: None)
WORKERS = 2
TOGETHER = 5_000
"""Empty tasks that are given to the scheduler in one message."""
MIB = 2**20


def hand_ins(count: int, folder: Path) -> dict[str, float]:
    """Seconds of a class that costs nothing, and what the submitting process held."""
    loaded = load_everything(ASSIGNMENT)
    os.environ[READY] = str(_one_answer(loaded, folder))
    for number in range(count):
        written(notebook_of(f"print({number})"), folder / "in" / f"student{number:06}.ipynb")
    store = BatchFolder(folder / "out")
    began = time.perf_counter()
    found = collect(folder / "in", work=store.intake)
    collected = time.perf_counter()
    engine.grade_hand_in = graded_already
    running = ClusterEngine(ClusterAddress(workers=WORKERS))
    processor_s = time.process_time()
    grader = _class_grader(loaded, store, running)
    graded = grader.grade(found.hand_ins, QUIET)
    ended = time.perf_counter()
    records = [finished.brief.grade for _, finished in store.finished()]
    faults = sum(grade.status == "grader_fault" for grade in records)
    if faults or not len(graded) == len(records) == count:
        raise SystemExit(
            f"of {count} hand-ins, {len(graded)} were graded, {len(records)} are kept; "
            f"{faults} met a fault of the grader's"
        )
    return {
        "hand_ins": count,
        "intake_s": collected - began,
        "wall_s": ended - collected,
        "processor_s": time.process_time() - processor_s,
        "most_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / MIB,
    }


def _class_grader(
    loaded: LoadedAssignment, store: BatchFolder, running: ClusterEngine | None
) -> ClassGrader:
    return ClassGrader(loaded, POLICY, store, jobs=1, pdf=False, engine=running)


def _one_answer(loaded: LoadedAssignment, folder: Path) -> Path:
    """Grade one hand-in, and keep its folder as it travels."""
    written(notebook_of("print('one')"), folder / "one" / "one.ipynb")
    store = BatchFolder(folder / "graded")
    (hand_in,) = collect(folder / "one", work=store.intake).hand_ins
    (graded,) = _class_grader(loaded, store, None).grade([hand_in], QUIET)
    place = folder / "answer"
    place.write_bytes(packed(graded.folder.path, files_below(graded.folder.path)))
    return place


def tasks(count: int, folder: Path) -> dict[str, float]:
    """Seconds that a scheduler needs for tasks that do nothing, two workers."""
    del folder
    with connected(ClusterAddress(workers=WORKERS)) as client:
        began = time.perf_counter()
        for start in range(0, count, TOGETHER):
            _empty(client, range(start, min(start + TOGETHER, count)))
        wall_s = time.perf_counter() - began
    return {"tasks": count, "wall_s": wall_s, "tasks_per_s": count / wall_s}


def _empty(client: Client, numbers: range) -> None:
    with client.as_current():  # the connection is nobody's default
        wait(client.map(nothing, numbers, pure=False))


MEASURED: dict[str, Callable[[int, Path], dict[str, float]]] = {
    "hand-ins": hand_ins,
    "tasks": tasks,
}


def main() -> int:
    """Measure one of them."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("what", choices=MEASURED)
    parser.add_argument("count", type=int)
    parser.add_argument("--json", metavar="-", help="as other programs ask for it")
    arguments = parser.parse_args()
    scratch: AbstractContextManager[str] = tempfile.TemporaryDirectory(prefix="grader-bench-")
    with scratch as folder:
        print(json.dumps(MEASURED[arguments.what](arguments.count, Path(folder))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
