"""Measures a class of full hand-ins against running one notebook after another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks import batches
from benchmarks.harness import Line, Sample, Target
from benchmarks.notebooks import MNIST, SOLUTION, shortened, solution, variation, written
from benchmarks.others.tools import Others
from benchmarks.processes import CommandError
from benchmarks.stage import Bench, Stage

SOURCES = (
    SOLUTION,
    *(
        MNIST / "samples" / f"{name}.ipynb"
        for name in ("good", "renamed_functional", "breaks_halfway")
    ),
)
VARIATIONS = 3
IN_FULL = ("solution0.ipynb", "breaks_halfway0.ipynb")
"""Whose verdicts under `full` are compared, unless all are asked for."""
SHORT, LONGER = {"epochs": 2, "few": 1}, {"epochs": 12, "few": 2}
"""Two lengths of the same trainings: what is between them is the cost of the epochs alone."""
FITS = {"baseline": "history = model.fit(", "adam": "history_adam = ", "cnn": "history_cnn = "}


def measure(bench: Bench) -> list[Line]:
    """A batch under `decisive`, its verdicts against those of `full`, and what `jupyter execute`
    would take.
    """
    submissions = bench.folder / "submissions"
    names = [
        written(
            variation(json.loads(source.read_text("utf-8")), number),
            submissions / f"{source.stem}{number}.ipynb",
        ).name
        for source in SOURCES
        for number in range(VARIATIONS)
    ]
    wall_s = batches.grade(submissions, bench.folder / "decisive", "--policy", "decisive")
    bench.say(f"decisive: {len(names)} hand-ins in {wall_s:.0f} s")
    verify_s = batches.grade(submissions, bench.folder / "verify", "--policy", "verify")
    bench.say(f"verify: {verify_s:.0f} s")
    pace = jupyter_pace(bench)
    asked = [_epochs_asked(record) for record in batches.records(bench.folder / "decisive")]
    if len(asked) != len(names):
        raise CommandError(f"{len(asked)} of {len(names)} hand-ins were graded")
    other_s = sum(pace.seconds(epochs) for epochs in asked)
    compared = names if bench.everything else IN_FULL
    same, differences = _as_in_full(bench, submissions, compared)
    other = Sample("jupyter execute, one after another (worked out)", "s", (other_s,))
    confirmed = _differences(
        batches.verdicts(bench.folder / "decisive"), batches.verdicts(bench.folder / "verify")
    )
    return [
        Line(
            f"a class of {len(names)} full hand-ins",
            Sample("grader batch, decisive, two slots", "s", (wall_s,)),
            other,
            Target("≥ 25× faster, same verdicts as `full`", ratio_at_least=25),
            holds=same,
            note=f"the other is worked out, not run: {pace.told()}, times the "
            f"{sum(map(_all, asked)):,} epochs that the hand-ins ask"
            f" for. Verdicts of {len(compared)} hand-ins compared with `full`, finding by "
            f"finding: {differences}",
        ),
        Line(
            f"a class of {len(names)} full hand-ins, whose saved logs are held against their "
            f"first epochs",
            Sample("grader batch, verify, two slots", "s", (verify_s,)),
            other,
            note="verdicts compared with `decisive`, finding by finding: "
            + ("; ".join(confirmed) or "the same"),
        ),
    ]


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast `jupyter execute` goes through the solution."""

    epoch_s: Mapping[str, float]
    """Seconds of an epoch, by role."""
    rest_s: float
    """Of everything but the epochs of these three."""

    def seconds(self, epochs: Mapping[str, int]) -> float:
        """Of a hand-in that asks for so many epochs, by role; a training without a role goes as the
        baseline does.
        """
        return self.rest_s + sum(
            count * self.epoch_s.get(role, self.epoch_s["baseline"])
            for role, count in epochs.items()
        )

    def reported(self) -> str:
        """In words."""
        each = ", ".join(f"{role} {seconds:.2f} s" for role, seconds in self.epoch_s.items())
        measured = {
            role: (
                LONGER["few"] - SHORT["few"]
                if role == "cnn"
                else LONGER["epochs"] - SHORT["epochs"]
            )
            for role in FITS
        }
        counted = ", ".join(f"{count} of {role}" for role, count in measured.items())
        return (
            f"{each} an epoch, measured over {counted}, and {self.rest_s:.1f} s for the rest of a "
            f"notebook"
        )


