"""`grader regrade` and `grader report`: later steps again, without running a notebook."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.endings import HOST, PASSED
from grader.cli.folder_assignment import assignment_in, no_results
from grader.cli.options import assignment_of_folder_option, audience_option, language_option
from grader.errors import Attempts, OutputError

if TYPE_CHECKING:
    from grader.batch import RegradedBatch
    from grader.model.audience import Audience
    from grader.pipeline import LoadedAssignment
    from grader.store import BatchFolder

folder_argument = click.argument(
    "folder", type=click.Path(path_type=Path, exists=True, file_okay=False)
)
kept_language_option = language_option("as the reports in FOLDER")
kept_audience_option = audience_option("as the reports in FOLDER")
MOST_NAMED = 10


@click.command(short_help="Decide again after a change of rubric; execute nothing.")
@folder_argument
@assignment_of_folder_option
@click.option("--reports/--no-reports", default=True, help="Render the reports again, too.")
@kept_audience_option
@kept_language_option
def regrade(
    folder: Path,
    assignment: str | None,
    *,
    reports: bool,
    audience: Audience | None,
    language: str | None,
) -> None:
    """Decide again in FOLDER, the output of a batch, after a change of rubric or thresholds.

    Where other models or questions are asked for, the recordings are gone through again, too.
    """
    from grader.batch import regrade_folder
    from grader.cli.screen import say_flagged, summary_table, terminal

    loaded, store = _opened(folder, assignment)
    redone, attempts = (
        regrade_folder(loaded, store, reports=reports, audience=audience, language=language),
        Attempts(),
    )
    table = summary_table([(place.path.name, result) for place, result in redone.results])
    attempts.attempt(lambda: terminal().print(table))
    attempts.attempt(lambda: say_flagged(terminal(), [result for _, result in redone.results]))
    _end(store, redone, attempts)


@click.command(short_help="Render reports again after a change of templates.")
@folder_argument
@assignment_of_folder_option
@kept_audience_option
@kept_language_option
def report(
    folder: Path, assignment: str | None, *, audience: Audience | None, language: str | None
) -> None:
    """Render the reports in FOLDER, the output of a batch, again after a change of templates."""
    from grader.batch import render_folder

    loaded, store = _opened(folder, assignment)
    redone, attempts = (
        render_folder(loaded, store, audience=audience, language=language),
        Attempts(),
    )
    rendered = len(redone.results) - len(redone.unrendered)
    page = f"; summary: {redone.class_page}" if redone.class_page else ""
    attempts.attempt(
        lambda: click.echo(f"{rendered} of {len(redone.results)} reports rendered{page}")
    )
    _end(store, redone, attempts)


def _opened(folder: Path, assignment: str | None) -> tuple[LoadedAssignment, BatchFolder]:
    """The assignment and the folder; complains where it holds no result of it."""
    from grader.batch import kept_results
    from grader.pipeline import load_everything
    from grader.store import BatchFolder

    loaded, store = load_everything(assignment_in(folder, assignment)), BatchFolder(folder)
    if not kept_results(loaded, store):
        raise click.BadParameter(no_results(folder, loaded.assignment.name), param_hint="FOLDER")
    return loaded, store


def _end(store: BatchFolder, redone: RegradedBatch, attempts: Attempts) -> None:
    """Say what could not be done, and end."""
    from grader.cli.screen import say_fonts, terminal, unrendered_lines

    attempts.attempt(lambda: say_fonts(terminal(stderr=True), redone.undrawn))
    missing = [one.name for one in store.without_result()]
    if missing:
        named = ", ".join(missing[:MOST_NAMED]) + (" and more" if len(missing) > MOST_NAMED else "")
        click.echo(
            f"grader: {len(missing)} hand-ins have no result yet; grader batch grades them: "
            f"{named}",
            err=True,
        )
    unrendered = [OutputError(line) for line in unrendered_lines(redone.unrendered)]
    failed = [*redone.failed, *unrendered, *attempts.failed]
    for error in failed:
        click.echo(f"grader: {error}", err=True)
    sys.exit(HOST if failed else PASSED)
