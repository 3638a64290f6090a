"""Measures what one hand-in costs: the difference between a class of few and one of more."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.classes import batches
from benchmarks.classes.notebooks import handed_in, solution
from benchmarks.measuring import machine
from benchmarks.measuring.processes import MemoryWatch, ProcessorWatch
from benchmarks.measuring.scripts import numbers_of
from benchmarks.scale import HandInCost
from grader.batch.cluster.parcels import files_below, packed

FEW, MORE = 1, 4
NOTHING_FEW, NOTHING_MORE = 200, 1200
TASKS = 20_000
GIB = 2**30


def measured_cost() -> HandInCost:
    """Grade two classes with one slot, and schedule two that cost nothing."""
    with tempfile.TemporaryDirectory(prefix="grader-bench-") as scratch:
        folder = Path(scratch)
        few_s, _, _ = _class(folder / "few", FEW)
        more_s, held, out = _class(folder / "more", MORE)
        graded = [path.parent for path in out.glob("submissions/*/grade.json")]
        sizes = [sum(path.stat().st_size for path in files_below(place)) for place in graded]
        parcels = [len(packed(place, files_below(place))) for place in graded]
        sent = [path.stat().st_size for path in (folder / "more" / "in").iterdir()]
    slot_s = (more_s - few_s) / (MORE - FEW)
    few, more = (
        numbers_of("scheduling.py", "hand-ins", str(count), say=print)
        for count in (NOTHING_FEW, NOTHING_MORE)
    )
    empty = numbers_of("scheduling.py", "tasks", str(TASKS), say=print)
    return HandInCost(
        when=datetime.now(UTC).strftime("%Y-%m-%d"),
        machine=machine.describe_machine(),
        slot_s=slot_s,
        start_s=few_s - FEW * slot_s,
        memory_gib=held,
        sent_bytes=_mean(sent),
        returned_bytes=_mean(parcels),
        folder_bytes=_mean(sizes),
        submitting_s=(more["processor_s"] - few["processor_s"]) / (NOTHING_MORE - NOTHING_FEW),
        tasks_per_s=empty["tasks_per_s"],
    )


def _class(folder: Path, count: int) -> tuple[float, float, Path]:
    """Processor seconds of a class, most GiB that it held, and its folder."""
    submissions, out = handed_in(solution(), folder / "in", count)[0].parent, folder / "graded"
    with MemoryWatch() as memory, ProcessorWatch() as processor:
        batches.grade(submissions, out, "--workers", "1", jobs=1, cache=folder / "kept")
    batches.require_graded(out, count=count)
    return processor.processor_s, max(memory.footprint.bytes) / GIB, out


def _mean(sizes: list[int]) -> int:
    return round(sum(sizes) / len(sizes))
