"""`grader check`: grade one notebook."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import click

from grader.cli.options import (
    assignment_option,
    audit_option,
    limits_options,
    make_policy,
    policy_option,
    stock_option,
    threads_each,
    unsafe_option,
)

if TYPE_CHECKING:
    from grader.desk import Desk
    from grader.model.policy import Policy, TrainingPolicy
    from grader.model.result import Result


@click.command()
@click.argument("notebook", type=click.Path(path_type=Path))
@assignment_option
@policy_option("verify")
@audit_option
@click.option("--html", type=click.Path(path_type=Path, dir_okay=False), help="Write the report for a browser.")
@click.option("--pdf", type=click.Path(path_type=Path, dir_okay=False), help="Write the report for paper.")
@click.option("--json", "json_file", metavar="F|-", help="Write the record for programs; - is standard output.")
@limits_options
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
    audit: float,
    stock: bool,
    unsafe: bool,
    **limits: float | None,
) -> None:
    """Grade one NOTEBOOK and say why.

    Exits 0 when every required check passed, 1 when some did not, 3 when the notebook can't be read.
    """
    from rich.console import Console

    from grader.cli.screen import show_result
    from grader.desk import open_desk
    from grader.pages import report_html, report_pdf

    for target in (html, pdf, Path(json_file) if json_file not in (None, "-") else None):
        _must_be_writable(target)
    desk = open_desk(assignment)
    chosen = make_policy(policy, threads=threads_each(1), audit_percent=audit, stock=stock, unsafe=unsafe, **limits)
    result = _mark(desk, chosen, notebook)
    console = Console(stderr=json_file == "-", highlight=False)
    show_result(console, result, desk.assignment)
    if html:
        html.write_text(report_html(desk, result), "utf-8")
    if pdf:
        pdf.write_bytes(report_pdf(desk, result))
    _write_json(result, json_file)
    for written in filter(None, (html, pdf)):
        console.print(f"written: {written}", markup=False)
    sys.exit(4 if result.grade.status == "grader_fault" else 0 if result.grade.passed() else 1)


def _mark(desk: Desk, policy: Policy, notebook: Path) -> Result:
    from rich.console import Console

    from grader.cli.progress import progress
    from grader.pipeline import Marker

    with (
        tempfile.TemporaryDirectory(prefix="grader-") as folder,
        Marker(desk, policy) as marker,
        progress(Console(stderr=True), 1) as shown,
    ):
        return marker.mark(
            notebook, folder=Path(folder), on_cell=lambda done, cells: shown.move(notebook.name, done, cells)
        )


def _must_be_writable(target: Path | None) -> None:
    """Find out now, not after an hour of training."""
    if target is not None and not target.parent.is_dir():
        raise click.BadParameter(f"{target}: the folder {target.parent} does not exist")


def _write_json(result: Result, json_file: str | None) -> None:
    from grader.export import public_record

    if json_file is None:
        return
    text = public_record(result).model_dump_json(indent=2) + "\n"
    if json_file == "-":
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        Path(json_file).write_text(text, "utf-8")