def jupyter_pace(bench: Bench) -> Pace:
    """Run the solution with two lengths of its trainings."""
    others = Others(bench.folder / "others", solution())
    walls, cells = [], []
    for number, length in enumerate((SHORT, LONGER)):
        notebook = written(shortened(solution(), **length), bench.folder / f"length{number}.ipynb")
        walls.append(others.jupyter_execute(notebook, out=f"executed{number}.ipynb"))
        cells.append(_fit_seconds(bench.folder / "others" / f"executed{number}.ipynb"))
        bench.say(f"jupyter execute, {length}: {walls[-1]:.0f} s")
    more = {
        role: LONGER["few"] - SHORT["few"] if role == "cnn" else LONGER["epochs"] - SHORT["epochs"]
        for role in FITS
    }
    epoch_s = {role: (cells[1][role] - cells[0][role]) / more[role] for role in FITS}
    in_short = {role: SHORT["few"] if role == "cnn" else SHORT["epochs"] for role in FITS}
    return Pace(epoch_s, walls[0] - sum(in_short[role] * epoch_s[role] for role in FITS))


def _fit_seconds(executed: Path) -> dict[str, float]:
    """How long the cell of each training ran, as nbclient noted it."""
    found = {}
    for cell in json.loads(executed.read_text("utf-8"))["cells"]:
        source = "".join(cell["source"])
        for role, call in FITS.items():
            if cell["cell_type"] == "code" and call in source:
                times = cell["metadata"]["execution"]
                began, ended = (
                    datetime.fromisoformat(times[key])
                    for key in ("iopub.execute_input", "shell.execute_reply")
                )
                found[role] = (ended - began).total_seconds()
    return found


def _epochs_asked(record: Mapping[str, Any]) -> dict[str, int]:
    """Epochs that the hand-in asks for, by role."""
    asked: dict[str, int] = {}
    for run in (run for run in record["runs"] if run["source"] == "reproduced"):
        role = run["role"] or "other"
        asked[role] = asked.get(role, 0) + run["epochs_requested"]
    return asked


def _all(epochs: Mapping[str, int]) -> int:
    return sum(epochs.values())


def _as_in_full(bench: Bench, submissions: Path, names: Iterable[str]) -> tuple[bool, str]:
    """Grade some of the hand-ins in full; whether the verdicts are the same, and where they are
    not.
    """
    chosen = bench.folder / "in_full"
    chosen.mkdir()
    for name in names:
        shutil.copy(submissions / name, chosen)
    wall_s = batches.grade(chosen, bench.folder / "full", "--policy", "full")
    bench.say(f"full: {wall_s:.0f} s")
    full, decisive = (batches.verdicts(bench.folder / policy) for policy in ("full", "decisive"))
    differences = _differences(full, {name: decisive[name] for name in full})
    return not differences, "; ".join(
        differences
    ) or f"the same ({', '.join(full)}; `full` took {wall_s:.0f} s on two slots)"


def _differences(
    expected: Mapping[str, batches.Verdict], came: Mapping[str, batches.Verdict]
) -> list[str]:
    """What of the verdicts that are expected came out otherwise, hand-in by hand-in."""
    reported = []
    for name, verdict in expected.items():
        other = came[name]
        rows = set(other.findings)
        reported += [
            f"{name}: {row} has become another" for row in verdict.findings if row not in rows
        ]
        if (verdict.status, verdict.points) != (other.status, other.points):
            reported.append(f"{name}: {verdict.points} points became {other.points}")
    return reported


STAGE = Stage(
    "class",
    "A class of full hand-ins",
    measure,
    minutes=23,
    command="grader batch submissions --out graded --policy decisive --jobs 2; jupyter execute "
    "solution.ipynb",
    long=True,
)
