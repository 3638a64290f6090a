"""`grader regrade` and `grader report`: later rooms again, without running a notebook."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import assignment_option

if TYPE_CHECKING:
    from grader.desk import Desk
    from grader.model.result import Result
    from grader.store import BatchFolder, Finished, SubmissionFolder

folder_argument = click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))


@click.command(short_help="Decide again after a change of rubric; execute nothing.")
@folder_argument
@assignment_option
@click.option("--reports/--no-reports", default=True, help="Render the reports again, too.")
def regrade(folder: Path, assignment: str, *, reports: bool) -> None:
    """Decide again in FOLDER, the output of a batch, after a change of rubric or thresholds."""
    from rich.console import Console

    from grader.cli.screen import summary_table
    from grader.desk import open_desk
    from grader.pages import write_summary
    from grader.scheduling import allowed_cores, done_to_all
    from grader.store import BatchFolder
    from grader.verdict import keep_verdict, regraded

    desk, store = open_desk(assignment), BatchFolder(folder)

    def decide(one: tuple[SubmissionFolder, Finished]) -> Result:
        place, kept = one
        again = regraded(desk, place)
        keep_verdict(place, again, kept.key.decided_by(desk.fingerprint), content=kept.content)
        return again.brief()

    kept = list(_kept(store, desk))
    decided = done_to_all(kept, decide, processes=len(allowed_cores()))
    graded = [(place, result) for (place, _), result in zip(kept, decided, strict=True)]
    if reports:
        _render(desk, [place for place, _ in graded])
    write_summary(desk, store, graded)
    Console(highlight=False).print(summary_table([(place.path.name, result) for place, result in graded]))


@click.command(short_help="Render reports again after a change of templates.")
@folder_argument
@assignment_option
def report(folder: Path, assignment: str) -> None:
    """Render the reports in FOLDER, the output of a batch, again after a change of templates."""
    from grader.desk import open_desk
    from grader.pages import write_summary
    from grader.store import BatchFolder

    desk, store = open_desk(assignment), BatchFolder(folder)
    kept = list(_kept(store, desk))
    _render(desk, [place for place, _ in kept])
    write_summary(desk, store, [(place, finished.brief) for place, finished in kept])
    click.echo(f"{len(kept)} reports rendered; summary: {store.summary}")


def _render(desk: Desk, places: list[SubmissionFolder]) -> None:
    """Render all reports, those for paper where there were some."""
    from grader.rendering import Renderers
    from grader.scheduling import allowed_cores

    with Renderers(desk.assignment.folder, processes=len(allowed_cores())) as renderers:
        for place in places:
            renderers.render(place.path, pdf=place.pdf.exists())
    for problem in renderers.problems:
        click.echo(f"no report: {problem}", err=True)


def _kept(store: BatchFolder, desk: Desk) -> Iterator[tuple[SubmissionFolder, Finished]]:
    """Every kept result of this assignment; complains where there is none."""
    found = False
    for place, kept in store.finished():
        if kept.brief.assignment == desk.assignment.name:
            found = True
            yield place, kept
    if not found:
        raise click.BadParameter(f"{store.path} holds no results of the assignment {desk.assignment.name!r}")
