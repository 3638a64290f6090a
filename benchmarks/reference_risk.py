"""Works out how often a correct notebook would fail, and which wrong ones would pass.

    python benchmarks/reference_risk.py [--fresh 5] [--write] [--keep out/risk]

False failures: each seed of the reference is judged by the band that the other seeds give, and
`--fresh N` trains N seeds that no band has seen. Wrong solutions: each is trained for as long as a
student would, recorded as the recorder does it, measured by the scorer and judged by the checks and
the integrity findings. `--write` puts the tables into docs/thresholds.md; `--keep` trains nothing
again that lies there from an earlier call. A quarter of an hour on two cores, without fresh seeds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import keras
import numpy as np
from pydantic import TypeAdapter

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.classes.attempts import ATTEMPTS, Attempt
from grader.assignment import load_dataset
from grader.checks import integrity_findings, run_checks
from grader.evidence import match_role
from grader.model.assignment import Assignment
from grader.model.dataset import Dataset
from grader.model.descriptions import ArraySummary, CompileInfo, ModelInfo
from grader.model.evidence import Evidence, TrainingRun, WeightsRef
from grader.model.recording import NOT_RUN
from grader.model.reference import Reference
from grader.pipeline import open_assignment
from grader.recorder.events.summary import summarise
from grader.recorder.models.describe import describe_compilation, describe_model
from grader.recorder.shared import fused
from grader.reference import load_reference
from grader.reference.bands import band, highest_possible
from grader.scoring import Scorer

ROOT = Path(__file__).resolve().parents[1]
DOCUMENT = ROOT / "docs" / "thresholds.md"
BEGIN, END = "<!-- made by benchmarks/reference_risk.py -->", "<!-- end -->"
FIRST_FRESH_SEED = 1000
METRIC = "val_accuracy"


def main() -> None:
    """Make both tables."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument(
        "--fresh", type=int, default=0, help="train this many seeds that no band has seen"
    )
    parser.add_argument(
        "--write", action="store_true", help="put the tables into docs/thresholds.md"
    )
    parser.add_argument(
        "--only", default="", help="only the solutions whose role and name contain this"
    )
    parser.add_argument("--keep", type=Path, help="where trained attempts are kept")
    arguments = parser.parse_args()
    assignment = open_assignment("mnist")[0]
    reference = load_reference(assignment)
    parts = [
        "### Correct runs outside their band",
        left_out_table(assignment, reference),
        *([fresh_table(assignment, reference, arguments.fresh)] if arguments.fresh else []),
        "### Wrong solutions",
        wrong_table(assignment, reference, keep=arguments.keep, only=arguments.only),
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


def wrong_table(
    assignment: Assignment, reference: Reference, *, keep: Path | None, only: str
) -> str:
    """Train, record, measure and judge every attempt."""
    dataset = load_dataset(assignment)
    rows = []
    with Scorer() as scorer, tempfile.TemporaryDirectory() as temporary:
        for attempt in (
            attempt for attempt in ATTEMPTS if only in f"{attempt.role} {attempt.name}"
        ):
            folder = (keep or Path(temporary)) / f"{attempt.role} {attempt.name}"
            run = recorded(attempt, dataset, folder=folder)
            run = replace(run, match=match_role(run.model, run.compiled, assignment))
            score = scorer.score(
                run, folder=folder, dataset=dataset, dataset_path=assignment.dataset_path
            )
            evidence = Evidence(runs=(run,))
            findings = run_checks(
                assignment, evidence, (score,), reference=reference, recording=NOT_RUN
            )
            integrity = integrity_findings(evidence, (score,), reference, recording=NOT_RUN)
            own = {
                f.id.partition(".")[2]: f for f in findings if f.id.startswith(f"{attempt.role}.")
            }
            points = own["accuracy"].points
            seen = [
                name
                for name in ("trained", "architecture", "compiled")
                if name in own and own[name].status not in ("passed", "skipped")
            ]
            seen += [finding.kind for finding in integrity]
            lost = (
                "full"
                if own["accuracy"].status == "passed"
                else f"{points} of {own['accuracy'].points_possible}"
            )
            caught = attempt.name != "as asked" and (lost != "full" or seen)
            verdict = "-" if attempt.name == "as asked" else ("caught" if caught else "**missed**")
            rows.append(
                [
                    attempt.role,
                    attempt.name,
                    f"{score.accuracy:.4f}",
                    lost,
                    ", ".join(seen) or "-",
                    verdict,
                ]
            )
            print(json.dumps(rows[-1]), file=sys.stderr, flush=True)
    return table(["role", "solution", "accuracy", "accuracy points", "also seen by", ""], rows)


def recorded(attempt: Attempt, dataset: Dataset, *, folder: Path) -> TrainingRun:
    """The run of an attempt that was kept, else a new one."""
    kept, form = folder / "run.json", TypeAdapter(TrainingRun)
    if not kept.exists():
        folder.mkdir(parents=True, exist_ok=True)
        kept.write_bytes(form.dump_json(record(attempt, dataset, folder=folder)))
    return form.validate_json(kept.read_bytes())


def record(attempt: Attempt, dataset: Dataset, *, folder: Path) -> TrainingRun:
    """Train one attempt and write what the recorder would have sent."""
    keras.utils.set_random_seed(7)
    model = keras.Sequential(attempt.layers())
    model.compile(optimizer=attempt.optimizer, loss=attempt.loss, metrics=["accuracy"])
    x, y = _data(attempt, dataset, model.input_shape[1:])
    before = model.get_weights()
    fused.install()
    with fused.fused(model, None, epochs=attempt.epochs):
        history = model.fit(x, y, 128, attempt.epochs, verbose=0).history
    x_summary, x_arrays = summarise(x, "x")
    y_summary, _ = summarise(y, "y")
    np.savez(folder / "start.npz", **x_arrays)
    np.savez(folder / "end.npz", **{f"w{i:04d}": w for i, w in enumerate(model.get_weights())})
    info = TypeAdapter(ModelInfo).validate_python(describe_model(model, 1))
    compiled = TypeAdapter(CompileInfo).validate_python(describe_compilation(model))
    return TrainingRun(
        number=1,
        source="reproduced",
        cell=1,
        model=info,
        compiled=compiled,
        epochs_requested=attempt.epochs,
        epochs_run=attempt.epochs,
        history={name: tuple(values) for name, values in history.items()},
        x=TypeAdapter(ArraySummary).validate_python(x_summary),
        y=TypeAdapter(ArraySummary).validate_python(y_summary),
        started_arrays="start.npz",
        weights=WeightsRef("end.npz"),
        weights_changed=any(
            bool((a != b).any()) for a, b in zip(before, model.get_weights(), strict=True)
        ),
    )


def _data(
    attempt: Attempt, dataset: Dataset, shape: tuple[int, ...]
) -> tuple[np.ndarray, np.ndarray]:
    images, labels = (
        (dataset.held_out_x, dataset.held_out_y)
        if attempt.data == "test"
        else (dataset.train_x, dataset.train_y)
    )
    if attempt.data == "half":
        images, labels = images[: len(images) // 2], labels[: len(labels) // 2]
    if attempt.data == "shuffled labels":
        labels = np.random.default_rng(0).permutation(labels)
    return images.reshape(-1, *shape).astype("float32") / attempt.scale, np.eye(
        10, dtype="float32"
    )[labels]


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
