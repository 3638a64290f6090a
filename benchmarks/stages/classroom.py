"""Measures classes of full hand-ins against running one notebook after another."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from benchmarks.classes import batches, looked_up
from benchmarks.classes.notebooks import MNIST, SOLUTION, shortened, solution, variation, written
from benchmarks.measuring.harness import Line, Sample, Target
from benchmarks.measuring.processes import SAMPLE_SELDOM_S, MemoryWatch
from benchmarks.others.tools import Others
from benchmarks.stage import Bench, Stage
from benchmarks.stages import memory

SOURCES = (
    SOLUTION,
    *(
        MNIST / "samples" / f"{name}.ipynb"
        for name in ("good", "renamed_functional", "breaks_halfway")
    ),
)
TWELVE, MANY = 12, 200
IN_FULL = ("solution0.ipynb", "breaks_halfway3.ipynb")
"""Whose verdicts are compared with those of trainings in the kernel, unless all are asked for."""
SHORT, LONGER = {"epochs": 2, "few": 1}, {"epochs": 12, "few": 2}
"""Two lengths of the same trainings: what is between them is the cost of the epochs alone."""
FITS = {"baseline": "history = model.fit(", "adam": "history_adam = ", "cnn": "history_cnn = "}
ENDS = ("completed", "cell_error")


def measure(bench: Bench) -> list[Line]:
    """A class of twelve under `full`, its verdicts against those of trainings in the kernel, and
    what `jupyter execute` would take.
    """
    submissions, out = bench.folder / "submissions", bench.folder / "graded"
    names = _hand_in(submissions, TWELVE)
    wall_s = batches.grade(submissions, out, "--policy", "full", cache=bench.folder / "cache")
    batches.require_graded(out, count=TWELVE, ends=ENDS)
    bench.say(f"{TWELVE} hand-ins in {wall_s:.0f} s")
    found = batches.records(out)
    other = _one_after_another(bench, found)
    compared = names if bench.everything else IN_FULL
    same, differences = _as_in_kernels(bench, submissions, compared)
    return [
        Line(
            f"a class of {TWELVE} full hand-ins",
            Sample("grader batch, two slots", "s", (wall_s,)),
            other.sample,
            Target("≥ 40× faster, verdicts as trained in the kernel", ratio_at_least=40),
            holds=same and looked_up.in_full(found),
            note=f"with HTML and PDF; {looked_up.in_words(found)}; the other is worked out, not "
            f"run: {other.in_words}. Verdicts of {len(compared)} hand-ins compared with those of "
            f"models that the kernel trained (`seeds: student`), finding by finding: {differences}",
        ),
    ]


def measure_many(bench: Bench) -> list[Line]:
    """A class of two hundred, with the memory that it takes."""
    submissions, out = bench.folder / "submissions", bench.folder / "graded"
    _hand_in(submissions, MANY)
    with MemoryWatch(SAMPLE_SELDOM_S) as watch:
        wall_s = batches.grade(submissions, out, "--policy", "full", cache=bench.folder / "cache")
    batches.require_graded(out, count=MANY, ends=ENDS)
    bench.say(f"{MANY} hand-ins in {wall_s:.0f} s")
    found = batches.records(out)
    other = _one_after_another(bench, found)
    held = memory.Held.of(watch.footprint)
    return [
        Line(
            f"a class of {MANY} full hand-ins, no two with the same code or text",
            Sample("grader batch, two slots", "s", (wall_s,)),
            other.sample,
            Target("≥ 300× faster, memory flat", ratio_at_least=300),
            holds=held.is_flat and looked_up.in_full(found),
            note=f"with HTML and PDF; {looked_up.in_words(found)}; the other is worked out, not "
            f"run: {other.in_words}. {held.in_words}",
        ),
        Line(
            f"a hand-in of a class of {MANY}",
            Sample("grader batch", "s a hand-in", (wall_s / MANY,)),
            target=Target("≤ 3 s", at_most=3.0),
            note="with grade, HTML and PDF, on two slots",
        ),
    ]


def _hand_in(submissions: Path, count: int) -> list[str]:
    """So many hand-ins, in turns of each of the sources; their names."""
    texts = [source.read_text("utf-8") for source in SOURCES]
    return [
        written(
            variation(json.loads(texts[number % len(texts)]), number),
            submissions / f"{SOURCES[number % len(texts)].stem}{number}.ipynb",
        ).name
        for number in range(count)
    ]


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """What `jupyter execute` would take for a class."""

    sample: Sample
    in_words: str
    """How that is known."""


def _one_after_another(bench: Bench, found: Iterable[Mapping[str, Any]]) -> WorkedOut:
    pace = jupyter_pace(bench)
    asked = [_epochs_asked(record) for record in found]
    other_s = sum(pace.seconds(epochs) for epochs in asked)
    return WorkedOut(
        Sample("jupyter execute, one after another (worked out)", "s", (other_s,)),
        f"{pace.reported()}, times the {sum(map(_all, asked)):,} epochs that the hand-ins ask for",
    )


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


def _as_in_kernels(bench: Bench, submissions: Path, names: Iterable[str]) -> tuple[bool, str]:
    """Grade some of the hand-ins with every training in their kernels; whether the verdicts are the
    same, and where they are not.
    """
    chosen, assignment = bench.folder / "chosen", bench.folder / "students-own-seeds"
    chosen.mkdir()
    for name in names:
        shutil.copy(submissions / name, chosen)
    shutil.copytree(MNIST, assignment, ignore=shutil.ignore_patterns("runs", "samples"))
    rules = assignment / "assignment.yaml"
    rules.write_text(rules.read_text("utf-8") + "\nseeds: student\n", "utf-8")
    out = bench.folder / "in-kernels"
    wall_s = batches.grade(chosen, out, "--assignment", str(assignment), "--no-pdf")
    bench.say(f"trained in the kernel: {wall_s:.0f} s")
    kernels, ours = batches.grades_in(out), batches.grades_in(bench.folder / "graded")
    differences = _differences(kernels, {name: ours[name] for name in kernels})
    return not differences, "; ".join(differences) or (
        f"the same ({', '.join(kernels)}; {looked_up.in_words(batches.records(out))}, in "
        f"{wall_s:.0f} s on two slots)"
    )


def _differences(
    expected: Mapping[str, batches.HandInGrade], came: Mapping[str, batches.HandInGrade]
) -> list[str]:
    """What of the verdicts that are expected came out otherwise, hand-in by hand-in."""
    reported = []
    for name, grade in expected.items():
        other = came[name]
        rows = set(other.findings)
        reported += [
            f"{name}: {row} has become another" for row in grade.findings if row not in rows
        ]
        if (grade.status, grade.points) != (other.status, other.points):
            reported.append(f"{name}: {grade.points} points became {other.points}")
    return reported


JUPYTER = "jupyter execute solution.ipynb"
STAGE = Stage(
    "class",
    "A class of full hand-ins",
    measure,
    minutes=13,
    command=f"grader batch submissions --out graded --jobs 2; {JUPYTER}",
    long=True,
)
STAGE_MANY = Stage(
    "class-200",
    f"A class of {MANY} full hand-ins",
    measure_many,
    minutes=12,
    command=f"grader batch submissions --out graded --jobs 2; {JUPYTER}",
    long=True,
)
