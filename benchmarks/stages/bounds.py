"""Measures whether neighbours wait for those who use more than is theirs."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from benchmarks.classes import batches
from benchmarks.classes.bounds import NEIGHBOURS, as_long, attackers, neighbours
from benchmarks.classes.notebooks import Json, written
from benchmarks.measuring.harness import Line, Sample, Target
from benchmarks.measuring.processes import CommandError
from benchmarks.stage import ROOT, Bench, Stage

SOLUTION = ROOT / "reference" / "digits" / "solution.ipynb"
OPTIONS = ("-a", "digits", "--no-pdf", "--policy", "full")
SLACK = 1.2
"""How many times as long the class may take with attackers in it."""
OF_THE_DAY = ("wall_s", "seconds", "warm", "cold_because", "notebook", "reused")
"""What may differ between two gradings of one hand-in: times, which kernel it had, where it lay,
and who had asked for a training before.
"""


def measure(bench: Bench) -> list[Line]:
    """Grade one class three times: alone, with the attackers, and with notebooks that do nothing
    for as long as those ran. What is kept of trainings is the same at each beginning: nothing.
    """
    folder, hostile = bench.folder, attackers()
    alone_s = _graded(folder / "alone", {})
    bench.say(f"{NEIGHBOURS} alone in {alone_s:.0f} s")
    attacked_s = _graded(folder / "attacked", hostile)
    ran = _seconds_run(folder / "attacked", hostile)
    bench.say(f"with {len(hostile)} attackers in {attacked_s:.0f} s; they ran {ran}")
    idle_s = _graded(
        folder / "idle", {name: as_long(notebook, ran[name]) for name, notebook in hostile.items()}
    )
    return lines(folder, alone_s=alone_s, attacked_s=attacked_s, idle_s=idle_s)


def lines(folder: Path, *, alone_s: float, attacked_s: float, idle_s: float) -> list[Line]:
    """The numbers, and what the records of the class say."""
    hostile = attackers()
    unlike, faults = _unlike(folder / "alone", folder / "attacked"), _faults(folder / "attacked")
    reported = ", ".join(
        f"{name} {seconds:.0f} s"
        for name, seconds in _seconds_run(folder / "attacked", hostile).items()
    )
    as_alone = (
        f"records of the neighbours that differ from those without attackers, times aside: "
        f"{', '.join(unlike) or 'none'}; faults of ours: {', '.join(faults) or 'none'}"
    )
    class_ = f"a class of {NEIGHBOURS} with one attacker of each bound"
    holds = not unlike and not faults
    within = Target(
        "within 20 % of the time without them; neighbours as alone", ratio_at_least=1 / SLACK
    )
    return [
        Line(
            f"{class_}: a neighbour's own time",
            Sample(
                "from its first cell to its grade, beside attackers", "s", _own(folder / "attacked")
            ),
            Sample("without them", "s", _own(folder / "alone")),
            target=within,
            holds=holds,
            note=f"of each of the {NEIGHBOURS}: what it ran and what was examined, while attackers "
            f"ran in the other slot; {as_alone}",
        ),
        Line(
            f"{class_}: when the last neighbour ends",
            Sample("grader batch, with attackers", "s", (_last(folder / "attacked"),)),
            Sample(
                "with notebooks that sleep as long in the slots", "s", (_last(folder / "idle"),)
            ),
            target=within,
            holds=holds,
            note=f"the attackers are added to the class and begin first; what they run is theirs, "
            f"within the limits, and takes a slot as any notebook does: {reported}. The number "
            f"beside it has sleepers in their places, which need no processor",
        ),
        Line(
            f"{class_}: when all of it ends",
            Sample("grader batch, with attackers", "s", (attacked_s,)),
            Sample("with notebooks that sleep as long in the slots", "s", (idle_s,)),
            target=within,
            holds=holds,
        ),
        Line(
            f"the same class of {NEIGHBOURS} without anybody else",
            Sample("grader batch", "s", (alone_s,)),
            note=f"with the attackers it takes {attacked_s / alone_s:.2f} times as long, for their "
            f"own runs in its two slots",
        ),
    ]


def _own(folder: Path) -> tuple[float, ...]:
    """Of each neighbour, how long it ran and was examined."""
    return tuple(
        record["execution"]["wall_s"] + graded - executed  # type: ignore[index]
        for record, executed, graded in _times(folder)
    )


def _last(folder: Path) -> float:
    """When the last neighbour had its grade, in seconds since the batch began."""
    began = (folder / "began").stat().st_mtime
    return max(graded for _, _, graded in _times(folder)) - began


def _times(folder: Path) -> Iterator[tuple[dict[str, object], float, float]]:
    """Of each neighbour its record, and when its cells and its grade were done."""
    for path in sorted(folder.glob("graded/submissions/*/grade.json")):
        record = json.loads(path.read_text("utf-8"))
        if not Path(record["submission"]["notebook"]).stem.startswith("other-"):
            executed = path.parent / "recording" / "executed.ipynb"
            yield record, executed.stat().st_mtime, path.stat().st_mtime


def _faults(folder: Path) -> list[str]:
    return [name for name, record in _records(folder).items() if record["status"] == "grader_fault"]


def _graded(folder: Path, others: dict[str, Json]) -> float:
    submissions = folder / "submissions"
    neighbours(json.loads(SOLUTION.read_text("utf-8")), submissions)
    for name, notebook in others.items():
        written(notebook, submissions / f"{_as_file(name)}.ipynb")
    (folder / "began").touch()
    return batches.grade(submissions, folder / "graded", *OPTIONS, cache=folder / "cache")


def _as_file(name: str) -> str:
    return "other-" + name.replace(" ", "-").replace(",", "").replace("×", "x")


def _records(folder: Path) -> dict[str, dict[str, object]]:
    """The published records by the names of their notebooks."""
    found = {}
    for record in batches.records(folder / "graded"):
        submission: dict[str, str] = record["submission"]  # type: ignore[assignment]
        found[Path(submission["notebook"]).stem] = record
    return found


def _seconds_run(folder: Path, hostile: dict[str, Json]) -> dict[str, float]:
    """How long each attacker's own notebook ran."""
    records = _records(folder)
    return {name: records[_as_file(name)]["execution"]["wall_s"] for name in hostile}  # type: ignore[index]


def _unlike(alone: Path, attacked: Path) -> list[str]:
    """The neighbours whose records say something else than without attackers."""
    before, after = _records(alone), _records(attacked)
    if len(before) != NEIGHBOURS or any(
        record["status"] not in ("graded", "needs_review") for record in before.values()
    ):
        raise CommandError(
            f"alone, the class was not graded: {[record['status'] for record in before.values()]}"
        )
    return [name for name, record in before.items() if _timeless(record) != _timeless(after[name])]


def _timeless(value: object) -> object:
    if isinstance(value, dict):
        return {key: _timeless(inner) for key, inner in value.items() if key not in OF_THE_DAY}
    return [_timeless(inner) for inner in value] if isinstance(value, list) else value


STAGE = Stage(
    "bounds",
    "Neighbours of those who use too much",
    measure,
    minutes=5,
    command="grader batch submissions --out graded -a digits --no-pdf --policy full --jobs 2",
    long=True,
)
