"""`grader export`: writes grades for other programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.written import print_bytes, write_file

if TYPE_CHECKING:
    from grader.export import Graded

MOST_NAMED = 20
FORMATS = ("csv", "junit")


@click.command(short_help="Write the grades for other programs.")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--to",
    "form",
    type=click.Choice(FORMATS),
    required=True,
    help="csv: a table; junit: XML of build servers.",
)
@click.option(
    "--out", default="-", show_default=True, metavar="F|-", help="Where to; - is standard output."
)
def export(folder: Path, form: str, out: str) -> None:
    """Write the grades in FOLDER, the output of a batch, for other programs.

    The table has a row for every student, with the points of each part; who has no result has a row
    without points, whose status is no_result or, for the roster's students without a hand-in,
    not_handed_in. Where the batch ran more than once, the hand-ins of the last time count.
    """
    from grader.cli.screen import on_one_line
    from grader.export import as_csv, as_junit, ungraded
    from grader.store import BatchFolder, holder

    store = BatchFolder(folder)
    graded = list(_graded(folder))
    if not graded:
        raise click.BadParameter(f"{folder} holds no results; grader batch makes them")
    without, intake = store.without_result(), store.read_intake()
    others = list(ungraded(without, intake.absent if intake else ()))
    text = as_csv(graded, others) if form == "csv" else as_junit(graded)
    if out == "-":
        print_bytes(text.encode("utf-8", "replace"))
    else:
        write_file(Path(out), text.encode("utf-8", "replace"))
    if without:
        told = f"{len(without)} hand-ins have no result, so no points; grader batch grades them"
        named = ", ".join(one.name for one in without[:MOST_NAMED])
        click.echo(f"grader: {told}: {on_one_line(named)}", err=True)
    for note in intake.notes if intake else ():
        click.echo(f"grader: {on_one_line(note)}", err=True)
    if running := holder(folder):
        click.echo(
            f"grader: {folder} is in use by {running}: what is finished so far was written",
            err=True,
        )


def _graded(folder: Path) -> Iterator[Graded]:
    """Every kept result that belongs to a hand-in of the last batch."""
    from grader.export import Graded
    from grader.store import BatchFolder

    for place, finished in BatchFolder(folder).current():
        yield Graded(finished.brief, place.html.relative_to(folder).as_posix())
