"""`grader check`: grades one notebook."""

from __future__ import annotations

import os
import secrets
import sys
import tempfile
import threading
from collections.abc import Callable
from contextlib import nullcontext
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
from grader.errors import Attempts, GraderError, IntakeError
from grader.model.audience import Readers

if TYPE_CHECKING:
    from grader.model.audience import Audience
    from grader.model.graded.result import Result
    from grader.model.policy import Policy, TrainingPolicy
    from grader.pipeline import LoadedAssignment


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
    result, unreadable = _grade(loaded, chosen, notebook, draws=bool(html or pdf))
    failed = _put_out(loaded, result, wanted)
    if open_page and html is not None and html.is_file() and (trouble := show_page(html)):
        click.echo(f"grader: {trouble}", err=True)
    for problem in (unreadable, *failed):
        if problem is not None:
            click.echo(f"grader: {problem}", err=True)
    sys.exit(HOST if failed else _exit_code(result))


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


def _grade(
    loaded: LoadedAssignment, policy: Policy, notebook: Path, *, draws: bool
) -> tuple[Result, IntakeError | None]:
    """The result, and why the notebook could not be read. What `draws` reports is loaded while the
    notebook runs.
    """
    from rich.console import Console

    from grader.cli.progress import progress
    from grader.intake import beside_one
    from grader.pipeline import NotebookGrader
    from grader.publishing import load_drawing

    loading = threading.Thread(target=load_drawing, daemon=True)

    def show(done: int, cells: int) -> None:
        shown.move(notebook.name, done, cells)
        if draws and loading.ident is None:
            loading.start()

    beside, note = beside_one(notebook)
    if note and policy.training != "saved":
        click.echo(note, err=True)

    with (
        tempfile.TemporaryDirectory(prefix="grader-") as folder,
        NotebookGrader(loaded, policy) as notebooks,
        nullcontext() if policy.unsafe else notebooks.warm_kernels() as warm,
        progress(Console(stderr=True), 1) as shown,
    ):
        try:
            result = notebooks.grade(
                notebook,
                folder=Path(folder),
                on_cell=show,
                warm=warm,
                beside=beside,
            )
        except IntakeError as error:
            return notebooks.unreadable(str(notebook), error), error
        if notebooks.trainings.trouble:
            click.echo(f"grader: {notebooks.trainings.trouble}", err=True)
        return result, None


def _put_out(loaded: LoadedAssignment, result: Result, wanted: ReportTargets) -> list[GraderError]:
    """Write what was asked for and print the grade; what could not be done comes back."""
    from grader.cli.screen import on_one_line, say_fonts, show_result, terminal
    from grader.publishing import report_html, report_pdf, result_for

    shown = result_for(result, loaded.assignment, wanted.readers.audience)
    attempts, written, undrawn = Attempts(), [], set[str]()

    def for_paper() -> bytes:
        content, scripts = report_pdf(loaded, result, readers=wanted.readers)
        undrawn.update(scripts)
        return content

    for path, make in (
        (
            wanted.html,
            lambda: report_html(loaded, result, readers=wanted.readers).encode(),
        ),
        (wanted.pdf, for_paper),
        (wanted.json_path, lambda: _record(shown)),
    ):
        if path is not None and attempts.attempt(partial(_make_and_write, path, make)):
            written.append(path)
    if wanted.json == "-":
        attempts.attempt(lambda: print_bytes(_record(shown)))
    if result.grade.status == "ungradable":
        return attempts.failed
    console = terminal(stderr=wanted.json == "-")
    attempts.attempt(lambda: show_result(console, shown, loaded.assignment))
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
