"""Works out how often a correct notebook would fail.

    python benchmarks/reference_risk.py [--fresh 5] [--write]

Each seed of the reference is judged by the band that the other seeds give, and `--fresh N` trains N
seeds that no band has seen, a quarter of an hour each on two cores. `--write` puts the tables into
docs/thresholds.md. Which wrong solutions would pass says `grader assignment test`.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from grader.model.assignment import Assignment
from grader.model.reference import Reference
from grader.pipeline import open_assignment
from grader.reference import load_reference
from grader.reference.bands import band, highest_possible

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "thresholds.md"
BEGIN, END = "<!-- made by benchmarks/reference_risk.py -->", "<!-- end -->"
FIRST_FRESH_SEED = 1000


def main() -> None:
    """Make the tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--fresh", type=int, default=0, help="train this many seeds that no band has seen"
    )
    parser.add_argument(
        "--write", action="store_true", help="put the tables into docs/thresholds.md"
    )
    arguments = parser.parse_args()
    assignment = open_assignment("mnist")[0]
    reference = load_reference(assignment)
    parts = [
        "### Correct runs outside their band",
        left_out_table(assignment, reference),
        *([fresh_table(assignment, reference, arguments.fresh)] if arguments.fresh else []),
    ]
    text = "\n\n".join(parts)
    print(text)
    if arguments.write:
        write(text)


def left_out_table(assignment: Assignment, reference: Reference) -> str:
    """Judge each seed by the band of the others."""
    rows = []
    for role, trained in reference.roles.items():
        final = _final_values(assignment.folder / "runs", role, trained.seeds)
        for metric, values in final.items():
            outside, nearest = 0, float("inf")
            for left_out in range(len(values)):
                rest = np.delete(values, left_out)
                others = band(rest, highest=highest_possible(metric))
                outside += not others.contains(float(values[left_out]))
                nearest = min(
                    nearest, (float(values[left_out]) - others.low) / float(rest.std(ddof=1))
                )
            rows.append(
                [
                    role,
                    metric,
                    len(values),
                    outside,
                    f"{2 * trained.final[metric].risk * len(values):.2f}",
                    f"{nearest:.1f} s",
                ]
            )
    return table(
        ["role", "metric", "seeds", "outside", "expected", "nearest to the lower end"], rows
    )


def fresh_table(assignment: Assignment, reference: Reference, count: int) -> str:
    """Train seeds that no band has seen and count those outside."""
    with tempfile.TemporaryDirectory() as folder:
        seeds = tuple(range(FIRST_FRESH_SEED, FIRST_FRESH_SEED + count))
        for seed in seeds:
            command = [
                sys.executable,
                str(assignment.folder / "train.py"),
                "--seed",
                str(seed),
                "--out",
                folder,
            ]
            subprocess.run(
                command,
                check=True,
                stdout=subprocess.DEVNULL,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
            )
        rows = []
        for role, trained in reference.roles.items():
            for metric, values in _final_values(Path(folder), role, seeds).items():
                outside = sum(not trained.final[metric].contains(float(value)) for value in values)
                rows.append(
                    [role, metric, count, outside, f"{2 * trained.final[metric].risk * count:.2f}"]
                )
    return table(["role", "metric", "fresh seeds", "outside", "expected"], rows)


def _final_values(folder: Path, role: str, seeds: tuple[int, ...]) -> dict[str, np.ndarray]:
    runs = [np.load(folder / f"{role}-{seed:04d}.npz") for seed in seeds]
    metrics = ("loss", "accuracy", "val_loss", "val_accuracy")
    return {metric: np.array([float(run[metric][-1]) for run in runs]) for metric in metrics}


def table(head: list[str], rows: list[list[Any]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(str(cell) for cell in line) + " |" for line in lines)


def write(text: str) -> None:
    """Replace what stands between the markers of docs/thresholds.md."""
    document = DOCUMENT.read_text("utf-8")
    before, _, rest = document.partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", "utf-8")


if __name__ == "__main__":
    main()
