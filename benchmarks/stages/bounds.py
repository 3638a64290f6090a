"""Do neighbours wait for those who use more than is theirs?"""

from __future__ import annotations

import json
from pathlib import Path

from benchmarks import batches
from benchmarks.bounds import NEIGHBOURS, as_long, attackers, neighbours
from benchmarks.harness import Line, Sample, Target
from benchmarks.notebooks import Json, written
from benchmarks.processes import CommandError
from benchmarks.stage import ROOT, Bench, Stage

SOLUTION = ROOT / "reference" / "digits" / "solution.ipynb"
OPTIONS = ("-a", "digits", "--no-pdf", "--policy", "full")
SLACK = 1.2
"""How many times as long the class may take with attackers in it."""
OF_THE_DAY = ("wall_s", "seconds", "warm", "cold_because", "notebook")
"""What may differ between two gradings of one hand-in: times, which kernel it had, where it lay."""


def measure(bench: Bench) -> list[Line]:
    """Grade one class three times: alone, with the attackers, and with notebooks that do nothing
    for as long as those ran.
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
    unlike = _unlike(folder / "alone", folder / "attacked")
    faults = [
        name
        for name, record in _records(folder / "attacked").items()
        if record["status"] == "grader_fault"
    ]
    reported = ", ".join(
        f"{name} {seconds:.0f} s"
        for name, seconds in _seconds_run(folder / "attacked", hostile).items()
    )
    return [
        Line(
            f"a class of {NEIGHBOURS} with one attacker of each bound, graded on two slots",
            Sample("grader batch, with attackers", "s", (attacked_s,)),
            Sample("with notebooks that sleep as long as the attackers ran", "s", (idle_s,)),
            target=Target(
                "ends within 20 % of the time without them; neighbours as alone",
                ratio_at_least=1 / SLACK,
            ),
            holds=not unlike and not faults,
            note=f"the attackers are added to the class; what they run is theirs, within the "
            f"limits, and takes a slot as any"
            f" notebook does: {reported}. The number beside it has sleepers in their places, which "
            f"need no processor. Records of the"
            f" neighbours that differ from those without attackers, times aside: "
            f"{', '.join(unlike) or 'none'}; faults of ours:"
            f" {', '.join(faults) or 'none'}",
        ),
        Line(
            f"the same class of {NEIGHBOURS} without anybody else",
            Sample("grader batch", "s", (alone_s,)),
        ),
    ]


def _graded(folder: Path, others: dict[str, Json]) -> float:
    submissions = folder / "submissions"
    neighbours(json.loads(SOLUTION.read_text("utf-8")), submissions)
    for name, notebook in others.items():
        written(notebook, submissions / f"{_as_file(name)}.ipynb")
    return batches.grade(submissions, folder / "graded", *OPTIONS)


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
