"""`grader regrade` and `grader report`: later rooms again, without running a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import assignment_option

if TYPE_CHECKING:
    from grader.model.result import Result
    from grader.pipeline import Desk
    from grader.store import BatchFolder, SubmissionFolder

folder_argument = click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))


@click.command(short_help="Decide again after a change of rubric; execute nothing.")
@folder_argument
@assignment_option
@click.option("--reports/--no-reports", default=True, help="Render the reports again, too.")
def regrade(folder: Path, assignment: str, *, reports: bool) -> None:
    """Decide again in FOLDER, the output of a batch, after a change of rubric or thresholds."""
    from rich.console import Console

    from grader.cli.screen import summary_table
    from grader.pipeline import keep, open_desk, write_reports, write_summary
    from grader.pipeline import regrade as decide_again
    from grader.store import BatchFolder

    desk, store = open_desk(assignment), BatchFolder(folder)
    graded = []
    for place, result in _results(store, desk):
        again = decide_again(desk, result)
        keep(place, again, place.key().with_assignment(desk.fingerprint))
        if reports:
            write_reports(desk, place, again, pdf=place.pdf.exists())
        graded.append((place, again))
    write_summary(desk, store, graded)
    Console(highlight=False).print(summary_table([(place.path.name, result) for place, result in graded]))


@click.command(short_help="Render reports again after a change of templates.")
@folder_argument
@assignment_option
def report(folder: Path, assignment: str) -> None:
    """Render the reports in FOLDER, the output of a batch, again after a change of templates."""
    from grader.pipeline import open_desk, write_reports, write_summary
    from grader.store import BatchFolder

    desk, store = open_desk(assignment), BatchFolder(folder)
    graded = list(_results(store, desk))
    for place, result in graded:
        write_reports(desk, place, result, pdf=place.pdf.exists())
    write_summary(desk, store, graded)
    click.echo(f"{len(graded)} reports rendered; summary: {store.summary}")


def _results(store: BatchFolder, desk: Desk) -> Iterator[tuple[SubmissionFolder, Result]]:
    """Every kept result of this assignment; complains where there is none."""
    found = False
    for place in store.finished():
        result = place.load()
        if result.assignment == desk.assignment.name:
            found = True
            yield place, result
    if not found:
        raise click.BadParameter(f"{store.path} holds no results of the assignment {desk.assignment.name!r}")
