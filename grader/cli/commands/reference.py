"""`grader reference`: what correct solutions reach, and training it anew."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import assignment_option, cores, jobs_option

if TYPE_CHECKING:
    from grader.model.assignment import Assignment

MOST_SEEDS = 10_000


@click.group()
def reference() -> None:
    """Train, show and verify the reference models."""


@reference.command()
@assignment_option
@click.option(
    "--seeds",
    type=click.IntRange(3, MOST_SEEDS),
    default=20,
    show_default=True,
    help="How many runs of each model.",
)
@jobs_option("Runs at a time.  [default: one a core]")
@click.option(
    "--runs",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of the runs.  [default: runs/]",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Where the bands go.  [default: thresholds.json]",
)
@click.option(
    "--trainings",
    is_flag=True,
    help="Also write what the first run came to beside the assignment (trainings/): hand-ins that "
    "ask for the same find it trained.",
)
def train(
    assignment: str,
    *,
    seeds: int,
    jobs: int | None,
    runs: Path | None,
    out: Path | None,
    trainings: bool,
) -> None:
    """Train the reference models and turn what they reach into bands.

    Runs that are finished are kept: an interrupted training goes on where it was.
    """
    from grader.assignment import load_dataset
    from grader.cli.progress import training_progress
    from grader.cli.screen import terminal
    from grader.reference import (
        build_reference,
        refuse_others_runs,
        save_reference,
        thresholds_path,
        weak_bands,
    )
    from grader.reference import train as train_seeds
    from grader.training.trainings import FOLDER

    found = _load(assignment)
    _require_models(found)
    load_dataset(found)  # what is wrong with the data is said before anything is trained
    folder, target = runs or found.folder / "runs", out or thresholds_path(found)
    refuse_others_runs(folder, found)
    with training_progress(terminal(stderr=True)) as on_progress:
        train_seeds(
            found,
            seeds=seeds,
            jobs=jobs or cores(),
            on_progress=on_progress,
            runs_folder=folder,
            trainings=found.folder / FOLDER if trainings else None,
        )
    built = build_reference(found, folder)
    save_reference(built, target)
    click.echo(f"written: {target}", err=True)
    for sentence in weak_bands(found, built):
        click.echo(f"grader: note: {sentence}", err=True)


@reference.command()
@assignment_option
@click.option("--json", "as_json", is_flag=True, help="Print the whole reference as JSON.")
def show(assignment: str, *, as_json: bool) -> None:
    """Print what correct solutions reach: the bands that grades rest on."""
    from grader.reference import describe, load_reference, thresholds_path

    found = _load(assignment)
    _require_models(found)
    loaded = load_reference(found)
    if as_json:
        click.echo(thresholds_path(found).read_text("utf-8"))
        return
    from rich.table import Table

    from grader.cli.screen import terminal

    table = Table(
        "role",
        "metric",
        "from",
        "median",
        "to",
        "seeds",
        title=f"{found.title}: bands of correct solutions",
    )
    for row in describe(loaded):
        band = row.band
        table.add_row(
            row.role,
            row.metric,
            f"{band.low:.4g}",
            f"{band.median:.4g}",
            f"{band.high:.4g}",
            str(row.seeds),
        )
    console = terminal()
    console.print(table)
    console.print(loaded.method, markup=False)
    for what, said in loaded.origin.items():
        console.print(f"{what.replace('_', ' ')}: {said}", markup=False)


@reference.command()
@assignment_option
def verify(assignment: str) -> None:
    """Put the founding submission's values beside ours. Exits 1 where one lies outside its
    band.
    """
    from rich.table import Table

    from grader.cli.screen import terminal
    from grader.reference import load_reference, verify_founding

    found = _load(assignment)
    checks = verify_founding(found, load_reference(found))
    table = Table("role", "metric", "founding", "our median", "in our band")
    for row in checks:
        median = f"{row.ours.median:.4g}" if row.ours.median < 1000 else f"{row.ours.median:,.0f}"
        table.add_row(row.role, row.metric, str(row.founding), median, row.sentence)
    terminal().print(table)
    outside = [row for row in checks if not row.inside]
    click.echo(f"{len(checks) - len(outside)} of {len(checks)} founding values lie in our bands.")
    sys.exit(1 if outside else 0)


def _require_models(assignment: Assignment) -> None:
    if not assignment.roles:
        raise click.UsageError(
            f"{assignment.name} asks for no models, so it has no reference and needs none"
        )


def _load(name: str) -> Assignment:
    from grader.pipeline import open_assignment

    return open_assignment(name)[0]
