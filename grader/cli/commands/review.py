"""`grader review`: a page on this machine for people who grade."""

from __future__ import annotations

import getpass
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.endings import HOST, PASSED
from grader.cli.folder_assignment import assignment_in, no_results
from grader.cli.options import assignment_of_folder_option

if TYPE_CHECKING:
    from grader.store import BatchFolder
    from grader.web import ReviewOptions, Shared

MOST_GRADERS = 100
LONGEST_NAME = 80


@click.command(short_help="Open a page on this machine for people who grade.")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@assignment_of_folder_option
@click.option(
    "--grader",
    "graders",
    multiple=True,
    metavar="NAME",
    help="Whose name stands beside what is decided; several for several people, each gets a link."
    "  [default: your login]",
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=0,
    help="The port to listen on.  [default: a free one]",
)
@click.option(
    "--share",
    metavar="HOST",
    help="Let other machines reach the page under this name or address of this machine; needs"
    " --tls-cert, --tls-key and a --grader for everybody.",
)
@click.option(
    "--tls-cert",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="PEM file with the certificate of HOST.",
)
@click.option(
    "--tls-key",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="PEM file with its key.",
)
@click.option("--reports/--no-reports", default=True, help="Write the reports again at the end.")
def review(
    folder: Path,
    assignment: str | None,
    graders: tuple[str, ...],
    port: int,
    share: str | None,
    tls_cert: Path | None,
    tls_key: Path | None,
    *,
    reports: bool,
) -> None:
    """Grade what awaits a person in FOLDER, the output of a batch, in a browser.

    The link that is printed works once and on this machine alone. Ctrl-C ends it and writes grades
    and reports; everything that the page confirmed is kept, however it ends.
    """
    from grader.batch import require_book
    from grader.pipeline import open_assignment
    from grader.store import BatchFolder
    from grader.web import ReviewOptions

    shared = _shared(share, tls_cert, tls_key, graders)
    names = tuple(dict.fromkeys(graders)) or (_login(),)
    _check_names(names)
    name = assignment_in(folder, assignment)
    opened, _ = open_assignment(name)
    store = BatchFolder(folder)
    if not any(one.brief.assignment == opened.name for _, one in store.current()):
        raise click.BadParameter(no_results(folder, opened.name), param_hint="FOLDER")
    require_book(store)
    _serve(store, name, ReviewOptions(names, port, shared), reports=reports)


def _serve(store: BatchFolder, assignment: str, options: ReviewOptions, *, reports: bool) -> None:
    from grader.pipeline import open_assignment
    from grader.web import Publisher, review_folder

    publisher = Publisher(lambda: _published(store, assignment, reports=reports))
    opened, _ = open_assignment(assignment)
    try:
        review_folder(opened, store, options, publisher=publisher, tell=_tell)
    except KeyboardInterrupt:  # the way in which it is meant to end
        click.echo("writing grades and reports …", err=True)
    publisher.write()
    click.echo(publisher.said, err=True)
    sys.exit(HOST if publisher.failed else PASSED)


def _tell(grader: str, link: str) -> None:
    click.echo(f"{grader}: {link}\n  works once; Ctrl-C ends the page")


def _published(store: BatchFolder, assignment: str, *, reports: bool) -> str:
    """Write grades, reports and class page where they are behind; say what became of it."""
    from grader.batch import publish_decisions
    from grader.pipeline import load_everything

    redone = publish_decisions(load_everything(assignment), store, reports=reports)
    failed = len(redone.failed) + len(redone.unrendered)
    troubles = f"; {failed} could not be written: grader report tries again" if failed else ""
    return f"grades written for {len(redone.results)} hand-ins{troubles}"


def _shared(
    host: str | None, certificate: Path | None, key: Path | None, graders: tuple[str, ...]
) -> Shared | None:
    """The address for other machines; wrong usage where a part of what protects it is missing."""
    from grader.web import Shared

    if host is None:
        if certificate or key:
            raise click.UsageError("--tls-cert and --tls-key belong to --share HOST.")
        return None
    if certificate is None or key is None:
        raise click.UsageError("--share needs --tls-cert and --tls-key: nothing goes unencrypted.")
    if not graders:
        raise click.UsageError("--share needs --grader NAME for everybody who grades.")
    return Shared(host, certificate, key)


def _login() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):  # a container's user without a name
        return "grader"


def _check_names(names: tuple[str, ...]) -> None:
    if len(names) > MOST_GRADERS:
        raise click.UsageError(f"--grader: at most {MOST_GRADERS} people.")
    for name in names:
        if not name.strip() or len(name) > LONGEST_NAME or not name.isprintable():
            raise click.BadParameter(
                f"{name[:LONGEST_NAME]!r} is not a grader's name.", param_hint="--grader"
            )
