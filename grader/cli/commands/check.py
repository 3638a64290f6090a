"""`grader check`: grades one notebook."""

from __future__ import annotations

import os
import secrets
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.browser import kept_for_a_while, show_page
from grader.cli.endings import HOST, NOT_PASSED, PASSED, UNREADABLE
from grader.cli.options import (
    assignment_option,
    audience_option,
    audit_option,
    language_option,
    limits_options,
    make_policy,
    policy_option,
    reuse_option,
    stock_option,
    threads_each,
    unsafe_option,
)
from grader.cli.written import print_bytes, write_file
from grader.errors import Attempts, GraderError
from grader.model.audience import Readers

if TYPE_CHECKING:
    from grader.model.assignment import Assignment
    from grader.model.audience import Audience
    from grader.model.graded.result import Result
    from grader.model.policy import Policy, TrainingPolicy
    from grader.pipeline import GradedAlone, LoadedAssignment
    from grader.report import Reporter


@click.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@assignment_option
@policy_option("full")
@audit_option
@click.option(
    "--html",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the report for a browser.",
)
@click.option(
    "--open",
    "open_page",
    is_flag=True,
    help="Show the report in the browser; without --html FILE in a file that is kept for a while.",
)
@click.option(
    "--pdf", type=click.Path(path_type=Path), metavar="FILE", help="Write the report for paper."
)
@click.option(
    "--json",
    "json_file",
    metavar="F|-",
    help="Write the record for programs; - is standard output.",
)
@audience_option("instructor")
@language_option("the assignment's")
@limits_options
@reuse_option
@stock_option
@unsafe_option
def check(
    notebook: Path,
    assignment: str,
    policy: TrainingPolicy,
    html: Path | None,
    pdf: Path | None,
    json_file: str | None,
    *,
    audience: Audience | None,
    language: str | None,
    audit: float | None,
    open_page: bool,
    no_reuse: bool,
    stock: bool,
    unsafe: bool,
    **limits: float | None,
) -> None:
    """Grade one NOTEBOOK and say why.

    Exits 0 when every required check passed, 1 when some did not, 3 when the notebook can't be
    read, 4 when a report can't be written: the grade is printed all the same.
    """
    from grader.pipeline import load_everything
    from grader.publishing import reporter_for

    if open_page and html is None:
        html = kept_for_a_while()
    wanted = ReportTargets(html, pdf, json_file, Readers(audience or "instructor", language or ""))
    wanted.refuse_what_is_plainly_wrong(notebook)
    loaded = load_everything(assignment)
    chosen = make_policy(
        policy,
        threads=threads_each(1),
        audit_percent=audit or 0.0,
        no_reuse=no_reuse,
        stock=stock,
        unsafe=unsafe,
        assignment=loaded.assignment,
        **limits,
    )
    chosen = replace(chosen, audit_key=secrets.token_hex(32))
    reporter = reporter_for(loaded, wanted.readers) if html or pdf else None
    graded = _grade(loaded, chosen, notebook, draws=bool(html or pdf))
    failed = _put_out(loaded.assignment, graded.result, wanted, reporter)
    if open_page and html is not None and html.is_file() and (trouble := show_page(html)):
        click.echo(f"grader: {trouble}", err=True)
    for problem in (graded.trouble, graded.unreadable, *failed):
        if problem:
            click.echo(f"grader: {problem}", err=True)
    sys.exit(HOST if failed else _exit_code(graded.result))


@dataclass(frozen=True, slots=True)
class ReportTargets:
    """Where the reports of one check go."""

    html: Path | None
    pdf: Path | None
    json: str | None
    readers: Readers

    @property
    def json_path(self) -> Path | None:
        """The file of the record; None where it is printed or not asked for."""
        return None if self.json in (None, "-") else Path(self.json or "")

    def refuse_what_is_plainly_wrong(self, notebook: Path) -> None:
        """Find out now, not after an hour of training; what may have changed by then is only
        said.
        """
        for target in filter(None, (self.html, self.pdf, self.json_path)):
            if not target.parent.is_dir():
                raise click.BadParameter(f"{target}: the folder {target.parent} does not exist")
            if target.exists() and notebook.exists() and target.samefile(notebook):
                raise click.BadParameter(
                    f"{target}: that is the notebook; a report would replace it"
                )
            if target.is_dir() or not os.access(
                target if target.exists() else target.parent, os.W_OK
            ):
                click.echo(
                    f"grader: {target}: nothing can be written there; the grade will be printed",
                    err=True,
                )


def _grade(loaded: LoadedAssignment, policy: Policy, notebook: Path, *, draws: bool) -> GradedAlone:
    """Grade it behind a bar. What `draws` reports is loaded while the notebook runs."""
    from rich.console import Console

    from grader.cli.progress import progress
    from grader.pipeline import grade_alone
    from grader.publishing import load_drawing

    loading = threading.Thread(target=load_drawing, daemon=True)

    def show(done: int, cells: int) -> None:
        shown.move(notebook.name, done, cells)
        if draws and loading.ident is None:
            loading.start()

    with progress(Console(stderr=True), 1) as shown:
        return grade_alone(loaded, policy, notebook, on_cell=show, say=_say)


def _say(words: str) -> None:
    click.echo(words, err=True)


def _put_out(
    assignment: Assignment, result: Result, wanted: ReportTargets, reporter: Reporter | None
) -> list[GraderError]:
    """Write what was asked for and print the grade; what could not be done comes back."""
    from grader.cli.screen import on_one_line, say_fonts, show_result, terminal
    from grader.report import result_for, scripts_of

    shown = result_for(result, assignment, wanted.readers.audience)
    attempts, written, undrawn = Attempts(), [], set[str]()

    def for_paper(reporter: Reporter) -> bytes:
        paper = reporter.paper(shown)
        undrawn.update(scripts_of(paper.undrawn))
        return paper.content

    pages: list[tuple[Path | None, Callable[[], bytes]]] = []
    if reporter is not None:
        pages = [
            (wanted.html, lambda: reporter.html(shown).encode()),
            (wanted.pdf, partial(for_paper, reporter)),
        ]
    for path, make in (*pages, (wanted.json_path, lambda: _record(shown))):
        if path is not None and attempts.attempt(partial(_make_and_write, path, make)):
            written.append(path)
    if wanted.json == "-":
        attempts.attempt(lambda: print_bytes(_record(shown)))
    if result.grade.status == "ungradable":
        return attempts.failed
    console = terminal(stderr=wanted.json == "-")
    attempts.attempt(lambda: show_result(console, shown, assignment))
    attempts.attempt(lambda: say_fonts(console, undrawn))
    for path in written:
        if path != wanted.json_path:
            attempts.attempt(
                partial(console.print, f"written: {on_one_line(str(path))}", markup=False)
            )
    return attempts.failed


def _record(shown: Result) -> bytes:
    from grader.export import public_record

    record = public_record(shown).model_dump_json(indent=2) + "\n"
    return record.encode("utf-8", "surrogatepass")


def _make_and_write(path: Path, make: Callable[[], bytes]) -> None:
    write_file(path, make())


def _exit_code(result: Result) -> int:
    match result.grade.status:
        case "grader_fault":
            return HOST
        case "ungradable":
            return UNREADABLE
        case _:
            return PASSED if result.grade.passed() else NOT_PASSED
