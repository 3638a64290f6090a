"""`grader regrade` and `grader report`: later rooms again, without running a notebook."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.endings import HOST, PASSED
from grader.cli.options import assignment_option
from grader.cli.written import Attempts
from grader.errors import ConfigError, OutputError, Problem

if TYPE_CHECKING:
    from grader.desk import Desk
    from grader.model.result import Result
    from grader.store import BatchFolder, Finished, SubmissionFolder

    Kept = tuple[SubmissionFolder, Finished]

folder_argument = click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
MOST_NAMED = 10


@click.command(short_help="Decide again after a change of rubric; execute nothing.")
@folder_argument
@assignment_option
@click.option("--reports/--no-reports", default=True, help="Render the reports again, too.")
def regrade(folder: Path, assignment: str, *, reports: bool) -> None:
    """Decide again in FOLDER, the output of a batch, after a change of rubric or thresholds.

    Where other models or questions are asked for, the recordings are gone through again, too.
    """
    from grader.cli.screen import summary_table, terminal
    from grader.desk import open_desk
    from grader.pages import write_summary
    from grader.store import BatchFolder, held

    desk, store = open_desk(assignment), BatchFolder(folder)
    kept = _kept(store, desk)
    with held(folder, "grader regrade"):
        attempts = Attempts()
        graded = _decided_again(desk, kept, attempts)
        terminal().print(summary_table([(place.path.name, result) for place, result in graded]))
        if reports:
            _render(desk, [place for place, _ in graded], attempts)
        attempts.attempt(partial(write_summary, desk, store, graded))
    _say_missing(store)
    _end(attempts)


@click.command(short_help="Render reports again after a change of templates.")
@folder_argument
@assignment_option
def report(folder: Path, assignment: str) -> None:
    """Render the reports in FOLDER, the output of a batch, again after a change of templates."""
    from grader.desk import open_desk
    from grader.pages import write_summary
    from grader.store import BatchFolder, held

    desk, store = open_desk(assignment), BatchFolder(folder)
    kept = _kept(store, desk)
    with held(folder, "grader report"):
        attempts = Attempts()
        rendered = _render(desk, [place for place, _ in kept], attempts)
        briefs = [(place, finished.brief) for place, finished in kept]
        summary = attempts.attempt(partial(write_summary, desk, store, briefs))
    told = f"; summary: {store.summary}" if summary else ""
    click.echo(f"{rendered} of {len(kept)} reports rendered{told}")
    _say_missing(store)
    _end(attempts)


def _decided_again(desk: Desk, kept: Sequence[Kept], attempts: Attempts) -> list[tuple[SubmissionFolder, Result]]:
    """Every result, decided again: on all cores, where nothing has to be measured again."""
    from grader.scheduling import allowed_cores, done_to_all

    to_examine = [one for one in kept if one[1].key.examination != desk.examination]
    to_decide = [one for one in kept if one[1].key.examination == desk.examination]
    decided = done_to_all(to_decide, partial(_decide, desk), processes=len(allowed_cores()))
    came = {one[0].path: result for one, result in zip(to_decide, decided, strict=True)}
    came |= {one[0].path: result for one, result in zip(to_examine, _examined(desk, to_examine), strict=True)}
    for place, _ in kept:
        if isinstance(came[place.path], str):
            attempts.failed.append(_not_decided(place, str(came[place.path])))
    return [(place, result) for place, _ in kept if not isinstance(result := came[place.path], str)]


def _decide(desk: Desk, one: Kept) -> Result | str:
    """Decide again and keep it; what is wrong with the records, where they can't be read."""
    from grader.verdict import keep_verdict, regraded

    place, kept = one
    try:
        again = regraded(desk, place)
        key = kept.key.decided_by(desk.fingerprint, examination=desk.examination)
        keep_verdict(place, again, key, content=kept.content)
    except (ConfigError, OSError) as error:
        return _why(error)
    return again.brief()


def _examined(desk: Desk, kept: Sequence[Kept]) -> list[Result | str]:
    """Gather and measure again what was recorded, one hand-in after another."""
    from grader.model.policy import Policy
    from grader.pipeline import Marker
    from grader.verdict import keep, with_doubts

    if not kept:
        return []
    came: list[Result | str] = []
    with Marker(desk, Policy()) as marker:
        for place, finished in kept:
            try:
                before = place.load()
                again = with_doubts(marker.examine(before), before.origin)
                key = finished.key.decided_by(desk.fingerprint, examination=desk.examination)
                keep(place, again, key, content=finished.content)
            except (ConfigError, OSError) as error:
                came.append(_why(error))
            else:
                came.append(again.brief())
    return came


def _why(error: ConfigError | OSError) -> str:
    return error.message if isinstance(error, ConfigError) else OutputError.of(error).message


def _not_decided(place: SubmissionFolder, why: str) -> ConfigError:
    return ConfigError(
        [Problem(place.path.name, None, "", f"left as it was: {why}")], hint="grader batch grades it anew"
    )


def _render(desk: Desk, places: Sequence[SubmissionFolder], attempts: Attempts) -> int:
    """Render all reports, those for paper where there were some; how many came out."""
    from grader.cli.screen import say_fonts, terminal, unrendered_lines
    from grader.rendering import Renderers
    from grader.scheduling import allowed_cores

    with Renderers(desk.assignment.folder, processes=len(allowed_cores())) as renderers:
        for place in places:
            renderers.render(place.path, pdf=place.pdf.exists())
    attempts.attempt(lambda: say_fonts(terminal(stderr=True), renderers.undrawn))
    attempts.failed += [OutputError(line) for line in unrendered_lines(renderers.problems)]
    return len(places) - len(renderers.problems)


def _kept(store: BatchFolder, desk: Desk) -> list[Kept]:
    """Every result of this assignment that the last batch was given; complains where there is none."""
    kept = [one for one in store.current() if one[1].brief.assignment == desk.assignment.name]
    if not kept:
        raise click.BadParameter(f"{store.path} holds no results of the assignment {desk.assignment.name!r}")
    return kept


def _say_missing(store: BatchFolder) -> None:
    missing = [one.name for one in store.without_result()]
    if missing:
        named = ", ".join(missing[:MOST_NAMED]) + (" and more" if len(missing) > MOST_NAMED else "")
        click.echo(f"grader: {len(missing)} hand-ins have no result yet; grader batch grades them: {named}", err=True)


def _end(attempts: Attempts) -> None:
    for error in attempts.failed:
        click.echo(f"grader: {error}", err=True)
    sys.exit(HOST if attempts.failed else PASSED)
